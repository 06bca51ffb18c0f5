// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// About the open conversation: the person, or the members of the group and what can be done with it. GUI thread.
#pragma once

#include "client/models/members_model.h"
#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

namespace rookery::client {
class MainViewModel;
}

namespace rookery::ui {

class Button;
class PersonCard;
class RowListView;
class TextLabel;

class InfoPane : public QWidget {
    Q_OBJECT

public:
    InfoPane(const Theme &theme, client::MainViewModel &viewModel, QWidget *parent = nullptr);

    RowListView &members() const { return *m_list; }

Q_SIGNALS:
    void addPeopleRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildLayout();
    void bind();
    void refresh();
    void askToLeave(bool asking);

    const Theme &m_theme;
    client::MainViewModel &m_viewModel;
    client::MembersModel m_model;
    PersonCard *m_person;
    TextLabel *m_heading;
    RowListView *m_list;
    Button *m_add;
    Button *m_leave;
    TextLabel *m_question;
    Button *m_confirm;
    Button *m_cancel;
};

} // namespace rookery::ui
