// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bars 26 and 27 over real sockets: a server and its clients on a segment that loses 30 %, doubles, reorders and
// damages datagrams. And the segment itself: the same seed gives the same fates.
#include "common/presence/datagram_crypto.h"
#include "common/presence/peer_heartbeat.h"
#include "common/presence/server_announcer.h"
#include "tests/support/manual_clock.h"
#include "tests/support/trial_form.h"
#include "tests/support/udp_chaos_proxy.h"

#include <QtCore/QCoreApplication>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <sodium.h>

using namespace rookery;
using namespace rookery::presence;
using namespace rookery::test;

namespace {

const DatagramPlan badPlan{30, 20, 20, 3, 5, 5, 200, 500};

QByteArray keyOf(char seed)
{
    return QByteArray(keyBytes, seed);
}

QByteArray serverSecret()
{
    const QByteArray seed(crypto_sign_SEEDBYTES, 's');
    QByteArray secret(secretKeyBytes, '\0');
    PublicKey publicKey;
    crypto_sign_seed_keypair(publicKey.data(), reinterpret_cast<unsigned char *>(secret.data()),
                             reinterpret_cast<const unsigned char *>(seed.constData()));
    return secret;
}

/// Somebody signed in.
struct Client {
    Client(UdpChaosProxy &proxy, const Clock &clock, RandomSource &random, quint64 number)
        : user(number), session(100 + number), channel(proxy), finder(channel, clock, random),
          heartbeat(channel, clock, random)
    {
        QObject::connect(&finder, &ServerFinder::beaconHeard, &heartbeat, &PeerHeartbeat::noteBeacon);
        QObject::connect(&channel, &DatagramChannel::received, &channel,
                         [this](const QByteArray &bytes) { received.append(bytes); });
    }

    UserId user;
    SessionId session;
    ChaosChannel channel;
    ServerFinder finder;
    PeerHeartbeat heartbeat;
    QList<QByteArray> received;
};

/// A server and clients on one segment, and a clock of the test's own.
struct Segment {
    explicit Segment(quint32 seed) : random(seed), proxy(clock, seed) {}

    Client &add(quint64 number)
    {
        clients.push_back(std::make_unique<Client>(proxy, clock, random, number));
        Client &client = *clients.back();
        announcer.addSession(client.session, client.user, keyOf(char(number)));
        client.finder.setPinnedServers({announcer.serverId()});
        client.finder.start();
        client.heartbeat.start({announcer.serverId(), client.session, client.user, keyOf(char(number)), keyOf('g'),
                                QHostAddress(QHostAddress::LocalHost), 0},
                               1);
        return client;
    }
    void run(qint64 ms)
    {
        constexpr int stepMs = 50;
        for (qint64 passed = 0; passed < ms; passed += stepMs) {
            clock.advance(stepMs);
            announcer.tick();
            for (const auto &client : clients) {
                client->finder.tick();
                client->heartbeat.tick();
            }
            // What was sent is at the proxy, then at its receivers, then what those answer.
            for (int round = 0; round < 4; ++round) {
                QCoreApplication::processEvents();
                proxy.tick();
            }
        }
    }

    ManualClock clock;
    SeededRandom random;
    UdpChaosProxy proxy;
    ChaosChannel serverChannel{proxy};
    ServerAnnouncer announcer{{serverSecret(), QStringLiteral("Office"), 7665,
                               [this] { return quint32(clients.size()); }, 0},
                              serverChannel,
                              clock,
                              random};
    std::vector<std::unique_ptr<Client>> clients;
};

} // namespace

class TestUdpChaos : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sameSeedSameFate();
    void fatesAreAsFrequentAsPlanned();
    void withoutAPlanEverythingArrivesInOrder();
    void serverIsFoundAndStaysFound();
    void peopleStayHeard();
    void repeatedAndDamagedDatagramsAreDropped();
};

void TestUdpChaos::initTestCase()
{
    QVERIFY(sodium_init() >= 0);
    qInfo("seed %u", trialSeed(20'261'125));
}

