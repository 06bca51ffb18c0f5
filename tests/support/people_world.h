// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A segment in memory with a server and clients that send heartbeats, and a clock of the test's own. One thread.
#pragma once

#include "common/presence/datagram_crypto.h"
#include "common/presence/peer_heartbeat.h"
#include "common/presence/server_announcer.h"
#include "tests/support/fake_datagram_network.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

#include <sodium.h>

namespace rookery::presence {

inline constexpr quint8 online = 1;
inline constexpr quint8 away = 2;
inline const QHostAddress stranger(QStringLiteral("10.0.0.66"));

inline QByteArray keyOf(char seed)
{
    return QByteArray(keyBytes, seed);
}

inline QByteArray serverSecret()
{
    const QByteArray seed(crypto_sign_SEEDBYTES, 's');
    QByteArray secret(secretKeyBytes, '\0');
    PublicKey publicKey;
    crypto_sign_seed_keypair(publicKey.data(), reinterpret_cast<unsigned char *>(secret.data()),
                             reinterpret_cast<const unsigned char *>(seed.constData()));
    return secret;
}

// A client of user number N has session number 100 + N.
struct Client {
    Client(FakeNetwork &network, const Clock &clock, RandomSource &random, quint64 userNumber, quint64 device = 0)
        : user(userNumber), session(100 + userNumber + 1'000 * device),
          channel(network, QStringLiteral("10.0.%1.%2").arg(1 + device).arg(userNumber), 41'000),
          finder(channel, clock, random), heartbeat(channel, clock, random)
    {
        QObject::connect(&finder, &ServerFinder::beaconHeard, &heartbeat, &PeerHeartbeat::noteBeacon);
    }

    void signIn(const ServerId &server, quint8 status = online)
    {
        finder.start();
        heartbeat.start({server, session, user, keyOf(char(session.value)), keyOf('g'),
                         QHostAddress(QStringLiteral("10.0.0.1")), 0},
                        status);
    }
    void tick()
    {
        finder.tick();
        heartbeat.tick();
    }

    UserId user;
    SessionId session;
    FakeChannel channel;
    ServerFinder finder;
    PeerHeartbeat heartbeat;
};

struct PeopleWorld {
    explicit PeopleWorld(quint32 seed = 1) : random(seed), networkRandom(seed + 1), network(networkRandom)
    {
        announcer.start();
    }

    Client &add(quint64 userNumber, quint64 device = 0)
    {
        clients.push_back(std::make_unique<Client>(network, clock, random, userNumber, device));
        Client &client = *clients.back();
        announcer.addSession(client.session, client.user, keyOf(char(client.session.value)));
        client.signIn(announcer.serverId());
        return client;
    }
    void remove(Client &client)
    {
        std::erase_if(clients, [&](const auto &one) { return one.get() == &client; });
    }
    void run(qint64 ms)
    {
        for (qint64 step = 0; step < ms; step += 50) {
            network.deliver();
            clock.advance(50);
            announcer.tick();
            for (const auto &client : clients)
                client->tick();
            network.deliver();
        }
    }
    // What a client sent, by broadcast or by unicast to the server, of heartbeats only.
    QList<QByteArray> heartbeatsOf(const Client &client, Audience audience) const
    {
        QList<QByteArray> result;
        for (const FakePacket &packet : network.sent) {
            const Result<Datagram> datagram = decodeDatagram(packet.bytes);
            if (packet.from.address != client.channel.address() || !datagram)
                continue;
            const auto *heartbeat = std::get_if<Heartbeat>(&*datagram);
            if (heartbeat && heartbeat->audience == audience)
                result += packet.bytes;
        }
        return result;
    }

    ManualClock clock;
    SeededRandom random;
    SeededRandom networkRandom;
    FakeNetwork network;
    FakeChannel serverChannel{network, QStringLiteral("10.0.0.1"), 40'001};
    ServerAnnouncer announcer{{serverSecret(), QStringLiteral("Office"), 7665,
                               [this] { return quint32(clients.size()); }, 0},
                              serverChannel,
                              clock,
                              random};
    std::vector<std::unique_ptr<Client>> clients;
};

} // namespace rookery::presence
