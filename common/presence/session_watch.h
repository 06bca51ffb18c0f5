// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Which sessions of a server are heard by UDP. A heartbeat counts only if its tag, nonce, boot id and sequence number
// hold. A session that was never heard is never silent: its network may simply not carry UDP. One thread.
#pragma once

#include "common/presence/datagram.h"
#include "common/presence/replay_window.h"

#include <QtCore/QHash>

namespace rookery::presence {

class SessionWatch {
public:
    enum class Verdict {
        Heard,
        Left,       ///< The first bye of the session.
        LeftBefore, ///< Another copy of it.
        UnknownSession,
        Forged,   ///< The tag or the person is not the session's.
        Stale,    ///< The nonce is none of the last ones.
        Replayed, ///< Sequence number seen before, or another boot.
    };

    /// key is keyBytes long. Adding a session again replaces it.
    void add(SessionId session, UserId user, const QByteArray &key);
    void remove(SessionId session) { m_sessions.remove(session); }
    bool isEmpty() const { return m_sessions.isEmpty(); }

    /// bytes is the whole datagram heartbeat was decoded from.
    Verdict accept(QByteArrayView bytes, const Heartbeat &heartbeat, bool isNonceFresh, qint64 nowMs);
    /// Sessions heard before but not within the last missedHeartbeats intervals; each is told once until heard again.
    QList<SessionId> takeSilent(qint64 nowMs);

private:
    enum class State { NeverHeard, Heard, Silent, Left };
    struct Session {
        UserId user;
        QByteArray key;
        BootId boot;
        ReplayWindow window;
        qint64 heardMs = 0;
        State state = State::NeverHeard;
    };

    QHash<SessionId, Session> m_sessions;
};

} // namespace rookery::presence
