// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Promise 5 at the level of the protocol: clients that break its rules get an answer or a close, nobody else notices,
// and the server's memory stays where it was. A rookeryd of its own, so that its memory can be read.
#include "tests/support/rogue_client.h"
#include "tests/support/script_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/trial_form.h"
#include "tests/support/trial_server.h"
#include "tests/support/wire_frames.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>
#include <QtCore/QtEndian>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::test;

namespace {

constexpr qint64 kibInMib = 1'024;

ErrorCode codeOf(const std::optional<wire::Frame> &reply)
{
    return reply && reply->has_error() ? errorCodeFromNumber(reply->error().code()) : ErrorCode::None;
}

wire::Frame signOutFrame()
{
    wire::Frame frame;
    frame.mutable_sign_out();
    return frame;
}

wire::Frame rosterFrame()
{
    wire::Frame frame;
    frame.mutable_get_roster();
    return frame;
}

wire::Frame helloFrame()
{
    wire::Frame frame;
    frame.mutable_hello()->set_client_name("rogue");
    return frame;
}

QByteArray lengthOnly(quint32 length)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(length, bytes.data());
    return bytes;
}

} // namespace

class TestRogueClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();
    void waitingForEverEnds();
    void whatIsNoRequestEnds_data();
    void whatIsNoRequestEnds();
    void requestsBeforeHelloAreRefused();
    void unknownRequestsAreRefused();
    void usedIdIsAnsweredAsOften();
    void secondSignInIsRefused();
    void signedOutMeansOut();
    void tenThousandAtOnceAreAnswered();
    void neverReadingCostsLittle();
    void pagesThatNobodyReadsCostLittle();
    void floodAfterSignOutCostsNothing();
    void manyOfThemLeaveNothingBehind();

private:
    qint64 memoryKiB() const { return m_program->memoryKiB("VmRSS"); }
    /// Somebody else's message is stored, and another has it.
    bool neighboursTalk();
    /// Messages of the largest size, and requests for them: each answer has 768 KiB.
    bool fillOwnGroup(RogueClient &rogue, int person);
    void askForPages(RogueClient &rogue, int person, int count);
    QByteArray token(int person) const { return m_cast.people.at(person).token; }

    const quint32 m_seed = trialSeed(20'261'126);
    SeededRandom m_random{m_seed};
    SystemClock m_clock;
    QTemporaryDir m_folder;
    TrialCast m_cast;
    std::unique_ptr<ServerProgram> m_program;
    std::unique_ptr<ScriptClient> m_first;
    std::unique_ptr<ScriptClient> m_second;
    int m_said = 0;
};

void TestRogueClient::initTestCase()
{
    qInfo("seed %u", m_seed);
    m_cast = makeCast(m_folder.path(), 5, m_random);
    m_program = std::make_unique<ServerProgram>(m_folder.path());
    QCOMPARE(m_program->start(), QString());
    m_first = std::make_unique<ScriptClient>(QStringLiteral("first"), m_clock, m_random);
    m_second = std::make_unique<ScriptClient>(QStringLiteral("second"), m_clock, m_random);
    int person = 0;
    for (ScriptClient *client : {m_first.get(), m_second.get()}) {
        QVERIFY(client->connectTo(m_program->port()));
        QVERIFY(client->request(resumeFrame(token(person++)))->has_signed_in());
    }
    QVERIFY(neighboursTalk());
}

bool TestRogueClient::neighboursTalk()
{
    const QByteArray text = "message " + QByteArray::number(++m_said);
    const Result<wire::Frame> sent = m_first->request(messageFrame(m_cast.group, m_random.clientId(), text));
    // Who only listens has to ping, like everybody.
    const Result<wire::Frame> pong = m_second->request(pingFrame());
    return pong && pong->has_pong() && sent && sent->has_sent()
        && m_second->waitForPush([&text](const wire::Frame &push) {
               return push.events().events_size() > 0 && push.events().events(0).message().text() == text.toStdString();
           });
}

