// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bars 6 and 9, and promise 4: the network cuts at every byte, swallows everything for two minutes, delays, slices and
// resets; the product's client and the product's server between them lose nothing and double nothing.
#include "tests/support/chaos_proxy.h"
#include "tests/support/load_client.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/trial_form.h"
#include "tests/support/trial_session.h"
#include "tests/support/wire_frames.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

class BadNetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void cutAtEveryByte_data();
    void cutAtEveryByte();
    void convergesOverABadLine_data();
    void convergesOverABadLine();
    void blackHoledRecipientGetsEverythingOnce();

private:
    static bool spin(const std::function<bool()> &condition, int patienceMs = 20'000);

    const quint32 m_seed = trialSeed(20260306);
    SeededRandom m_random{m_seed};
    SystemRandomSource m_serverRandom;
    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    TrialCast m_cast;
    std::unique_ptr<TrialServer> m_server;
    std::unique_ptr<ChaosProxy> m_proxy;
};

/// As QTest::qWaitFor, without its pauses of 10 ms: thousands of short waits.
bool BadNetworkTest::spin(const std::function<bool()> &condition, int patienceMs)
{
    QDeadlineTimer deadline(patienceMs);
    while (!condition() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
    return condition();
}

void BadNetworkTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_cast = makeCast(m_folder->path(), 7, m_random);
    m_server = std::make_unique<TrialServer>(m_folder->path(), m_clock, m_serverRandom);
    QCOMPARE(m_server->start(), QString());
    m_proxy = std::make_unique<ChaosProxy>(m_server->port(), m_seed);
}

void BadNetworkTest::cleanup()
{
    m_proxy.reset();
    m_server.reset();
}

void BadNetworkTest::cutAtEveryByte_data()
{
    QTest::addColumn<ChaosPlan::Direction>("direction");
    QTest::addColumn<ChaosPlan::Cut>("cut");
    using Direction = ChaosPlan::Direction;
    using Cut = ChaosPlan::Cut;
    QTest::newRow("to the server, closed") << Direction::ToServer << Cut::Close;
    QTest::newRow("to the client, closed") << Direction::ToClient << Cut::Close;
    QTest::newRow("to the server, reset") << Direction::ToServer << Cut::Reset;
    QTest::newRow("to the client, reset") << Direction::ToClient << Cut::Reset;
}

