// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bar 24, first half: servers with the wrong key, no key, broken streams, silence and wrong answers. No secret leaves
// before the pin holds, nothing hangs, and no message of the outbox is lost or doubled once a good server returns.
#include "client/core/known_servers.h"
#include "client/core/sign_in_flow.h"
#include "common/base/bytes.h"
#include "tests/support/rogue_desk.h"
#include "tests/support/trial_form.h"

#include <QtTest/QSignalSpy>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

namespace {

using Kind = wire::Frame::BodyCase;

wire::Frame okFrame()
{
    wire::Frame frame;
    frame.mutable_ok();
    return frame;
}

QByteArray lengthPrefix(quint32 length)
{
    QByteArray bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.append(char(length >> shift & 0xff));
    return bytes;
}

} // namespace

class TestRogueServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void strangersHearNoSecret_data();
    void strangersHearNoSecret();
    void changedKeyEndsIt();
    void passwordWaitsForTrust();
    void passwordIsNotForAnotherKey();
    void silenceEnds_data();
    void silenceEnds();
    void silenceBeforeTlsEnds();
    void brokenStreamsEnd_data();
    void brokenStreamsEnd();
    void answersOfAnotherKindAreNone_data();
    void answersOfAnotherKindAreNone();
    void strayAnswersAreCounted();
    void messagesOutliveBadAnswers_data();
    void messagesOutliveBadAnswers();
    void longestMessageIsBounded();
    void goodbyesAreNotAnsweredWithAFlood_data();
    void goodbyesAreNotAnsweredWithAFlood();
};

void TestRogueServer::strangersHearNoSecret_data()
{
    using Speech = RogueServer::Speech;
    QTest::addColumn<Speech>("speech");
    QTest::addColumn<bool>("otherKey");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("another key") << Speech::Tls13 << true << ErrorCode::KeyChanged;
    QTest::newRow("TLS 1.2 with the right key") << Speech::Tls12 << false << ErrorCode::NotRookery;
    QTest::newRow("TLS 1.2 with another key") << Speech::Tls12 << true << ErrorCode::NotRookery;
    QTest::newRow("plaintext") << Speech::Plaintext << false << ErrorCode::NotRookery;
}

void TestRogueServer::strangersHearNoSecret()
{
    QFETCH(RogueServer::Speech, speech);
    QFETCH(bool, otherKey);
    QFETCH(ErrorCode, code);
    RogueDesk desk;
    if (otherKey)
        desk.server.changeKey(); // the client has the pin of the first
    desk.server.setSpeech(speech);
    desk.server.onConnected([&desk, speech] {
        wire::Frame welcome;
        welcome.mutable_welcome()->set_server_name("come in");
        if (speech == RogueServer::Speech::Plaintext)
            desk.server.push(welcome);
    });
    QSignalSpy problem(desk.operator->(), &AccountSession::problem);
    desk.start();
    QTRY_VERIFY_WITH_TIMEOUT(!problem.isEmpty(), RogueDesk::patienceMs);
    QCOMPARE(problem.constFirst().constFirst().value<Error>().code, code);
    const bool isForGood = code == ErrorCode::KeyChanged;
    QCOMPARE(desk->state(), isForGood ? AccountSession::State::SignedOut : AccountSession::State::Offline);
    QVERIFY(!desk.server.heard().contains(desk.token));
    // Under TLS not even the Hello: nothing at all is said to another key.
    QVERIFY(speech == RogueServer::Speech::Plaintext || desk.server.heard().isEmpty());
    if (isForGood) {
        desk.passTime(RogueDesk::longestWaitMs);
        QCOMPARE(desk->link().state(), Link::State::Idle);
        QCOMPARE(desk.server.connections(), 1);
    }
}

void TestRogueServer::changedKeyEndsIt()
{
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    QVERIFY(desk.server.heard().contains(desk.token)); // this test can see it where it is
    desk.server.changeKey();
    desk.server.forgetHeard();
    desk.server.hangUp();
    QVERIFY(desk.isThrownBack());
    QSignalSpy problem(desk.operator->(), &AccountSession::problem);
    desk.passTime(RogueDesk::longestWaitMs);
    QTRY_COMPARE(desk->state(), AccountSession::State::SignedOut);
    QCOMPARE(problem.constLast().constFirst().value<Error>().code, ErrorCode::KeyChanged);
    QVERIFY(desk.server.heard().isEmpty());
}

