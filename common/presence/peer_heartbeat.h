// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The client's side of UDP presence, from sign-in to sign-out: tells its server and its peers that it is here, and
// hears peers. Everything it says about others is a hint; the server's word over TCP is the truth. Lives on the
// thread of its channel.
#pragma once

#include "common/presence/peer_table.h"
#include "common/presence/server_finder.h"

namespace rookery::presence {

/// What sign-in gives. Both keys have keyBytes.
struct HeartbeatSettings {
    ServerId serverId;
    SessionId sessionId;
    UserId userId;
    QByteArray sessionKey;
    QByteArray groupKey;
    QHostAddress serverAddress; ///< The other end of the TCP connection.
    quint16 serverUdpPort = 0;  ///< The server's unicast port; 0 until noteBeacon() tells it.
};

class PeerHeartbeat : public QObject {
    Q_OBJECT

public:
    /// All references must outlive this. Its peer id and boot id last as long as the object.
    PeerHeartbeat(DatagramChannel &channel, const Clock &clock, RandomSource &random, QObject *parent = nullptr);
    /// Sends the byes still due.
    ~PeerHeartbeat() override;

    /// Begins with that status: the number of the presence in rookery.proto.
    void start(const HeartbeatSettings &settings, quint8 status);
    /// Says bye, three times within 200 ms.
    void stop();
    /// Does what is due by the clock.
    void tick();

    /// Told at once, or statusIntervalMs after the last change.
    void setStatus(quint8 status);
    /// The next group key; the one before is still understood for previousGroupKeyMs.
    void setGroupKey(const QByteArray &key);
    /// People signed in, if known from elsewhere than beacons: sets how often this client may broadcast.
    void setPeopleCount(quint32 count);
    const DropCounters &dropped() const { return m_dropped; }
    /// Time between two broadcasts, ms.
    qint64 broadcastIntervalMs() const;

public Q_SLOTS:
    /// Takes nonce, port and number of people from a beacon of its server; others are ignored. Connect it to
    /// ServerFinder::beaconHeard, and after start() give it what the finder knows, to speak without waiting for the
    /// next beacon.
    void noteBeacon(const rookery::presence::FoundServer &server);

Q_SIGNALS:
    /// status is the most available of the person's clients.
    void peerHeard(rookery::UserId user, quint8 status);
    void peerSilent(rookery::UserId user);
    void peerLeft(rookery::UserId user);

private:
    void onReceived(const QByteArray &bytes);
    void onHeartbeat(const QByteArray &bytes, const Heartbeat &heartbeat);
    // Random, so that when everybody comes back at once the segment still carries no more than it may.
    qint64 spreadMs();
    bool isFromGroup(const QByteArray &bytes) const;
    Heartbeat newHeartbeat(Audience audience, Heartbeat::Kind kind);
    void sendToServer(Heartbeat::Kind kind);
    void sendToPeers(Heartbeat::Kind kind);
    void sendDue(qint64 nowMs);
    void sendByesDue(qint64 nowMs);
    void wake();

    DatagramChannel &m_channel;
    const Clock &m_clock;
    RandomSource &m_random;
    WakeTimer m_timer;
    const PeerId m_peerId;
    const BootId m_bootId;
    quint64 m_sequence = 0;
    bool m_isStarted = false;
    HeartbeatSettings m_settings;
    quint8 m_status = 0;
    std::deque<Nonce> m_nonces; // newest first
    QByteArray m_previousGroupKey;
    qint64 m_groupKeyMs = 0;
    quint32 m_peopleCount = 0;
    qint64 m_nextServerMs = 0;
    qint64 m_nextPeersMs = 0;
    qint64 m_statusToldMs = 0;
    std::optional<qint64> m_statusDueMs;
    qint64 m_byeStartMs = 0;
    size_t m_byesSent;
    PeerTable m_peers;
    DropCounters m_dropped;
};

} // namespace rookery::presence
