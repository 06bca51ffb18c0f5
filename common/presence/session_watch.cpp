// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/session_watch.h"

#include "common/presence/datagram_crypto.h"

namespace rookery::presence {

void SessionWatch::add(SessionId session, UserId user, const QByteArray &key)
{
    Q_ASSERT(key.size() == keyBytes);
    m_sessions.insert(session, Session{user, key});
}

SessionWatch::Verdict SessionWatch::accept(QByteArrayView bytes, const Heartbeat &heartbeat, bool isNonceFresh,
                                           qint64 nowMs)
{
    const auto session = m_sessions.find(sessionOf(heartbeat.sender));
    if (session == m_sessions.end())
        return Verdict::UnknownSession;
    if (!isTagValid(bytes, session->key) || heartbeat.user != session->user)
        return Verdict::Forged;
    if (!isNonceFresh)
        return Verdict::Stale;
    // A session is one connection of one run of a client, so its boot id never changes.
    if (session->state != State::NeverHeard && heartbeat.bootId != session->boot)
        return Verdict::Replayed;
    // A heartbeat sent before the bye but overtaken by it brings nobody back.
    const bool isOvertaken = session->state == State::Left && heartbeat.sequence < session->window.newest();
    if (isOvertaken || !session->window.accept(heartbeat.sequence))
        return Verdict::Replayed;
    session->boot = heartbeat.bootId;
    session->heardMs = nowMs;
    if (heartbeat.kind == Heartbeat::Kind::Alive) {
        session->state = State::Heard;
        return Verdict::Heard;
    }
    const bool isFirst = session->state != State::Left;
    session->state = State::Left;
    return isFirst ? Verdict::Left : Verdict::LeftBefore;
}

QList<SessionId> SessionWatch::takeSilent(qint64 nowMs)
{
    constexpr qint64 silentAfterMs = missedHeartbeats * serverHeartbeatMs + silenceSlackMs;
    QList<SessionId> silent;
    for (auto session = m_sessions.begin(); session != m_sessions.end(); ++session) {
        if (session->state != State::Heard || nowMs - session->heardMs < silentAfterMs)
            continue;
        session->state = State::Silent;
        silent += session.key();
    }
    return silent;
}

} // namespace rookery::presence
