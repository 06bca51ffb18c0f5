// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A bad network between a client and a server on this machine: a TCP proxy that delays, slows, slices, cuts, resets and
// swallows. What it does follows from its plan and seed alone, as far as the two ends let it; a failing test prints
// seed(). Lives on the thread it was made on and needs its event loop.
#pragma once

#include "tests/support/seeded_random.h"

#include <QtCore/QObject>
#include <QtNetwork/QTcpServer>

namespace rookery::test {

/// What happens to each direction of a connection, from its first byte on.
struct ChaosPlan {
    enum class Cut {
        Close,     ///< Orderly: FIN both ways, after what was let through.
        Reset,     ///< RST both ways.
        BlackHole, ///< Nothing more goes either way, and nobody is told.
    };
    enum class Direction { ToServer, ToClient };

    int latencyMs = 0;
    int jitterMs = 0;          ///< Added to the latency, by chance; order is kept.
    qint64 bytesPerSecond = 0; ///< 0: no limit.
    qsizetype sliceBytes = 0;  ///< Longest piece passed on at once; 0: no limit.
    qint64 cutAfterBytes = -1; ///< That many bytes of cutDirection get through; -1: never.
    Direction cutDirection = Direction::ToServer;
    Cut cut = Cut::Close;
};

class ChaosConnection;

class ChaosProxy final : public QObject {
    Q_OBJECT
public:
    /// Listens on a free port of 127.0.0.1 and passes on to that port of it.
    ChaosProxy(quint16 targetPort, quint32 seed, QObject *parent = nullptr);
    ~ChaosProxy() override;

    quint16 port() const { return m_server.serverPort(); }
    quint32 seed() const { return m_seed; }
    void setTargetPort(quint16 port) { m_targetPort = port; }
    quint16 targetPort() const { return m_targetPort; }
    /// For connections made from now on.
    void setPlan(const ChaosPlan &plan) { m_plan = plan; }
    const ChaosPlan &plan() const { return m_plan; }
    /// Everything stops at once, or goes on: for all connections, those to come too.
    void setBlackHole(bool isOn);
    bool isBlackHole() const { return m_isBlackHole; }
    /// Ends every connection at once.
    void cutAll(ChaosPlan::Cut how);

    int connections() const { return m_connectionCount; }
    /// Cuts that a plan has asked for and that have happened.
    int cuts() const { return m_cutCount; }
    /// Of the connection made last: bytes that came in for that direction.
    qint64 lastBytes(ChaosPlan::Direction direction) const;

private:
    friend class ChaosConnection;
    void accept();

    QTcpServer m_server;
    quint16 m_targetPort;
    const quint32 m_seed;
    ChaosPlan m_plan;
    bool m_isBlackHole = false;
    int m_connectionCount = 0;
    int m_cutCount = 0;
    qint64 m_lastBytes[2] = {0, 0};
    QList<ChaosConnection *> m_open;
};

} // namespace rookery::test
