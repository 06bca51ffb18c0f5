// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bars 11, 12, 13 and 20: one bad client harms only itself, and a crowd that comes back at once harms nobody. A
// rookeryd of its own, so that its memory can be read.
#include "tests/support/load_client.h"
#include "tests/support/script_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/trial_form.h"
#include "tests/support/trial_session.h"
#include "tests/support/wire_frames.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QtEndian>
#include <QtTest/QTest>

#include <deque>

#include <sys/resource.h>

using namespace rookery;
using namespace rookery::test;

namespace {

constexpr qint64 kibInMib = 1'024;

/// One connection that never signs in.
class Stranger final : public QObject {
    Q_OBJECT
public:
    enum class Manner { Silent, Slow, Garbage, HugeLength };

    Stranger(Manner manner, const QHostAddress &from, quint16 port) : m_manner(manner)
    {
        m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_socket.bind(from);
        connect(&m_socket, &QSslSocket::connected, this, &Stranger::misbehave);
        connect(&m_socket, &QSslSocket::encrypted, this, [this] {
            QByteArray frame(5, 'x');
            qToBigEndian(quint32(0x7fffffff), frame.data());
            m_socket.write(frame);
        });
        if (manner == Manner::HugeLength)
            m_socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
        else
            m_socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    }
    bool isClosed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }

private:
    void misbehave()
    {
        if (m_manner == Manner::Slow)
            m_socket.write("\x16", 1); // the first byte of a handshake, and no second one
        else if (m_manner == Manner::Garbage)
            m_socket.write(QByteArray(4'000, 'g'));
    }

    const Manner m_manner;
    QSslSocket m_socket;
};

void raiseDescriptorLimit()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

class NeighboursTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_program.reset(); }
    void strangersCostNothingAndLockNobodyOut();
    void flooderIsLimited();
    void slowReadersCostBoundedMemory();
    void everybodyComesBackGently();

private:
    void startWith(int people);

    const quint32 m_seed = trialSeed(20260320);
    SeededRandom m_random{m_seed};
    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    TrialCast m_cast;
    std::unique_ptr<ServerProgram> m_program;
};

void NeighboursTest::init()
{
    raiseDescriptorLimit();
    m_folder = std::make_unique<QTemporaryDir>();
}

void NeighboursTest::startWith(int people)
{
    m_cast = makeCast(m_folder->path(), people, m_random);
    m_program = std::make_unique<ServerProgram>(m_folder->path());
    QCOMPARE(m_program->start(), QString());
}