void TestRogueServer::passwordWaitsForTrust()
{
    RogueDesk desk;
    const QByteArray password = QByteArrayLiteral("correct horse battery");
    QTemporaryDir folder;
    KnownServers known(folder.filePath(QStringLiteral("known")));
    SignInFlow flow(known, desk.clock, desk.random, {});
    QSignalSpy needed(&flow, &SignInFlow::trustNeeded);
    SignInFlow::Target target;
    target.address = {QStringLiteral("127.0.0.1"), desk.server.port()};
    flow.connectTo(target);
    QTRY_VERIFY(!needed.isEmpty());
    flow.signIn(QStringLiteral("ana"), QString::fromLatin1(password));
    QCoreApplication::processEvents();
    QCOMPARE(desk.server.requests(Kind::kHello), 1);
    QCOMPARE(desk.server.requests(Kind::kSignIn), 0);
    QVERIFY(!desk.server.heard().contains(password));
    flow.trust();
    flow.signIn(QStringLiteral("ana"), QString::fromLatin1(password));
    QTRY_VERIFY(desk.server.heard().contains(password)); // and only now
}

void TestRogueServer::passwordIsNotForAnotherKey()
{
    // Trusted, then the connection is lost while the person types, and another server takes the address.
    RogueDesk desk;
    const QByteArray password = QByteArrayLiteral("correct horse battery");
    QTemporaryDir folder;
    KnownServers known(folder.filePath(QStringLiteral("known")));
    SignInFlow flow(known, desk.clock, desk.random, {});
    SignInFlow::Target target;
    target.address = {QStringLiteral("127.0.0.1"), desk.server.port()};
    target.pin = desk.server.pin();
    QSignalSpy ready(&flow, &SignInFlow::ready);
    flow.connectTo(target);
    QTRY_VERIFY(!ready.isEmpty());
    desk.server.changeKey();
    desk.server.forgetHeard();
    desk.server.hangUp();
    QCoreApplication::processEvents();
    QSignalSpy changed(&flow, &SignInFlow::keyChanged);
    flow.signIn(QStringLiteral("ana"), QString::fromLatin1(password));
    QTRY_VERIFY(flow.state() != SignInFlow::State::Submitting);
    QCOMPARE(flow.state() == SignInFlow::State::KeyChanged, !changed.isEmpty());
    QVERIFY(!desk.server.heard().contains(password));
}

void TestRogueServer::silenceEnds_data()
{
    QTest::addColumn<int>("request");
    QTest::addColumn<bool>("pongs"); // whether it is alive otherwise
    QTest::newRow("hello") << int(Kind::kHello) << true;
    QTest::newRow("resume") << int(Kind::kResume) << true;
    QTest::newRow("roster") << int(Kind::kGetRoster) << true;
    QTest::newRow("sync") << int(Kind::kSync) << true;
    QTest::newRow("resume, and no pong") << int(Kind::kResume) << false;
    QTest::newRow("ping") << int(Kind::kPing) << false;
}

void TestRogueServer::silenceEnds()
{
    QFETCH(int, request);
    QFETCH(bool, pongs);
    RogueDesk desk;
    const auto silent = [](const wire::Frame &) {};
    desk.server.misbehave(Kind(request), silent);
    if (!pongs)
        desk.server.misbehave(Kind::kPing, silent);
    desk.start();
    if (request == int(Kind::kPing)) {
        QVERIFY(desk.comesOnline());
        desk.passTime(limits::pingIntervalMs);
    }
    QTRY_VERIFY_WITH_TIMEOUT(desk.server.requests(Kind(request)) == 1, RogueDesk::patienceMs);
    desk.passTime(limits::requestTimeoutMs + 1);
    QVERIFY(desk.isThrownBack());
    QVERIFY(!desk.isOnline());
    QVERIFY(desk.recovers());
}

