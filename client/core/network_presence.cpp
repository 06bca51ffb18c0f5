// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/network_presence.h"

#include "common/base/bytes.h"
#include "common/base/log_categories.h"
#include "common/presence/broadcaster.h"
#include "common/presence/peer_heartbeat.h"
#include "common/presence/server_finder.h"

namespace rookery::client {

struct NetworkPresence::Private {
    Private(Clock &clock, RandomSource &random)
        : channel({}, clock), finder(channel, clock, random), heartbeat(channel, clock, random)
    {}

    presence::Broadcaster channel;
    presence::ServerFinder finder;
    presence::PeerHeartbeat heartbeat;
    QByteArray serverId;
};

NetworkPresence::NetworkPresence(Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent), m_private(std::make_unique<Private>(clock, random))
{
    presence::PeerHeartbeat &heartbeat = m_private->heartbeat;
    connect(&heartbeat, &presence::PeerHeartbeat::peerHeard, this, [this](UserId user) { Q_EMIT peerHeard(user); });
    connect(&heartbeat, &presence::PeerHeartbeat::peerSilent, this, &NetworkPresence::peerSilent);
    connect(&heartbeat, &presence::PeerHeartbeat::peerLeft, this, &NetworkPresence::peerSilent);
    connect(&m_private->channel, &presence::Broadcaster::interfacesChanged, this, &NetworkPresence::networkChanged);
    connect(&m_private->finder, &presence::ServerFinder::beaconHeard, this,
            [this](const presence::FoundServer &server) {
                if (server.id.toByteArray() != m_private->serverId)
                    return;
                m_private->heartbeat.noteBeacon(server);
                Q_EMIT serverHeard({server.heardFrom.toString(), server.port},
                                   int(qMin<quint32>(server.reconnectSpreadMs, 60'000)));
            });
}

NetworkPresence::~NetworkPresence() = default;

void NetworkPresence::listenFor(const QByteArray &serverId)
{
    m_private->serverId = serverId;
    if (serverId.size() != presence::ServerId::size)
        return;
    if (!m_private->channel.isActive()) {
        if (const Result<Done> started = m_private->channel.start(); !started)
            qCInfo(lcPresence, "%s", qUtf8Printable(describe(started.error())));
    }
    m_private->finder.setPinnedServers({presence::ServerId(serverId)});
    m_private->finder.start();
}

void NetworkPresence::begin(const wire::SignedIn &signedIn, const QHostAddress &server, wire::PresenceState state)
{
    presence::HeartbeatSettings settings;
    settings.sessionKey = toBytes(signedIn.session_key());
    settings.groupKey = toBytes(signedIn.group_key());
    const bool usable = settings.sessionKey.size() == presence::keyBytes
        && settings.groupKey.size() == presence::keyBytes && m_private->serverId.size() == presence::ServerId::size;
    if (!usable || signedIn.udp_port() == 0 || signedIn.udp_port() > 65'535)
        return;
    settings.serverId = presence::ServerId(m_private->serverId);
    settings.sessionId = SessionId(signedIn.session_id());
    settings.userId = UserId(signedIn.self().id());
    settings.serverAddress = server;
    settings.serverUdpPort = quint16(signedIn.udp_port());
    m_private->heartbeat.start(settings, quint8(state));
    // What the last beacon said, to be heard now and not only after the next one.
    if (const presence::FoundServer *known = m_private->finder.server(settings.serverId))
        m_private->heartbeat.noteBeacon(*known);
}

void NetworkPresence::setState(wire::PresenceState state)
{
    m_private->heartbeat.setStatus(quint8(state));
}

void NetworkPresence::end()
{
    m_private->heartbeat.stop();
    m_private->finder.stop();
}

} // namespace rookery::client
