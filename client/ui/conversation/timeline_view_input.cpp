// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Mouse, keys, menus and tool tips of the timeline.
#include "client/ui/conversation/timeline_view.h"

#include "client/ui/platform/link_gate.h"
#include "client/ui/theme/controls.h"

#include <QtCore/QLocale>
#include <QtCore/QTextBoundaryFinder>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>

namespace rookery::ui {

using client::TimelineItem;

TimelineView::Hit TimelineView::hitAt(const QPoint &point) const
{
    for (const TimelinePosition::Placed &placed : m_position.placed()) {
        if (point.y() >= placed.top && point.y() < placed.bottom())
            return {placed.row, point - QPoint(0, placed.top)};
    }
    return {};
}

void TimelineView::scrollToLatest()
{
    if (m_model)
        m_model->goToLatest();
    m_position.scrollToEnd();
    relayout();
}

void TimelineView::scrollToOldestLoaded()
{
    m_position.scrollToStart();
    relayout();
}

void TimelineView::scrollPage(int direction)
{
    // A line of the page before stays in sight.
    m_position.scrollBy(direction * (viewport()->height() - 2 * m_theme.lineHeight(FontRole::Message)));
    relayout();
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        event->ignore();
        return;
    }
    int px = -event->pixelDelta().y();
    if (event->pixelDelta().isNull()) {
        // One notch is 120; a fine wheel sends parts of it.
        m_wheelRest += -event->angleDelta().y() * QApplication::wheelScrollLines()
            * m_theme.lineHeight(FontRole::Message);
        constexpr int notch = 120;
        px = m_wheelRest / notch;
        m_wheelRest -= px * notch;
    }
    m_position.scrollBy(px);
    relayout();
    event->accept();
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (event->key() == Qt::Key_PageUp) {
        scrollPage(-1);
    } else if (event->key() == Qt::Key_PageDown) {
        scrollPage(1);
    } else if (event->key() == Qt::Key_Home && control) {
        scrollToOldestLoaded();
    } else if (event->key() == Qt::Key_End && control) {
        scrollToLatest();
    } else if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
        m_position.scrollBy((event->key() == Qt::Key_Up ? -2 : 2) * m_theme.lineHeight(FontRole::Message));
        relayout();
    } else {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->pos();
    m_isSelecting = false;
    const Hit hit = hitAt(event->pos());
    const int position = hit.row >= 0 ? layoutOf(hit.row)->positionAt(hit.point) : -1;
    m_selection = {};
    if (position >= 0) {
        m_selection = {m_model->at(hit.row).key, position, position};
        m_isSelecting = true;
    }
    viewport()->update();
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->pos();
    if (!m_isSelecting || !(event->buttons() & Qt::LeftButton)) {
        updateCursor(event->pos());
        return;
    }
    const int row = m_model ? m_model->indexOf(m_selection.key) : -1;
    const QRect rect = row < 0 ? QRect() : rowRect(row);
    if (rect.isEmpty())
        return;
    // Beyond the bubble's edge the selection goes to the start or the end of the line there.
    const RowLayout *layout = layoutOf(row);
    QPoint inside = event->pos() - rect.topLeft();
    inside.setX(std::clamp(inside.x(), layout->bubble.left(), layout->bubble.right()));
    inside.setY(std::clamp(inside.y(), layout->bubble.top(), layout->bubble.bottom()));
    m_selection.cursor = std::max(0, layout->positionAt(inside));
    viewport()->update();
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_isSelecting = false;
    const bool isClick = (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance();
    if (isClick)
        activate(hitAt(event->pos()));
    else if (QClipboard *clipboard = QGuiApplication::clipboard(); clipboard->supportsSelection())
        clipboard->setText(selectedText(), QClipboard::Selection);
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        selectWordAt(hitAt(event->pos()));
}

void TimelineView::selectWordAt(const Hit &hit)
{
    const int position = hit.row >= 0 ? layoutOf(hit.row)->positionAt(hit.point) : -1;
    if (position < 0)
        return;
    const QString &text = m_model->at(hit.row).text;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(position);
    const qsizetype start = finder.isAtBoundary() ? position : std::max<qsizetype>(0, finder.toPreviousBoundary());
    finder.setPosition(position);
    const qsizetype end = finder.toNextBoundary();
    m_selection = {m_model->at(hit.row).key, int(start), int(end < 0 ? text.size() : end)};
    viewport()->update();
}

void TimelineView::activate(const Hit &hit)
{
    if (hit.row < 0)
        return;
    const RowLayout *row = layoutOf(hit.row);
    const TimelineItem item = m_model->at(hit.row);
    if (const QUrl link = row->linkAt(hit.point); !link.isEmpty()) {
        m_links.open(link);
    } else if (row->retry.contains(hit.point)) {
        if (item.kind == TimelineItem::Kind::Edge && item.key.kind == client::TimelineKey::Kind::Newer)
            m_model->loadNewer();
        else if (item.kind == TimelineItem::Kind::Edge)
            m_model->loadOlder();
        else
            Q_EMIT retryRequested(item.clientId);
    } else if (row->discard.contains(hit.point)) {
        Q_EMIT discardRequested(item.clientId);
    }
}

void TimelineView::updateCursor(const QPoint &point)
{
    const Hit hit = hitAt(point);
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (hit.row >= 0) {
        const RowLayout *row = layoutOf(hit.row);
        if (!row->linkAt(hit.point).isEmpty() || row->retry.contains(hit.point) || row->discard.contains(hit.point))
            shape = Qt::PointingHandCursor;
        else if (row->layout && row->text.contains(hit.point))
            shape = Qt::IBeamCursor;
        if (!row->retry.isEmpty() || !row->discard.isEmpty())
            viewport()->update(rowRect(hit.row)); // The action under the pointer is underlined.
    }
    viewport()->setCursor(shape);
}

void TimelineView::copySelection()
{
    const QString text = selectedText();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    const QPoint point = event->reason() == QContextMenuEvent::Mouse ? viewport()->mapFromGlobal(event->globalPos())
                                                                     : viewport()->rect().center();
    const Hit hit = hitAt(point);
    if (hit.row >= 0 && m_model->at(hit.row).kind == TimelineItem::Kind::Message)
        showMessageMenu(hit, event->globalPos());
}

void TimelineView::showMessageMenu(const Hit &hit, const QPoint &globalPosition)
{
    const TimelineItem item = m_model->at(hit.row);
    const QUrl link = layoutOf(hit.row)->linkAt(hit.point);
    const QString selected = item.key == m_selection.key ? selectedText() : QString();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), QKeySequence(QKeySequence::Copy), this,
                    [text = selected.isEmpty() ? item.text : selected] {
                        QGuiApplication::clipboard()->setText(text);
                    });
    if (!link.isEmpty()) {
        menu->addAction(tr("Copy link"), this, [link] { QGuiApplication::clipboard()->setText(link.toString()); });
        menu->addAction(tr("Open link"), this, [this, link] { m_links.open(link); });
    }
    if (item.isOwn && item.state == client::MessageState::Failed) {
        menu->addSeparator();
        menu->addAction(tryAgainText(), this, [this, id = item.clientId] { Q_EMIT retryRequested(id); });
        menu->addAction(deleteText(), this, [this, id = item.clientId] { Q_EMIT discardRequested(id); });
    }
    if (item.isOwn && item.seq != 0) {
        menu->addSeparator();
        menu->addAction(tr("Edit"), this,
                        [this, seq = item.seq, text = item.text] { Q_EMIT editRequested(seq, text); });
        menu->addAction(tr("Recall"), this, [this, seq = item.seq] { Q_EMIT recallRequested(seq); });
    }
    menu->popup(globalPosition);
}

bool TimelineView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), plainToolTip(toolTipAt(help->pos())), viewport());
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_pointer = {-1, -1};
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QString TimelineView::toolTipAt(const QPoint &point)
{
    const Hit hit = hitAt(point);
    if (hit.row < 0)
        return {};
    const RowLayout *row = layoutOf(hit.row);
    const TimelineItem &item = m_model->at(hit.row);
    if (const QUrl link = row->linkAt(hit.point); !link.isEmpty())
        return m_links.shownAddress(link);
    if (row->stateIcon.contains(hit.point))
        return stateText(item.state);
    if (row->time.contains(hit.point))
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(item.timeMs), QLocale::LongFormat);
    return {};
}

} // namespace rookery::ui