void TestRogueServer::silenceBeforeTlsEnds()
{
    // The deadline of an attempt runs by the real clock: 5 s. Three kinds of silence at once.
    RogueDesk nothing(1);
    RogueDesk drip(2);
    RogueDesk garbage(3);
    for (RogueDesk *desk : {&nothing, &drip, &garbage})
        desk->server.setSpeech(RogueServer::Speech::Nothing);
    garbage.server.onConnected([&garbage] { garbage.server.sendRaw(QByteArray(100'000, 'g')); });
    QTimer dripping;
    // The beginning of a TLS record, and its rest a byte at a time.
    drip.server.onConnected([&drip] { drip.server.sendRaw(QByteArray::fromHex("16030300ff")); });
    connect(&dripping, &QTimer::timeout, this, [&drip] { drip.server.sendRaw(QByteArrayLiteral("\x02")); });
    dripping.start(50);
    QSignalSpy problem(nothing.operator->(), &AccountSession::problem);
    for (RogueDesk *desk : {&nothing, &drip, &garbage})
        desk->start();
    for (RogueDesk *desk : {&nothing, &drip, &garbage})
        QVERIFY(desk->isThrownBack());
    dripping.stop();
    for (RogueDesk *desk : {&nothing, &drip, &garbage}) {
        QVERIFY(desk->recovers());
    }
    QCOMPARE(problem.constFirst().constFirst().value<Error>().code, ErrorCode::NotRookery);
}

void TestRogueServer::brokenStreamsEnd_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("atOnce");
    QTest::addColumn<ErrorCode>("code");
    wire::Frame request;
    request.set_id(7);
    request.mutable_ping();
    wire::Frame both = request;
    both.set_re(7);
    wire::Frame emptyPush;
    emptyPush.mutable_error()->set_code(1);
    const QByteArray badText = QByteArray::fromHex("c20c08"
                                                   "0a06"
                                                   "5204"
                                                   "0a02"
                                                   "c328");
    const QByteArray whole = encodeFrame(okFrame());
    QTest::newRow("half a length, then nothing") << whole.first(2) << false << ErrorCode::TimedOut;
    QTest::newRow("half a frame, then nothing")
        << lengthPrefix(1'000) + QByteArray(500, 'x') << false << ErrorCode::TimedOut;
    QTest::newRow("length of 4 GiB") << lengthPrefix(0xffff'ffff) << true << ErrorCode::TooLarge;
    QTest::newRow("length of 2 GiB") << lengthPrefix(0x7fff'ffff) << true << ErrorCode::TooLarge;
    QTest::newRow("one byte over the limit")
        << lengthPrefix(quint32(limits::frameBytes) + 1) << true << ErrorCode::TooLarge;
    QTest::newRow("no protobuf") << lengthPrefix(4) + QByteArrayLiteral("\xff\xff\xff\xff") << true
                                 << ErrorCode::Malformed;
    QTest::newRow("invalid UTF-8") << lengthPrefix(quint32(badText.size())) + badText << true << ErrorCode::Malformed;
    QTest::newRow("a request") << encodeFrame(request) << true << ErrorCode::Malformed;
    QTest::newRow("request and reply at once") << encodeFrame(both) << true << ErrorCode::Malformed;
    QTest::newRow("an error for nobody") << encodeFrame(emptyPush) << true << ErrorCode::Malformed;
}

void TestRogueServer::brokenStreamsEnd()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, atOnce);
    QFETCH(ErrorCode, code);
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    QSignalSpy problem(desk.operator->(), &AccountSession::problem);
    desk.server.sendRaw(bytes);
    if (!atOnce) {
        desk.passTime(limits::pingIntervalMs);
        QTRY_COMPARE(desk.server.requests(Kind::kPing), 1);
        // The pong comes behind the half frame; a byte now and then must not keep the connection.
        for (int i = 0; i < 3; ++i) {
            QVERIFY(desk->link().state() == Link::State::Ready);
            desk.server.sendRaw(QByteArrayLiteral("x"));
            desk.passTime(limits::pongTimeoutMs / 3 + 1);
        }
    }
    QVERIFY(desk.isThrownBack());
    QCOMPARE(problem.constFirst().constFirst().value<Error>().code, code);
    QVERIFY(desk.recovers());
}

void TestRogueServer::answersOfAnotherKindAreNone_data()
{
    QTest::addColumn<int>("request");
    QTest::newRow("hello") << int(Kind::kHello);
    QTest::newRow("resume") << int(Kind::kResume);
    QTest::newRow("roster") << int(Kind::kGetRoster);
    QTest::newRow("sync") << int(Kind::kSync);
    QTest::newRow("message") << int(Kind::kSendMessage);
}

void TestRogueServer::answersOfAnotherKindAreNone()
{
    QFETCH(int, request);
    RogueDesk desk;
    desk.server.misbehave(Kind(request), [&desk](const wire::Frame &asked) {
        wire::Frame pong;
        pong.mutable_pong();
        desk.server.reply(asked, pong);
    });
    desk.start();
    if (request == int(Kind::kSendMessage)) {
        QVERIFY(desk.comesOnline());
        QVERIFY(desk->outbox().send(ConversationId(RogueDesk::talk), QStringLiteral("hello")));
    }
    QVERIFY(desk.isThrownBack());
    QVERIFY(desk.recovers());
    if (request == int(Kind::kSendMessage)) {
        QTRY_COMPARE(desk->outbox().size(), 0);
        QCOMPARE(desk.server.texts(RogueDesk::talk), QList<QByteArray>{"hello"});
    }
}

void TestRogueServer::strayAnswersAreCounted()
{
    RogueDesk desk;
    desk.server.misbehave(Kind::kGetRoster, [&desk](const wire::Frame &asked) {
        wire::Frame unknown = okFrame();
        unknown.set_re(asked.id() + 1'000);
        desk.server.push(unknown);
        desk.server.answer(asked);
        desk.server.answer(asked); // twice
        unknown.set_re(0xffff'ffff'ffff'ffff);
        desk.server.push(unknown);
    });
    QVERIFY(desk.startOnline());
    QTRY_COMPARE(desk->link().strayFrames(), quint64(3));
    QVERIFY(desk.isOnline());
}

void TestRogueServer::messagesOutliveBadAnswers_data()
{
    QTest::addColumn<quint64>("conversation");
    QTest::addColumn<quint64>("seq");
    QTest::addColumn<quint32>("code");
    QTest::addColumn<qint64>("retryMs");
    const auto sent = [](const char *name, quint64 conversation, quint64 seq) {
        QTest::newRow(name) << conversation << seq << 0u << qint64(0);
    };
    sent("stored as nothing", RogueDesk::talk, 0);
    sent("stored as another's message", RogueDesk::talk, 2);
    sent("going back to the first", RogueDesk::talk, 1);
    sent("stored at 2^62", RogueDesk::talk, quint64(1) << 62);
    sent("stored at 2^63", RogueDesk::talk, quint64(1) << 63);
    sent("stored at 2^64 - 1", RogueDesk::talk, ~quint64(0));
    sent("stored elsewhere", 6, 3);
    sent("stored nowhere", 0, 3);
    const auto refused = [](const char *name, ErrorCode code, qint64 retryMs) {
        QTest::newRow(name) << quint64(0) << quint64(0) << quint32(code) << retryMs;
    };
    refused("busy for -1 ms", ErrorCode::Busy, -1);
    refused("busy for the shortest time", ErrorCode::Busy, std::numeric_limits<qint64>::min());
    refused("busy for ever", ErrorCode::Busy, std::numeric_limits<qint64>::max());
    refused("limited for 2^40 ms", ErrorCode::RateLimited, qint64(1) << 40);
    refused("limited for 2^32 ms", ErrorCode::RateLimited, qint64(1) << 32);
    refused("an error that is none", ErrorCode::None, 0);
    QTest::newRow("an error nobody knows") << quint64(0) << quint64(0) << 0xffff'ffffu << qint64(0);
    QTest::newRow("no answer") << quint64(0) << quint64(0) << 1u << qint64(-4711);
}

void TestRogueServer::messagesOutliveBadAnswers()
{
    QFETCH(quint64, conversation);
    QFETCH(quint64, seq);
    QFETCH(quint32, code);
    QFETCH(qint64, retryMs);
    RogueDesk desk;
    desk.server.addConversation(6);
    desk.server.say(RogueDesk::talk, "one");
    desk.server.say(RogueDesk::talk, "two");
    QVERIFY(desk.startOnline());
    const bool isSent = seq != 0 || conversation != 0;
    desk.server.misbehave(Kind::kSendMessage, [&](const wire::Frame &asked) {
        wire::Frame frame;
        frame.mutable_sent()->set_conversation_id(conversation);
        frame.mutable_sent()->set_seq(seq);
        if (isSent)
            desk.server.reply(asked, frame);
        else if (retryMs != -4711)
            desk.server.refuse(asked, code, retryMs);
    });
    for (const char *text : {"a", "b", "c"})
        QVERIFY(desk->outbox().send(ConversationId(RogueDesk::talk), QString::fromLatin1(text)));
    QTRY_VERIFY(desk.server.requests(Kind::kSendMessage) >= 1);
    // Asked again, but not in a loop: within half a second of the client's time, once.
    for (int i = 0; i < 50; ++i)
        desk.passTime(10);
    QCoreApplication::processEvents();
    QVERIFY2(desk.server.requests(Kind::kSendMessage) <= 2, "the same message is sent in a loop");
    QCOMPARE(desk->outbox().size(), 3);
    QVERIFY(!desk->outbox().entries(ConversationId(RogueDesk::talk)).constFirst().failed);
    QVERIFY(desk.recovers());
    QVERIFY(desk.eventually([&desk] { return desk->outbox().size() == 0; }));
    const QList<QByteArray> expected{"one", "two", "a", "b", "c"};
    QCOMPARE(desk.server.texts(RogueDesk::talk), expected);
    QTRY_COMPARE(desk.texts(), expected);
}

void TestRogueServer::longestMessageIsBounded()
{
    // A frame that no server takes would come back from the outbox for ever.
    RogueDesk desk;
    desk.server.misbehave(Kind::kHello, [&desk](const wire::Frame &asked) {
        wire::Frame frame = desk.server.replyTo(asked);
        frame.mutable_welcome()->set_max_text_bytes(0xffff'ffff);
        desk.server.push(frame);
    });
    QVERIFY(desk.startOnline());
    const QString text(limits::frameBytes, QLatin1Char('x'));
    const Result<ClientId> kept = desk->outbox().send(ConversationId(RogueDesk::talk), text);
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, ErrorCode::TooLarge);
}

void TestRogueServer::goodbyesAreNotAnsweredWithAFlood_data()
{
    QTest::addColumn<int>("request");
    QTest::addColumn<bool>("saysGoodbye");
    QTest::newRow("goodbye after hello") << int(Kind::kHello) << true;
    QTest::newRow("goodbye after sign-in") << int(Kind::kResume) << true;
    QTest::newRow("hangs up after hello") << int(Kind::kHello) << false;
}

void TestRogueServer::goodbyesAreNotAnsweredWithAFlood()
{
    QFETCH(int, request);
    QFETCH(bool, saysGoodbye);
    RogueDesk desk;
    desk.server.misbehave(Kind(request), [&desk, saysGoodbye](const wire::Frame &asked) {
        desk.server.answer(asked);
        wire::Frame goodbye;
        goodbye.mutable_goodbye()->set_code(quint32(ErrorCode::ShuttingDown));
        if (saysGoodbye)
            desk.server.push(goodbye);
        desk.server.hangUp();
    });
    desk.start();
    const qint64 watchedMs = shortOrLong(30'000, 600'000);
    for (qint64 ms = 0; ms < watchedMs; ms += 100) {
        QVERIFY(desk.isThrownBack());
        desk.passTime(100);
    }
    // Waits of 2 s in the mean once they have grown; without them there would be hundreds.
    QVERIFY2(desk.server.connections() < watchedMs / 1'000, qPrintable(QString::number(desk.server.connections())));
    QVERIFY(desk.server.connections() > 5);
    QVERIFY(desk.recovers());
}

QTEST_GUILESS_MAIN(TestRogueServer)
#include "tst_rogue_server.moc"
