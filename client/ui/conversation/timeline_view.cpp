// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Model, layout and painting; timeline_view_input.cpp has mouse, keys and menus.
#include "client/ui/conversation/timeline_view.h"

#include "client/models/time_text.h"
#include "client/ui/conversation/jump_button.h"
#include "client/ui/conversation/timeline_accessible.h"
#include "client/ui/widgets/loading.h"

#include <QtCore/QTimerEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyle>

namespace rookery::ui {

using client::EdgeState;
using client::TimelineItem;
using client::TimelineModel;

namespace {

/// Layouts kept; a screen shows about 30.
constexpr int layoutsKept = 500;
/// Older messages are asked for when fewer px than this lie above the screen.
constexpr int loadAheadPx = 800;

} // namespace

TimelineView::TimelineView(const Theme &theme, LinkGate &links, QWidget *parent)
    : QAbstractScrollArea(parent), m_theme(theme), m_links(links),
      m_position([this](int row) { return heightOf(row); }), m_layouts(layoutsKept),
      m_jump(new JumpButton(theme, viewport())), m_spinner(new Spinner(theme, viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Messages"));
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(false);
    m_jump->hide();
    m_spinner->hide();
    connect(m_jump, &QAbstractButton::clicked, this, &TimelineView::scrollToLatest);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_isUpdatingBar)
            return;
        m_position.scrollToOffset(value);
        refresh();
    });
    connect(&theme, &Theme::changed, this, &TimelineView::forgetLayouts);
    installTimelineAccessibility();
}

TimelineView::~TimelineView() = default;

void TimelineView::setModel(TimelineModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_selection = {};
    m_isSelecting = false;
    if (m_model)
        bindModel();
    onReset();
}

void TimelineView::bindModel()
{
    connect(m_model, &TimelineModel::reset, this, &TimelineView::onReset);
    connect(m_model, &TimelineModel::itemsInserted, this,
            [this](int first, int last) { m_position.inserted(first, last); });
    connect(m_model, &TimelineModel::itemsRemoved, this,
            [this](int first, int last) { m_position.removed(first, last); });
    connect(m_model, &TimelineModel::itemsChanged, this, [this](int first, int last) {
        for (int row = first; row <= last; ++row)
            m_layouts.remove(m_model->at(row).key);
        m_position.changed(first, last);
    });
    connect(m_model, &TimelineModel::updated, this, &TimelineView::relayout);
    connect(m_model, &TimelineModel::edgesChanged, this, &TimelineView::relayout);
}

void TimelineView::setContext(bool isGroup, qint64 nowMs, const QString &startText)
{
    const bool sameDay = m_nowMs != 0 && client::dayText(nowMs, nowMs) == client::dayText(m_nowMs, nowMs);
    const bool same = isGroup == m_isGroup && startText == m_startText && sameDay;
    m_isGroup = isGroup;
    m_nowMs = nowMs;
    m_startText = startText;
    if (!same)
        forgetLayouts();
}

void TimelineView::setUnreadBelow(int count)
{
    m_jump->setCount(count);
    placeJumpButton();
}

quint64 TimelineView::seenSeq() const
{
    if (!m_model)
        return 0;
    // The end of the view: nothing more can be shown, whatever the height of the last bubble.
    if (m_position.isAtEnd() && m_model->newerState() == EdgeState::End)
        return m_model->lastSeq();
    quint64 seen = 0;
    for (const TimelinePosition::Placed &placed : m_position.placed()) {
        if (placed.bottom() <= viewport()->height())
            seen = std::max(seen, m_model->at(placed.row).seq);
    }
    return seen;
}

QStringList TimelineView::spokenRows() const
{
    QStringList rows;
    for (const TimelinePosition::Placed &placed : m_position.placed()) {
        const TimelineItem &item = m_model->at(placed.row);
        if (item.kind == TimelineItem::Kind::Message)
            rows.append(tr("%1, %2: %3", "sender, time, message")
                            .arg(item.isOwn ? tr("You") : item.senderName, client::clockText(item.timeMs), item.text));
        else if (const RowLayout *row = m_layouts.object(item.key); row && !row->line.isEmpty())
            rows.append(row->line);
    }
    return rows;
}

QRect TimelineView::rowRect(int row) const
{
    for (const TimelinePosition::Placed &placed : m_position.placed()) {
        if (placed.row == row)
            return {0, placed.top, viewport()->width(), placed.height};
    }
    return {};
}

const RowLayout *TimelineView::layoutOf(int row)
{
    const TimelineItem &item = m_model->at(row);
    if (const RowLayout *known = m_layouts.object(item.key))
        return known;
    const RowContext context{m_theme, viewport()->width(), m_isGroup, layoutDirection(), m_nowMs, m_startText};
    RowLayout *made = layOutRow(item, context).release();
    m_layouts.insert(item.key, made);
    return made;
}

int TimelineView::heightOf(int row)
{
    return layoutOf(row)->height;
}

void TimelineView::onReset()
{
    m_layouts.clear();
    m_position.reset(m_model ? m_model->count() : 0);
    m_position.setView(viewport()->height(), timeline::bottomRoom);
    const int unread = m_model ? m_model->unreadLine() : -1;
    if (unread >= 0)
        m_position.scrollToRow(unread, measure::space24);
    relayout();
}

void TimelineView::forgetLayouts()
{
    m_layouts.clear();
    m_position.forgetHeights();
    relayout();
}

void TimelineView::relayout()
{
    m_position.setView(viewport()->height(), timeline::bottomRoom);
    m_position.update();
    refresh();
    m_loadSoon.start(0, this); // Not from within a change of the model.
}

