// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/broadcaster.h"

#include "common/base/log_categories.h"

#include <QtCore/QPointer>
#include <QtCore/QVariant>
#include <QtNetwork/QNetworkDatagram>
#include <QtNetwork/QNetworkInterface>
#include <QtNetwork/QUdpSocket>

namespace rookery::presence {

// One IPv4 address of an device, or the IPv6 side of an device.
struct Broadcaster::Link {
    QNetworkInterface device;
    QHostAddress address;   // null: the IPv6 side
    QHostAddress broadcast; // the subnet's broadcast address, or the group with the interface as its scope
    SocketPointer socket;

    bool isIpv6() const { return address.isNull(); }
    bool isSameAs(const Link &other) const
    {
        return device.index() == other.device.index() && address == other.address && broadcast == other.broadcast;
    }
};

namespace {

// A network of two addresses or one has no broadcast address of its own (RFC 3021).
constexpr int longestPrefixWithBroadcast = 30;

QHostAddress subnetBroadcast(const QNetworkAddressEntry &entry)
{
    const int prefix = entry.prefixLength();
    if (prefix < 1 || prefix > longestPrefixWithBroadcast)
        return {};
    return QHostAddress(entry.ip().toIPv4Address() | (quint32(0xffffffff) >> prefix));
}

bool isUsable(const QNetworkInterface &device)
{
    const auto flags = device.flags();
    const auto needed = QNetworkInterface::IsUp | QNetworkInterface::IsRunning;
    if ((flags & needed) != needed || flags.testFlag(QNetworkInterface::IsPointToPoint))
        return false;
    // The loopback interface does not say that it can broadcast, but to 127.255.255.255 it does.
    return flags.testFlag(QNetworkInterface::CanBroadcast) || flags.testFlag(QNetworkInterface::IsLoopBack);
}

QHostAddress groupOn(const QNetworkInterface &device)
{
    QHostAddress group{QLatin1String(ipv6Group)};
    group.setScopeId(device.name());
    return group;
}

// An IPv4 sender seen through a socket for both families appears as ::ffff:a.b.c.d.
QHostAddress plainAddress(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

} // namespace

void Broadcaster::RetireSocket::operator()(QUdpSocket *socket) const
{
    // It may be the very socket whose datagram is being handled: closed now, deleted later.
    socket->disconnect();
    socket->close();
    socket->deleteLater();
}

Broadcaster::Broadcaster(BroadcasterOptions options, const Clock &clock, QObject *parent)
    : DatagramChannel(parent), m_options(options), m_clock(clock), m_timer(clock, [this] { tick(); })
{}

Broadcaster::~Broadcaster()
{
    stop();
}

Result<Done> Broadcaster::start()
{
    stop();
    if (m_options.port == 0)
        return Done();
    m_own = openOwn();
    if (!m_own)
        return Error(ErrorCode::PortInUse, QStringLiteral("UDP port %1").arg(m_options.ownPort));
    m_sharedIpv4 = openShared(QHostAddress(QHostAddress::AnyIPv4));
    m_sharedIpv6 = openShared(QHostAddress(QHostAddress::AnyIPv6));
    m_watch = std::make_unique<InterfaceWatch>();
    connect(m_watch.get(), &InterfaceWatch::changed, this, &Broadcaster::onInterfacesTouched);
    m_scanIntervalMs = interfaceRescanMs;
    refreshInterfaces();
    if (!m_sharedIpv4)
        return Error(ErrorCode::PortInUse, QStringLiteral("UDP port %1").arg(m_options.port));
    return Done();
}

void Broadcaster::stop()
{
    m_timer.stop();
    m_watch.reset();
    for (Link &link : m_links)
        close(link);
    m_links.clear();
    m_sharedIpv4.reset();
    m_sharedIpv6.reset();
    m_own.reset();
}

void Broadcaster::broadcast(const QByteArray &datagram)
{
    Q_ASSERT(datagram.size() <= maxDatagramBytes);
    bool isAllSent = true;
    for (Link &link : m_links)
        isAllSent = sendOn(link, datagram) && isAllSent;
    if (!isAllSent) {
        m_nextScanMs = qMin(m_nextScanMs, m_clock.monotonicMs() + interfaceRescanMs);
        m_timer.wakeAt(m_nextScanMs);
    }
}

void Broadcaster::sendTo(const QByteArray &datagram, const QHostAddress &address, quint16 port)
{
    Q_ASSERT(datagram.size() <= maxDatagramBytes);
    if (m_own && m_own->writeDatagram(datagram, address, port) < 0)
        qCDebug(lcPresence, "cannot send to %s: %s", qPrintable(address.toString()), qPrintable(m_own->errorString()));
}

quint16 Broadcaster::instancePort() const
{
    return m_own ? m_own->localPort() : quint16(0);
}

void Broadcaster::tick()
{
    if (!m_own)
        return;
    if (m_clock.monotonicMs() >= m_nextScanMs)
        refreshInterfaces();
    else
        m_timer.wakeAt(m_nextScanMs);
}

void Broadcaster::refreshInterfaces()
{
    if (!m_own)
        return;
    std::vector<Link> links = usableLinks(m_options.loopback);
    const auto isIn = [](const Link &link, const std::vector<Link> &list) {
        return std::any_of(list.begin(), list.end(), [&](const Link &other) { return other.isSameAs(link); });
    };
    bool isChanged = false;
    for (Link &old : m_links) {
        if (!isIn(old, links)) {
            close(old);
            isChanged = true;
        }
    }
    std::erase_if(m_links, [&](const Link &old) { return !isIn(old, links); });
    for (Link &link : links) {
        if (isIn(link, m_links) || m_links.size() >= size_t(maxLinks))
            continue;
        open(link);
        m_links.push_back(std::move(link));
        isChanged = true;
    }
    scheduleScan(isChanged);
    if (isChanged) {
        qCInfo(lcPresence, "interfaces in use: %s", qPrintable(interfaceNames().join(QLatin1Char(' '))));
        Q_EMIT interfacesChanged();
    }
}

void Broadcaster::onInterfacesTouched()
{
    // Some of it may come a little later still: look again soon, as after a change of our own.
    m_scanIntervalMs = interfaceRescanMs / 2;
    refreshInterfaces();
}

void Broadcaster::scheduleScan(bool isChanged)
{
    const bool isAlone = std::all_of(m_links.begin(), m_links.end(), [](const Link &link) {
        return link.device.flags().testFlag(QNetworkInterface::IsLoopBack);
    });
    const qint64 longestMs = isAlone ? aloneScanMs : interfaceScanMs;
    m_scanIntervalMs = isChanged ? interfaceRescanMs : qMin(m_scanIntervalMs * 2, longestMs);
    m_nextScanMs = m_clock.monotonicMs() + m_scanIntervalMs;
    m_timer.wakeAt(m_nextScanMs);
}

QStringList Broadcaster::interfaceNames() const
{
    QStringList names;
    for (const Link &link : m_links) {
        if (!names.contains(link.device.name()))
            names += link.device.name();
    }
    return names;
}

std::vector<Broadcaster::Link> Broadcaster::usableLinks(LoopbackUse loopback)
{
    std::vector<Link> links;
    std::vector<Link> loopbackLinks;
    const QList<QNetworkInterface> interfaces = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &device : interfaces) {
        if (!isUsable(device))
            continue;
        const bool isLoopback = device.flags().testFlag(QNetworkInterface::IsLoopBack);
        bool hasIpv6 = false;
        const QList<QNetworkAddressEntry> entries = device.addressEntries();
        for (const QNetworkAddressEntry &entry : entries) {
            if (entry.ip().protocol() == QAbstractSocket::IPv6Protocol) {
                hasIpv6 = true;
            } else if (const QHostAddress broadcast = subnetBroadcast(entry); !broadcast.isNull()) {
                (isLoopback ? loopbackLinks : links).push_back({device, entry.ip(), broadcast, nullptr});
            }
        }
        if (hasIpv6 && !isLoopback && device.flags().testFlag(QNetworkInterface::CanMulticast))
            links.push_back({device, {}, groupOn(device), nullptr});
    }
    const bool isWanted = loopback == LoopbackUse::Always || (loopback == LoopbackUse::WhenAlone && links.empty());
    if (isWanted)
        std::move(loopbackLinks.begin(), loopbackLinks.end(), std::back_inserter(links));
    return links;
}

Broadcaster::SocketPointer Broadcaster::openShared(const QHostAddress &any)
{
    auto socket = SocketPointer(new QUdpSocket(this));
    if (!socket->bind(any, m_options.port, QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint)) {
        qCWarning(lcPresence, "cannot hear on %s UDP port %u: %s", qPrintable(any.toString()), unsigned(m_options.port),
                  qPrintable(socket->errorString()));
        return nullptr;
    }
    socket->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, receiveBufferBytes);
    listenTo(*socket);
    return socket;
}

