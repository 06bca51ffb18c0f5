// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bar 10: each push to the product's client in turn is dropped, doubled or swapped with the next; the client has
// everything once and in order within 2 s.
#include "common/net/framed_stream.h"
#include "tests/support/load_client.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/sqlite_fault_vfs.h"
#include "tests/support/trial_form.h"
#include "tests/support/trial_session.h"
#include "tests/support/wire_frames.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::test;

namespace {

enum class Mischief { Drop, Double, Swap };

struct MischiefPlan {
    Mischief kind = Mischief::Drop;
    int which = 0; ///< The first push of events is 1.
    int seen = 0;
};

/// A real connection that is not honest about the pushes that come over it.
class MischievousTransport final : public Transport {
    Q_OBJECT
public:
    MischievousTransport(quint16 port, MischiefPlan &plan) : m_plan(plan)
    {
        connect(&m_stream, &Transport::opened, this, &Transport::opened);
        connect(&m_stream, &Transport::closed, this, &Transport::closed);
        connect(&m_stream, &Transport::received, this, &MischievousTransport::onReceived);
        m_stream.connectTo(QStringLiteral("127.0.0.1"), port, {}, 10'000);
    }

    using Transport::send;
    void send(const QByteArray &encodedFrame, Delivery delivery) override { m_stream.send(encodedFrame, delivery); }
    void setMaxFrameBytes(qsizetype bytes) override { m_stream.setMaxFrameBytes(bytes); }
    void close() override { m_stream.close(); }
    void abort(const Error &reason) override { m_stream.abort(reason); }
    bool isOpen() const override { return m_stream.isOpen(); }
    QHostAddress peerAddress() const override { return m_stream.peerAddress(); }
    QByteArray peerPin() const override { return m_stream.peerPin(); }

private:
    void onReceived(const wire::Frame &frame)
    {
        const bool isChosen = frame.has_events() && ++m_plan.seen == m_plan.which;
        if (!isChosen) {
            Q_EMIT received(frame);
            if (m_held && frame.has_events())
                Q_EMIT received(*std::exchange(m_held, std::nullopt));
            return;
        }
        switch (m_plan.kind) {
        case Mischief::Drop:
            break;
        case Mischief::Double:
            Q_EMIT received(frame);
            Q_EMIT received(frame);
            break;
        case Mischief::Swap:
            m_held = frame; // after the next one, or never, when it is the last
            break;
        }
    }

    FramedStream m_stream{limits::frameBytes};
    MischiefPlan &m_plan;
    std::optional<wire::Frame> m_held;
};

} // namespace

class PushesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void convergesWhateverHappensToOnePush_data();
    void convergesWhateverHappensToOnePush();

private:
    const quint32 m_seed = trialSeed(20260310);
    SeededRandom m_random{m_seed};
    SystemRandomSource m_serverRandom;
};

void PushesTest::convergesWhateverHappensToOnePush_data()
{
    QTest::addColumn<Mischief>("kind");
    QTest::newRow("dropped") << Mischief::Drop;
    QTest::newRow("doubled") << Mischief::Double;
    QTest::newRow("swapped with the next") << Mischief::Swap;
}

void PushesTest::convergesWhateverHappensToOnePush()
{
    QFETCH(Mischief, kind);
    constexpr int convergesWithinMs = 2'000; // the bar
    const int rounds = shortOrLong(60, 5'000);
    constexpr int pushes = 3; // the first, one in the middle and the last of a burst, in turn
    SqliteFaultVfs::instance().setSyncing(SqliteFaultVfs::Syncing::Pretended);
    QTemporaryDir folder;
    ManualClock clock;
    const TrialCast cast = makeCast(folder.path(), 2, m_random);
    TrialServer server(folder.path(), clock, m_serverRandom);
    QCOMPARE(server.start(), QString());
    MischiefPlan plan{kind, 0, 0};
    TrialSession session(cast.people.first(), server.port(), clock, m_random, TrialSession::Reconnect::AtOnce);
    session->link().setTransportFactory([&] { return std::make_unique<MischievousTransport>(server.port(), plan); });
    QVERIFY(session.open());
    session.start();
    LoadClient sender(cast.people.at(1), clock, m_random);
    sender.start(server.port());
    QTRY_VERIFY(session.isOnline() && session->log().has(cast.group, 1) && sender.isSignedIn());
    QList<QByteArray> said;
    for (int round = 0; round < rounds; ++round) {
        const QByteArray where = QStringLiteral("round %1, seed %2").arg(round).arg(m_seed).toUtf8();
        plan.which = plan.seen + 1 + round % pushes;
        const int seenBefore = plan.seen;
        for (int i = 0; i < pushes; ++i) {
            said.append(QByteArray::number(said.size()));
            sender.say(cast.group, said.last());
        }
        QTRY_VERIFY2(plan.seen >= seenBefore + pushes && sender.isIdle(), where);
        // The loss of the very last one shows with the next ping.
        clock.advance(limits::pingIntervalMs + 1);
        sender.request(pingFrame(), [](const Result<wire::Frame> &) {});
        session->link().tick();
        bool isWhole = false;
        QTRY_VERIFY2_WITH_TIMEOUT(session.texts(cast.group, &isWhole) == said && isWhole, where, convergesWithinMs);
        QVERIFY2(session.isOnline(), where);
    }
    QCOMPARE(session->conversations().conversation(cast.group).unread, quint32(said.size()));
    sender.stop();
    session->stop();
    qInfo("%d pushes of %lld, seed %u", rounds, qlonglong(said.size()), m_seed);
}

QTEST_GUILESS_MAIN(PushesTest)
#include "tst_pushes.moc"
