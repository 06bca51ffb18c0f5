// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The left column: search, then conversations, people or what the search finds, then the connection. GUI thread.
#pragma once

#include "client/models/people_filter.h"
#include "client/ui/theme/theme.h"

#include <QtCore/QVariant>
#include <QtWidgets/QWidget>

#include <utility>

class QModelIndex;
class QStackedLayout;

namespace rookery::client {
class MainViewModel;
}

namespace rookery::ui {

class ConnectionLine;
class EmptyState;
class IconButton;
class RowListView;
class SearchField;
class SkeletonRows;

class ListColumn : public QWidget {
    Q_OBJECT

public:
    enum class Page { Conversations, People };

    ListColumn(const Theme &theme, client::MainViewModel &viewModel, QWidget *parent = nullptr);

    void setPage(Page page);
    Page page() const { return m_page; }
    void focusSearch();
    /// The list that is shown now.
    RowListView &visibleList() const;
    SearchField &search() const { return *m_search; }
    ConnectionLine &connectionLine() const { return *m_connection; }

Q_SIGNALS:
    void pageChanged();
    void newGroupRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildLayout();
    void connectLists();
    void showPage();
    void showNewMenu();
    void selectCurrent();
    void selectResult(int row);
    void openRow(const QModelIndex &index);
    void openConversationMenu(const QPoint &position);
    bool moveInResults(int key);

    const Theme &m_theme;
    client::MainViewModel &m_viewModel;
    client::PeopleFilter m_peopleRows;
    SearchField *m_search;
    IconButton *m_new;
    RowListView *m_conversations;
    RowListView *m_people;
    RowListView *m_results;
    EmptyState *m_empty;
    SkeletonRows *m_skeleton;
    ConnectionLine *m_connection;
    QStackedLayout *m_stack;
    Page m_page = Page::Conversations;
    std::pair<QVariant, QVariant> m_chosenResult; ///< Kind and id of the current row before results are filled anew.
};

} // namespace rookery::ui
