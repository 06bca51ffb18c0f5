// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The servers of this network, as a client hears them. A server is known by its id, never by its address. A beacon
// is a hint only: who a server is, the pinned key of its TLS connection proves. Lives on the thread of its channel.
#pragma once

#include "common/base/clock.h"
#include "common/base/random_source.h"
#include "common/presence/datagram.h"
#include "common/presence/datagram_channel.h"
#include "common/presence/drop_counters.h"
#include "common/presence/replay_window.h"
#include "common/presence/wake_timer.h"

#include <QtCore/QMap>
#include <QtCore/QSet>

#include <deque>

namespace rookery::presence {

struct FoundServer {
    ServerId id;
    PublicKey publicKey;           ///< Signs the beacons; not the key of TLS.
    QString name;                  ///< From the network: show as plain text only. May be empty.
    QList<QHostAddress> addresses; ///< IPv4 before IPv6, else as heard; link-local ones carry their scope.
    QHostAddress heardFrom;        ///< Where the newest beacon came from; one of addresses.
    quint16 port = 0;              ///< TCP.
    quint16 unicastPort = 0;       ///< UDP, for heartbeats.
    quint32 userCount = 0;
    BootId bootId;
    quint32 reconnectSpreadMs = 0;
    Nonce nonce;           ///< Of the newest beacon: what heartbeats echo.
    qint64 lastSeenMs = 0; ///< Monotonic.
};

struct Endpoint {
    QHostAddress address;
    quint16 port = defaultPort; ///< UDP.
};

class ServerFinder : public QObject {
    Q_OBJECT

public:
    /// All references must outlive this.
    ServerFinder(DatagramChannel &channel, const Clock &clock, RandomSource &random, QObject *parent = nullptr);

    /// Asks at once, then listens. Starting again is the same as rescan().
    void start();
    void stop();
    void rescan() { start(); }
    /// Does what is due by the clock.
    void tick();

    /// Servers that are never pushed out by unknown ones.
    void setPinnedServers(const QSet<ServerId> &servers) { m_pinned = servers; }
    /// Asked by unicast too, for networks that drop broadcasts; the first maxKnownEndpoints count.
    void setKnownEndpoints(const QList<Endpoint> &endpoints)
    {
        m_endpoints = endpoints.first(qMin(endpoints.size(), qsizetype(maxKnownEndpoints)));
    }

    QList<FoundServer> servers() const;
    /// Null if it is not heard at present.
    const FoundServer *server(const ServerId &id) const;
    const DropCounters &dropped() const { return m_dropped; }

Q_SIGNALS:
    void serverFound(const rookery::presence::FoundServer &server);
    /// Anything but nonce and time of lastSeenMs changed.
    void serverChanged(const rookery::presence::FoundServer &server);
    /// Not heard for serverLostMs.
    void serverLost(const rookery::presence::ServerId &id);
    /// With each beacon that holds, after serverFound or serverChanged.
    void beaconHeard(const rookery::presence::FoundServer &server);
    /// scanMs after start() or rescan().
    void scanFinished();

private:
    struct Entry {
        FoundServer server;
        ReplayWindow window;
        QByteArray lastBytes; // the newest beacon: the same bytes by another interface need no verifying
        qint64 proofAskedMs = 0;
        qint64 doubtAskedMs = 0;
        QHash<QHostAddress, qint64> addressSeenMs;
    };
    struct SentProbe {
        Nonce nonce;
        qint64 sentMs;
    };
    using Entries = QMap<ServerId, Entry>;

    void onReceived(const QByteArray &bytes, const Sender &sender);
    void onBeacon(const QByteArray &bytes, const Beacon &beacon, const Sender &sender);
    bool isAuthentic(const QByteArray &bytes, const Beacon &beacon, const Entry *known, const Sender &sender);
    bool isProven(const Beacon &beacon) const;
    void askForProof(Entry &entry, const Beacon &beacon, const Sender &sender);
    void accept(const QByteArray &bytes, const Beacon &beacon, const Sender &sender);
    void noteAddress(Entry &entry, const QHostAddress &address);
    void makeRoom();
    void startProbing();
    Probe newProbe();
    void sendProbes();
    /// When the next question is due to a pinned server that has not been heard for some time; nothing for others.
    std::optional<qint64> doubtDueMs(const Entry &entry) const;
    void askDoubted();
    void dropLost();
    void wake();

    DatagramChannel &m_channel;
    const Clock &m_clock;
    RandomSource &m_random;
    WakeTimer m_timer;
    bool m_isStarted = false;
    Entries m_entries;
    QSet<ServerId> m_pinned;
    QList<Endpoint> m_endpoints;
    std::deque<SentProbe> m_probes;
    qint64 m_probeStartMs = 0;
    size_t m_probesSent = 0;
    std::optional<qint64> m_scanEndMs;
    VerifyBudget m_budget;
    DropCounters m_dropped;
};

} // namespace rookery::presence

Q_DECLARE_METATYPE(rookery::presence::FoundServer)