void BadNetworkTest::cutAtEveryByte()
{
    QFETCH(ChaosPlan::Direction, direction);
    QFETCH(ChaosPlan::Cut, cut);
    const qint64 stride = shortOrLong<qint64>(9, 1);
    TrialSession session(m_cast.people.first(), m_proxy->port(), m_clock, m_random, TrialSession::Reconnect::AtOnce);
    QVERIFY(session.open());
    session.start();
    QVERIFY(spin([&] { return session.isOnline(); }));
    QList<QByteArray> said;
    const auto say = [&] {
        said.append("message " + QByteArray::number(said.size()));
        QVERIFY(session->outbox().send(m_cast.ownGroups.first(), QString::fromUtf8(said.last())).isOk());
    };
    // Sign-in, sync, a message and its acknowledgement over a whole connection: that many bytes there are to cut at.
    const auto talkOnce = [&] {
        session->link().drop(Error(ErrorCode::Disconnected));
        say();
        return spin([&] { return session.isOnline() && session->outbox().size() == 0; });
    };
    QVERIFY(talkOnce());
    const qint64 bytes = m_proxy->lastBytes(direction);
    QVERIFY(bytes > 500);
    int cuts = 0;
    for (qint64 at = 0; at <= bytes; at += stride) {
        const QByteArray where = "cut at byte " + QByteArray::number(at) + ", seed " + QByteArray::number(m_seed);
        ChaosPlan plan;
        plan.cutDirection = direction;
        plan.cutAfterBytes = at;
        plan.cut = cut;
        m_proxy->setPlan(plan);
        const int cutsBefore = m_proxy->cuts();
        const int connectionsBefore = m_proxy->connections();
        session->link().drop(Error(ErrorCode::Disconnected));
        say();
        QVERIFY2(spin([&] {
                     return m_proxy->cuts() > cutsBefore
                         || (m_proxy->connections() > connectionsBefore && session.isOnline()
                             && session->outbox().size() == 0);
                 }),
                 where);
        cuts += m_proxy->cuts() - cutsBefore;
        m_proxy->setPlan({});
        QVERIFY2(spin([&] { return session.isOnline() && session->outbox().size() == 0; }), where);
        m_clock.advance(1'000); // the rate of messages is not what is tested here
    }
    bool isWhole = false;
    QCOMPARE(session.texts(m_cast.ownGroups.first(), &isWhole), said);
    QVERIFY(isWhole);
    session->stop();
    QCOMPARE(m_server->stop(), QString());
    QString problem;
    QList<QByteArray> stored;
    for (const StoredEvent &event : storedEvents(m_folder->path(), &problem)) {
        if (event.conversation == m_cast.ownGroups.first().value && !event.text.isEmpty() && event.seq > 1)
            stored.append(event.text);
    }
    QCOMPARE(problem, QString());
    QCOMPARE(stored, said);
    qInfo("%d cuts in %lld bytes, %lld messages, seed %u", cuts, qlonglong(bytes), qlonglong(said.size()), m_seed);
}

void BadNetworkTest::convergesOverABadLine_data()
{
    QTest::addColumn<ChaosPlan>("plan");
    ChaosPlan slow;
    slow.latencyMs = 20;
    slow.jitterMs = 30;
    QTest::newRow("latency and jitter") << slow;
    ChaosPlan narrow;
    narrow.bytesPerSecond = 60'000;
    narrow.sliceBytes = 500;
    QTest::newRow("narrow") << narrow;
    ChaosPlan sliced;
    sliced.sliceBytes = 1;
    QTest::newRow("single bytes") << sliced;
    ChaosPlan broken;
    broken.cutAfterBytes = 6'000;
    broken.cut = ChaosPlan::Cut::Reset;
    broken.cutDirection = ChaosPlan::Direction::ToClient;
    QTest::newRow("each connection is reset after 6,000 bytes") << broken;
}

void BadNetworkTest::convergesOverABadLine()
{
    QFETCH(ChaosPlan, plan);
    const int messages = shortOrLong(60, 1'000);
    m_proxy->setPlan(plan);
    TrialSession session(m_cast.people.first(), m_proxy->port(), m_clock, m_random, TrialSession::Reconnect::AtOnce);
    QVERIFY(session.open());
    session.start();
    // A device that has nothing of a conversation yet takes its end only; this one has its beginning.
    QVERIFY(spin([&] { return session.isOnline() && session->log().has(m_cast.group, 1); }));
    LoadClient other(m_cast.people.at(1), m_clock, m_random);
    other.start(m_server->port());
    for (int i = 0; i < messages; ++i) {
        QVERIFY(session->outbox().send(m_cast.group, QStringLiteral("mine %1").arg(i)).isOk());
        other.say(m_cast.group, "theirs " + QByteArray::number(i));
    }
    QDeadlineTimer deadline(60'000);
    while ((session->outbox().size() > 0 || !other.isIdle()) && !deadline.hasExpired()) {
        QVERIFY(spin([&, before = session->outbox().size()] {
            return session->outbox().size() != before || (session->outbox().size() == 0 && other.isIdle());
        }));
        m_clock.advance(20);
    }
    m_proxy->setPlan({}); // the line is good again
    const auto seen = [&] {
        bool isWhole = false;
        const QList<QByteArray> texts = session.texts(m_cast.group, &isWhole);
        return isWhole ? texts.size() : 0;
    };
    // A connection that the plan still holds is let go, so that what was lost with the last one is asked for.
    m_proxy->cutAll(ChaosPlan::Cut::Close);
    QTRY_COMPARE_WITH_TIMEOUT(seen(), messages * 2, 20'000);
    QList<QByteArray> mine = session.texts(m_cast.group);
    mine.removeIf([](const QByteArray &text) { return !text.startsWith("mine "); });
    for (int i = 0; i < messages; ++i)
        QCOMPARE(mine.at(i), "mine " + QByteArray::number(i));
    other.stop();
    session->stop();
}

void BadNetworkTest::blackHoledRecipientGetsEverythingOnce()
{
    constexpr int senders = 5;
    constexpr int messagesEach = 200;
    constexpr qint64 shownOnlineAtMostMs = 55'000;
    TrialSession recipient(m_cast.people.first(), m_proxy->port(), m_clock, m_random, TrialSession::Reconnect::AtOnce);
    QVERIFY(recipient.open());
    recipient.start();
    QTRY_VERIFY_WITH_TIMEOUT(recipient.isOnline(), 20'000);
    TrialSession watcher(m_cast.people.at(6), m_server->port(), m_clock, m_random, TrialSession::Reconnect::AtOnce);
    QVERIFY(watcher.open());
    watcher.start();
    const UserId gone = m_cast.people.first().id;
    const auto shown = [&] { return watcher->roster().person(gone).presence; };
    QTRY_COMPARE_WITH_TIMEOUT(shown(), wire::PRESENCE_ONLINE, 20'000);

    m_proxy->setBlackHole(true);
    std::vector<std::unique_ptr<LoadClient>> clients;
    for (int i = 0; i < senders; ++i) {
        clients.push_back(std::make_unique<LoadClient>(m_cast.people.at(1 + i), m_clock, m_random));
        clients.back()->start(m_server->port());
        for (int number = 0; number < messagesEach; ++number)
            clients.back()->say(m_cast.group,
                                clients.back()->person().name.toUtf8() + ' ' + QByteArray::number(number));
    }
    const auto isSaid = [&] {
        return std::all_of(clients.begin(), clients.end(), [](const auto &client) { return client->isIdle(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(), 60'000);
    // 120 s pass. Everybody else is alive; the server gives up the silent one in time.
    qint64 offlineAfterMs = -1;
    for (qint64 passed = 0; passed < 120'000; passed += 5'000) {
        m_clock.advance(5'000);
        int pongs = 0;
        for (const auto &client : clients)
            client->request(pingFrame(), [&pongs](const Result<wire::Frame> &) { ++pongs; });
        watcher->link().tick();
        recipient->link().tick();
        QTRY_COMPARE_WITH_TIMEOUT(pongs, senders, 10'000);
        if (offlineAfterMs < 0 && passed + 5'000 >= shownOnlineAtMostMs) {
            // The server looks once a second of its own time.
            QTRY_COMPARE_WITH_TIMEOUT(shown(), wire::PRESENCE_OFFLINE, 10'000);
            offlineAfterMs = passed + 5'000;
        }
    }
    QVERIFY(watcher.isOnline());
    m_proxy->setBlackHole(false);
    const auto seen = [&] {
        recipient->link().tick();
        bool isWhole = false;
        const qsizetype count = recipient.texts(m_cast.group, &isWhole).size();
        return isWhole ? count : 0;
    };
    QTRY_COMPARE_WITH_TIMEOUT(seen(), senders * messagesEach, 30'000);
    QHash<QByteArray, int> next;
    for (const QByteArray &text : recipient.texts(m_cast.group)) {
        const QList<QByteArray> parts = text.split(' ');
        QCOMPARE(parts.at(1).toInt(), next[parts.at(0)]++);
    }
    for (const auto &client : clients)
        client->stop();
    qInfo("%d messages, shown offline %lld s after the line was gone, seed %u", senders * messagesEach,
          qlonglong(offlineAfterMs / 1'000), m_seed);
}

QTEST_GUILESS_MAIN(BadNetworkTest)
#include "tst_bad_network.moc"
