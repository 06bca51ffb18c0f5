// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/list_column.h"

#include "client/ui/main/connection_line.h"
#include "client/ui/main/row_list_view.h"
#include "client/ui/widgets/fields.h"
#include "client/ui/widgets/icon_button.h"
#include "client/ui/widgets/loading.h"
#include "client/ui/widgets/notices.h"
#include "client/viewmodels/main_viewmodel.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

using namespace client;

ListColumn::ListColumn(const Theme &theme, MainViewModel &viewModel, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_viewModel(viewModel), m_peopleRows(viewModel.people()),
      m_search(new SearchField(theme, this)),
      m_new(new IconButton(theme, QStringLiteral("plus"), tr("New"), IconButtonSize::Tool, this)),
      m_conversations(new RowListView(theme, RowSize::List, this)),
      m_people(new RowListView(theme, RowSize::List, this)), m_results(new RowListView(theme, RowSize::List, this)),
      m_empty(new EmptyState(theme, this)), m_skeleton(new SkeletonRows(theme, 6, this)),
      m_connection(new ConnectionLine(theme, viewModel.connection(), this)), m_stack(new QStackedLayout)
{
    setMinimumWidth(measure::listMinimum);
    const auto fit = [this] { setMaximumWidth(m_theme.grown(measure::listMaximum)); };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    m_search->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_K));
    m_search->installEventFilter(this);
    m_conversations->setModel(&viewModel.conversations());
    m_conversations->setAccessibleName(tr("Conversations"));
    m_conversations->setContextMenuPolicy(Qt::CustomContextMenu);
    m_people->setModel(&m_peopleRows);
    m_people->setAccessibleName(tr("People"));
    m_results->setModel(&viewModel.search());
    m_results->setAccessibleName(tr("Search results"));
    buildLayout();
    connectLists();
    showPage();
}

void ListColumn::buildLayout()
{
    auto *top = new QHBoxLayout;
    top->setContentsMargins(measure::space12, measure::space12, measure::space12, measure::space8);
    top->setSpacing(measure::space8);
    top->addWidget(m_search, 1);
    top->addWidget(m_new);
    for (QWidget *page :
         {static_cast<QWidget *>(m_conversations), static_cast<QWidget *>(m_people), static_cast<QWidget *>(m_results),
          static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_skeleton)})
        m_stack->addWidget(page);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addLayout(m_stack, 1);
    column->addWidget(m_connection);
}

void ListColumn::connectLists()
{
    for (RowListView *list : {m_conversations, m_people, m_results})
        connect(list, &RowListView::opened, this, &ListColumn::openRow);
    connect(m_conversations, &RowListView::hoveredChanged, this,
            [this](bool hovered) { m_viewModel.conversations().setHeld(hovered); });
    connect(m_conversations, &QWidget::customContextMenuRequested, this, &ListColumn::openConversationMenu);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_viewModel.search().setText(text);
        showPage();
        selectResult(m_viewModel.search().firstRow());
    });
    // Any message or sign of life fills the results anew; what was chosen there stays chosen.
    connect(&m_viewModel.search(), &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        const QModelIndex current = m_results->currentIndex();
        m_chosenResult = {current.data(KindRole), current.data(IdRole)};
    });
    connect(&m_viewModel.search(), &QAbstractItemModel::modelReset, this, [this] {
        const SearchModel &found = m_viewModel.search();
        int row = 0;
        while (row < found.rowCount()
               && m_chosenResult != std::pair(found.index(row).data(KindRole), found.index(row).data(IdRole)))
            ++row;
        selectResult(row < found.rowCount() ? row : found.firstRow());
    });
    connect(m_new, &QAbstractButton::clicked, this, &ListColumn::showNewMenu);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] { setPage(Page::People); });
    for (QAbstractItemModel *model : {static_cast<QAbstractItemModel *>(&m_viewModel.conversations()),
                                      static_cast<QAbstractItemModel *>(&m_peopleRows)}) {
        connect(model, &QAbstractItemModel::rowsInserted, this, &ListColumn::showPage);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &ListColumn::showPage);
        connect(model, &QAbstractItemModel::modelReset, this, &ListColumn::showPage);
    }
    connect(&m_viewModel.conversations(), &QAbstractItemModel::rowsInserted, this, &ListColumn::selectCurrent);
    connect(&m_viewModel.connection(), &ConnectionViewModel::changed, this, &ListColumn::showPage);
    connect(&m_viewModel, &MainViewModel::currentChanged, this, &ListColumn::selectCurrent);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ListColumn::setPage(Page page)
{
    m_search->clear();
    m_page = page;
    showPage();
    Q_EMIT pageChanged();
}

