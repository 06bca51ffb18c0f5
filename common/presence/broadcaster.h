// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The UDP sockets. Receives on the port every program of the host shares, and on a port of its own, since a unicast
// to a shared port reaches only the program that bound it last. Sends from one socket per interface address: a
// socket bound to no address reaches only the network of the default route, and nothing at all without one; a socket
// bound to an address hears no broadcasts. IPv6 goes to ff12::7665 on each interface. One thread.
#pragma once

#include "common/base/clock.h"
#include "common/base/result.h"
#include "common/presence/datagram_channel.h"
#include "common/presence/interface_watch.h"
#include "common/presence/presence_limits.h"
#include "common/presence/wake_timer.h"

#include <memory>
#include <vector>

class QUdpSocket;

namespace rookery::presence {

/// Whether other programs of this host are told by the loopback interface too. Usually needless: a broadcast on any
/// interface is heard on its own host as well.
enum class LoopbackUse { WhenAlone, Always, Never };

struct BroadcasterOptions {
    quint16 port = defaultPort; ///< Shared by all; 0 switches presence off.
    quint16 ownPort = 0;        ///< For unicasts to this program alone; 0 takes any free one.
    LoopbackUse loopback = LoopbackUse::WhenAlone;
};

class Broadcaster final : public DatagramChannel {
    Q_OBJECT

public:
    /// clock must outlive this.
    Broadcaster(BroadcasterOptions options, const Clock &clock, QObject *parent = nullptr);
    ~Broadcaster() override;

    /// Opens the sockets. Done at once with port 0. PortInUse if another program holds the shared port without sharing
    /// it: then broadcasts are not heard, but sending and answers by unicast work all the same.
    Result<Done> start();
    void stop();
    bool isActive() const { return m_own != nullptr; }

    void broadcast(const QByteArray &datagram) override;
    void sendTo(const QByteArray &datagram, const QHostAddress &address, quint16 port) override;
    quint16 instancePort() const override;
    quint16 sharedPort() const override { return m_options.port; }

    /// Does what is due by the clock: looks at the interfaces.
    void tick();
    /// Looks at the interfaces now.
    void refreshInterfaces();
    /// Names of the interfaces in use, for diagnostics.
    QStringList interfaceNames() const;

private:
    struct Link;
    struct RetireSocket {
        void operator()(QUdpSocket *socket) const;
    };
    using SocketPointer = std::unique_ptr<QUdpSocket, RetireSocket>;

    static std::vector<Link> usableLinks(LoopbackUse loopback);
    SocketPointer openShared(const QHostAddress &any);
    SocketPointer openOwn();
    void open(Link &link);
    void close(Link &link);
    void listenTo(QUdpSocket &socket);
    void readFrom(QUdpSocket &socket);
    void onInterfacesTouched();
    void scheduleScan(bool isChanged);
    bool sendOn(Link &link, const QByteArray &datagram);

    BroadcasterOptions m_options;
    const Clock &m_clock;
    WakeTimer m_timer;
    std::unique_ptr<InterfaceWatch> m_watch;
    SocketPointer m_sharedIpv4;
    SocketPointer m_sharedIpv6;
    SocketPointer m_own;
    std::vector<Link> m_links;
    qint64 m_scanIntervalMs = interfaceRescanMs;
    qint64 m_nextScanMs = 0;
};

} // namespace rookery::presence