void TestRogueClient::cleanup()
{
    // Whatever it was, it was nobody else's trouble.
    QVERIFY(m_program->isRunning());
    QVERIFY(m_first->isConnected() && m_second->isConnected());
    QVERIFY(neighboursTalk());
}

void TestRogueClient::cleanupTestCase()
{
    QCOMPARE(m_program->terminate(), QString());
}

void TestRogueClient::waitingForEverEnds()
{
    // All at once: each is closed within the 10 s for signing in, and not before.
    QElapsedTimer timer;
    timer.start();
    std::vector<std::unique_ptr<RogueClient>> rogues;
    for (int i = 0; i < 5; ++i)
        rogues.push_back(std::make_unique<RogueClient>(m_program->port()));
    const auto [tcpOnly, handshakeDrip, tlsOnly, frameDrip, talksOnly] = std::tie(*rogues[0], *rogues[1], *rogues[2],
                                                                                  *rogues[3], *rogues[4]);
    QVERIFY(tcpOnly.connectBare() && handshakeDrip.connectBare());
    QVERIFY(tlsOnly.connectTls() && frameDrip.connectTls() && talksOnly.connectTls());
    const QByteArray hello = frameDrip.request(helloFrame());
    frameDrip.send(lengthOnly(16'000));
    handshakeDrip.send(QByteArray::fromHex("16030100ff"));
    QTimer drip;
    connect(&drip, &QTimer::timeout, this, [&rogues] {
        rogues[1]->send(QByteArrayLiteral("x"));
        rogues[3]->send(QByteArrayLiteral("x"));
        rogues[4]->send(rogues[4]->request(pingFrame())); // busy, but it never says hello
    });
    drip.start(500);
    for (const auto &rogue : rogues)
        QVERIFY(rogue->waitForEnd());
    QVERIFY2(timer.elapsed() >= limits::signInDeadlineMs - 500 && timer.elapsed() < limits::signInDeadlineMs + 4'000,
             qPrintable(QString::number(timer.elapsed())));
}

void TestRogueClient::whatIsNoRequestEnds_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("signedIn");
    const auto row = [](const char *name, const QByteArray &bytes) {
        QTest::addRow("%s", name) << bytes << true;
        QTest::addRow("%s, before sign-in", name) << bytes << false;
    };
    const auto frame = [](quint64 id, quint64 re, const wire::Frame &body) {
        wire::Frame whole = body;
        whole.set_id(id);
        whole.set_re(re);
        return encodeFrame(whole);
    };
    wire::Frame ok;
    ok.mutable_ok();
    wire::Frame error;
    error.mutable_error()->set_code(1);
    wire::Frame goodbye;
    goodbye.mutable_goodbye();
    row("no protobuf", lengthOnly(8) + QByteArray(8, '\xff'));
    row("length of 4 GiB", lengthOnly(0xffff'ffff));
    row("length over the limit", lengthOnly(quint32(limits::frameBytes) + 1));
    row("request with id 0", frame(0, 0, pingFrame()));
    row("a push of the server's", frame(0, 0, goodbye));
    row("a reply", frame(0, 5, ok));
    row("an error as a reply", frame(0, 5, error));
    row("an error as a request", frame(5, 0, error));
    row("request and reply at once", frame(5, 5, ok));
    row("nothing in a frame", lengthOnly(0));
}

void TestRogueClient::whatIsNoRequestEnds()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, signedIn);
    RogueClient rogue(m_program->port());
    QVERIFY(signedIn ? rogue.signIn(token(2)) : rogue.greet());
    rogue.received.clear();
    // What comes behind it is not looked at any more.
    rogue.send({bytes, rogue.request(pingFrame())});
    QVERIFY(rogue.waitForEnd());
    QVERIFY(!rogue.answerTo(rogue.lastId()));
}

void TestRogueClient::requestsBeforeHelloAreRefused()
{
    RogueClient rogue(m_program->port());
    QVERIFY(rogue.connectTls());
    for (const wire::Frame &frame :
         {pingFrame(), rosterFrame(), signOutFrame(), resumeFrame(token(2)),
          messageFrame(m_cast.group, m_random.clientId(), "hello"), signInFrame(QStringLiteral("person2"), {})})
        QCOMPARE(codeOf(rogue.ask(frame)), ErrorCode::Malformed);
    QVERIFY(rogue.signIn(token(2))); // it may still mend its ways
    QCOMPARE(codeOf(rogue.ask(helloFrame())), ErrorCode::Malformed);
}

void TestRogueClient::unknownRequestsAreRefused()
{
    RogueClient rogue(m_program->port());
    QVERIFY(rogue.signIn(token(2)));
    wire::Frame reply; // a body that only servers send
    reply.mutable_welcome();
    QCOMPARE(codeOf(rogue.ask(reply)), ErrorCode::Unsupported);
    // A body this release does not know: field 99.
    const QByteArray unknown = QByteArray::fromHex("08e807"
                                                   "9a0600");
    rogue.send(lengthOnly(quint32(unknown.size())) + unknown);
    QCOMPARE(codeOf(rogue.answerTo(1'000)), ErrorCode::Unsupported);
}

void TestRogueClient::usedIdIsAnsweredAsOften()
{
    RogueClient rogue(m_program->port());
    QVERIFY(rogue.signIn(token(2)));
    wire::Frame ping = pingFrame();
    ping.set_id(77);
    wire::Frame roster = rosterFrame();
    roster.set_id(77);
    rogue.send({encodeFrame(ping), encodeFrame(roster), encodeFrame(ping)});
    const auto answers = [&rogue] {
        return std::count_if(rogue.received.cbegin(), rogue.received.cend(),
                             [](const wire::Frame &frame) { return frame.re() == 77; });
    };
    QVERIFY(rogue.waitUntil([&answers] { return answers() == 3; }));
    QVERIFY(!rogue.hasEnded());
}

void TestRogueClient::secondSignInIsRefused()
{
    RogueClient rogue(m_program->port());
    QVERIFY(rogue.greet());
    // Both on their way before either is answered.
    rogue.send({rogue.request(resumeFrame(token(2))), rogue.request(resumeFrame(token(3)))});
    const std::optional<wire::Frame> second = rogue.answerTo(rogue.lastId());
    const std::optional<wire::Frame> first = rogue.answerTo(rogue.lastId() - 1);
    QVERIFY(first && second);
    QVERIFY(first->has_signed_in() != second->has_signed_in());
    QCOMPARE(codeOf(first->has_signed_in() ? second : first), ErrorCode::Malformed);
    const quint64 self = (first->has_signed_in() ? first : second)->signed_in().self().id();
    QCOMPARE(codeOf(rogue.ask(resumeFrame(token(3)))), ErrorCode::Malformed);
    // It speaks as the first, whoever it would like to be.
    const std::optional<wire::Frame> sent = rogue.ask(messageFrame(m_cast.group, m_random.clientId(), "who am I"));
    QVERIFY(sent && sent->has_sent());
    const std::optional<wire::Frame> push = m_second->waitForPush([](const wire::Frame &frame) {
        return frame.events().events_size() > 0 && frame.events().events(0).message().text() == "who am I";
    });
    QVERIFY(push);
    QCOMPARE(push->events().events(0).sender_id(), self);
}

void TestRogueClient::signedOutMeansOut()
{
    RogueClient rogue(m_program->port());
    QVERIFY(rogue.signIn(token(4)));
    rogue.received.clear();
    const quint64 before = rogue.lastId();
    rogue.send({rogue.request(signOutFrame()), rogue.request(resumeFrame(token(3))), rogue.request(pingFrame()),
                rogue.request(signOutFrame())});
    QVERIFY(rogue.waitForEnd());
    QVERIFY(rogue.answerTo(before + 1)->has_ok());
    QVERIFY(!rogue.answerTo(before + 2) || codeOf(rogue.answerTo(before + 2)) == ErrorCode::Malformed);
    // The token is forgotten; another's is what it was.
    RogueClient again(m_program->port());
    QVERIFY(again.greet());
    QCOMPARE(codeOf(again.ask(resumeFrame(token(4)))), ErrorCode::TokenExpired);
    QVERIFY(again.ask(resumeFrame(token(3)))->has_signed_in());
}

void TestRogueClient::tenThousandAtOnceAreAnswered()
{
    constexpr int count = 10'000;
    RogueClient rogue(m_program->port());
    QVERIFY(rogue.signIn(token(2)));
    rogue.received.clear();
    const qint64 beforeKiB = memoryKiB();
    QList<QByteArray> frames;
    for (int i = 0; i < count; ++i)
        frames.append(rogue.request(i % 2 == 0 ? pingFrame() : rosterFrame()));
    rogue.send(frames);
    QVERIFY(neighboursTalk()); // meanwhile
    QVERIFY(rogue.waitUntil([&rogue] { return rogue.received.size() >= count || rogue.hasEnded(); }));
    QVERIFY(!rogue.hasEnded());
    int limited = 0;
    QSet<quint64> answered;
    for (const wire::Frame &frame : std::as_const(rogue.received)) {
        if (frame.re() == 0)
            continue;
        QVERIFY(!answered.contains(frame.re()));
        answered.insert(frame.re());
        limited += frame.has_error() && errorCodeFromNumber(frame.error().code()) == ErrorCode::RateLimited;
        QVERIFY(!frame.has_error() || frame.error().retry_ms() > 0);
    }
    QVERIFY(rogue.waitUntil([&] { return rogue.received.size() >= count; }));
    QCOMPARE(answered.size(), count);
    QVERIFY2(limited > count / 2, qPrintable(QString::number(limited)));
    QVERIFY2(memoryKiB() - beforeKiB < 16 * kibInMib, qPrintable(QString::number(memoryKiB() - beforeKiB)));
}

void TestRogueClient::neverReadingCostsLittle()
{
    RogueClient rogue(m_program->port());
    QVERIFY(rogue.signIn(token(2)));
    rogue.stopReading();
    const qint64 beforeKiB = memoryKiB();
    // Each is answered with a refusal of some 20 bytes, until nothing more fits anywhere.
    const int rounds = 600;
    for (int round = 0; round < rounds && !rogue.hasEnded(); ++round) {
        QList<QByteArray> frames;
        for (int i = 0; i < 2'000; ++i)
            frames.append(rogue.request(rosterFrame()));
        rogue.send(frames);
        rogue.waitUntil([&rogue] { return rogue.unsentBytes() < 65'536 || rogue.hasEnded(); });
    }
    QVERIFY(rogue.waitForEnd()); // thrown out as a slow reader
    QVERIFY2(memoryKiB() - beforeKiB < 24 * kibInMib, qPrintable(QString::number(memoryKiB() - beforeKiB)));
}

bool TestRogueClient::fillOwnGroup(RogueClient &rogue, int person)
{
    for (int i = 0; i < 50; ++i) { // more than a page holds
        const QByteArray text(limits::messageTextBytes, 'x');
        const auto sent = rogue.ask(messageFrame(m_cast.ownGroups.at(person), m_random.clientId(), text));
        if (!sent || !sent->has_sent())
            return false;
    }
    return true;
}

void TestRogueClient::askForPages(RogueClient &rogue, int person, int count)
{
    QList<QByteArray> frames;
    for (int i = 0; i < count; ++i)
        frames.append(rogue.request(historyFrame(m_cast.ownGroups.at(person), 0, quint32(limits::historyPageMax))));
    rogue.send(frames);
}

void TestRogueClient::pagesThatNobodyReadsCostLittle()
{
    const qsizetype descriptors = m_program->descriptors();
    RogueClient rogue(m_program->port());
    QVERIFY(rogue.signIn(token(2)));
    QVERIFY(fillOwnGroup(rogue, 2));
    rogue.stopReading();
    const qint64 beforeKiB = memoryKiB();
    askForPages(rogue, 2, 300); // 225 MiB of answers
    // The system keeps what was written, so that the end cannot be seen from here.
    QVERIFY(rogue.waitUntil([this, descriptors] { return m_program->descriptors() <= descriptors; }));
    QVERIFY2(memoryKiB() - beforeKiB < 48 * kibInMib, qPrintable(QString::number(memoryKiB() - beforeKiB)));
}

void TestRogueClient::floodAfterSignOutCostsNothing()
{
    // It leaves the Goodbye unread, so that the connection is still closing, and goes on sending.
    const qsizetype descriptors = m_program->descriptors();
    RogueClient rogue(m_program->port());
    QVERIFY(rogue.signIn(token(3)));
    QVERIFY(fillOwnGroup(rogue, 3));
    rogue.stopReading();
    const auto isOpen = [this, descriptors] { return m_program->descriptors() > descriptors; };
    // More than the system takes, less than the server's queue: it has something left to write.
    constexpr int pages = 8;
    for (int page = 0; page < pages; ++page) {
        askForPages(rogue, 3, 1);
        QVERIFY(neighboursTalk());
    }
    rogue.send(rogue.request(signOutFrame()));
    QVERIFY(neighboursTalk() && neighboursTalk());
    QVERIFY(isOpen());
    const qint64 beforeKiB = memoryKiB();
    qint64 highestKiB = beforeKiB;
    const QByteArray garbage(1'000'000, 'g');
    for (int i = 0; i < 100 && isOpen(); ++i) {
        rogue.send(garbage);
        rogue.waitUntil([&] { return rogue.unsentBytes() < 2'000'000 || !isOpen(); });
        highestKiB = qMax(highestKiB, memoryKiB());
    }
    QVERIFY2(highestKiB - beforeKiB < 16 * kibInMib, qPrintable(QString::number(highestKiB - beforeKiB)));
    if (isLongTrial()) // 10 s
        QVERIFY(rogue.waitUntil([&isOpen] { return !isOpen(); }));
}

void TestRogueClient::manyOfThemLeaveNothingBehind()
{
    const int rounds = shortOrLong(60, 1'000);
    qint64 beforeKiB = 0;
    for (int round = 0; round < rounds; ++round) {
        if (round == rounds / 3)
            beforeKiB = memoryKiB(); // the first ones fill what is kept for reuse
        RogueClient rogue(m_program->port());
        if (round % 4 == 0) {
            QVERIFY(rogue.connectBare());
            rogue.send(QByteArray(2'000, 'g'));
        } else if (round % 4 == 1) {
            QVERIFY(rogue.greet());
            rogue.send(lengthOnly(0xffff'ffff));
        } else {
            QVERIFY(rogue.signIn(token(2)));
            rogue.send(round % 4 == 2 ? encodeFrame(pingFrame()) : lengthOnly(500'000) + QByteArray(400'000, 'x'));
        }
        if (round % 4 == 3) {
            rogue.waitUntil([&rogue] { return rogue.unsentBytes() == 0; });
            continue; // gone in the middle of a frame
        }
        QVERIFY(rogue.waitForEnd());
    }
    QVERIFY2(memoryKiB() - beforeKiB < 4 * kibInMib, qPrintable(QString::number(memoryKiB() - beforeKiB)));
}

QTEST_GUILESS_MAIN(TestRogueClient)
#include "tst_rogue_client.moc"
