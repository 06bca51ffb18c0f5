// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Names a new group and picks its people, or picks people for one that exists. Binds to a GroupViewModel it owns. Stays
// open, with the reason, when the server refuses. GUI thread.
#pragma once

#include "client/core/types.h"
#include "client/ui/theme/theme.h"

#include <QtWidgets/QDialog>

#include <memory>

namespace rookery::client {
class GroupViewModel;
}

namespace rookery::ui {

class Button;
class RowListView;
class SearchField;
class TextField;
class TextLabel;

class GroupDialog : public QDialog {
    Q_OBJECT

public:
    GroupDialog(const Theme &theme, std::unique_ptr<client::GroupViewModel> viewModel, QWidget *parent = nullptr);
    ~GroupDialog() override;

    TextField &nameField() const { return *m_name; }
    RowListView &people() const { return *m_people; }
    Button &submitButton() const { return *m_submit; }

Q_SIGNALS:
    void done(rookery::ConversationId group);

protected:
    /// Enter goes on: from the name to the people, from a person typed to the next. Ctrl+Enter submits from anywhere.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildLayout();
    void chooseFound();
    void refresh();
    void toggle(const QModelIndex &index);

    const Theme &m_theme;
    std::unique_ptr<client::GroupViewModel> m_viewModel;
    TextLabel *m_heading;
    TextField *m_name;
    SearchField *m_search;
    RowListView *m_people;
    TextLabel *m_note;
    Button *m_submit;
    Button *m_cancel;
};

} // namespace rookery::ui
