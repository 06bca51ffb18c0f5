// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// When a server speaks, and how much it answers.
#include "tests/support/server_world.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::presence;

class TestServerAnnouncer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }

    void beaconTimes();
    void quickBeaconsAfterInterfaceChange();
    void answersAreLimited();
    void answerIsNeverLarger();
    void stoppedSaysNothing();
    void nonceOutlivesQuickBeacons();
};

void TestServerAnnouncer::beaconTimes()
{
    ServerWorld world;
    QList<qint64> times;
    connect(&world.clientChannel, &DatagramChannel::received, this, [&] { times += world.clock.monotonicMs(); });
    const qint64 startMs = world.clock.monotonicMs();
    world.startServer();
    world.run(60'000);
    disconnect(&world.clientChannel, nullptr, this, nullptr);
    QVERIFY(times.size() >= 3 + 10 && times.size() <= 3 + 14);
    QCOMPARE(times[0] - startMs, 0);
    QCOMPARE(times[1] - startMs, 300);
    QCOMPARE(times[2] - startMs, 900);
    QSet<qint64> intervals;
    for (qsizetype i = 3; i < times.size(); ++i) {
        const qint64 intervalMs = times[i] - times[i - 1];
        QVERIFY(intervalMs >= 4'500 && intervalMs <= 5'550);
        intervals += intervalMs;
    }
    QVERIFY(intervals.size() > 3); // it drifts
}

void TestServerAnnouncer::quickBeaconsAfterInterfaceChange()
{
    ServerWorld world;
    world.startServer();
    world.run(7'000);
    const int before = world.broadcastsBy(serverAddress);
    Q_EMIT world.serverChannel.interfacesChanged();
    world.run(1'000);
    QCOMPARE(world.broadcastsBy(serverAddress), before + 3);
}

void TestServerAnnouncer::answersAreLimited()
{
    ServerWorld world;
    world.startServer();
    world.run(1'000);
    world.network.sent.clear();
    for (int count = 0; count < 1'000; ++count)
        world.network.inject(encode(Probe{Nonce(world.random.bytes(8))}), QHostAddress(strangerAddress));
    world.network.deliver();
    QCOMPARE(world.sentBy(serverAddress).size(), answersPerSourcePerSecond);
    QCOMPARE(world.announcer->dropped().limited, quint64(1'000 - answersPerSourcePerSecond));
}

void TestServerAnnouncer::answerIsNeverLarger()
{
    ServerWorld world;
    AnnouncerSettings settings{secretKeyFrom('s'), QString(500, QLatin1Char('n')), 7665, {}, 0};
    ServerAnnouncer announcer(settings, world.serverChannel, world.clock, world.random);
    announcer.start();
    world.network.sent.clear();
    const QByteArray probe = encode(Probe{Nonce(world.random.bytes(8))});
    world.network.inject(probe, QHostAddress(strangerAddress));
    world.network.inject(probe.chopped(1), QHostAddress(strangerAddress));
    world.network.deliver();
    const QList<QByteArray> answers = world.sentBy(serverAddress);
    QCOMPARE(answers.size(), 1);
    QVERIFY(answers.first().size() <= probe.size());
    QVERIFY(decodeDatagram(answers.first()).isOk());
}

void TestServerAnnouncer::stoppedSaysNothing()
{
    ServerWorld world;
    world.startServer();
    world.run(2'000);
    world.announcer->stop();
    world.network.sent.clear();
    world.network.inject(encode(Probe()), QHostAddress(clientAddress));
    Q_EMIT world.serverChannel.interfacesChanged();
    world.run(20'000);
    QCOMPARE(world.sentBy(serverAddress).size(), 0);
}

void TestServerAnnouncer::nonceOutlivesQuickBeacons()
{
    // Neither quick beacons nor answers to probes push out the nonces clients still echo.
    ServerWorld world;
    world.startServer();
    world.run(1'000);
    world.network.inject(encode(Probe{Nonce(world.random.bytes(8))}), QHostAddress(strangerAddress));
    world.run(11'500);
    QList<Nonce> nonces;
    for (const QByteArray &bytes : world.sentBy(serverAddress))
        nonces += std::get<Beacon>(*decodeDatagram(bytes)).nonce;
    QVERIFY(nonces.size() >= 6);
    for (qsizetype index = 1; index < 4; ++index)
        QVERIFY(nonces.at(index) == nonces.first());
    QVERIFY(nonces.at(4) != nonces.first());
    QVERIFY(nonces.at(5) != nonces.at(4));
}

QTEST_GUILESS_MAIN(TestServerAnnouncer)
#include "tst_server_announcer.moc"