void NeighboursTest::strangersCostNothingAndLockNobodyOut()
{
    constexpr int addresses = 50;
    constexpr int atOnce = 200;
    constexpr int signInWithinMs = 1'000; // the bar
    const int strangers = shortOrLong(2'000, 100'000);
    startWith(2);
    qint64 before = 0;
    std::deque<std::unique_ptr<Stranger>> open;
    int made = 0;
    const auto crowd = [&](int count) {
        for (int i = 0; i < count; ++i, ++made) {
            if (open.size() == atOnce)
                open.pop_front();
            const QHostAddress from(QStringLiteral("127.0.1.%1").arg(1 + made % addresses));
            open.push_back(std::make_unique<Stranger>(Stranger::Manner(made % 4), from, m_program->port()));
            QCoreApplication::processEvents();
        }
    };
    crowd(500); // what is allocated once is there then
    open.clear();
    qint64 worstMs = 0;
    for (int round = 0; round < 10; ++round) {
        crowd(strangers / 10);
        QElapsedTimer taken;
        taken.start();
        ScriptClient client(QStringLiteral("honest"), m_clock, m_random);
        const auto welcome = client.connectTo(m_program->port());
        QVERIFY2(welcome.isOk(), welcome ? "" : qPrintable(describe(welcome.error())));
        const auto in = client.request(resumeFrame(m_cast.people.first().token));
        QVERIFY2(in.isOk(), in ? "" : qPrintable(describe(in.error())));
        worstMs = qMax(worstMs, taken.elapsed());
        if (round == 0)
            before = m_program->memoryKiB("VmRSS");
        client.disconnectNow();
    }
    QVERIFY2(worstMs <= signInWithinMs, qPrintable(QStringLiteral("a sign-in took %1 ms").arg(worstMs)));
    open.clear();
    // The strangers are gone: what they cost is, too.
    QTRY_VERIFY2_WITH_TIMEOUT(m_program->memoryKiB("VmRSS") <= before + kibInMib,
                              qPrintable(
                                  QStringLiteral("%1 KiB, %2 before").arg(m_program->memoryKiB("VmRSS")).arg(before)),
                              20'000);
    qInfo("%d strangers, memory %lld KiB before and %lld after, slowest sign-in %lld ms, seed %u", made,
          qlonglong(before), qlonglong(m_program->memoryKiB("VmRSS")), qlonglong(worstMs), m_seed);
}

void NeighboursTest::flooderIsLimited()
{
    constexpr int flood = 5'000;
    constexpr int neighbourMessages = 50;
    startWith(2);
    LoadClient flooder(m_cast.people.first(), m_clock, m_random);
    LoadClient neighbour(m_cast.people.at(1), m_clock, m_random);
    flooder.start(m_program->port());
    neighbour.start(m_program->port());
    QTRY_VERIFY(flooder.isSignedIn() && neighbour.isSignedIn());
    int stored = 0;
    int limited = 0;
    int untimed = 0;
    QElapsedTimer since;
    since.start();
    for (int i = 0; i < flood; ++i) {
        flooder.request(messageFrame(m_cast.ownGroups.first(), m_random.clientId(), "flood"),
                        [&](const Result<wire::Frame> &reply) {
                            stored += reply.isOk();
                            limited += !reply && reply.error().code == ErrorCode::RateLimited;
                            untimed += !reply && reply.error().retryMs <= 0;
                        });
    }
    QList<qint64> waits;
    QElapsedTimer own;
    connect(&neighbour, &LoadClient::acknowledged, this, [&] {
        waits.append(own.restart());
        if (waits.size() < neighbourMessages)
            neighbour.say(m_cast.ownGroups.at(1), "calm");
    });
    own.start();
    neighbour.say(m_cast.ownGroups.at(1), "calm");
    QTRY_COMPARE_WITH_TIMEOUT(stored + limited, flood, 30'000);
    const qint64 seconds = since.elapsed() / 1'000 + 1;
    QTRY_COMPARE_WITH_TIMEOUT(waits.size(), neighbourMessages, 30'000);
    QVERIFY2(stored <= limits::messageBurst + limits::messagesPerSecond * seconds,
             qPrintable(QStringLiteral("%1 stored in %2 s").arg(stored).arg(seconds)));
    QCOMPARE(untimed, 0);
    QVERIFY(flooder.isSignedIn());
    std::sort(waits.begin(), waits.end());
    qInfo("%d of %d stored, %d limited; the neighbour's slowest of %d took %lld ms, seed %u", stored, flood, limited,
          neighbourMessages, qlonglong(waits.constLast()), m_seed);
    flooder.stop();
    neighbour.stop();
}

void NeighboursTest::slowReadersCostBoundedMemory()
{
    constexpr int people = 12;
    constexpr int slow = people / 4;
    constexpr int messagesEach = 190;
    constexpr qint64 memoryMaxKiB = 64 * kibInMib; // the bar
    startWith(people);
    std::vector<std::unique_ptr<LoadClient>> talkers;
    std::vector<std::unique_ptr<QSslSocket>> readers;
    // They sign in, and then never read again.
    for (int i = 0; i < slow; ++i) {
        auto socket = std::make_unique<QSslSocket>();
        socket->setPeerVerifyMode(QSslSocket::VerifyNone);
        socket->setReadBufferSize(16'000);
        socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_program->port());
        QTRY_VERIFY(socket->isEncrypted());
        wire::Frame hello;
        hello.mutable_hello();
        hello.set_id(1);
        wire::Frame resume = resumeFrame(m_cast.people.at(i).token);
        resume.set_id(2);
        socket->write(encodeFrame(hello));
        socket->write(encodeFrame(resume));
        QTRY_VERIFY(socket->bytesAvailable() > 100);
        readers.push_back(std::move(socket));
    }
    for (int i = slow; i < people; ++i) {
        talkers.push_back(std::make_unique<LoadClient>(m_cast.people.at(i), m_clock, m_random));
        talkers.back()->start(m_program->port());
    }
    QTRY_VERIFY(std::all_of(talkers.begin(), talkers.end(), [](const auto &one) { return one->isSignedIn(); }));
    const qint64 before = m_program->memoryKiB("VmRSS");
    const QByteArray text(16'000, 'x');
    for (int number = 0; number < messagesEach; ++number) {
        for (const auto &talker : talkers)
            talker->say(m_cast.group, text);
    }
    qint64 worst = before;
    const qsizetype all = qsizetype(talkers.size()) * messagesEach;
    const auto isDone = [&] {
        worst = qMax(worst, m_program->memoryKiB("VmRSS"));
        return std::all_of(talkers.begin(), talkers.end(),
                           [&](const auto &one) { return one->isIdle() && one->heardCount() >= all - messagesEach; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), 90'000);
    QVERIFY2(worst - before <= memoryMaxKiB, qPrintable(QStringLiteral("%1 KiB more").arg(worst - before)));
    for (const auto &talker : talkers)
        QCOMPARE(talker->connections(), 1); // those who read are not thrown out
    // Those who do not read have been: their sockets end when they look.
    for (const auto &reader : readers) {
        reader->setReadBufferSize(0);
        QTRY_VERIFY_WITH_TIMEOUT((reader->readAll(), reader->state() == QAbstractSocket::UnconnectedState), 20'000);
    }
    // And they get everything when they come back.
    LoadClient back(m_cast.people.first(), m_clock, m_random);
    back.start(m_program->port());
    QTRY_VERIFY(back.isSignedIn());
    quint64 lastSeq = 0;
    back.request(historyFrame(m_cast.group, 0, 1),
                 [&](const Result<wire::Frame> &page) { lastSeq = page ? page->history().last_seq() : 0; });
    QTRY_COMPARE(lastSeq, quint64(all + 1));
    qInfo("%lld messages of %lld bytes, %d slow readers: at most %lld KiB more memory, seed %u", qlonglong(all),
          qlonglong(text.size()), slow, qlonglong(worst - before), m_seed);
    back.stop();
    for (const auto &talker : talkers)
        talker->stop();
}

void NeighboursTest::everybodyComesBackGently()
{
    const int people = shortOrLong(100, 500);
    constexpr int backWithinMs = 30'000; // the bar
    constexpr qint64 binMs = 500;
    constexpr qint64 oneHashKiB = 64 * kibInMib; // a password hash cannot hide: it needs this at once
    startWith(people);
    std::vector<std::unique_ptr<TrialSession>> sessions;
    QElapsedTimer since;
    QList<qint64> backAt;
    bool isRestarted = false;
    for (const TrialPerson &person : std::as_const(m_cast.people)) {
        sessions.push_back(std::make_unique<TrialSession>(person, m_program->port(), m_clock, m_random,
                                                          TrialSession::Reconnect::AsTheProduct));
        TrialSession &session = *sessions.back();
        QVERIFY(session.open());
        connect(&session->link(), &client::Link::ready, this, [&] {
            if (isRestarted)
                backAt.append(since.elapsed());
        });
        session.start();
    }
    const auto areOnline = [&] {
        return std::all_of(sessions.begin(), sessions.end(), [](const auto &one) { return one->isOnline(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(areOnline(), 60'000);
    QCOMPARE(m_program->terminate(), QString());
    isRestarted = true;
    since.start();
    QCOMPARE(m_program->start(), QString());
    QTRY_VERIFY_WITH_TIMEOUT(backAt.size() >= people && areOnline(), backWithinMs);
    QVERIFY2(m_program->memoryKiB("VmHWM") < oneHashKiB,
             qPrintable(QStringLiteral("%1 KiB at the peak").arg(m_program->memoryKiB("VmHWM"))));
    QHash<qint64, int> bins;
    for (const qint64 atMs : std::as_const(backAt))
        ++bins[atMs / binMs];
    const int peak = *std::max_element(bins.cbegin(), bins.cend());
    const qint64 last = *std::max_element(backAt.cbegin(), backAt.cend());
    const qint64 first = *std::min_element(backAt.cbegin(), backAt.cend());
    const double mean = double(people) / double(qMax<qint64>(1, (last - first + binMs - 1) / binMs));
    QVERIFY2(peak <= 2 * mean + 1,
             qPrintable(QStringLiteral("peak %1, mean %2 each %3 ms").arg(peak).arg(mean).arg(binMs)));
    qInfo("%d clients back after %lld ms, at most %d in %lld ms (mean %.1f), memory %lld KiB at the peak, seed %u",
          people, qlonglong(last), peak, qlonglong(binMs), mean, qlonglong(m_program->memoryKiB("VmHWM")), m_seed);
    for (const auto &session : sessions)
        (*session)->stop();
}

QTEST_GUILESS_MAIN(NeighboursTest)
#include "tst_neighbours.moc"
