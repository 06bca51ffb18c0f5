// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The server's side of UDP: says that the server is here, answers who asks, and hears which clients are alive.
// Its signals are hints: a session ends by its connection, or by a question over it, never by UDP alone. Lives on
// the thread of its channel.
#pragma once

#include "common/base/clock.h"
#include "common/base/random_source.h"
#include "common/presence/datagram.h"
#include "common/presence/datagram_channel.h"
#include "common/presence/drop_counters.h"
#include "common/presence/replay_window.h"
#include "common/presence/session_watch.h"
#include "common/presence/wake_timer.h"

#include <deque>
#include <functional>

namespace rookery::presence {

struct AnnouncerSettings {
    QByteArray secretKey; ///< Ed25519, secretKeyBytes (datagram_crypto.h).
    QString displayName;  ///< Cut to what a beacon holds.
    quint16 tcpPort = 0;
    std::function<quint32()> userCount; ///< People signed in, asked at each beacon; none counts as 0.
    quint32 reconnectSpreadMs = 0;
};

class ServerAnnouncer : public QObject {
    Q_OBJECT

public:
    /// All references must outlive this.
    ServerAnnouncer(AnnouncerSettings settings, DatagramChannel &channel, const Clock &clock, RandomSource &random,
                    QObject *parent = nullptr);

    /// Begins to announce, with the quick beacons.
    void start();
    void stop();
    /// Does what is due by the clock.
    void tick();

    const ServerId &serverId() const { return m_serverId; }
    const BootId &bootId() const { return m_bootId; }
    const DropCounters &dropped() const { return m_dropped; }
    /// Told in the next beacon.
    void setReconnectSpread(quint32 ms) { m_settings.reconnectSpreadMs = ms; }

    /// From now on heartbeats of that session count. key has keyBytes.
    void addSession(SessionId session, UserId user, const QByteArray &key);
    void removeSession(SessionId session);

Q_SIGNALS:
    /// With each heartbeat that holds.
    void heard(rookery::SessionId session);
    /// No heartbeat for missedHeartbeats intervals after one was heard. Once, until heard again.
    void silent(rookery::SessionId session);
    /// The client says that it goes. Once.
    void bye(rookery::SessionId session);

private:
    void onReceived(const QByteArray &bytes, const Sender &sender);
    void onProbe(const Probe &probe, const Sender &sender);
    void onHeartbeat(const QByteArray &bytes, const Heartbeat &heartbeat);
    void beQuick();
    void sendBeacon();
    void scheduleBeacon();
    void renewNonce();
    QByteArray makeBeacon(const Nonce &probeNonce);
    void wake();

    AnnouncerSettings m_settings;
    DatagramChannel &m_channel;
    const Clock &m_clock;
    RandomSource &m_random;
    WakeTimer m_timer;
    PublicKey m_publicKey;
    ServerId m_serverId;
    BootId m_bootId;
    bool m_isStarted = false;
    quint64 m_sequence = 0;
    std::deque<Nonce> m_nonces; // newest first, at most rememberedNonces
    qint64 m_nonceMs = 0;
    qint64 m_quickStartMs = 0;
    size_t m_quickSent = 0;
    qint64 m_nextBeaconMs = 0;
    SessionWatch m_sessions;
    AnswerLimiter m_answers;
    DropCounters m_dropped;
};

} // namespace rookery::presence
