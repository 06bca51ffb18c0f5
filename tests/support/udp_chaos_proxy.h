// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A bad segment on this machine: programs join it with a real UDP socket on 127.0.0.1, and all that they say to
// everybody or to each other goes through this proxy, which loses, doubles, delays, reorders, truncates and corrupts.
// What it does with the Nth datagram of a member follows from plan, seed and that member's place alone; a failing test
// prints seed(). Needs the event loop, and tick() where the clock is the test's own. One thread.
#pragma once

#include "common/base/clock.h"
#include "common/presence/datagram_channel.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QTimer>
#include <QtNetwork/QUdpSocket>

#include <map>
#include <memory>
#include <vector>

namespace rookery::test {

/// Percentages are independent of each other; all zero passes everything on at once and whole.
struct DatagramPlan {
    quint32 lossPercent = 0;
    quint32 duplicatePercent = 0;
    quint32 reorderPercent = 0; ///< Held back for reorderMs, so that later ones overtake it.
    quint32 truncatePercent = 0;
    quint32 corruptPercent = 0; ///< One bit is another.
    int latencyMs = 0;
    int jitterMs = 0; ///< Added to the latency, by chance; with it datagrams overtake each other.
    int reorderMs = 500;
};

/// What comes out of one datagram: nothing, itself, or more.
struct DatagramPiece {
    QByteArray bytes;
    qint64 delayMs = 0;
    friend bool operator==(const DatagramPiece &a, const DatagramPiece &b) = default;
};

struct DatagramTally {
    quint64 sent = 0; ///< By the members; once per receiver.
    quint64 lost = 0;
    quint64 duplicated = 0;
    quint64 reordered = 0;
    quint64 truncated = 0;
    quint64 corrupted = 0;
};

/// The decisions alone.
class DatagramChaos {
public:
    explicit DatagramChaos(quint32 seed) : m_random(seed) {}
    QList<DatagramPiece> decide(const DatagramPlan &plan, const QByteArray &datagram, DatagramTally &tally);

private:
    DatagramPiece damaged(const DatagramPlan &plan, const QByteArray &datagram, DatagramTally &tally);

    SeededRandom m_random;
};

class UdpChaosProxy final : public QObject {
    Q_OBJECT
public:
    UdpChaosProxy(const Clock &clock, quint32 seed);
    ~UdpChaosProxy() override;

    quint32 seed() const { return m_seed; }
    /// For datagrams sent from now on.
    void setPlan(const DatagramPlan &plan) { m_plan = plan; }
    const DatagramTally &tally() const { return m_tally; }

    /// Everybody's port: what comes in there goes to all members, to the one that said it too.
    quint16 broadcastPort() const { return m_broadcast.localPort(); }
    /// A new member with that port of its own; the port that the others know it by.
    quint16 join(quint16 port);
    void leave(quint16 port);
    /// Puts these bytes before a member, as if from that port of the segment, without any chaos.
    void inject(const QByteArray &bytes, quint16 fromPublicPort, quint16 toPort);
    /// Hands out what is due by the clock.
    void tick();
    bool isIdle() const { return m_due.empty(); }

private:
    struct Member {
        quint16 port;
        std::unique_ptr<QUdpSocket> publicSocket;
        DatagramChaos chaos;
    };
    struct Waiting {
        QByteArray bytes;
        quint16 fromPort; ///< Of a member; looked for again when it is due.
        quint16 toPort;
    };

    Member *memberOf(quint16 port);
    void readFrom(QUdpSocket &socket, quint16 toPort);
    void take(const QByteArray &bytes, Member &from, quint16 toPort);

    const Clock &m_clock;
    const quint32 m_seed;
    DatagramPlan m_plan;
    DatagramTally m_tally;
    QUdpSocket m_broadcast;
    std::vector<std::unique_ptr<Member>> m_members;
    std::multimap<qint64, Waiting> m_due;
    QTimer m_timer;
    quint32 m_joined = 0;
};

/// A member's end: what a program of presence sees of the segment.
class ChaosChannel final : public presence::DatagramChannel {
    Q_OBJECT
public:
    explicit ChaosChannel(UdpChaosProxy &proxy);
    ~ChaosChannel() override;

    void broadcast(const QByteArray &datagram) override;
    void sendTo(const QByteArray &datagram, const QHostAddress &address, quint16 port) override;
    /// As the others know it.
    quint16 instancePort() const override { return m_publicPort; }
    quint16 sharedPort() const override { return m_proxy.broadcastPort(); }
    quint16 ownPort() const { return m_socket.localPort(); }

private:
    UdpChaosProxy &m_proxy;
    QUdpSocket m_socket;
    quint16 m_publicPort = 0;
};

} // namespace rookery::test
