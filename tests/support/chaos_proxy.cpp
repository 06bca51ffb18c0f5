// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/chaos_proxy.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QQueue>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpSocket>

#include <sys/socket.h>

namespace rookery::test {

namespace {

using Direction = ChaosPlan::Direction;

/// What the proxy itself holds back; beyond that the sender feels that nobody reads.
constexpr qint64 bufferBytes = 65'536;

void reset(QTcpSocket &socket)
{
    const linger atOnce{1, 0};
    ::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    socket.abort();
}

} // namespace

/// Two sockets, and what is on its way between them.
class ChaosConnection final : public QObject {
public:
    ChaosConnection(ChaosProxy &proxy, QTcpSocket *client, int index)
        : QObject(&proxy), m_proxy(proxy), m_plan(proxy.m_plan), m_random(proxy.m_seed + quint32(index)), m_index(index)
    {
        m_clock.start();
        m_ways[0].from = client;
        m_ways[0].to = &m_upstream;
        m_ways[1].from = &m_upstream;
        m_ways[1].to = client;
        client->setParent(this);
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, &ChaosConnection::pump);
        for (QTcpSocket *socket : {client, &m_upstream}) {
            socket->setReadBufferSize(bufferBytes);
            connect(socket, &QTcpSocket::readyRead, this, &ChaosConnection::pump);
            connect(socket, &QTcpSocket::bytesWritten, this, &ChaosConnection::pump);
            connect(socket, &QTcpSocket::connected, this, &ChaosConnection::pump);
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] { onEnded(socket); });
            connect(socket, &QTcpSocket::errorOccurred, this, [this, socket](QAbstractSocket::SocketError error) {
                if (error != QAbstractSocket::RemoteHostClosedError)
                    onEnded(socket);
            });
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        }
        m_upstream.connectToHost(QStringLiteral("127.0.0.1"), proxy.m_targetPort);
        pump();
    }

    void end(ChaosPlan::Cut how)
    {
        if (how == ChaosPlan::Cut::BlackHole) {
            m_isSwallowed = true;
            return;
        }
        if (std::exchange(m_isEnded, true))
            return;
        for (QTcpSocket *socket : {m_ways[0].from, &m_upstream}) {
            socket->disconnect(this);
            if (how == ChaosPlan::Cut::Reset) {
                reset(*socket);
            } else {
                socket->disconnectFromHost(); // what was let through goes out first
                if (socket->state() != QAbstractSocket::UnconnectedState)
                    connect(socket, &QTcpSocket::disconnected, this, &ChaosConnection::deleteWhenClosed);
            }
        }
        m_proxy.m_open.removeOne(this);
        deleteWhenClosed();
    }

    /// The black hole is gone: what waited goes on, and an end that nobody was told of is told.
    void resume()
    {
        pump();
        for (QTcpSocket *socket : {m_ways[0].from, &m_upstream}) {
            if (!m_isEnded && socket->state() == QAbstractSocket::UnconnectedState)
                onEnded(socket);
        }
    }

    /// Passes on what is due.
    void pump()
    {
        if (m_isEnded || m_isSwallowed || m_proxy.m_isBlackHole)
            return;
        qint64 nextMs = -1;
        for (int way = 0; way < 2 && !m_isEnded && !m_isSwallowed; ++way) {
            take(m_ways[way], Direction(way));
            const qint64 waitMs = give(m_ways[way], Direction(way));
            if (waitMs >= 0)
                nextMs = nextMs < 0 ? waitMs : qMin(nextMs, waitMs);
        }
        if (nextMs >= 0 && !m_isEnded)
            m_timer.start(int(nextMs));
    }