Broadcaster::SocketPointer Broadcaster::openOwn()
{
    auto socket = SocketPointer(new QUdpSocket(this));
    // Any serves both families; without IPv6 in the kernel only the second attempt succeeds.
    if (!socket->bind(QHostAddress::Any, m_options.ownPort, QUdpSocket::DontShareAddress)
        && !socket->bind(QHostAddress::AnyIPv4, m_options.ownPort, QUdpSocket::DontShareAddress)) {
        qCWarning(lcPresence, "cannot open a UDP port for answers: %s", qPrintable(socket->errorString()));
        return nullptr;
    }
    listenTo(*socket);
    return socket;
}

void Broadcaster::open(Link &link)
{
    if (link.isIpv6()) {
        if (m_sharedIpv6 && !m_sharedIpv6->joinMulticastGroup(link.broadcast, link.device))
            qCDebug(lcPresence, "cannot join on %s: %s", qPrintable(link.device.name()),
                    qPrintable(m_sharedIpv6->errorString()));
        return;
    }
    auto socket = SocketPointer(new QUdpSocket(this));
    if (!socket->bind(link.address, 0, QUdpSocket::DontShareAddress)) {
        qCDebug(lcPresence, "cannot send on %s: %s", qPrintable(link.device.name()), qPrintable(socket->errorString()));
        return;
    }
    listenTo(*socket); // answers to a probe come back to the port it left from
    link.socket = std::move(socket);
}