void TestUdpChaos::sameSeedSameFate()
{
    const auto fates = [](quint32 seed) {
        DatagramChaos chaos(seed);
        DatagramTally tally;
        QList<QList<DatagramPiece>> result;
        for (int i = 0; i < 500; ++i)
            result.append(chaos.decide(badPlan, QByteArray(1 + i % 300, char(i)), tally));
        return result;
    };
    const auto first = fates(7);
    QCOMPARE(fates(7), first);
    QVERIFY(fates(8) != first);
}

void TestUdpChaos::fatesAreAsFrequentAsPlanned()
{
    DatagramChaos chaos(trialSeed(20'261'125));
    DatagramTally tally;
    const QByteArray datagram(200, 'd');
    quint64 copies = 0;
    quint64 damaged = 0;
    for (int i = 0; i < 20'000; ++i) {
        const QList<DatagramPiece> pieces = chaos.decide(badPlan, datagram, tally);
        copies += quint64(pieces.size());
        for (const DatagramPiece &piece : pieces) {
            QVERIFY(piece.bytes.size() <= datagram.size());
            QVERIFY(piece.delayMs >= 5 && piece.delayMs <= 5 + 200 + 500);
            damaged += piece.bytes != datagram;
        }
    }
    QCOMPARE(tally.sent, quint64(20'000));
    QVERIFY(tally.lost > 5'700 && tally.lost < 6'300);
    QVERIFY(tally.duplicated > 2'600 && tally.duplicated < 3'000); // 20 % of what is not lost
    QCOMPARE(copies, tally.sent - tally.lost + tally.duplicated);
    QVERIFY(damaged > copies * 7 / 100 && damaged < copies * 9 / 100);
}

void TestUdpChaos::withoutAPlanEverythingArrivesInOrder()
{
    const ManualClock clock;
    UdpChaosProxy proxy(clock, 1);
    ChaosChannel first(proxy);
    ChaosChannel second(proxy);
    QList<QByteArray> heard;
    QList<quint16> from;
    connect(&second, &DatagramChannel::received, this, [&](const QByteArray &bytes, const Sender &sender) {
        heard.append(bytes);
        from.append(sender.port);
    });
    QSignalSpy own(&first, &DatagramChannel::received);
    first.broadcast("to all");
    first.sendTo("to you", QHostAddress(QHostAddress::LocalHost), second.instancePort());
    const QList<QByteArray> expected{"to all", "to you"};
    QTRY_COMPARE(heard, expected);
    QCOMPARE(from, QList<quint16>(2, first.instancePort())); // an answer would find its way
    QTRY_COMPARE(own.size(), 1);                             // one's own broadcast comes back
}

void TestUdpChaos::serverIsFoundAndStaysFound()
{
    Segment segment(trialSeed(20'261'125));
    segment.proxy.setPlan(badPlan);
    segment.announcer.start();
    std::vector<std::unique_ptr<QSignalSpy>> found;
    std::vector<std::unique_ptr<QSignalSpy>> lost;
    for (quint64 number = 1; number <= 8; ++number) {
        Client &client = segment.add(number);
        found.push_back(std::make_unique<QSignalSpy>(&client.finder, &ServerFinder::serverFound));
        lost.push_back(std::make_unique<QSignalSpy>(&client.finder, &ServerFinder::serverLost));
    }
    segment.run(3'000);
    for (const auto &spy : found)
        QCOMPARE(spy->size(), 1);
    const qint64 watchedMs = shortOrLong(600'000, 3'600'000);
    segment.run(watchedMs);
    int flaps = 0;
    for (const auto &spy : lost)
        flaps += int(spy->size());
    // Everything said within 20 s is lost at times, however often it is asked: at most once an hour and client.
    const qint64 clientHours = qMax<qint64>(1, qint64(lost.size()) * watchedMs / 3'600'000);
    qInfo("%d flaps in %lld hours of clients", flaps, qlonglong(clientHours));
    QVERIFY(flaps <= clientHours);
    for (const auto &client : segment.clients)
        QVERIFY(client->finder.servers().size() <= 1); // none was invented by a damaged beacon
}

void TestUdpChaos::peopleStayHeard()
{
    Segment segment(trialSeed(20'261'125));
    segment.proxy.setPlan(badPlan);
    segment.announcer.start();
    for (quint64 number = 1; number <= 6; ++number)
        segment.add(number);
    segment.run(120'000);
    Client &watcher = *segment.clients.front();
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    QSignalSpy silent(&watcher.heartbeat, &PeerHeartbeat::peerSilent);
    QSignalSpy left(&watcher.heartbeat, &PeerHeartbeat::peerLeft);
    QSignalSpy serverHeard(&segment.announcer, &ServerAnnouncer::heard);
    QSignalSpy serverSilent(&segment.announcer, &ServerAnnouncer::silent);
    segment.run(shortOrLong(600'000, 3'600'000));
    QVERIFY(heard.size() > 5 * 20);
    QVERIFY(serverHeard.size() > 6 * 60);
    QVERIFY(left.isEmpty()); // nobody says bye for somebody else
    qInfo("peers: %lld heard, %lld silent; server: %lld heard, %lld silent", qlonglong(heard.size()),
          qlonglong(silent.size()), qlonglong(serverHeard.size()), qlonglong(serverSilent.size()));
    // Three heartbeats in a row are lost with 2.7 %: a hint, after which the server asks over TCP.
    QVERIFY(silent.size() * 100 < heard.size() * 6);
    QVERIFY(serverSilent.size() * 100 < serverHeard.size() * 6);
}

void TestUdpChaos::repeatedAndDamagedDatagramsAreDropped()
{
    Segment segment(trialSeed(20'261'125));
    segment.announcer.start();
    Client &watcher = segment.add(1);
    Client &other = segment.add(2);
    segment.run(60'000);
    const ServerId id = segment.announcer.serverId();
    QVERIFY(watcher.finder.server(id));
    const DropCounters finderBefore = watcher.finder.dropped();
    const DropCounters peerBefore = watcher.heartbeat.dropped();
    QCOMPARE(finderBefore.forged + finderBefore.malformed + peerBefore.forged + peerBefore.malformed, quint64(0));
    const QList<QByteArray> recorded = watcher.received;
    QVERIFY(recorded.size() > 12);
    other.heartbeat.stop();
    segment.run(1'000);
    QSignalSpy heard(&watcher.heartbeat, &PeerHeartbeat::peerHeard);
    QSignalSpy changed(&watcher.finder, &ServerFinder::serverChanged);
    quint64 beacons = 0;
    quint64 heartbeats = 0;
    for (const QByteArray &bytes : recorded) {
        beacons += peekType(bytes) == DatagramType::Beacon;
        const Result<Datagram> datagram = decodeDatagram(bytes);
        const auto *heartbeat = datagram ? std::get_if<Heartbeat>(&*datagram) : nullptr;
        heartbeats += heartbeat && heartbeat->user == other.user;
        segment.proxy.inject(bytes, other.channel.instancePort(), watcher.channel.ownPort());
        QByteArray damaged = bytes;
        damaged[damaged.size() - 1] = char(damaged.back() ^ 1); // of the signature or the tag
        segment.proxy.inject(damaged, other.channel.instancePort(), watcher.channel.ownPort());
        QByteArray cut = bytes.chopped(1);
        segment.proxy.inject(cut, other.channel.instancePort(), watcher.channel.ownPort());
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
    }
    QVERIFY(beacons >= 10 && heartbeats >= 3);
    QVERIFY(heard.isEmpty());
    QVERIFY(changed.isEmpty());
    const DropCounters finder = watcher.finder.dropped();
    const DropCounters peer = watcher.heartbeat.dropped();
    QVERIFY(finder.replayed - finderBefore.replayed >= beacons);
    QCOMPARE(finder.malformed - finderBefore.malformed, beacons);
    QVERIFY(peer.replayed - peerBefore.replayed >= heartbeats);
    QVERIFY(peer.forged - peerBefore.forged >= heartbeats);
    QVERIFY(peer.malformed - peerBefore.malformed >= heartbeats);
}

QTEST_GUILESS_MAIN(TestUdpChaos)
#include "tst_udp_chaos.moc"
