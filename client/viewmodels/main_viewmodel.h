// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the main window shows and does: the lists, the open conversation, the connection, one's own presence. Owns the
// models; the session outlives it. Main thread.
#pragma once

#include "client/core/types.h"
#include "client/models/conversation_list_model.h"
#include "client/models/people_model.h"
#include "client/models/search_model.h"
#include "client/viewmodels/connection_viewmodel.h"
#include "client/viewmodels/conversation_viewmodel.h"
#include "client/viewmodels/group_viewmodel.h"

#include <QtCore/QObject>

#include <memory>

namespace rookery::client {

class MainViewModel : public QObject {
    Q_OBJECT

public:
    enum class Step { Next, Previous };
    enum class Among { All, Unread };

    MainViewModel(AccountSession &session, Clock &clock, QObject *parent = nullptr);
    ~MainViewModel() override;

    ConversationListModel &conversations() { return m_conversations; }
    PeopleModel &people() { return m_people; }
    SearchModel &search() { return m_search; }
    ConnectionViewModel &connection() { return m_connection; }
    /// Null while none is open.
    ConversationViewModel *current() const { return m_current.get(); }
    ConversationId currentId() const { return m_current ? m_current->id() : ConversationId(); }

    void openConversation(ConversationId conversation);
    /// Opens the talk with that person; asks the server for one on first use.
    void openPerson(UserId person);
    void closeConversation();
    void markRead(ConversationId conversation);
    void step(Step direction, Among among);
    std::unique_ptr<GroupViewModel> groupEditor(ConversationId group);

    Person self() const;
    /// Online, Away or Busy: what the person has chosen; kept by the server's session only.
    wire::PresenceState chosenPresence() const { return m_chosenPresence; }
    void setPresence(wire::PresenceState state);
    quint32 totalUnread() const;
    /// The main window is in front and has the keyboard.
    void setWindowActive(bool active);
    bool isWindowActive() const { return m_isWindowActive; }
    void signOut();
    qint64 nowMs() const;

Q_SIGNALS:
    /// current() is about to be destroyed or replaced: let go of it.
    void currentAboutToChange();
    void currentChanged();
    void totalUnreadChanged();
    void selfChanged();
    /// Something asked for did not work.
    void failed(const rookery::Error &error);

private:
    AccountSession &m_session;
    Clock &m_clock;
    ConversationListModel m_conversations;
    PeopleModel m_people;
    SearchModel m_search;
    ConnectionViewModel m_connection;
    std::unique_ptr<ConversationViewModel> m_current;
    wire::PresenceState m_chosenPresence = wire::PRESENCE_ONLINE;
    bool m_isWindowActive = false;
};

} // namespace rookery::client
