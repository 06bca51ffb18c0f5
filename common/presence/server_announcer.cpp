// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/server_announcer.h"

#include "common/presence/datagram_crypto.h"

#include <iterator>

namespace rookery::presence {

namespace {

// How often sessions are looked through for silent ones.
constexpr qint64 silenceCheckMs = 1'000;

} // namespace

ServerAnnouncer::ServerAnnouncer(AnnouncerSettings settings, DatagramChannel &channel, const Clock &clock,
                                 RandomSource &random, QObject *parent)
    : QObject(parent), m_settings(std::move(settings)), m_channel(channel), m_clock(clock), m_random(random),
      m_timer(clock, [this] { tick(); }), m_publicKey(publicKeyOf(m_settings.secretKey)),
      m_serverId(serverIdOf(m_publicKey)), m_bootId(random.bytes(BootId::size))
{
    m_settings.displayName = fittedName(m_settings.displayName);
    connect(&m_channel, &DatagramChannel::received, this, &ServerAnnouncer::onReceived);
    connect(&m_channel, &DatagramChannel::interfacesChanged, this, &ServerAnnouncer::beQuick);
}

void ServerAnnouncer::start()
{
    m_isStarted = true;
    beQuick();
}

void ServerAnnouncer::stop()
{
    m_isStarted = false;
    m_timer.stop();
}

void ServerAnnouncer::tick()
{
    if (!m_isStarted)
        return;
    const qint64 nowMs = m_clock.monotonicMs();
    if (nowMs >= m_nextBeaconMs)
        sendBeacon();
    const QList<SessionId> silentSessions = m_sessions.takeSilent(nowMs);
    for (const SessionId session : silentSessions)
        Q_EMIT silent(session);
    wake();
}

void ServerAnnouncer::addSession(SessionId session, UserId user, const QByteArray &key)
{
    m_sessions.add(session, user, key);
    wake();
}

void ServerAnnouncer::removeSession(SessionId session)
{
    m_sessions.remove(session);
}

void ServerAnnouncer::onReceived(const QByteArray &bytes, const Sender &sender)
{
    if (!m_isStarted)
        return;
    const std::optional<DatagramType> type = peekType(bytes);
    if (type == DatagramType::Beacon)
        return; // our own, coming back, or another server's
    const Result<Datagram> datagram = decodeDatagram(bytes);
    if (!datagram)
        ++m_dropped.malformed;
    else if (const auto *probe = std::get_if<Probe>(&*datagram))
        onProbe(*probe, sender);
    else if (const auto *heartbeat = std::get_if<Heartbeat>(&*datagram))
        onHeartbeat(bytes, *heartbeat);
}

void ServerAnnouncer::onProbe(const Probe &probe, const Sender &sender)
{
    if (!m_answers.take(sender.address, m_clock.monotonicMs())) {
        ++m_dropped.limited;
        return;
    }
    m_channel.sendTo(makeBeacon(probe.nonce), sender.address, sender.port);
}

void ServerAnnouncer::onHeartbeat(const QByteArray &bytes, const Heartbeat &heartbeat)
{
    if (heartbeat.audience != Audience::Server || heartbeat.server != prefixOf(m_serverId))
        return;
    const bool isFresh = std::find(m_nonces.begin(), m_nonces.end(), heartbeat.nonce) != m_nonces.end();
    const SessionId session = sessionOf(heartbeat.sender);
    switch (m_sessions.accept(bytes, heartbeat, isFresh, m_clock.monotonicMs())) {
    case SessionWatch::Verdict::Heard:
        Q_EMIT heard(session);
        break;
    case SessionWatch::Verdict::Left:
        Q_EMIT bye(session);
        break;
    case SessionWatch::Verdict::LeftBefore:
        break;
    case SessionWatch::Verdict::UnknownSession:
        ++m_dropped.unknown;
        break;
    case SessionWatch::Verdict::Forged:
        ++m_dropped.forged;
        break;
    case SessionWatch::Verdict::Stale:
    case SessionWatch::Verdict::Replayed:
        ++m_dropped.replayed;
        break;
    }
}

void ServerAnnouncer::beQuick()
{
    if (!m_isStarted)
        return;
    m_quickStartMs = m_clock.monotonicMs();
    m_quickSent = 0;
    m_nextBeaconMs = m_quickStartMs + quickBeaconsMs[0];
    tick();
}

void ServerAnnouncer::sendBeacon()
{
    renewNonce();
    m_channel.broadcast(makeBeacon(Nonce()));
    scheduleBeacon();
}

void ServerAnnouncer::scheduleBeacon()
{
    if (m_quickSent < std::size(quickBeaconsMs))
        ++m_quickSent;
    if (m_quickSent < std::size(quickBeaconsMs)) {
        m_nextBeaconMs = m_quickStartMs + quickBeaconsMs[m_quickSent];
        return;
    }
    constexpr qint64 jitterMs = beaconIntervalMs * beaconJitterPercent / 100;
    m_nextBeaconMs = m_clock.monotonicMs() + beaconIntervalMs - jitterMs + m_random.below(quint32(2 * jitterMs + 1));
}

void ServerAnnouncer::renewNonce()
{
    const qint64 nowMs = m_clock.monotonicMs();
    if (!m_nonces.empty() && nowMs - m_nonceMs < nonceLifetimeMs)
        return;
    m_nonces.push_front(Nonce(m_random.bytes(Nonce::size)));
    m_nonceMs = nowMs;
    if (m_nonces.size() > size_t(rememberedNonces))
        m_nonces.pop_back();
}

QByteArray ServerAnnouncer::makeBeacon(const Nonce &probeNonce)
{
    Beacon beacon;
    beacon.serverId = m_serverId;
    beacon.publicKey = m_publicKey;
    beacon.bootId = m_bootId;
    beacon.sequence = ++m_sequence;
    beacon.nonce = m_nonces.front();
    beacon.probeNonce = probeNonce;
    beacon.tcpPort = m_settings.tcpPort;
    beacon.unicastPort = m_channel.instancePort();
    beacon.userCount = m_settings.userCount ? m_settings.userCount() : 0;
    beacon.reconnectSpreadMs = m_settings.reconnectSpreadMs;
    beacon.name = m_settings.displayName;
    return signedBeacon(beacon, m_settings.secretKey);
}

void ServerAnnouncer::wake()
{
    if (!m_isStarted)
        return;
    qint64 dueMs = m_nextBeaconMs;
    if (!m_sessions.isEmpty())
        dueMs = qMin(dueMs, m_clock.monotonicMs() + silenceCheckMs);
    m_timer.wakeAt(dueMs);
}

} // namespace rookery::presence
