// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The other clients a client hears by broadcast. One person may run several; the person is silent or gone only when
// all of them are. The group key shows that a sender is a member of the server, no more: what is here is a hint for
// the eye, never proof. One thread.
#pragma once

#include "common/presence/datagram.h"
#include "common/presence/replay_window.h"

#include <QtCore/QHash>

namespace rookery::presence {

class PeerTable {
public:
    enum class Verdict {
        Heard,
        Left,  ///< A first bye, and no other client of the person is alive.
        Noted, ///< Holds, but changes nothing for the person.
        Stale, ///< First contact with a nonce that is none of the last ones.
        Replayed,
        Full, ///< maxPeers are known.
    };

    /// The heartbeat's tag was checked. isNonceFresh decides on first contact only: later the window does.
    Verdict accept(const Heartbeat &heartbeat, bool isNonceFresh, qint64 nowMs);
    /// People none of whose clients was heard within silentAfterMs, each told once; forgets clients long gone.
    QList<UserId> takeSilent(qint64 nowMs, qint64 silentAfterMs);
    /// The most available status among the person's living clients: the lowest number but 0.
    quint8 statusOf(UserId user) const;
    /// Clients alive.
    int aliveCount() const { return m_aliveCount; }
    bool isEmpty() const { return m_peers.isEmpty(); }
    void clear();

private:
    struct Peer {
        UserId user;
        BootId boot;
        BootId earlierBoot; // its datagrams are never right again
        ReplayWindow window;
        quint8 status = 0;
        bool isAlive = false;
        qint64 heardMs = 0;
    };

    bool isAlive(UserId user) const;
    void setAlive(Peer &peer, bool alive);

    QHash<PeerId, Peer> m_peers;
    int m_aliveCount = 0;
};

} // namespace rookery::presence
