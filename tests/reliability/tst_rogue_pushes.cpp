// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bar 24, second half: a server with the right key that says what is not so. Impossible, hostile and endless events,
// people, presence, times and numbers: the client stays up, its memory stays bounded, and when the server is good again
// it shows exactly what the server has.
#include "client/core/client_limits.h"
#include "client/core/typing_tracker.h"
#include "client/models/timeline_model.h"
#include "common/base/bytes.h"
#include "tests/support/rogue_desk.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QSignalSpy>

#include <limits>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

namespace {

using Kind = wire::Frame::BodyCase;

constexpr quint64 talk = RogueDesk::talk;
constexpr qint64 memoryMarginKiB = 96 * 1'024;

wire::Frame eventsFrame(const QList<quint64> &seqs, quint64 conversation = talk)
{
    wire::Frame frame;
    for (quint64 seq : seqs)
        *frame.mutable_events()->add_events() = RogueServer::messageEvent(conversation, seq, RogueServer::other,
                                                                          "lie " + QByteArray::number(seq));
    return frame;
}

} // namespace

class TestRoguePushes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void liesAboutEventsAreUndone_data();
    void liesAboutEventsAreUndone();
    void liesOfTheSyncAreUndone();
    void repliesOfOtherConversationsAreLeftOut();
    void pushesBeforeSignInAreIgnored();
    void emptyEventsCostNothing();
    void unknownConversationsCostNothing();
    void floodsOfPeopleAreBounded();
    void floodsOfConversationsAreBounded();
    void floodsOfTypingCostNothing();
    void peopleTwiceAreOne();
    void holesInThePresence();
    void hostileTextIsData();
    void hostileNumbers_data();
    void hostileNumbers();

private:
    /// The connection is replaced by one with a good server, and the client has what that has.
    bool healed(RogueDesk &desk);
    /// All that was sent has been taken in.
    bool isThrough(RogueDesk &desk);
};

bool TestRoguePushes::healed(RogueDesk &desk)
{
    desk.server.behave();
    desk.server.hangUp();
    if (!desk.isThrownBack() || !desk.recovers())
        return false;
    desk.server.say(talk, "the end");
    return desk.eventually([&desk] { return desk.texts() == desk.server.texts(talk); });
}

