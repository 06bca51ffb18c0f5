// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/peer_table.h"

namespace rookery::presence {

PeerTable::Verdict PeerTable::accept(const Heartbeat &heartbeat, bool isNonceFresh, qint64 nowMs)
{
    const bool isBye = heartbeat.kind == Heartbeat::Kind::Bye;
    auto peer = m_peers.find(heartbeat.sender);
    const bool isKnown = peer != m_peers.end();
    if (isKnown && heartbeat.bootId == peer->earlierBoot)
        return Verdict::Replayed;
    if (!isKnown || peer->boot != heartbeat.bootId) {
        if (!isNonceFresh)
            return Verdict::Stale;
        if (!isKnown && m_peers.size() >= maxPeers)
            return Verdict::Full;
        if (!isKnown)
            peer = m_peers.insert(heartbeat.sender, Peer());
        else
            peer->earlierBoot = peer->boot;
        peer->boot = heartbeat.bootId;
        peer->window = ReplayWindow();
    }
    const bool isOvertaken = heartbeat.sequence < peer->window.newest();
    if (!peer->window.accept(heartbeat.sequence))
        return Verdict::Replayed;
    if (isOvertaken)
        return Verdict::Noted; // a newer one has told already
    const bool wasAlive = peer->isAlive;
    peer->user = heartbeat.user;
    peer->status = heartbeat.status;
    peer->heardMs = nowMs;
    setAlive(*peer, !isBye);
    if (!isBye)
        return Verdict::Heard;
    return wasAlive && !isAlive(heartbeat.user) ? Verdict::Left : Verdict::Noted;
}

QList<UserId> PeerTable::takeSilent(qint64 nowMs, qint64 silentAfterMs)
{
    QList<UserId> silent;
    for (Peer &peer : m_peers) {
        if (!peer.isAlive || nowMs - peer.heardMs < silentAfterMs)
            continue;
        setAlive(peer, false);
        if (!silent.contains(peer.user))
            silent += peer.user;
    }
    silent.removeIf([this](UserId user) { return isAlive(user); });
    m_peers.removeIf([nowMs, silentAfterMs](auto entry) {
        return !entry->isAlive && nowMs - entry->heardMs >= peerForgottenMs + silentAfterMs;
    });
    return silent;
}

quint8 PeerTable::statusOf(UserId user) const
{
    quint8 best = 0;
    for (const Peer &peer : m_peers) {
        if (peer.isAlive && peer.user == user && peer.status != 0 && (best == 0 || peer.status < best))
            best = peer.status;
    }
    return best;
}

void PeerTable::clear()
{
    m_peers.clear();
    m_aliveCount = 0;
}

bool PeerTable::isAlive(UserId user) const
{
    return std::any_of(m_peers.begin(), m_peers.end(),
                       [user](const Peer &peer) { return peer.isAlive && peer.user == user; });
}

void PeerTable::setAlive(Peer &peer, bool alive)
{
    m_aliveCount += int(alive) - int(peer.isAlive);
    peer.isAlive = alive;
}

} // namespace rookery::presence
