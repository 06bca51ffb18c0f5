// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/udp_chaos_proxy.h"

#include <QtNetwork/QNetworkDatagram>

#include <algorithm>

namespace rookery::test {

namespace {

const QHostAddress here(QHostAddress::LocalHost);

} // namespace

QList<DatagramPiece> DatagramChaos::decide(const DatagramPlan &plan, const QByteArray &datagram, DatagramTally &tally)
{
    // Each datagram takes the same draws whatever the plan says first, so that plans can be compared by seed.
    const bool isLost = m_random.below(100) < plan.lossPercent;
    const bool isDouble = m_random.below(100) < plan.duplicatePercent;
    ++tally.sent;
    QList<DatagramPiece> pieces{damaged(plan, datagram, tally)};
    if (isLost) {
        ++tally.lost;
        return {};
    }
    if (isDouble) {
        ++tally.duplicated;
        pieces.append(damaged(plan, datagram, tally));
    }
    return pieces;
}

DatagramPiece DatagramChaos::damaged(const DatagramPlan &plan, const QByteArray &datagram, DatagramTally &tally)
{
    DatagramPiece piece{datagram, plan.latencyMs};
    if (plan.jitterMs > 0)
        piece.delayMs += m_random.below(quint32(plan.jitterMs) + 1);
    if (m_random.below(100) < plan.reorderPercent) {
        piece.delayMs += plan.reorderMs;
        ++tally.reordered;
    }
    if (!datagram.isEmpty() && m_random.below(100) < plan.truncatePercent) {
        piece.bytes.truncate(m_random.below(quint32(datagram.size())));
        ++tally.truncated;
    }
    if (!piece.bytes.isEmpty() && m_random.below(100) < plan.corruptPercent) {
        const quint32 at = m_random.below(quint32(piece.bytes.size()));
        piece.bytes[at] = char(piece.bytes.at(at) ^ (1 << m_random.below(8)));
        ++tally.corrupted;
    }
    return piece;
}

UdpChaosProxy::UdpChaosProxy(const Clock &clock, quint32 seed) : m_clock(clock), m_seed(seed)
{
    if (!m_broadcast.bind(here, 0))
        qFatal("the proxy cannot hear: %s", qUtf8Printable(m_broadcast.errorString()));
    connect(&m_broadcast, &QUdpSocket::readyRead, this, [this] { readFrom(m_broadcast, 0); });
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &UdpChaosProxy::tick);
}

UdpChaosProxy::~UdpChaosProxy() = default;

UdpChaosProxy::Member *UdpChaosProxy::memberOf(quint16 port)
{
    const auto found = std::find_if(m_members.begin(), m_members.end(),
                                    [port](const auto &member) { return member->port == port; });
    return found == m_members.end() ? nullptr : found->get();
}

quint16 UdpChaosProxy::join(quint16 port)
{
    auto socket = std::make_unique<QUdpSocket>();
    if (!socket->bind(here, 0))
        qFatal("the proxy cannot hear: %s", qUtf8Printable(socket->errorString()));
    QUdpSocket &publicSocket = *socket;
    connect(&publicSocket, &QUdpSocket::readyRead, this, [this, &publicSocket, port] { readFrom(publicSocket, port); });
    m_members.push_back(std::make_unique<Member>(Member{port, std::move(socket), DatagramChaos(m_seed + ++m_joined)}));
    return publicSocket.localPort();
}

void UdpChaosProxy::leave(quint16 port)
{
    std::erase_if(m_members, [port](const auto &member) { return member->port == port; });
}

void UdpChaosProxy::inject(const QByteArray &bytes, quint16 fromPublicPort, quint16 toPort)
{
    for (const auto &member : m_members) {
        if (member->publicSocket->localPort() == fromPublicPort)
            member->publicSocket->writeDatagram(bytes, here, toPort);
    }
}

void UdpChaosProxy::readFrom(QUdpSocket &socket, quint16 toPort)
{
    while (socket.hasPendingDatagrams()) {
        const QNetworkDatagram datagram = socket.receiveDatagram();
        Member *from = memberOf(quint16(datagram.senderPort()));
        if (!from)
            continue;
        if (toPort != 0) {
            take(datagram.data(), *from, toPort);
            continue;
        }
        for (const auto &member : m_members)
            take(datagram.data(), *from, member->port);
    }
    tick();
}

void UdpChaosProxy::take(const QByteArray &bytes, Member &from, quint16 toPort)
{
    const QList<DatagramPiece> pieces = from.chaos.decide(m_plan, bytes, m_tally);
    for (const DatagramPiece &piece : pieces)
        m_due.emplace(m_clock.monotonicMs() + piece.delayMs, Waiting{piece.bytes, from.port, toPort});
}

void UdpChaosProxy::tick()
{
    const qint64 nowMs = m_clock.monotonicMs();
    while (!m_due.empty() && m_due.begin()->first <= nowMs) {
        const Waiting due = m_due.extract(m_due.begin()).mapped();
        const Member *from = memberOf(due.fromPort);
        if (from && memberOf(due.toPort))
            from->publicSocket->writeDatagram(due.bytes, here, due.toPort);
    }
    if (!m_due.empty())
        m_timer.start(int(qBound(qint64(1), m_due.begin()->first - nowMs, qint64(1'000))));
}

ChaosChannel::ChaosChannel(UdpChaosProxy &proxy) : m_proxy(proxy)
{
    if (!m_socket.bind(here, 0))
        qFatal("a member cannot hear: %s", qUtf8Printable(m_socket.errorString()));
    m_publicPort = m_proxy.join(m_socket.localPort());
    connect(&m_socket, &QUdpSocket::readyRead, this, [this] {
        while (m_socket.hasPendingDatagrams()) {
            const QNetworkDatagram datagram = m_socket.receiveDatagram();
            Q_EMIT received(datagram.data(), {datagram.senderAddress(), quint16(datagram.senderPort()), 1});
        }
    });
}

ChaosChannel::~ChaosChannel()
{
    m_proxy.leave(m_socket.localPort());
}

void ChaosChannel::broadcast(const QByteArray &datagram)
{
    m_socket.writeDatagram(datagram, here, m_proxy.broadcastPort());
}

void ChaosChannel::sendTo(const QByteArray &datagram, const QHostAddress &address, quint16 port)
{
    m_socket.writeDatagram(datagram, address, port);
}

} // namespace rookery::test
