// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/peer_heartbeat.h"

#include "common/presence/datagram_crypto.h"

#include <iterator>
#include <limits>

namespace rookery::presence {

namespace {

constexpr qint64 silenceCheckMs = 1'000;
constexpr qint64 msPerPeer = 1'000 / broadcastsPerSecond;

} // namespace

PeerHeartbeat::PeerHeartbeat(DatagramChannel &channel, const Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent), m_channel(channel), m_clock(clock), m_random(random), m_timer(clock, [this] { tick(); }),
      m_peerId(random.bytes(PeerId::size)), m_bootId(random.bytes(BootId::size)), m_byesSent(std::size(byesMs))
{
    connect(&m_channel, &DatagramChannel::received, this, &PeerHeartbeat::onReceived);
}

PeerHeartbeat::~PeerHeartbeat()
{
    stop();
    sendByesDue(std::numeric_limits<qint64>::max());
}

void PeerHeartbeat::start(const HeartbeatSettings &settings, quint8 status)
{
    Q_ASSERT(settings.sessionKey.size() == keyBytes && settings.groupKey.size() == keyBytes);
    sendByesDue(std::numeric_limits<qint64>::max()); // of the session before
    if (m_settings.serverId != settings.serverId) {
        m_nonces.clear();
        m_peopleCount = 0;
    }
    m_settings = settings;
    m_previousGroupKey.clear();
    m_peers.clear();
    m_status = status;
    m_statusDueMs.reset();
    m_isStarted = true;
    const qint64 nowMs = m_clock.monotonicMs();
    m_statusToldMs = nowMs;
    m_nextServerMs = nowMs;
    // Peers believe a first contact only with the nonce of a beacon: wait for one, but not for ever.
    m_nextPeersMs = nowMs + spreadMs() + (m_nonces.empty() ? beaconIntervalMs : 0);
    tick();
}

void PeerHeartbeat::stop()
{
    if (!m_isStarted)
        return;
    m_isStarted = false;
    m_byeStartMs = m_clock.monotonicMs();
    m_byesSent = 0;
    tick();
}

void PeerHeartbeat::tick()
{
    const qint64 nowMs = m_clock.monotonicMs();
    if (m_isStarted) {
        sendDue(nowMs);
        const qint64 longestMs = broadcastIntervalMs() * (100 + heartbeatJitterPercent) / 100;
        const QList<UserId> silentPeople = m_peers.takeSilent(nowMs, missedHeartbeats * longestMs + silenceSlackMs);
        for (const UserId user : silentPeople)
            Q_EMIT peerSilent(user);
    } else {
        sendByesDue(nowMs);
    }
    wake();
}

void PeerHeartbeat::setStatus(quint8 status)
{
    if (status == m_status)
        return;
    m_status = status;
    if (!m_isStarted)
        return;
    m_statusDueMs = qMax(m_clock.monotonicMs(), m_statusToldMs + statusIntervalMs);
    tick();
}

void PeerHeartbeat::setGroupKey(const QByteArray &key)
{
    Q_ASSERT(key.size() == keyBytes);
    if (key == m_settings.groupKey)
        return;
    m_previousGroupKey = std::exchange(m_settings.groupKey, key);
    m_groupKeyMs = m_clock.monotonicMs();
}

void PeerHeartbeat::setPeopleCount(quint32 count)
{
    m_peopleCount = qMin(count, quint32(maxPeers));
}

qint64 PeerHeartbeat::broadcastIntervalMs() const
{
    const qint64 peers = qMax(qint64(m_peopleCount), qint64(m_peers.aliveCount()) + 1);
    return qMax(peerHeartbeatMs, peers * msPerPeer);
}

qint64 PeerHeartbeat::spreadMs()
{
    return m_random.below(m_peopleCount * quint32(msPerPeer) + 1);
}

void PeerHeartbeat::noteBeacon(const FoundServer &server)
{
    if (!m_isStarted || server.id != m_settings.serverId)
        return;
    setPeopleCount(server.userCount);
    const qint64 nowMs = m_clock.monotonicMs();
    const bool isFirst = m_nonces.empty();
    if (std::find(m_nonces.begin(), m_nonces.end(), server.nonce) == m_nonces.end()) {
        m_nonces.push_front(server.nonce);
        if (m_nonces.size() > size_t(rememberedNonces))
            m_nonces.pop_back();
    }
    if (m_settings.serverAddress.isNull() && !server.addresses.isEmpty())
        m_settings.serverAddress = server.addresses.first();
    const bool isOtherPort = m_settings.serverUdpPort != server.unicastPort;
    m_settings.serverUdpPort = server.unicastPort;
    if (isFirst || isOtherPort)
        m_nextServerMs = nowMs;
    if (isFirst)
        m_nextPeersMs = nowMs + spreadMs();
    if (isFirst || isOtherPort)
        tick();
}

void PeerHeartbeat::onReceived(const QByteArray &bytes)
{
    const std::optional<DatagramType> type = peekType(bytes);
    if (!m_isStarted || (type != DatagramType::Heartbeat && type != DatagramType::Bye))
        return;
    const Result<Datagram> datagram = decodeDatagram(bytes);
    if (!datagram)
        ++m_dropped.malformed;
    else
        onHeartbeat(bytes, std::get<Heartbeat>(*datagram));
}

void PeerHeartbeat::onHeartbeat(const QByteArray &bytes, const Heartbeat &heartbeat)
{
    const bool isForUs = heartbeat.audience == Audience::Peers && heartbeat.server == prefixOf(m_settings.serverId)
        && heartbeat.sender != m_peerId;
    if (!isForUs)
        return;
    if (!isFromGroup(bytes)) {
        ++m_dropped.forged;
        return;
    }
    // Without any beacon there is nothing to compare with: the key alone must do.
    const bool isFresh = m_nonces.empty()
        || std::find(m_nonces.begin(), m_nonces.end(), heartbeat.nonce) != m_nonces.end();
    switch (m_peers.accept(heartbeat, isFresh, m_clock.monotonicMs())) {
    case PeerTable::Verdict::Heard:
        Q_EMIT peerHeard(heartbeat.user, m_peers.statusOf(heartbeat.user));
        break;
    case PeerTable::Verdict::Left:
        Q_EMIT peerLeft(heartbeat.user);
        break;
    case PeerTable::Verdict::Noted:
        break;
    case PeerTable::Verdict::Stale:
    case PeerTable::Verdict::Replayed:
        ++m_dropped.replayed;
        break;
    case PeerTable::Verdict::Full:
        ++m_dropped.unknown;
        break;
    }
}

bool PeerHeartbeat::isFromGroup(const QByteArray &bytes) const
{
    if (isTagValid(bytes, m_settings.groupKey))
        return true;
    const bool isPreviousUsable = !m_previousGroupKey.isEmpty()
        && m_clock.monotonicMs() - m_groupKeyMs < previousGroupKeyMs;
    return isPreviousUsable && isTagValid(bytes, m_previousGroupKey);
}

Heartbeat PeerHeartbeat::newHeartbeat(Audience audience, Heartbeat::Kind kind)
{
    Heartbeat heartbeat;
    heartbeat.kind = kind;
    heartbeat.server = prefixOf(m_settings.serverId);
    heartbeat.audience = audience;
    heartbeat.status = m_status;
    heartbeat.sender = audience == Audience::Server ? senderOf(m_settings.sessionId) : m_peerId;
    heartbeat.user = m_settings.userId;
    heartbeat.bootId = m_bootId;
    heartbeat.sequence = ++m_sequence;
    heartbeat.nonce = m_nonces.empty() ? Nonce() : m_nonces.front();
    heartbeat.instancePort = m_channel.instancePort();
    return heartbeat;
}

void PeerHeartbeat::sendToServer(Heartbeat::Kind kind)
{
    // Before the first beacon there is neither a port nor a nonce the server would accept.
    if (m_settings.serverUdpPort == 0 || m_settings.serverAddress.isNull() || m_nonces.empty())
        return;
    m_channel.sendTo(taggedHeartbeat(newHeartbeat(Audience::Server, kind), m_settings.sessionKey),
                     m_settings.serverAddress, m_settings.serverUdpPort);
}

void PeerHeartbeat::sendToPeers(Heartbeat::Kind kind)
{
    m_channel.broadcast(taggedHeartbeat(newHeartbeat(Audience::Peers, kind), m_settings.groupKey));
}

void PeerHeartbeat::sendDue(qint64 nowMs)
{
    const bool isStatusDue = m_statusDueMs && nowMs >= *m_statusDueMs;
    if (isStatusDue) {
        m_statusDueMs.reset();
        m_statusToldMs = nowMs;
    }
    if (isStatusDue || nowMs >= m_nextServerMs) {
        sendToServer(Heartbeat::Kind::Alive);
        m_nextServerMs = nowMs + serverHeartbeatMs;
    }
    if (isStatusDue || nowMs >= m_nextPeersMs) {
        sendToPeers(Heartbeat::Kind::Alive);
        const qint64 intervalMs = broadcastIntervalMs();
        const qint64 jitterMs = intervalMs * heartbeatJitterPercent / 100;
        m_nextPeersMs = nowMs + intervalMs - jitterMs + m_random.below(quint32(2 * jitterMs + 1));
    }
}

void PeerHeartbeat::sendByesDue(qint64 nowMs)
{
    while (m_byesSent < std::size(byesMs) && nowMs >= m_byeStartMs + byesMs[m_byesSent]) {
        ++m_byesSent;
        sendToServer(Heartbeat::Kind::Bye);
        sendToPeers(Heartbeat::Kind::Bye);
    }
}

void PeerHeartbeat::wake()
{
    if (m_isStarted) {
        qint64 dueMs = qMin(m_nextServerMs, m_nextPeersMs);
        if (m_statusDueMs)
            dueMs = qMin(dueMs, *m_statusDueMs);
        if (!m_peers.isEmpty())
            dueMs = qMin(dueMs, m_clock.monotonicMs() + silenceCheckMs);
        m_timer.wakeAt(dueMs);
    } else if (m_byesSent < std::size(byesMs)) {
        m_timer.wakeAt(m_byeStartMs + byesMs[m_byesSent]);
    } else {
        m_timer.stop();
    }
}

} // namespace rookery::presence
