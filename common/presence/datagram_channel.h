// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The network as presence sees it: something that sends to everyone near or to one address, and hears. Broadcaster
// is the real one; tests put a network of their own in its place. Lives on one thread.
#pragma once

#include <QtCore/QObject>
#include <QtNetwork/QHostAddress>

namespace rookery::presence {

/// Where a datagram came from. A link-local IPv6 address carries its scope.
struct Sender {
    QHostAddress address;
    quint16 port = 0;
    /// The interface it came in by, 0 if the system does not say.
    quint32 interfaceIndex = 0;
};

class DatagramChannel : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Sends on every usable interface. Datagrams may be lost, doubled and reordered; nothing reports that.
    virtual void broadcast(const QByteArray &datagram) = 0;
    virtual void sendTo(const QByteArray &datagram, const QHostAddress &address, quint16 port) = 0;
    /// The port on which a unicast reaches this very channel; 0 while it is closed.
    virtual quint16 instancePort() const = 0;
    /// The port all programs share; 0 if presence is off.
    virtual quint16 sharedPort() const = 0;

Q_SIGNALS:
    /// One datagram of at most maxDatagramBytes, as it came: nothing in it is checked. The channel's own broadcasts
    /// come back as well; receivers tell them by their ids.
    void received(const QByteArray &datagram, const rookery::presence::Sender &sender);
    /// An interface appeared, vanished or changed its address.
    void interfacesChanged();
};

} // namespace rookery::presence

Q_DECLARE_METATYPE(rookery::presence::Sender)