void ListColumn::showPage()
{
    QWidget *wanted = m_page == Page::People ? m_people : m_conversations;
    const bool isConnected = m_viewModel.connection().state() == ConnectionViewModel::State::Connected;
    if (!m_search->text().trimmed().isEmpty()) {
        wanted = m_results;
        if (m_viewModel.search().rowCount() == 0) {
            m_empty->setContent(QStringLiteral("search"),
                                tr("Nothing found for “%1”.").arg(m_search->text().trimmed()));
            wanted = m_empty;
        }
    } else if (m_page == Page::People && m_peopleRows.rowCount() == 0) {
        m_empty->setContent(QStringLiteral("users"), tr("Nobody else has an account on this server yet."));
        wanted = m_empty;
    } else if (m_page == Page::Conversations && m_viewModel.conversations().rowCount() == 0) {
        m_empty->setContent(QStringLiteral("message-circle"),
                            tr("No conversations yet. People on your network appear here."), tr("Find people"));
        const bool isLoading = !isConnected && m_viewModel.people().rowCount() == 0
            && m_viewModel.connection().state() == ConnectionViewModel::State::Connecting;
        wanted = isLoading ? static_cast<QWidget *>(m_skeleton) : m_empty;
    }
    if (m_stack->currentWidget() != wanted)
        m_stack->setCurrentWidget(wanted);
}

void ListColumn::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

RowListView &ListColumn::visibleList() const
{
    QWidget *shown = m_stack->currentWidget();
    if (shown == m_people)
        return *m_people;
    return shown == m_results ? *m_results : *m_conversations;
}

void ListColumn::showNewMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_theme.icons().icon(QStringLiteral("message-circle-plus"), m_theme.colour(Token::Text2),
                                         measure::inlineIcon),
                    tr("New chat"), QKeySequence(Qt::CTRL | Qt::Key_N), this, [this] {
                        setPage(Page::People);
                        focusSearch();
                    });
    menu->addAction(m_theme.icons().icon(QStringLiteral("users"), m_theme.colour(Token::Text2), measure::inlineIcon),
                    tr("New group"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), this,
                    &ListColumn::newGroupRequested);
    menu->popup(m_new->mapToGlobal(QPoint(0, m_new->height() + measure::space4)));
}

void ListColumn::selectCurrent()
{
    const int row = m_viewModel.conversations().rowOf(m_viewModel.currentId());
    if (row >= 0)
        m_conversations->setCurrentIndex(m_viewModel.conversations().index(row));
    else
        m_conversations->setCurrentIndex({});
}

void ListColumn::selectResult(int row)
{
    if (row >= 0)
        m_results->setCurrentIndex(m_viewModel.search().index(row));
}

void ListColumn::openRow(const QModelIndex &index)
{
    const auto kind = RowKind(index.data(KindRole).toInt());
    const quint64 id = index.data(IdRole).toULongLong();
    if (!index.isValid() || kind == RowKind::Heading)
        return;
    if (kind == RowKind::Conversation)
        m_viewModel.openConversation(ConversationId(id));
    else
        m_viewModel.openPerson(UserId(id));
    if (!m_search->text().isEmpty() || m_page == Page::People)
        setPage(Page::Conversations);
}

void ListColumn::openConversationMenu(const QPoint &position)
{
    const ConversationId id = m_viewModel.conversations().conversationAt(m_conversations->indexAt(position).row());
    if (id.isNull())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open"), this, [this, id] { m_viewModel.openConversation(id); });
    QAction *read = menu->addAction(tr("Mark as read"), this, [this, id] { m_viewModel.markRead(id); });
    read->setEnabled(m_conversations->indexAt(position).data(UnreadRole).toInt() > 0);
    menu->popup(m_conversations->viewport()->mapToGlobal(position));
}

bool ListColumn::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress
        && moveInResults(static_cast<QKeyEvent *>(event)->key()))
        return true;
    return QWidget::eventFilter(watched, event);
}

// From the search field: arrows choose among the rows, Enter opens.
bool ListColumn::moveInResults(int key)
{
    RowListView &list = visibleList();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        if (list.isVisible() && list.currentIndex().isValid())
            openRow(list.currentIndex());
        return true;
    }
    if (key != Qt::Key_Down && key != Qt::Key_Up)
        return false;
    const int step = key == Qt::Key_Down ? 1 : -1;
    int row = list.currentIndex().row() + step;
    while (row >= 0 && row < list.model()->rowCount()
           && list.model()->index(row, 0).data(KindRole).toInt() == int(RowKind::Heading))
        row += step;
    if (row >= 0 && row < list.model()->rowCount())
        list.setCurrentIndex(list.model()->index(row, 0));
    return true;
}

void ListColumn::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Token::Side));
}

} // namespace rookery::ui
