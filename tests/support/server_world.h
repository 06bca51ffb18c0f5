// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A segment in memory with a server that announces and a client that looks for servers, and a clock of the test's own.
// One thread.
#pragma once

#include "common/presence/datagram_crypto.h"
#include "common/presence/server_announcer.h"
#include "common/presence/server_finder.h"
#include "tests/support/fake_datagram_network.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

#include <sodium.h>

namespace rookery::presence {

inline const QString serverAddress = QStringLiteral("10.0.0.1");
inline const QString clientAddress = QStringLiteral("10.0.0.2");
inline const QString strangerAddress = QStringLiteral("10.0.0.66");

inline QByteArray secretKeyFrom(char seed)
{
    const QByteArray seedBytes(crypto_sign_SEEDBYTES, seed);
    QByteArray secret(secretKeyBytes, '\0');
    PublicKey publicKey;
    crypto_sign_seed_keypair(publicKey.data(), reinterpret_cast<unsigned char *>(secret.data()),
                             reinterpret_cast<const unsigned char *>(seedBytes.constData()));
    return secret;
}

// One segment with a server and a client on it.
struct ServerWorld {
    explicit ServerWorld(quint32 seed = 1) : random(seed), networkRandom(seed + 1), network(networkRandom) {}

    // Steps of 50 ms, each with what is due and what it leads to.
    void run(qint64 ms)
    {
        for (qint64 step = 0; step < ms; step += 50) {
            network.deliver();
            clock.advance(50);
            if (announcer)
                announcer->tick();
            finder.tick();
            network.deliver();
        }
    }
    void startServer(char seed = 's')
    {
        AnnouncerSettings settings{secretKeyFrom(seed), QStringLiteral("Office"), 7665, [this] { return users; }, 100};
        announcer = std::make_unique<ServerAnnouncer>(settings, serverChannel, clock, random);
        announcer->start();
    }
    void stopServer() { announcer.reset(); }
    QList<QByteArray> sentBy(const QString &address) const
    {
        QList<QByteArray> result;
        for (const FakePacket &packet : network.sent) {
            if (packet.from.address == QHostAddress(address))
                result += packet.bytes;
        }
        return result;
    }
    int broadcastsBy(const QString &address) const
    {
        return int(std::count_if(network.sent.begin(), network.sent.end(), [&](const FakePacket &packet) {
            return packet.to.isNull() && packet.from.address == QHostAddress(address);
        }));
    }

    ManualClock clock;
    SeededRandom random;
    SeededRandom networkRandom;
    FakeNetwork network;
    FakeChannel serverChannel{network, serverAddress, 40'001};
    FakeChannel clientChannel{network, clientAddress, 40'002};
    ServerFinder finder{clientChannel, clock, random};
    std::unique_ptr<ServerAnnouncer> announcer;
    quint32 users = 3;
};

inline Beacon beaconOf(char keySeed, quint64 sequence)
{
    Beacon beacon;
    beacon.publicKey = publicKeyOf(secretKeyFrom(keySeed));
    beacon.serverId = serverIdOf(beacon.publicKey);
    beacon.bootId = BootId(QByteArray(8, 'b'));
    beacon.sequence = sequence;
    beacon.tcpPort = 7665;
    beacon.unicastPort = 40'003;
    return beacon;
}

} // namespace rookery::presence
