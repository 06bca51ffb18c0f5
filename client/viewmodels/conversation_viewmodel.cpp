// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/viewmodels/conversation_viewmodel.h"

#include "client/core/account_session.h"
#include "client/core/typing_tracker.h"
#include "client/models/person_text.h"
#include "client/models/time_text.h"
#include "common/base/clock.h"

#include <QtCore/QCollator>
#include <QtCore/QPointer>

#include <algorithm>

namespace rookery::client {

ConversationViewModel::ConversationViewModel(AccountSession &session, const Clock &clock, ConversationId conversation,
                                             QObject *parent)
    : QObject(parent), m_session(session), m_clock(clock), m_id(conversation),
      m_timeline(session.roster(), session.conversations(), session.log(), session.outbox()),
      m_composer(session, conversation)
{
    m_timeline.open(conversation);
    const auto onConversation = [this](ConversationId id) {
        if (id == m_id)
            Q_EMIT headChanged();
    };
    connect(&m_session.conversations(), &ConversationBook::conversationChanged, this, onConversation);
    connect(&m_session.roster(), &Roster::personChanged, this, &ConversationViewModel::headChanged);
    connect(&m_session.roster(), &Roster::resetDone, this, &ConversationViewModel::headChanged);
    connect(&m_session.typing(), &TypingTracker::changed, this, [this](ConversationId id) {
        if (id == m_id)
            Q_EMIT typingChanged();
    });
    connect(&m_composer, &ComposerViewModel::sent, this, [this] {
        m_timeline.clearUnreadMark();
        m_timeline.goToLatest();
    });
}

ConversationSummary ConversationViewModel::summary() const
{
    return m_session.conversations().conversation(m_id);
}

bool ConversationViewModel::isGroup() const
{
    return summary().kind == wire::CONVERSATION_GROUP;
}

bool ConversationViewModel::isLeft() const
{
    return summary().left;
}

QString ConversationViewModel::title() const
{
    const ConversationSummary conversation = summary();
    return conversation.kind == wire::CONVERSATION_GROUP ? conversation.title
                                                         : personName(m_session.roster().person(conversation.peer));
}

QString ConversationViewModel::subtitle() const
{
    const ConversationSummary conversation = summary();
    if (conversation.kind == wire::CONVERSATION_DIRECT) {
        const Person person = m_session.roster().person(conversation.peer);
        const QString presence = presenceText(person, m_clock.wallMs());
        return person.statusText.isEmpty() ? presence
                                           : tr("%1 · %2", "presence, status").arg(presence, person.statusText);
    }
    if (conversation.left)
        return tr("You are no longer a member");
    const auto online = std::count_if(conversation.members.begin(), conversation.members.end(),
                                      [this](const auto &member) {
                                          return isOnline(m_session.roster().person(UserId(member.user_id())));
                                      });
    const int count = int(conversation.members.size());
    const QString members = count == 1 ? tr("1 member") : tr("%1 members").arg(count);
    return online > 0 ? tr("%1, %2 online", "members, how many of them").arg(members).arg(online) : members;
}

QString ConversationViewModel::typingText() const
{
    QStringList names;
    for (const UserId id : m_session.typing().writing(m_id))
        names.append(personName(m_session.roster().person(id)));
    names.sort();
    switch (names.size()) {
    case 0:
        return {};
    case 1:
        return isGroup() ? tr("%1 is writing...").arg(names.first()) : tr("Writing...");
    case 2:
        return tr("%1 and %2 are writing...").arg(names.first(), names.last());
    default:
        return tr("%1 people are writing...").arg(names.size());
    }
}

QString ConversationViewModel::startText(qint64 firstTimeMs) const
{
    if (!isGroup())
        return tr("This is the start of your conversation with %1.").arg(title());
    return firstTimeMs > 0 ? tr("Start of history, %1").arg(dateText(firstTimeMs)) : tr("Start of history");
}

QList<Person> ConversationViewModel::members() const
{
    const ConversationSummary conversation = summary();
    QList<Person> people;
    if (conversation.kind == wire::CONVERSATION_DIRECT)
        return {m_session.roster().person(conversation.peer)};
    for (const wire::Member &member : conversation.members)
        people.append(m_session.roster().person(UserId(member.user_id())));
    QCollator collator;
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::sort(people.begin(), people.end(), [&collator](const Person &a, const Person &b) {
        if (isOnline(a) != isOnline(b))
            return isOnline(a);
        return collator.compare(a.shownName(), b.shownName()) < 0;
    });
    return people;
}

qint64 ConversationViewModel::nowMs() const
{
    return m_clock.wallMs();
}

UserId ConversationViewModel::self() const
{
    return m_session.self();
}

void ConversationViewModel::setActive(bool active)
{
    m_isActive = active;
    markSeen();
}

void ConversationViewModel::setSeen(quint64 seq)
{
    m_seen = seq;
    markSeen();
}

void ConversationViewModel::markAllRead()
{
    m_session.markRead(m_id, summary().lastSeq);
    m_timeline.clearUnreadMark();
}

void ConversationViewModel::markSeen()
{
    m_timeline.setReading(m_isActive && m_seen >= m_timeline.lastSeq());
    if (m_isActive && m_seen > summary().readSeq)
        m_session.markRead(m_id, m_seen);
}

void ConversationViewModel::retry(const ClientId &message)
{
    m_session.outbox().retry(message);
}

void ConversationViewModel::discard(const ClientId &message)
{
    m_session.outbox().discard(message);
}

void ConversationViewModel::edit(quint64 seq, const QString &text)
{
    m_composer.beginEdit(seq, text);
}

void ConversationViewModel::editLast()
{
    for (int row = m_timeline.count() - 1; row >= 0; --row) {
        const TimelineItem &item = m_timeline.at(row);
        if (item.kind == TimelineItem::Kind::Message && item.isOwn && item.seq != 0)
            return edit(item.seq, item.text);
    }
}

void ConversationViewModel::recall(quint64 seq)
{
    const QPointer<ConversationViewModel> guard(this);
    m_session.outbox().recall(m_id, seq, [guard](const Result<wire::Sent> &recalled) {
        if (guard && !recalled)
            Q_EMIT guard->failed(recalled.error());
    });
}

void ConversationViewModel::leave()
{
    const QPointer<ConversationViewModel> guard(this);
    m_session.leaveGroup(m_id, [guard](const Error &error) {
        if (guard && error.code != ErrorCode::None)
            Q_EMIT guard->failed(error);
    });
}

} // namespace rookery::client
