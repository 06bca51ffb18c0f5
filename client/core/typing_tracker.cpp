// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/typing_tracker.h"

#include "client/core/link.h"
#include "common/base/clock.h"
#include "common/protocol/limits.h"

namespace rookery::client {

TypingTracker::TypingTracker(Link &link, Clock &clock, QObject *parent) : QObject(parent), m_link(link), m_clock(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TypingTracker::tick);
}

QList<UserId> TypingTracker::writing(ConversationId id) const
{
    return m_writing.value(id).keys();
}

void TypingTracker::noteOwnInput(ConversationId id)
{
    const qint64 now = m_clock.monotonicMs();
    const auto last = m_lastSent.constFind(id);
    if (last != m_lastSent.constEnd() && now - *last < limits::typingRepeatMs)
        return;
    m_lastSent.insert(id, now);
    send(id, true);
}

void TypingTracker::noteOwnStop(ConversationId id)
{
    // A lone "stopped" would say nothing that others do not know.
    if (m_lastSent.remove(id))
        send(id, false);
}

void TypingTracker::send(ConversationId id, bool active)
{
    if (m_link.state() != Link::State::Ready)
        return;
    wire::Frame frame;
    frame.mutable_set_typing()->set_conversation_id(id.value);
    frame.mutable_set_typing()->set_active(active);
    m_link.request(std::move(frame), [](const Result<wire::Frame> &) {});
}

void TypingTracker::apply(const wire::Typing &typing)
{
    const ConversationId id(typing.conversation_id());
    const UserId user(typing.user_id());
    if (!typing.active()) {
        noteMessage(id, user);
        return;
    }
    QHash<UserId, qint64> &writing = m_writing[id];
    const bool isNew = !writing.contains(user);
    writing.insert(user, m_clock.monotonicMs() + limits::typingForgetMs);
    wake();
    if (isNew)
        Q_EMIT changed(id);
}

void TypingTracker::noteMessage(ConversationId id, UserId sender)
{
    const auto found = m_writing.find(id);
    if (found != m_writing.end() && found->remove(sender))
        Q_EMIT changed(id);
}

void TypingTracker::clear()
{
    const QList<ConversationId> conversations = m_writing.keys();
    m_writing.clear();
    m_lastSent.clear();
    m_timer.stop();
    for (ConversationId id : conversations)
        Q_EMIT changed(id);
}

void TypingTracker::tick()
{
    const qint64 now = m_clock.monotonicMs();
    QList<ConversationId> changedOnes;
    for (auto conversation = m_writing.begin(); conversation != m_writing.end();) {
        const qsizetype before = conversation->size();
        conversation->removeIf([now](const QHash<UserId, qint64>::iterator &user) { return *user <= now; });
        if (conversation->size() != before)
            changedOnes.append(conversation.key());
        conversation = conversation->isEmpty() ? m_writing.erase(conversation) : std::next(conversation);
    }
    wake();
    for (ConversationId id : std::as_const(changedOnes))
        Q_EMIT changed(id);
}

void TypingTracker::wake()
{
    qint64 earliest = -1;
    for (const QHash<UserId, qint64> &writing : std::as_const(m_writing)) {
        for (qint64 until : writing)
            earliest = earliest < 0 ? until : qMin(earliest, until);
    }
    if (earliest < 0)
        m_timer.stop();
    else
        m_timer.start(int(qBound(qint64(1), earliest - m_clock.monotonicMs(), qint64(limits::typingForgetMs))));
}

} // namespace rookery::client
