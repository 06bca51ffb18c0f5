// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/viewmodels/main_viewmodel.h"

#include "client/core/account_session.h"
#include "common/base/clock.h"

#include <QtCore/QPointer>

namespace rookery::client {

MainViewModel::MainViewModel(AccountSession &session, Clock &clock, QObject *parent)
    : QObject(parent), m_session(session), m_clock(clock),
      m_conversations(session.conversations(), session.roster(), clock), m_people(session.roster(), clock),
      m_search(m_conversations, m_people), m_connection(session)
{
    connect(&session.conversations(), &ConversationBook::totalUnreadChanged, this, &MainViewModel::totalUnreadChanged);
    connect(&session.roster(), &Roster::resetDone, this, &MainViewModel::selfChanged);
    connect(&session.roster(), &Roster::personChanged, this, [this](UserId id) {
        if (id == m_session.self())
            Q_EMIT selfChanged();
    });
    connect(&session, &AccountSession::stateChanged, this, &MainViewModel::selfChanged);
}

MainViewModel::~MainViewModel() = default;

void MainViewModel::openConversation(ConversationId conversation)
{
    if (conversation.isNull() || conversation == currentId())
        return;
    Q_EMIT currentAboutToChange();
    m_current.reset(); // Its draft is written before the list shows it.
    m_conversations.setOpened(conversation);
    m_current = std::make_unique<ConversationViewModel>(m_session, m_clock, conversation);
    connect(m_current.get(), &ConversationViewModel::failed, this, &MainViewModel::failed);
    m_current->setActive(m_isWindowActive);
    Q_EMIT currentChanged();
}

void MainViewModel::openPerson(UserId person)
{
    const ConversationSummary known = m_session.conversations().directWith(person);
    if (!known.id.isNull()) {
        openConversation(known.id);
        return;
    }
    const QPointer<MainViewModel> guard(this);
    m_session.openDirect(person, [guard](const Result<ConversationId> &opened) {
        if (!guard)
            return;
        if (opened)
            guard->openConversation(*opened);
        else
            Q_EMIT guard->failed(opened.error());
    });
}

void MainViewModel::closeConversation()
{
    if (!m_current)
        return;
    Q_EMIT currentAboutToChange();
    m_current.reset();
    m_conversations.setOpened(ConversationId());
    Q_EMIT currentChanged();
}

void MainViewModel::markRead(ConversationId conversation)
{
    if (conversation == currentId() && m_current)
        m_current->markAllRead();
    else
        m_session.markRead(conversation, m_session.conversations().conversation(conversation).lastSeq);
}

void MainViewModel::step(Step direction, Among among)
{
    m_conversations.flush();
    const auto &entries = m_conversations.entries();
    const int count = int(entries.size());
    const int start = m_conversations.rowOf(currentId());
    for (int tried = 1; tried <= count; ++tried) {
        const int from = start < 0 && direction == Step::Previous ? 0 : start;
        const int row = direction == Step::Next ? (from + tried) % count : (from - tried + 2 * count) % count;
        if (row < 0 || (among == Among::Unread && entries.at(row).summary.unread == 0))
            continue;
        openConversation(entries.at(row).summary.id);
        return;
    }
}

std::unique_ptr<GroupViewModel> MainViewModel::groupEditor(ConversationId group)
{
    return std::make_unique<GroupViewModel>(m_session, m_people, group);
}

Person MainViewModel::self() const
{
    Person person = m_session.roster().person(m_session.self());
    if (person.id.isNull()) { // Before the first roster: what was typed to sign in.
        person.id = m_session.self();
        person.name = m_session.settings().userName;
    }
    person.presence = m_connection.state() == ConnectionViewModel::State::Connected ? m_chosenPresence
                                                                                    : wire::PRESENCE_OFFLINE;
    return person;
}

void MainViewModel::setPresence(wire::PresenceState state)
{
    m_chosenPresence = state;
    m_session.setPresence(state, self().statusText);
    Q_EMIT selfChanged();
}

quint32 MainViewModel::totalUnread() const
{
    return m_session.conversations().totalUnread();
}

void MainViewModel::setWindowActive(bool active)
{
    if (active == m_isWindowActive)
        return;
    m_isWindowActive = active;
    if (m_current)
        m_current->setActive(active);
}

void MainViewModel::signOut()
{
    m_session.signOut();
}

qint64 MainViewModel::nowMs() const
{
    return m_clock.wallMs();
}

} // namespace rookery::client
