// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A signed-in client's UDP side: hears its server's beacons and its peers, and tells that it is here. Everything works
// without it, only slower. Client's main thread.
#pragma once

#include "client/core/types.h"
#include "common/net/host_port.h"

#include <QtCore/QObject>
#include <QtNetwork/QHostAddress>

#include <memory>

namespace rookery {
class Clock;
class RandomSource;
} // namespace rookery

namespace rookery::client {

class NetworkPresence : public QObject {
    Q_OBJECT
public:
    NetworkPresence(Clock &clock, RandomSource &random, QObject *parent = nullptr);
    ~NetworkPresence() override;

    /// Listens for the beacons of that server (16 bytes); with another length: of none.
    void listenFor(const QByteArray &serverId);
    /// Signed in: heartbeats begin. server is the other end of the TCP connection.
    void begin(const wire::SignedIn &signedIn, const QHostAddress &server, wire::PresenceState state);
    void setState(wire::PresenceState state);
    /// Says bye and falls silent.
    void end();

Q_SIGNALS:
    /// A beacon of our server, from that address. spreadMs: how far apart returning clients should keep.
    void serverHeard(const rookery::HostPort &address, int spreadMs);
    /// An interface of this computer came, went or has another address.
    void networkChanged();
    void peerHeard(rookery::UserId user);
    void peerSilent(rookery::UserId user);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace rookery::client
