// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/row_list_view.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>

namespace rookery::ui {

RowListView::RowListView(const Theme &theme, RowSize size, QWidget *parent)
    : QListView(parent), m_theme(theme), m_size(size), m_delegate(new RowDelegate(theme, size, this))
{
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(m_delegate);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setUniformItemSizes(false); // Headings are lower than rows.
    viewport()->setAttribute(Qt::WA_Hover);
    connect(this, &QListView::clicked, this, &RowListView::opened);
    connect(&theme, &Theme::changed, this, &RowListView::applyTheme);
    applyTheme();
}

void RowListView::applyTheme()
{
    QPalette colours = palette();
    colours.setColor(QPalette::Base, m_theme.colour(m_size == RowSize::List ? Token::Side : Token::Background));
    setPalette(colours);
    scheduleDelayedItemsLayout();
}

void RowListView::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        Q_EMIT opened(currentIndex());
        return;
    }
    QListView::keyPressEvent(event);
}

bool RowListView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
        Q_EMIT hoveredChanged(event->type() == QEvent::Enter);
    // Rows hold what others wrote; a tool tip of the view would guess its format.
    if (event->type() == QEvent::ToolTip)
        return true;
    return QListView::viewportEvent(event);
}

void RowListView::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && model() && model()->rowCount() > 0 && event->reason() != Qt::MouseFocusReason)
        setCurrentIndex(model()->index(0, 0));
}

} // namespace rookery::ui
