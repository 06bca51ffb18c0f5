// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What clients tell each other, how often, and what they believe.
#include "tests/support/people_world.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::presence;

namespace {

bool contains(const QSignalSpy &spy, UserId user)
{
    return std::any_of(spy.begin(), spy.end(),
                       [user](const QList<QVariant> &arguments) { return arguments.first().value<UserId>() == user; });
}

} // namespace

class TestPeerHeartbeat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }

    void peersHearEachOther();
    void peerSilent();
    void peerLeaves();
    void peerOfTwoDevices();
    void statusChangeAtOnce();
    void statusChangesAreLimited();
    void groupKeyRotation();
    void foreignGroupDropped();
    void peerReplayDoesNotRevive();
    void broadcastRate_data();
    void broadcastRate();
    void otherServersClientsIgnored();
    void earlierBootIsNeverRightAgain();
    void firstBroadcastIsSpread();
    void firstContactNeedsFreshNonce();
    void overtakenHeartbeatDoesNotRevive();
    void heardAtOnceAfterSignIn();
};

void TestPeerHeartbeat::peersHearEachOther()
{
    PeopleWorld world;
    Client &first = world.add(1);
    Client &second = world.add(2);
    QSignalSpy firstHears(&first.heartbeat, &PeerHeartbeat::peerHeard);
    QSignalSpy secondHears(&second.heartbeat, &PeerHeartbeat::peerHeard);
    world.run(17'000);
    QVERIFY(contains(firstHears, second.user));
    QVERIFY(contains(secondHears, first.user));
    QVERIFY(!contains(firstHears, first.user)); // its own come back, and are not its peer's
    QCOMPARE(firstHears.first().at(1).value<quint8>(), online);
}

void TestPeerHeartbeat::peerSilent()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    Client &other = world.add(2);
    world.run(17'000);
    QSignalSpy silent(&watcher.heartbeat, &PeerHeartbeat::peerSilent);
    QSignalSpy left(&watcher.heartbeat, &PeerHeartbeat::peerLeft);
    const UserId user = other.user;
    world.network.lossPercent = 100; // its byes are lost too
    world.remove(other);
    world.network.lossPercent = 0;
    world.run(28'000);
    QCOMPARE(silent.size(), 0);
    world.run(25'000);
    QCOMPARE(silent.size(), 1);
    QVERIFY(contains(silent, user));
    QCOMPARE(left.size(), 0);
    world.run(200'000);
    QCOMPARE(silent.size(), 1);
}

void TestPeerHeartbeat::peerLeaves()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    Client &other = world.add(2);
    world.run(17'000);
    QSignalSpy silent(&watcher.heartbeat, &PeerHeartbeat::peerSilent);
    QSignalSpy left(&watcher.heartbeat, &PeerHeartbeat::peerLeft);
    other.heartbeat.stop();
    world.run(1'000);
    QCOMPARE(left.size(), 1);
    QVERIFY(contains(left, other.user));
    world.run(200'000);
    QCOMPARE(silent.size(), 0);
    QCOMPARE(left.size(), 1);
}

void TestPeerHeartbeat::peerOfTwoDevices()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    Client &desktop = world.add(2, 0);
    Client &laptop = world.add(2, 1);
    world.run(17'000);
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    QSignalSpy left(&watcher.heartbeat, &PeerHeartbeat::peerLeft);
    laptop.heartbeat.setStatus(away);
    world.run(17'000);
    QVERIFY(heard.size() >= 2);
    for (const QList<QVariant> &arguments : std::as_const(heard))
        QCOMPARE(arguments.at(1).value<quint8>(), online); // the desktop still is
    desktop.heartbeat.stop();
    world.run(1'000);
    QCOMPARE(left.size(), 0);
    heard.clear();
    world.run(17'000);
    QCOMPARE(heard.last().at(1).value<quint8>(), away);
    laptop.heartbeat.stop();
    world.run(1'000);
    QCOMPARE(left.size(), 1);
}

void TestPeerHeartbeat::statusChangeAtOnce()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    Client &other = world.add(2);
    world.run(20'000);
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    other.heartbeat.setStatus(away);
    world.network.deliver();
    QCOMPARE(heard.size(), 1);
    QCOMPARE(heard.first().at(1).value<quint8>(), away);
}

void TestPeerHeartbeat::statusChangesAreLimited()
{
    PeopleWorld world;
    Client &client = world.add(1);
    world.run(20'000);
    world.network.sent.clear();
    for (int change = 0; change < 200; ++change) { // ten seconds of somebody playing with the menu
        client.heartbeat.setStatus(change % 2 ? online : away);
        world.run(50);
    }
    world.run(5'000);
    const QList<QByteArray> broadcasts = world.heartbeatsOf(client, Audience::Peers);
    QVERIFY(broadcasts.size() >= 3 && broadcasts.size() <= 4);
    QCOMPARE(std::get<Heartbeat>(*decodeDatagram(broadcasts.last())).status, online); // the last one chosen
}

void TestPeerHeartbeat::groupKeyRotation()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    Client &slow = world.add(2);
    world.run(17'000);
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    watcher.heartbeat.setGroupKey(keyOf('h'));
    world.run(30'000); // the other has not got the new key yet
    QVERIFY(heard.size() >= 1);
    QCOMPARE(watcher.heartbeat.dropped().forged, 0u);
    world.run(40'000); // now the time of the old key is over
    heard.clear();
    world.run(20'000);
    QCOMPARE(heard.size(), 0);
    QVERIFY(watcher.heartbeat.dropped().forged >= 1);
    slow.heartbeat.setGroupKey(keyOf('h'));
    world.run(20'000);
    QVERIFY(heard.size() >= 1);
}

void TestPeerHeartbeat::foreignGroupDropped()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    Client &other = world.add(2);
    world.run(17'000);
    auto heartbeat = std::get<Heartbeat>(*decodeDatagram(world.heartbeatsOf(other, Audience::Peers).last()));
    heartbeat.sequence += 10;
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    world.network.inject(taggedHeartbeat(heartbeat, keyOf('x')), stranger);
    world.network.deliver();
    QCOMPARE(heard.size(), 0);
    QCOMPARE(watcher.heartbeat.dropped().forged, 1u);
    heartbeat.sequence += 1;
    world.network.inject(taggedHeartbeat(heartbeat, keyOf('g')), stranger); // the counterpart: this one would count
    world.network.deliver();
    QCOMPARE(heard.size(), 1);
}

void TestPeerHeartbeat::peerReplayDoesNotRevive()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    Client &other = world.add(2);
    world.run(40'000);
    const QList<QByteArray> recorded = world.heartbeatsOf(other, Audience::Peers);
    other.heartbeat.stop();
    world.run(1'000);
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    for (int round = 0; round < 60; ++round) { // five minutes: through remembering and past forgetting
        for (const QByteArray &bytes : recorded)
            world.network.inject(bytes, stranger);
        world.run(5'000);
    }
    QCOMPARE(heard.size(), 0);
    QCOMPARE(watcher.heartbeat.dropped().replayed, quint64(60 * recorded.size()));
}

void TestPeerHeartbeat::broadcastRate_data()
{
    QTest::addColumn<int>("people");
    QTest::addColumn<qint64>("intervalMs");
    QTest::newRow("2") << 2 << qint64(15'000);
    QTest::newRow("150") << 150 << qint64(15'000);
    QTest::newRow("500") << 500 << qint64(50'000);
    QTest::newRow("5000") << 5'000 << qint64(500'000);
}

void TestPeerHeartbeat::broadcastRate()
{
    QFETCH(int, people);
    QFETCH(qint64, intervalMs);
    PeopleWorld world;
    Client client(world.network, world.clock, world.random, 1);
    client.heartbeat.setPeopleCount(quint32(people));
    QCOMPARE(client.heartbeat.broadcastIntervalMs(), intervalMs);
    client.heartbeat.start({world.announcer.serverId(), client.session, client.user, keyOf('k'), keyOf('g'), {}, 0},
                           online);
    // A thousand intervals: the mean keeps to the rule, and so the segment of all of them to ten per second.
    client.heartbeat.setPeopleCount(quint32(people));
    for (qint64 step = 0; step < 1'000 * 50; ++step) {
        world.clock.advance(intervalMs / 50);
        client.heartbeat.tick();
    }
    const qsizetype sent = world.heartbeatsOf(client, Audience::Peers).size();
    QVERIFY2(sent > 950 && sent < 1'050, qPrintable(QString::number(sent)));
    const double perSecond = double(people) * double(sent) / (1'000.0 * double(intervalMs) / 1'000.0);
    QVERIFY(perSecond <= broadcastsPerSecond * 1.05);
}

void TestPeerHeartbeat::otherServersClientsIgnored()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    world.run(2'000);
    Heartbeat heartbeat;
    heartbeat.server = ServerPrefix(QByteArray(8, 'o'));
    heartbeat.audience = Audience::Peers;
    heartbeat.sender = PeerId(QByteArray(8, 'p'));
    heartbeat.user = UserId(5);
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    world.network.inject(taggedHeartbeat(heartbeat, keyOf('g')), stranger);
    world.network.deliver();
    QCOMPARE(heard.size(), 0);
    QCOMPARE(watcher.heartbeat.dropped().forged, 0u); // not worth a look at the tag
}

void TestPeerHeartbeat::earlierBootIsNeverRightAgain()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    Client &other = world.add(2);
    world.run(17'000);
    auto heartbeat = std::get<Heartbeat>(*decodeDatagram(world.heartbeatsOf(other, Audience::Peers).last()));
    heartbeat.nonce = watcher.finder.servers().first().nonce;
    const BootId earlier = heartbeat.bootId;
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    heartbeat.bootId = BootId(QByteArray(8, 'n'));
    world.network.inject(taggedHeartbeat(heartbeat, keyOf('g')), stranger);
    world.network.deliver();
    QCOMPARE(heard.size(), 1);
    heartbeat.bootId = earlier;
    heartbeat.sequence += 10;
    world.network.inject(taggedHeartbeat(heartbeat, keyOf('g')), stranger);
    world.network.deliver();
    QCOMPARE(heard.size(), 1);
    QCOMPARE(watcher.heartbeat.dropped().replayed, 1u);
}

void TestPeerHeartbeat::firstBroadcastIsSpread()
{
    // 500 people come back at the same moment: a tenth of them are heard in each tenth of 50 s, about.
    PeopleWorld world;
    constexpr int people = 500;
    QList<int> perTenth(10, 0);
    for (int number = 0; number < people; ++number) {
        PeerHeartbeat heartbeat(world.serverChannel, world.clock, world.random);
        const qsizetype before = world.network.sent.size();
        FoundServer server;
        server.userCount = people;
        server.nonce = Nonce(QByteArray(8, 'n'));
        heartbeat.start({server.id, SessionId(1), UserId(1), keyOf('k'), keyOf('g'), {}, 0}, online);
        heartbeat.noteBeacon(server);
        int tenth = 0;
        for (; world.network.sent.size() == before; ++tenth) {
            world.clock.advance(5'000);
            heartbeat.tick();
        }
        ++perTenth[qBound(0, tenth - 1, 9)];
    }
    for (const int count : std::as_const(perTenth))
        QVERIFY2(count > 25 && count < 80, qPrintable(QString::number(count)));
}

void TestPeerHeartbeat::firstContactNeedsFreshNonce()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    world.run(2'000);
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    Heartbeat heartbeat;
    heartbeat.server = prefixOf(world.announcer.serverId());
    heartbeat.audience = Audience::Peers;
    heartbeat.sender = PeerId(QByteArray(8, 'p'));
    heartbeat.user = UserId(5);
    heartbeat.nonce = Nonce(QByteArray(8, 'o'));
    world.network.inject(taggedHeartbeat(heartbeat, keyOf('g')), stranger);
    world.network.deliver();
    QCOMPARE(heard.size(), 0);
    QCOMPARE(watcher.heartbeat.dropped().replayed, 1u);
    heartbeat.nonce = watcher.finder.servers().first().nonce;
    world.network.inject(taggedHeartbeat(heartbeat, keyOf('g')), stranger);
    world.network.deliver();
    QCOMPARE(heard.size(), 1);
}

void TestPeerHeartbeat::overtakenHeartbeatDoesNotRevive()
{
    PeopleWorld world;
    Client &watcher = world.add(1);
    Client &other = world.add(2);
    world.run(17'000);
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    QSignalSpy left(&watcher.heartbeat, &PeerHeartbeat::peerLeft);
    // Cut the next heartbeat out of the air, and let it come after the bye.
    world.network.lossPercent = 100;
    world.network.sent.clear();
    other.heartbeat.setStatus(away);
    const QList<QByteArray> held = world.heartbeatsOf(other, Audience::Peers);
    QCOMPARE(held.size(), 1);
    world.network.lossPercent = 0;
    other.heartbeat.stop();
    world.network.deliver();
    QCOMPARE(left.size(), 1);
    world.network.inject(held.first(), stranger);
    world.network.deliver();
    QCOMPARE(heard.size(), 0);
}

void TestPeerHeartbeat::heardAtOnceAfterSignIn()
{
    // The first broadcast waits for a beacon's nonce: without it no peer would believe it, until the next one.
    PeopleWorld world;
    Client &watcher = world.add(1);
    world.run(20'000);
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    Client &other = world.add(2);
    world.run(500);
    QVERIFY(contains(heard, other.user));
    QCOMPARE(watcher.heartbeat.dropped().replayed, 0u);
}

QTEST_GUILESS_MAIN(TestPeerHeartbeat)
#include "tst_peer_heartbeat.moc"
