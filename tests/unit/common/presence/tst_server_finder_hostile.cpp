// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a hostile network can make a client believe about servers: nothing.
#include "tests/support/server_world.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::presence;

class TestServerFinderHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }

    void replayedBeaconDropped();
    void forgedBeaconDropped();
    void foreignKeyRefused();
    void restartIsProven();
    void oldBootReplayedChangesNothing();
    void unknownServersAreBounded();
    void pinnedServerStays();
    void floodLeavesKnownServer();
    void malformedAreCounted();
};

void TestServerFinderHostile::replayedBeaconDropped()
{
    ServerWorld world;
    world.finder.start();
    world.startServer();
    world.run(6'000);
    const QList<QByteArray> recorded = world.sentBy(serverAddress);
    const qint64 lastSeenMs = world.finder.servers().first().lastSeenMs;
    world.stopServer();
    world.run(3'000);
    QSignalSpy heard(&world.finder, &ServerFinder::beaconHeard);
    for (const QByteArray &beacon : recorded)
        world.network.inject(beacon, QHostAddress(strangerAddress));
    world.network.deliver();
    QCOMPARE(heard.size(), 0);
    QCOMPARE(world.finder.servers().first().lastSeenMs, lastSeenMs);
    QCOMPARE(world.finder.servers().first().addresses.size(), 1);
    QCOMPARE(world.finder.dropped().replayed, quint64(recorded.size()));
}

void TestServerFinderHostile::forgedBeaconDropped()
{
    ServerWorld world;
    world.finder.start();
    Beacon beacon = beaconOf('s', 1);
    QByteArray bytes = signedBeacon(beacon, secretKeyFrom('s'));
    bytes[86] = char(bytes[86] ^ 1); // another TCP port
    world.network.inject(bytes, QHostAddress(strangerAddress));
    // Right key, signed by somebody else.
    world.network.inject(signedBeacon(beacon, secretKeyFrom('x')), QHostAddress(strangerAddress));
    world.network.deliver();
    QCOMPARE(world.finder.servers().size(), 0);
    QCOMPARE(world.finder.dropped().forged, 2u);
}

void TestServerFinderHostile::foreignKeyRefused()
{
    // Another key, honestly signed, under the id of a server: known or not, it is refused.
    ServerWorld world;
    world.finder.start();
    Beacon beacon = beaconOf('x', 1);
    beacon.serverId = beaconOf('s', 1).serverId;
    const QByteArray bytes = signedBeacon(beacon, secretKeyFrom('x'));
    world.network.inject(bytes, QHostAddress(strangerAddress));
    world.network.deliver();
    QCOMPARE(world.finder.servers().size(), 0);
    world.startServer();
    world.network.deliver();
    QCOMPARE(world.finder.servers().size(), 1);
    world.network.inject(bytes, QHostAddress(strangerAddress));
    world.network.deliver();
    QCOMPARE(world.finder.servers().size(), 1);
    QCOMPARE(world.finder.servers().first().name, QStringLiteral("Office"));
    QCOMPARE(world.finder.dropped().forged, 2u);
}

void TestServerFinderHostile::restartIsProven()
{
    ServerWorld world;
    world.finder.start();
    world.startServer();
    world.run(4'000);
    const BootId before = world.announcer->bootId();
    world.stopServer();
    world.run(500);
    QSignalSpy changed(&world.finder, &ServerFinder::serverChanged);
    world.startServer();
    world.run(100);
    QVERIFY(world.announcer->bootId() != before);
    QVERIFY(world.finder.servers().first().bootId == world.announcer->bootId());
    QCOMPARE(changed.size(), 1);
}

void TestServerFinderHostile::oldBootReplayedChangesNothing()
{
    ServerWorld world;
    world.finder.start();
    world.startServer();
    world.run(6'000);
    const QList<QByteArray> recorded = world.sentBy(serverAddress);
    world.stopServer();
    world.startServer();
    world.run(6'000);
    const BootId boot = world.announcer->bootId();
    QSignalSpy changed(&world.finder, &ServerFinder::serverChanged);
    for (int second = 0; second < 60; ++second) {
        for (const QByteArray &beacon : recorded)
            world.network.inject(beacon, QHostAddress(strangerAddress));
        world.run(1'000);
        QVERIFY(world.finder.servers().first().bootId == boot);
    }
    QCOMPARE(changed.size(), 0);
    QCOMPARE(world.finder.servers().first().addresses, QList<QHostAddress>{QHostAddress(serverAddress)});
}

void TestServerFinderHostile::unknownServersAreBounded()
{
    ServerWorld world;
    world.finder.start();
    QSignalSpy lost(&world.finder, &ServerFinder::serverLost);
    for (int index = 0; index < 60; ++index) {
        world.network.inject(signedBeacon(beaconOf(char(index), 1), secretKeyFrom(char(index))),
                             QHostAddress(strangerAddress));
        world.run(50);
    }
    QCOMPARE(world.finder.servers().size(), maxUnknownServers);
    QCOMPARE(lost.size(), 60 - maxUnknownServers);
    QVERIFY(world.finder.server(beaconOf(59, 1).serverId)); // the newest stay
    QVERIFY(!world.finder.server(beaconOf(0, 1).serverId));
}

void TestServerFinderHostile::pinnedServerStays()
{
    ServerWorld world;
    world.finder.start();
    const ServerId pinned = beaconOf('s', 1).serverId;
    world.finder.setPinnedServers({pinned});
    world.network.inject(signedBeacon(beaconOf('s', 1), secretKeyFrom('s')), QHostAddress(serverAddress));
    for (int index = 0; index < 60; ++index) {
        world.network.inject(signedBeacon(beaconOf(char(index), 1), secretKeyFrom(char(index))),
                             QHostAddress(strangerAddress));
        world.run(50);
    }
    QVERIFY(world.finder.server(pinned));
    QCOMPARE(world.finder.servers().size(), maxUnknownServers + 1);
}

void TestServerFinderHostile::floodLeavesKnownServer()
{
    // A thousand forgeries a second from a stranger, under the server's own id: it is neither lost nor changed,
    // and no more signatures are verified than the budget allows.
    ServerWorld world;
    world.finder.start();
    world.startServer();
    world.run(2'000);
    QSignalSpy lost(&world.finder, &ServerFinder::serverLost);
    QSignalSpy changed(&world.finder, &ServerFinder::serverChanged);
    Beacon beacon = beaconOf('s', 1'000);
    for (int step = 0; step < 30 * 20; ++step) {
        world.clock.advance(50);
        for (int count = 0; count < 50; ++count) { // always just before the server speaks
            ++beacon.sequence;
            world.network.inject(encodeUnsigned(beacon) + QByteArray(Signature::size, char(count)),
                                 QHostAddress(strangerAddress));
        }
        world.network.deliver();
        world.announcer->tick();
        world.finder.tick();
        world.network.deliver();
        world.network.sent.clear();
    }
    QCOMPARE(lost.size(), 0);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(world.finder.dropped().forged + world.finder.dropped().limited, 30'000u);
    QVERIFY(world.finder.dropped().forged <= 30u * verificationsPerSecond);
}

void TestServerFinderHostile::malformedAreCounted()
{
    ServerWorld world;
    world.finder.start();
    world.startServer();
    world.network.deliver();
    world.network.inject(QByteArray("hello"), QHostAddress(strangerAddress));
    world.network.inject(signedBeacon(beaconOf('s', 1), secretKeyFrom('s')).chopped(1), QHostAddress(strangerAddress));
    world.network.deliver();
    QCOMPARE(world.announcer->dropped().malformed, 1u); // a beacon is nothing to a server
    QCOMPARE(world.finder.dropped().malformed, 1u);     // what has not even our magic is somebody else's traffic
}

QTEST_GUILESS_MAIN(TestServerFinderHostile)
#include "tst_server_finder_hostile.moc"