void Broadcaster::close(Link &link)
{
    // Fails when the interface is gone, and with it the membership.
    if (link.isIpv6() && m_sharedIpv6)
        m_sharedIpv6->leaveMulticastGroup(link.broadcast, link.device);
    link.socket.reset();
}

void Broadcaster::listenTo(QUdpSocket &socket)
{
    connect(&socket, &QUdpSocket::readyRead, this, [this, &socket] { readFrom(socket); });
}

void Broadcaster::readFrom(QUdpSocket &socket)
{
    const QPointer<QUdpSocket> alive(&socket);
    for (int count = 0; count < datagramsPerTurn && alive && socket.hasPendingDatagrams(); ++count) {
        // One byte more than allowed shows a datagram that is too large. An invalid one is an error of an earlier
        // send reported here (ICMP port unreachable): nothing to stop for.
        const QNetworkDatagram datagram = socket.receiveDatagram(maxDatagramBytes + 1);
        if (!datagram.isValid() || datagram.data().size() > maxDatagramBytes)
            continue;
        Q_EMIT received(datagram.data(),
                        {plainAddress(datagram.senderAddress()), quint16(datagram.senderPort()),
                         datagram.interfaceIndex()});
    }
}

bool Broadcaster::sendOn(Link &link, const QByteArray &datagram)
{
    QUdpSocket *socket = link.isIpv6() ? m_own.get() : link.socket.get();
    if (socket && socket->writeDatagram(datagram, link.broadcast, m_options.port) == datagram.size())
        return true;
    qCDebug(lcPresence, "cannot send on %s: %s", qPrintable(link.device.name()),
            qPrintable(socket ? socket->errorString() : QStringLiteral("no socket")));
    return false;
}

} // namespace rookery::presence