bool TestRoguePushes::isThrough(RogueDesk &desk)
{
    bool isAnswered = false;
    wire::Frame ping;
    ping.mutable_ping();
    desk->link().request(ping, [&isAnswered](const Result<wire::Frame> &) { isAnswered = true; });
    return QTest::qWaitFor([&isAnswered] { return isAnswered; }, 30'000) && desk.isOnline();
}

void TestRoguePushes::liesAboutEventsAreUndone_data()
{
    QTest::addColumn<QList<quint64>>("seqs");
    constexpr quint64 largest = std::numeric_limits<qint64>::max();
    QTest::newRow("gaps") << QList<quint64>{5, 9, 20};
    QTest::newRow("twice") << QList<quint64>{3, 3, 3, 4, 4};
    QTest::newRow("out of order") << QList<quint64>{6, 4, 5, 3};
    QTest::newRow("over what is there") << QList<quint64>{1, 2};
    QTest::newRow("zero") << QList<quint64>{0, 0};
    QTest::newRow("far away") << QList<quint64>{quint64(1) << 40};
    QTest::newRow("2^62") << QList<quint64>{quint64(1) << 62};
    QTest::newRow("2^63 - 2 and the like") << QList<quint64>{largest - 1, largest - 2, 3};
    QTest::newRow("2^63 - 1") << QList<quint64>{largest};
    QTest::newRow("2^63") << QList<quint64>{quint64(1) << 63, (quint64(1) << 63) + 1};
    QTest::newRow("2^64 - 1") << QList<quint64>{~quint64(0), 3};
}

void TestRoguePushes::liesAboutEventsAreUndone()
{
    QFETCH(QList<quint64>, seqs);
    RogueDesk desk;
    desk.server.say(talk, "one");
    desk.server.say(talk, "two");
    QVERIFY(desk.startOnline());
    // What it is asked for to fill the holes is a lie as well.
    desk.server.misbehave(Kind::kGetHistory, [&desk](const wire::Frame &asked) {
        wire::Frame frame = desk.server.replyTo(asked);
        *frame.mutable_history()->add_events() = RogueServer::messageEvent(talk, asked.get_history().after_seq() + 1,
                                                                           RogueServer::other, "filled");
        desk.server.push(frame);
    });
    desk.server.push(eventsFrame(seqs));
    QVERIFY(isThrough(desk));
    wire::Frame change;
    *change.mutable_conversation_changed()->mutable_conversation() = desk.server.conversation(talk);
    change.mutable_conversation_changed()->mutable_conversation()->set_last_seq(quint64(1) << 61);
    desk.server.push(change);
    wire::Frame cursors;
    wire::Cursor &cursor = *cursors.mutable_cursors()->add_cursors();
    cursor.set_conversation_id(talk);
    cursor.set_user_id(RogueServer::self);
    cursor.set_read_seq(quint64(1) << 61);
    cursor.set_delivered_seq(~quint64(0));
    desk.server.push(cursors);
    QVERIFY(isThrough(desk));
    quint64 last = 0;
    const QList<wire::Event> events = desk->log().newest(ConversationId(talk), 1'000);
    for (const wire::Event &event : events) {
        QVERIFY(event.seq() > last);
        last = event.seq();
    }
    QVERIFY(healed(desk));
    const ConversationSummary summary = desk->conversations().conversation(ConversationId(talk));
    QCOMPARE(summary.lastSeq, desk.server.lastSeq(talk));
    QVERIFY(summary.readSeq <= summary.lastSeq);
    QCOMPARE(summary.unread, 1u); // the one that came when all was well again
    QCOMPARE(summary.lastText, QStringLiteral("the end"));
}

void TestRoguePushes::liesOfTheSyncAreUndone()
{
    RogueDesk desk;
    desk.server.say(talk, "one");
    desk.server.misbehave(Kind::kSync, [&desk](const wire::Frame &asked) {
        wire::Frame frame = desk.server.replyTo(asked);
        wire::SyncReply &sync = *frame.mutable_sync_reply();
        sync.mutable_conversations(0)->set_last_seq(quint64(1) << 50);
        sync.mutable_conversations(0)->set_unread(std::numeric_limits<quint32>::max());
        *sync.add_conversations() = sync.conversations(0); // twice
        *sync.add_events() = RogueServer::messageEvent(talk, quint64(1) << 50, RogueServer::other, "lie");
        *sync.add_events() = RogueServer::messageEvent(4'711, 1, RogueServer::other, "of nowhere");
        sync.add_conversations()->set_last_seq(3); // without an id
        desk.server.push(frame);
    });
    QVERIFY(desk.startOnline());
    QVERIFY(desk.texts(4'711).isEmpty());
    QVERIFY(healed(desk));
    QCOMPARE(desk->conversations().conversations().size(), 1);
}

void TestRoguePushes::repliesOfOtherConversationsAreLeftOut()
{
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    desk.server.misbehave(Kind::kGetHistory, [&desk](const wire::Frame &asked) {
        wire::Frame frame = desk.server.replyTo(asked);
        *frame.mutable_history()->add_events() = RogueServer::messageEvent(6, 1, RogueServer::other, "of another");
        desk.server.push(frame);
    });
    bool isFinished = false;
    desk->log().fetchBefore(ConversationId(talk), 10, 10, [&isFinished](const Error &) { isFinished = true; });
    QTRY_VERIFY(isFinished);
    QVERIFY(desk.texts(6).isEmpty());
}

void TestRoguePushes::pushesBeforeSignInAreIgnored()
{
    RogueDesk desk;
    desk.server.misbehave(Kind::kHello, [&desk](const wire::Frame &asked) {
        desk.server.push(eventsFrame({1})); // even before the answer
        desk.server.answer(asked);
        desk.server.push(eventsFrame({1, 2, 3}));
        desk.server.push(eventsFrame({1}, 4'711));
        wire::Frame delta;
        delta.mutable_presence_delta()->set_version(99);
        desk.server.push(delta);
    });
    QVERIFY(desk.startOnline());
    QVERIFY(desk.texts().isEmpty());
    QCOMPARE(desk.server.requests(Kind::kSync), 1);
    QCOMPARE(desk.server.requests(Kind::kGetRoster), 1);
}

void TestRoguePushes::emptyEventsCostNothing()
{
    // A million events in two frames: two bytes each.
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    wire::Frame frame;
    for (int i = 0; i < 500'000; ++i)
        frame.mutable_events()->add_events();
    const QByteArray encoded = encodeFrame(frame);
    QVERIFY(encoded.size() <= limits::frameBytes);
    frame.Clear();
    desk.server.sendRaw(encoded);
    QVERIFY(isThrough(desk));
    const qint64 beforeKiB = ownMemoryKiB();
    for (int i = 0; i < 8; ++i) {
        desk.server.sendRaw(encoded);
        QVERIFY(isThrough(desk));
    }
    QVERIFY2(ownMemoryKiB() - beforeKiB < memoryMarginKiB, qPrintable(QString::number(ownMemoryKiB() - beforeKiB)));
    QVERIFY(healed(desk));
}

void TestRoguePushes::unknownConversationsCostNothing()
{
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    const qint64 beforeKiB = ownMemoryKiB();
    quint64 id = 1'000;
    for (int round = 0; round < 5; ++round) {
        wire::Frame frame;
        for (int i = 0; i < 20'000; ++i)
            *frame.mutable_events()->add_events() = RogueServer::messageEvent(id++, 7, RogueServer::other, "x");
        desk.server.push(frame);
        QVERIFY(isThrough(desk));
    }
    QVERIFY2(ownMemoryKiB() - beforeKiB < memoryMarginKiB, qPrintable(QString::number(ownMemoryKiB() - beforeKiB)));
    QCOMPARE(desk.server.requests(Kind::kGetHistory), 0);
    QVERIFY(desk.server.requests(Kind::kSync) <= 1 + 5);
    QVERIFY(desk.texts(1'000).isEmpty());
    QVERIFY(healed(desk));
}

void TestRoguePushes::floodsOfPeopleAreBounded()
{
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    quint64 id = 10;
    for (int round = 0; round < 3; ++round) {
        wire::Frame frame;
        for (int i = 0; i < 20'000; ++i)
            frame.mutable_users_changed()->add_users()->set_id(id++);
        desk.server.push(frame);
        QVERIFY(isThrough(desk));
    }
    QCOMPARE(desk->roster().people().size(), limits::knownPeopleMax);
    QVERIFY(healed(desk));
    QCOMPARE(desk->roster().people().size(), 2);
}

void TestRoguePushes::floodsOfConversationsAreBounded()
{
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    wire::Frame frame;
    for (quint64 id = 10; id < 1'010 + quint64(limits::knownConversationsMax); ++id) {
        *frame.mutable_conversation_changed()->mutable_conversation() = desk.server.conversation(id);
        desk.server.push(frame);
    }
    QVERIFY(isThrough(desk));
    QCOMPARE(desk->conversations().conversations().size(), limits::knownConversationsMax);
    QVERIFY(healed(desk));
    for (const ConversationSummary &summary : desk->conversations().conversations())
        QVERIFY(summary.left || summary.id == ConversationId(talk));
}

void TestRoguePushes::floodsOfTypingCostNothing()
{
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    QElapsedTimer timer;
    timer.start();
    wire::Frame frame;
    frame.mutable_typing()->set_active(true);
    for (quint64 user = 1; user <= 30'000; ++user) {
        frame.mutable_typing()->set_user_id(user);
        frame.mutable_typing()->set_conversation_id(user % 2 == 0 ? talk : user);
        desk.server.push(frame);
    }
    QVERIFY(isThrough(desk));
    QCOMPARE(desk->typing().writing(ConversationId(talk)), QList<UserId>{UserId(RogueServer::other)});
    QVERIFY(desk->typing().writing(ConversationId(3)).isEmpty());
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

void TestRoguePushes::peopleTwiceAreOne()
{
    RogueDesk desk;
    desk.server.misbehave(Kind::kGetRoster, [&desk](const wire::Frame &asked) {
        wire::Frame frame = desk.server.replyTo(asked);
        wire::Roster &roster = *frame.mutable_roster();
        for (int i = 0; i < 3; ++i) {
            wire::User &user = *roster.add_users();
            user.set_id(RogueServer::other);
            user.set_name("name " + std::to_string(i));
            wire::Presence &presence = *roster.add_presences();
            presence.set_user_id(RogueServer::other);
            presence.set_state(wire::PresenceState(i == 2 ? 99 : 1)); // no such state
        }
        roster.add_users(); // without an id
        roster.add_presences()->set_user_id(4'711);
        desk.server.push(frame);
    });
    QVERIFY(desk.startOnline());
    QCOMPARE(desk->roster().people().size(), 2);
    QCOMPARE(desk->roster().person(UserId(RogueServer::other)).name, QStringLiteral("name 2"));
    QCOMPARE(desk->roster().person(UserId(RogueServer::other)).presence, wire::PRESENCE_OFFLINE);
}

void TestRoguePushes::holesInThePresence()
{
    // Each hole asks for the roster, but never twice at once, and with no answer nothing more is asked.
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    desk.server.misbehave(Kind::kGetRoster, [](const wire::Frame &) {});
    wire::Frame frame;
    for (quint64 version : {quint64(9), quint64(11), quint64(0), ~quint64(0), quint64(1) << 63, quint64(13)}) {
        frame.mutable_presence_delta()->set_version(version);
        desk.server.push(frame);
    }
    QVERIFY(isThrough(desk));
    QCOMPARE(desk.server.requests(Kind::kGetRoster), 2);
    desk.passTime(limits::requestTimeoutMs + 1);
    QVERIFY(desk.recovers());
    frame.mutable_presence_delta()->set_version(2);
    wire::Presence &presence = *frame.mutable_presence_delta()->add_presences();
    presence.set_user_id(RogueServer::other);
    presence.set_state(wire::PRESENCE_AWAY);
    desk.server.push(frame);
    QTRY_COMPARE(desk->roster().person(UserId(RogueServer::other)).presence, wire::PRESENCE_AWAY);
}

void TestRoguePushes::hostileTextIsData()
{
    RogueDesk desk;
    QVERIFY(desk.startOnline());
    const QList<QByteArray> texts{
        QStringLiteral("\u202Eevil\u2066\u200F").toUtf8(), // bidi controls
        QStringLiteral("e\u0301 A\u030A").toUtf8(),        // not in NFC
        QByteArray("zero\0inside", 11),
        QByteArrayLiteral("\x1b[2J\x07<img src=x>\r\n"),
        QByteArray::fromHex("f48fbfbf"), // U+10FFFF
        QByteArray(200'000, 'x'),        // far longer than any message
        QByteArray(),
    };
    for (const QByteArray &text : texts)
        desk.server.say(talk, text);
    QTRY_COMPARE(desk.texts(), texts);
    wire::Frame frame;
    wire::User &user = *frame.mutable_users_changed()->add_users();
    user.set_id(3);
    user.set_name(toStd(texts.at(0)));
    user.set_display_name(toStd(texts.at(5)));
    desk.server.push(frame);
    QVERIFY(isThrough(desk));
    QCOMPARE(desk->roster().person(UserId(3)).name.toUtf8(), texts.at(0));
    // No text at all: the connection ends, and nothing of it is kept. U+D800 in UTF-8, then an overlong "/".
    for (const char *hex : {"eda080", "c0af"}) {
        frame.mutable_users_changed()->mutable_users(0)->set_name("name");
        QByteArray encoded = encodeFrame(frame);
        const QByteArray bytes = QByteArray::fromHex(hex);
        encoded.replace(encoded.indexOf("name"), bytes.size(), bytes);
        desk.server.sendRaw(encoded);
        QVERIFY(desk.isThrownBack());
        QVERIFY(desk.recovers());
        QVERIFY(desk->roster().person(UserId(3)).id.isNull());
    }
}

void TestRoguePushes::hostileNumbers_data()
{
    QTest::addColumn<qint64>("timeMs");
    QTest::newRow("1970") << qint64(0);
    QTest::newRow("before 1970") << qint64(-1);
    QTest::newRow("9999") << qint64(253'402'300'799'999);
    QTest::newRow("the latest time") << std::numeric_limits<qint64>::max();
    QTest::newRow("the earliest time") << std::numeric_limits<qint64>::min();
}

void TestRoguePushes::hostileNumbers()
{
    QFETCH(qint64, timeMs);
    RogueDesk desk;
    desk.server.say(talk, "one");
    desk.server.misbehave(Kind::kHello, [&desk, timeMs](const wire::Frame &asked) {
        wire::Frame frame = desk.server.replyTo(asked);
        frame.mutable_welcome()->set_time_ms(timeMs);
        desk.server.push(frame);
    });
    desk.server.misbehave(Kind::kSync, [&desk, timeMs](const wire::Frame &asked) {
        wire::Frame frame = desk.server.replyTo(asked);
        wire::SyncReply &sync = *frame.mutable_sync_reply();
        sync.mutable_conversations(0)->set_unread(std::numeric_limits<quint32>::max());
        *sync.add_conversations() = desk.server.conversation(6);
        sync.mutable_conversations(1)->set_last_seq(quint64(1) << 40);
        sync.mutable_conversations(1)->set_unread(std::numeric_limits<quint32>::max());
        sync.mutable_events(0)->set_time_ms(timeMs);
        desk.server.push(frame);
    });
    QVERIFY(desk.startOnline());
    ConversationBook &book = desk->conversations();
    QCOMPARE(book.conversation(ConversationId(talk)).unread, 1u); // there is but one
    QCOMPARE(book.totalUnread(), std::numeric_limits<quint32>::max());
    wire::Frame frame;
    wire::Event &event = *frame.mutable_events()->add_events();
    event = RogueServer::messageEvent(6, (quint64(1) << 40) + 1, RogueServer::other, "one more");
    event.set_time_ms(timeMs);
    desk.server.push(frame);
    QVERIFY(isThrough(desk));
    QCOMPARE(book.totalUnread(), std::numeric_limits<quint32>::max());
    TimelineModel timeline(desk->roster(), book, desk->log(), desk->outbox());
    for (quint64 id : {talk, quint64(6)}) {
        timeline.open(ConversationId(id));
        QVERIFY(timeline.count() > 0);
    }
    desk->markRead(ConversationId(6), ~quint64(0));
    QCOMPARE(book.conversation(ConversationId(6)).unread, 0u);
    QVERIFY(healed(desk));
}

QTEST_GUILESS_MAIN(TestRoguePushes)
#include "tst_rogue_pushes.moc"