private:
    struct Piece {
        QByteArray bytes;
        qint64 dueMs;
    };
    struct Way {
        QTcpSocket *from = nullptr;
        QTcpSocket *to = nullptr;
        QQueue<Piece> pieces;
        qint64 waiting = 0;
        qint64 passed = 0;
        qint64 lastDueMs = 0;
        qint64 freeAtMs = 0; ///< When bandwidth allows the next piece.
    };

    void take(Way &way, Direction direction)
    {
        if (!way.from->isOpen() || way.waiting >= bufferBytes || way.to->bytesToWrite() >= bufferBytes)
            return;
        const QByteArray bytes = way.from->read(bufferBytes - way.waiting);
        if (bytes.isEmpty())
            return;
        if (m_index == m_proxy.m_connectionCount)
            m_proxy.m_lastBytes[int(direction)] += bytes.size();
        const qint64 jitterMs = m_plan.jitterMs > 0 ? m_random.below(quint32(m_plan.jitterMs) + 1) : 0;
        way.lastDueMs = qMax(way.lastDueMs, m_clock.elapsed() + m_plan.latencyMs + jitterMs);
        const qsizetype slice = m_plan.sliceBytes > 0 ? m_plan.sliceBytes : bytes.size();
        for (qsizetype at = 0; at < bytes.size(); at += slice)
            way.pieces.enqueue({bytes.mid(at, slice), way.lastDueMs});
        way.waiting += bytes.size();
    }

    /// Until the next piece is due, ms; -1: nothing waits for a time.
    qint64 give(Way &way, Direction direction)
    {
        while (!way.pieces.isEmpty() && way.to->state() == QAbstractSocket::ConnectedState) {
            const qint64 waitMs = qMax(way.pieces.head().dueMs, way.freeAtMs) - m_clock.elapsed();
            if (waitMs > 0)
                return waitMs;
            QByteArray bytes = way.pieces.dequeue().bytes;
            way.waiting -= bytes.size();
            const bool isCut = m_plan.cutAfterBytes >= 0 && m_plan.cutDirection == direction
                && way.passed + bytes.size() > m_plan.cutAfterBytes;
            if (isCut)
                bytes.truncate(m_plan.cutAfterBytes - way.passed);
            way.to->write(bytes);
            way.passed += bytes.size();
            if (isCut) {
                ++m_proxy.m_cutCount;
                end(m_plan.cut);
                return -1;
            }
            if (m_plan.sliceBytes > 0)
                way.to->flush(); // each slice a segment of its own
            if (m_plan.bytesPerSecond > 0)
                way.freeAtMs = m_clock.elapsed() + bytes.size() * 1'000 / m_plan.bytesPerSecond;
        }
        return -1;
    }

    void onEnded(QTcpSocket *socket)
    {
        if (m_isSwallowed || m_proxy.m_isBlackHole)
            return;
        // What the ending side had said still has to arrive.
        Way &way = socket == &m_upstream ? m_ways[1] : m_ways[0];
        take(way, socket == &m_upstream ? Direction::ToClient : Direction::ToServer);
        while (!way.pieces.isEmpty() && way.to->state() == QAbstractSocket::ConnectedState)
            way.to->write(way.pieces.dequeue().bytes);
        end(ChaosPlan::Cut::Close);
    }

    void deleteWhenClosed()
    {
        if (m_ways[0].from->state() == QAbstractSocket::UnconnectedState
            && m_upstream.state() == QAbstractSocket::UnconnectedState) {
            deleteLater();
        }
    }

    ChaosProxy &m_proxy;
    const ChaosPlan m_plan;
    SeededRandom m_random;
    const int m_index;
    QElapsedTimer m_clock;
    QTimer m_timer;
    QTcpSocket m_upstream;
    Way m_ways[2];
    bool m_isEnded = false;
    bool m_isSwallowed = false;
};

ChaosProxy::ChaosProxy(quint16 targetPort, quint32 seed, QObject *parent)
    : QObject(parent), m_targetPort(targetPort), m_seed(seed)
{
    connect(&m_server, &QTcpServer::newConnection, this, &ChaosProxy::accept);
    m_server.setListenBacklogSize(1'000);
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("the proxy cannot listen: %s", qUtf8Printable(m_server.errorString()));
}

ChaosProxy::~ChaosProxy()
{
    cutAll(ChaosPlan::Cut::Reset);
}

void ChaosProxy::accept()
{
    while (QTcpSocket *client = m_server.nextPendingConnection()) {
        ++m_connectionCount;
        m_lastBytes[0] = m_lastBytes[1] = 0;
        m_open.append(new ChaosConnection(*this, client, m_connectionCount));
    }
}

void ChaosProxy::setBlackHole(bool isOn)
{
    m_isBlackHole = isOn;
    if (isOn)
        return;
    const QList<ChaosConnection *> open = m_open;
    for (ChaosConnection *connection : open)
        connection->resume();
}

void ChaosProxy::cutAll(ChaosPlan::Cut how)
{
    const QList<ChaosConnection *> open = m_open;
    for (ChaosConnection *connection : open)
        connection->end(how);
}

qint64 ChaosProxy::lastBytes(ChaosPlan::Direction direction) const
{
    return m_lastBytes[int(direction)];
}

} // namespace rookery::test
