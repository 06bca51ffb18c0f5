// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How a client finds servers, and what it knows of them.
#include "tests/support/server_world.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::presence;

class TestServerFinder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }

    void foundAtOnceByProbe();
    void foundByBeaconAlone();
    void scanFinishes();
    void changesAreTold();
    void lostAfterSilence();
    void pinnedServerIsAskedBeforeItIsLost();
    void severalServers();
    void keyedByIdNotAddress();
    void anotherInterfaceAddsAddress();
    void foundOverBadNetwork_data();
    void foundOverBadNetwork();
    void knownEndpointIsAsked();
    void overtakenBeaconTellsNothing();
};

void TestServerFinder::foundAtOnceByProbe()
{
    ServerWorld world;
    world.startServer();
    world.run(10'000); // the quick beacons are over
    QSignalSpy found(&world.finder, &ServerFinder::serverFound);
    world.finder.start();
    world.network.deliver();
    QCOMPARE(found.size(), 1);
    const auto server = found.first().first().value<FoundServer>();
    QVERIFY(server.id == world.announcer->serverId());
    QCOMPARE(server.name, QStringLiteral("Office"));
    QCOMPARE(server.addresses, QList<QHostAddress>{QHostAddress(serverAddress)});
    QCOMPARE(server.port, quint16(7665));
    QCOMPARE(server.unicastPort, quint16(40'001));
    QCOMPARE(server.userCount, 3u);
    QCOMPARE(server.reconnectSpreadMs, 100u);
    QCOMPARE(server.lastSeenMs, world.clock.monotonicMs());
    QCOMPARE(world.finder.servers().size(), 1);
}

void TestServerFinder::foundByBeaconAlone()
{
    ServerWorld world;
    world.finder.start();
    world.run(10'000); // the probes met nobody
    QSignalSpy found(&world.finder, &ServerFinder::serverFound);
    world.startServer();
    world.network.deliver();
    QCOMPARE(found.size(), 1);
    QVERIFY(world.finder.server(world.announcer->serverId()));
}

void TestServerFinder::scanFinishes()
{
    ServerWorld world;
    QSignalSpy finished(&world.finder, &ServerFinder::scanFinished);
    world.finder.start();
    world.run(2'950);
    QCOMPARE(finished.size(), 0);
    world.run(50);
    QCOMPARE(finished.size(), 1);
    world.run(60'000);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(world.broadcastsBy(clientAddress), 3);
    world.finder.rescan();
    world.run(3'000);
    QCOMPARE(finished.size(), 2);
    QCOMPARE(world.broadcastsBy(clientAddress), 6);
}

void TestServerFinder::changesAreTold()
{
    ServerWorld world;
    world.finder.start();
    world.startServer();
    QSignalSpy changed(&world.finder, &ServerFinder::serverChanged);
    QSignalSpy heard(&world.finder, &ServerFinder::beaconHeard);
    world.run(30'000);
    QCOMPARE(changed.size(), 0);
    QVERIFY(heard.size() >= 5);
    world.users = 4;
    world.run(6'000);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().value<FoundServer>().userCount, 4u);
}

void TestServerFinder::lostAfterSilence()
{
    ServerWorld world;
    world.finder.start();
    world.startServer();
    world.run(2'000);
    const ServerId id = world.announcer->serverId();
    const qint64 lastSeenMs = world.finder.server(id)->lastSeenMs;
    world.stopServer();
    QSignalSpy lost(&world.finder, &ServerFinder::serverLost);
    world.run(lastSeenMs + serverLostMs - world.clock.monotonicMs() - 50);
    QCOMPARE(lost.size(), 0);
    world.run(50);
    QCOMPARE(lost.size(), 1);
    QVERIFY(lost.first().first().value<ServerId>() == id);
    QVERIFY(!world.finder.server(id));
}

void TestServerFinder::pinnedServerIsAskedBeforeItIsLost()
{
    // Its beacons no longer arrive, its answers do.
    ServerWorld world;
    world.startServer();
    world.finder.start();
    world.run(2'000);
    const auto runWithoutBeacons = [&world](qint64 ms) {
        for (qint64 passed = 0; passed < ms; passed += 50) {
            world.clock.advance(50);
            world.finder.tick();
            world.network.deliver();
        }
    };
    QSignalSpy lost(&world.finder, &ServerFinder::serverLost);
    world.finder.setPinnedServers({world.announcer->serverId()});
    const qsizetype sentBefore = world.sentBy(clientAddress).size();
    runWithoutBeacons(60'000);
    QCOMPARE(lost.size(), 0);
    const qsizetype asked = world.sentBy(clientAddress).size() - sentBefore;
    QVERIFY2(asked >= 4 && asked <= 6, qPrintable(QString::number(asked))); // once every 11 s, for each is answered
    world.finder.setPinnedServers({});
    runWithoutBeacons(serverLostMs);
    QCOMPARE(lost.size(), 1);
}

void TestServerFinder::severalServers()
{
    ServerWorld world;
    FakeChannel otherChannel(world.network, QStringLiteral("10.0.0.9"), 40'009);
    ServerAnnouncer other({secretKeyFrom('t'), QStringLiteral("Workshop"), 7700, {}, 0}, otherChannel, world.clock,
                          world.random);
    world.startServer();
    other.start();
    world.finder.start();
    world.network.deliver();
    QCOMPARE(world.finder.servers().size(), 2);
    QCOMPARE(world.finder.server(other.serverId())->name, QStringLiteral("Workshop"));
    QCOMPARE(world.finder.server(other.serverId())->port, quint16(7700));
}

void TestServerFinder::keyedByIdNotAddress()
{
    // Two servers on one host, and later one of them on another host.
    ServerWorld world;
    FakeChannel sameHost(world.network, serverAddress, 40'009);
    const AnnouncerSettings second{secretKeyFrom('t'), QStringLiteral("Second"), 7700, {}, 0};
    auto other = std::make_unique<ServerAnnouncer>(second, sameHost, world.clock, world.random);
    world.startServer();
    other->start();
    world.finder.start();
    world.network.deliver();
    QCOMPARE(world.finder.servers().size(), 2);
    const ServerId id = other->serverId();
    other.reset();

    FakeChannel newHost(world.network, QStringLiteral("10.0.0.77"), 40'010);
    ServerAnnouncer moved(second, newHost, world.clock, world.random);
    moved.start();
    world.network.deliver();
    QCOMPARE(world.finder.servers().size(), 2);
    QVERIFY(world.finder.server(id)->addresses.contains(QHostAddress(QStringLiteral("10.0.0.77"))));
    for (int second = 0; second < 30; ++second) {
        world.run(1'000);
        moved.tick();
        world.network.deliver();
    }
    QCOMPARE(world.finder.server(id)->addresses, QList<QHostAddress>{QHostAddress(QStringLiteral("10.0.0.77"))});
}

void TestServerFinder::anotherInterfaceAddsAddress()
{
    ServerWorld world;
    world.finder.start();
    const QByteArray beacon = signedBeacon(beaconOf('s', 1), secretKeyFrom('s'));
    const QHostAddress ipv6(QStringLiteral("fe80::1%2"));
    const QHostAddress first(QStringLiteral("192.168.1.1"));
    const QHostAddress second(QStringLiteral("10.1.1.1"));
    QSignalSpy changed(&world.finder, &ServerFinder::serverChanged);
    for (const QHostAddress &address : {ipv6, first, second})
        world.network.inject(beacon, address);
    world.network.deliver();
    QCOMPARE(world.finder.servers().size(), 1);
    QCOMPARE(world.finder.servers().first().addresses, (QList<QHostAddress>{first, second, ipv6}));
    QCOMPARE(changed.size(), 2);
    // Much later the same bytes are a recording: they add no address.
    world.clock.advance(sameBeaconMs + 1);
    world.network.inject(beacon, QHostAddress(strangerAddress));
    world.network.deliver();
    QCOMPARE(world.finder.servers().first().addresses.size(), 3);
    QCOMPARE(world.finder.dropped().replayed, 1u);
}

void TestServerFinder::foundOverBadNetwork_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestServerFinder::foundOverBadNetwork()
{
    QFETCH(quint32, seed);
    ServerWorld world(seed);
    world.network.lossPercent = 30;
    world.network.doublePercent = 30;
    world.network.shuffles = true;
    QSignalSpy found(&world.finder, &ServerFinder::serverFound);
    world.startServer();
    world.finder.start();
    world.run(20'000);
    QCOMPARE(found.size(), 1);
    QCOMPARE(world.finder.servers().size(), 1);
    QCOMPARE(world.finder.dropped().forged, 0u);
}

void TestServerFinder::knownEndpointIsAsked()
{
    ServerWorld world;
    world.finder.setKnownEndpoints({{QHostAddress(serverAddress), 7665}, {QHostAddress(strangerAddress), 7666}});
    world.finder.start();
    QSet<QString> asked;
    for (const FakePacket &packet : std::as_const(world.network.sent)) {
        if (!packet.to.isNull())
            asked += packet.to.toString() + QLatin1Char(' ') + QString::number(packet.port);
    }
    QCOMPARE(asked, (QSet<QString>{QStringLiteral("10.0.0.1 7665"), QStringLiteral("10.0.0.66 7666")}));
}

void TestServerFinder::overtakenBeaconTellsNothing()
{
    ServerWorld world;
    world.finder.start();
    Beacon beacon = beaconOf('s', 5);
    beacon.userCount = 50;
    world.network.inject(signedBeacon(beacon, secretKeyFrom('s')), QHostAddress(serverAddress));
    beacon.sequence = 4;
    beacon.userCount = 40;
    world.network.inject(signedBeacon(beacon, secretKeyFrom('s')), QHostAddress(serverAddress));
    world.network.deliver();
    QCOMPARE(world.finder.servers().first().userCount, 50u);
    beacon.sequence = 6;
    beacon.userCount = 60;
    world.network.inject(signedBeacon(beacon, secretKeyFrom('s')), QHostAddress(serverAddress));
    world.network.deliver();
    QCOMPARE(world.finder.servers().first().userCount, 60u);
}

QTEST_GUILESS_MAIN(TestServerFinder)
#include "tst_server_finder.moc"