void TimelineView::refresh()
{
    updateScrollBar();
    placeSpinner();
    placeJumpButton();
    const bool waiting = m_model && m_model->olderState() == EdgeState::Loading && m_model->lastSeq() == 0;
    if (!waiting) {
        m_skeletonDelay.stop();
        m_isSkeletonShown = false;
    } else if (!m_skeletonDelay.isActive() && !m_isSkeletonShown) {
        m_skeletonDelay.start(motion::loadingDelay, this);
    }
    viewport()->update();
    Q_EMIT viewChanged();
}

void TimelineView::updateScrollBar()
{
    m_isUpdatingBar = true;
    QScrollBar *bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(m_theme.lineHeight(FontRole::Message) * 2);
    bar->setRange(0, std::max(0, m_position.totalHeight() - viewport()->height()));
    bar->setValue(m_position.isAtEnd() ? bar->maximum() : m_position.offset());
    m_isUpdatingBar = false;
}

void TimelineView::placeJumpButton()
{
    const bool wanted = m_model && m_model->count() > 0
        && (!m_position.isAtEnd() || m_model->newerState() != EdgeState::End);
    const QSize size = m_jump->sizeHint();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int x = mirrored ? measure::space16 : viewport()->width() - size.width() - measure::space16;
    m_jump->setGeometry(QRect(QPoint(x, viewport()->height() - size.height() - measure::space12), size));
    m_jump->setVisible(wanted);
}

void TimelineView::placeSpinner()
{
    for (const TimelinePosition::Placed &placed : m_position.placed()) {
        const TimelineItem &item = m_model->at(placed.row);
        if (item.kind != TimelineItem::Kind::Edge || item.edge != EdgeState::Loading || m_model->lastSeq() == 0)
            continue;
        const QSize size = m_spinner->sizeHint();
        m_spinner->setGeometry(
            QRect(QPoint((viewport()->width() - size.width()) / 2, placed.top + (placed.height - size.height()) / 2),
                  size));
        m_spinner->show();
        return;
    }
    m_spinner->hide();
}

void TimelineView::loadMoreIfNeeded()
{
    if (!m_model || m_model->conversation().isNull() || !isVisible())
        return;
    const auto &placed = m_position.placed();
    if (placed.empty())
        return;
    const QPointer<TimelineModel> guard(m_model);
    if (m_model->olderState() == EdgeState::Idle && (placed.front().row == 0 || m_position.offset() < loadAheadPx))
        m_model->loadOlder();
    if (guard && !m_position.placed().empty() && m_model->newerState() == EdgeState::Idle
        && m_position.placed().back().row >= m_model->count() - 1)
        m_model->loadNewer();
}

SelectedText TimelineView::selectedIn(const TimelineItem &item) const
{
    if (item.kind != TimelineItem::Kind::Message || !(item.key == m_selection.key))
        return {};
    return {std::min(m_selection.anchor, m_selection.cursor), std::max(m_selection.anchor, m_selection.cursor)};
}

QString TimelineView::selectedText() const
{
    const int row = m_model ? m_model->indexOf(m_selection.key) : -1;
    if (row < 0)
        return {};
    const SelectedText selected = selectedIn(m_model->at(row));
    return m_model->at(row).text.mid(selected.from, selected.to - selected.from);
}

void TimelineView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(event->rect(), m_theme.colour(Token::Background));
    if (!m_model)
        return;
    if (m_isSkeletonShown) {
        paintSkeleton(painter);
        return;
    }
    for (const TimelinePosition::Placed &placed : m_position.placed()) {
        if (placed.bottom() < event->rect().top() || placed.top > event->rect().bottom())
            continue;
        const TimelineItem &item = m_model->at(placed.row);
        const RowLayout *row = layoutOf(placed.row);
        const QPoint pointer = m_pointer - QPoint(0, placed.top);
        const RowPaint paint{m_theme,
                             layoutDirection(),
                             devicePixelRatioF(),
                             selectedIn(item),
                             row->retry.contains(pointer),
                             row->discard.contains(pointer)};
        painter.save();
        painter.translate(0, placed.top);
        paintRow(painter, item, *row, paint);
        painter.restore();
    }
}

void TimelineView::paintSkeleton(QPainter &painter) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colour(Token::Hover));
    const int bubbleMax = (viewport()->width() - 2 * timeline::margin) * measure::bubbleMaximumPercent / 100;
    int bottom = viewport()->height() - timeline::bottomRoom;
    for (int row = 0; row < 6 && bottom > 0; ++row) {
        const int height = row % 3 == 1 ? 56 : 36;
        const int width = bubbleMax * (45 + row * 17 % 50) / 100;
        const bool own = row % 3 == 0;
        const int left = own ? viewport()->width() - timeline::margin - width
                             : timeline::margin + measure::messageAvatar + timeline::avatarGap;
        const QRect bubble(left, bottom - height, width, height);
        painter.drawRoundedRect(QStyle::visualRect(layoutDirection(), viewport()->rect(), bubble),
                                measure::radiusBubble, measure::radiusBubble);
        bottom -= height + measure::gapBetweenRuns;
    }
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) {
        m_layouts.clear();
        m_position.forgetHeights();
    }
    relayout();
}

void TimelineView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_loadSoon.timerId()) {
        m_loadSoon.stop();
        loadMoreIfNeeded();
    } else if (event->timerId() == m_skeletonDelay.timerId()) {
        m_skeletonDelay.stop();
        m_isSkeletonShown = true;
        viewport()->update();
    } else {
        QAbstractScrollArea::timerEvent(event);
    }
}

void TimelineView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        forgetLayouts();
}

} // namespace rookery::ui
