// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A segment on which a stranger, and a member with the right keys, send what they like: decoding is exact, nobody's
// memory follows the stranger, and nobody answers with more than was asked. Input: steps (1 byte), see Step.
#include "tests/fuzz/fuzz.h"
#include "tests/support/people_world.h"

namespace rookery::fuzz {

namespace {

using namespace rookery::presence;

enum class Step { Raw, Signed, TaggedForServer, TaggedForPeers, Repeat, Wait, Status, Restart, Count };

void checkDecoding(const QByteArray &bytes)
{
    const Result<Datagram> datagram = decodeDatagram(bytes);
    if (!datagram) {
        REQUIRE(datagram.error().code == ErrorCode::Malformed);
        return;
    }
    REQUIRE(peekType(bytes).has_value() && bytes.size() <= maxDatagramBytes);
    if (const auto *beacon = std::get_if<Beacon>(&*datagram)) {
        REQUIRE(encodeUnsigned(*beacon) + beacon->signature.toByteArray() == bytes);
        REQUIRE(fittedName(beacon->name) == beacon->name);
    } else if (const auto *heartbeat = std::get_if<Heartbeat>(&*datagram)) {
        REQUIRE(encodeUntagged(*heartbeat) + heartbeat->tag.toByteArray() == bytes);
    } else {
        REQUIRE(encode(std::get<Probe>(*datagram)) == bytes);
    }
}

struct Segment {
    Segment() : client(world.add(1)), peer(world.add(2)) { world.run(200); }

    void step(Input &input);
    void check();
    /// From an address of the stranger's choice.
    void inject(const QByteArray &bytes, quint8 address)
    {
        if (bytes.size() > maxDatagramBytes)
            return; // a channel lets none of these through
        strangersBytes += bytes.size();
        world.network.inject(bytes, QHostAddress(quint32(0x0A090900) + address));
    }
    QByteArray datagram(Input &input) { return input.take(input.number() % 600).toByteArray(); }
    QByteArray signedAnew(const QByteArray &bytes);
    QByteArray taggedAnew(const QByteArray &bytes, Audience audience);

    PeopleWorld world;
    Client &client;
    Client &peer;
    qsizetype strangersBytes = 0;
    qsizetype bytesToStrangers = 0;
    qsizetype checkedPackets = 0;
};

QByteArray Segment::signedAnew(const QByteArray &bytes)
{
    const Result<Datagram> datagram = decodeDatagram(bytes);
    const auto *given = datagram ? std::get_if<Beacon>(&*datagram) : nullptr;
    if (!given)
        return bytes;
    Beacon beacon = *given;
    const bool isOurs = beacon.serverId == world.announcer.serverId();
    // Many servers, each with a key of its own, or the one known here.
    const QByteArray seed(crypto_sign_SEEDBYTES, isOurs ? 's' : char(beacon.serverId.data()[0]));
    QByteArray secret(secretKeyBytes, '\0');
    crypto_sign_seed_keypair(beacon.publicKey.data(), reinterpret_cast<unsigned char *>(secret.data()),
                             reinterpret_cast<const unsigned char *>(seed.constData()));
    beacon.serverId = serverIdOf(beacon.publicKey);
    return signedBeacon(beacon, secret);
}

QByteArray Segment::taggedAnew(const QByteArray &bytes, Audience audience)
{
    const Result<Datagram> datagram = decodeDatagram(bytes);
    const auto *given = datagram ? std::get_if<Heartbeat>(&*datagram) : nullptr;
    if (!given)
        return bytes;
    Heartbeat heartbeat = *given;
    heartbeat.audience = audience;
    heartbeat.server = prefixOf(world.announcer.serverId());
    if (const FoundServer *server = client.finder.server(world.announcer.serverId());
        server && heartbeat.nonce.isNull())
        heartbeat.nonce = server->nonce;
    if (audience == Audience::Server)
        heartbeat.sender = senderOf(peer.session);
    return taggedHeartbeat(heartbeat, audience == Audience::Server ? keyOf(char(peer.session.value)) : keyOf('g'));
}

void Segment::step(Input &input)
{
    const quint8 choice = input.byte();
    const quint8 address = choice / quint8(Step::Count);
    switch (Step(choice % quint8(Step::Count))) {
    case Step::Raw: {
        const QByteArray bytes = datagram(input);
        checkDecoding(bytes);
        inject(bytes, address);
        break;
    }
    case Step::Signed:
        inject(signedAnew(datagram(input)), address);
        break;
    case Step::TaggedForServer:
        inject(taggedAnew(datagram(input), Audience::Server), address);
        break;
    case Step::TaggedForPeers:
        inject(taggedAnew(datagram(input), Audience::Peers), address);
        break;
    case Step::Repeat:
        if (!world.network.sent.isEmpty())
            inject(world.network.sent.at(input.number() % world.network.sent.size()).bytes, address);
        break;
    case Step::Wait:
        // Not in steps: a machine that was asleep.
        world.clock.advance(input.number());
        world.run(100);
        break;
    case Step::Status:
        client.heartbeat.setStatus(input.byte());
        peer.heartbeat.setPeopleCount(quint32(input.number()) << (address % 16));
        break;
    default:
        if (address % 2 == 0) {
            world.announcer.stop();
            world.announcer.start();
        } else {
            peer.heartbeat.stop();
            peer.signIn(world.announcer.serverId());
        }
    }
    world.network.deliver();
    check();
}

void Segment::check()
{
    REQUIRE(client.finder.servers().size() <= maxUnknownServers);
    for (const FoundServer &server : client.finder.servers()) {
        REQUIRE(server.addresses.size() <= maxAddressesPerServer);
        REQUIRE(serverIdOf(server.publicKey) == server.id);
        REQUIRE(fittedName(server.name) == server.name);
    }
    for (; checkedPackets < world.network.sent.size(); ++checkedPackets) {
        const FakePacket &packet = world.network.sent.at(checkedPackets);
        REQUIRE(packet.bytes.size() <= maxDatagramBytes);
        const bool isOurs = packet.from.address == world.serverChannel.address();
        if (isOurs && !packet.to.isNull() && packet.to.isInSubnet(QHostAddress(quint32(0x0A090900)), 24))
            bytesToStrangers += packet.bytes.size();
    }
    REQUIRE(bytesToStrangers <= strangersBytes);
    REQUIRE(client.heartbeat.broadcastIntervalMs() >= peerHeartbeatMs);
}

} // namespace

void runOne(QByteArrayView bytes)
{
    Input input(bytes);
    Segment segment;
    constexpr int stepsMax = 200;
    for (int step = 0; step < stepsMax && !input.isEmpty(); ++step)
        segment.step(input);
}

} // namespace rookery::fuzz
