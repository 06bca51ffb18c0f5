// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/client_parts.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

class TestOutbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isKeptBeforeTheFirstAttempt();
    void becomesAnEventWhenStored();
    void sendsInOrderOneAtATime();
    void resendsTheSameAfterReconnect();
    void survivesRestart();
    void refusedForGoodStaysAsFailed();
    void waitsWhileTheServerIsBusy();
    void timedOutIsSentAgain();
    void impossibleAnswersKeepTheMessage_data();
    void impossibleAnswersKeepTheMessage();
    void aServerCannotSilenceForEver();
    void discards();
    void refusesBadText_data();
    void refusesBadText();
    void cleansText();
    void editAndRecallAreKnownHereAtOnce();
    void refusedChangeChangesNothing();

private:
    std::optional<wire::Frame> takeSend() { return m_parts->server.take(wire::Frame::kSendMessage); }
    void acknowledge(const wire::Frame &request, quint64 seq);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ClientParts> m_parts;
    const ConversationId m_id{5};
};

void TestOutbox::init()
{
    m_parts.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_parts = std::make_unique<ClientParts>(m_directory->path());
    QVERIFY(m_parts->isOpen);
    QVERIFY(m_parts->connectNow());
    m_parts->book.apply(directConversation(5, 0));
    m_parts->book.apply(directConversation(6, 0));
}

void TestOutbox::acknowledge(const wire::Frame &request, quint64 seq)
{
    wire::Frame reply;
    reply.mutable_sent()->set_conversation_id(request.send_message().conversation_id());
    reply.mutable_sent()->set_seq(seq);
    reply.mutable_sent()->set_time_ms(55);
    m_parts->server.answer(request, reply);
}

void TestOutbox::isKeptBeforeTheFirstAttempt()
{
    const Result<ClientId> sent = m_parts->outbox.send(m_id, QStringLiteral("hello"));
    QVERIFY(sent);
    QVERIFY(!takeSend()); // not signed in
    QCOMPARE(m_parts->cache.outbox().size(), 1);
    QCOMPARE(m_parts->book.conversation(m_id).lastState, MessageState::Queued);
    QCOMPARE(m_parts->book.conversation(m_id).lastText, QStringLiteral("hello"));
    m_parts->outbox.setSignedIn(true);
    const std::optional<wire::Frame> request = takeSend();
    QVERIFY(request);
    QCOMPARE(toBytes(request->send_message().client_id()), sent->bytes());
}

void TestOutbox::becomesAnEventWhenStored()
{
    QSignalSpy acknowledged(&m_parts->outbox, &Outbox::acknowledged);
    m_parts->outbox.setSignedIn(true);
    const Result<ClientId> sent = m_parts->outbox.send(m_id, QStringLiteral("hello"));
    acknowledge(*takeSend(), 1);
    QCOMPARE(acknowledged.count(), 1);
    QCOMPARE(acknowledged.at(0).at(2).toULongLong(), quint64(1));
    QCOMPARE(m_parts->outbox.size(), 0);
    QVERIFY(m_parts->cache.outbox().isEmpty());
    const QList<wire::Event> events = m_parts->log.newest(m_id, 10);
    QCOMPARE(events.size(), 1);
    QCOMPARE(toBytes(events.constFirst().client_id()), sent->bytes());
    QCOMPARE(events.constFirst().sender_id(), quint64(1));
    QCOMPARE(m_parts->book.conversation(m_id).unread, quint32(0));
    QCOMPARE(m_parts->book.conversation(m_id).lastState, MessageState::Stored);
}

void TestOutbox::sendsInOrderOneAtATime()
{
    m_parts->outbox.setSignedIn(true);
    for (const char *text : {"1", "2", "3"})
        QVERIFY(m_parts->outbox.send(m_id, QLatin1String(text)));
    QVERIFY(m_parts->outbox.send(ConversationId(6), QStringLiteral("other")));
    std::optional<wire::Frame> first = takeSend();
    QCOMPARE(first->send_message().text(), std::string("1"));
    const std::optional<wire::Frame> other = takeSend();
    QCOMPARE(other->send_message().text(), std::string("other"));
    QVERIFY(!takeSend());
    acknowledge(*first, 1);
    QCOMPARE(takeSend()->send_message().text(), std::string("2"));
}

void TestOutbox::resendsTheSameAfterReconnect()
{
    m_parts->outbox.setSignedIn(true);
    const Result<ClientId> sent = m_parts->outbox.send(m_id, QStringLiteral("hello"));
    QVERIFY(takeSend());
    m_parts->server.close();
    m_parts->outbox.setSignedIn(false);
    m_parts->link.retryNow();
    QVERIFY(m_parts->server.accept());
    QVERIFY(!takeSend());
    m_parts->outbox.setSignedIn(true);
    const std::optional<wire::Frame> again = takeSend();
    QVERIFY(again);
    QCOMPARE(toBytes(again->send_message().client_id()), sent->bytes());
    QCOMPARE(again->send_message().text(), std::string("hello"));
    acknowledge(*again, 1);
    QCOMPARE(m_parts->seqs(5), QList<quint64>{1});
}

void TestOutbox::survivesRestart()
{
    const Result<ClientId> first = m_parts->outbox.send(m_id, QStringLiteral("a"));
    const Result<ClientId> second = m_parts->outbox.send(m_id, QStringLiteral("b"));
    m_parts.reset();
    m_parts = std::make_unique<ClientParts>(m_directory->path(), 2);
    QCOMPARE(m_parts->outbox.size(), 2);
    QCOMPARE(m_parts->book.conversation(m_id).lastText, QStringLiteral("b"));
    QVERIFY(m_parts->connectNow());
    m_parts->outbox.setSignedIn(true);
    const std::optional<wire::Frame> request = takeSend();
    QCOMPARE(toBytes(request->send_message().client_id()), first->bytes());
    acknowledge(*request, 1);
    QCOMPARE(toBytes(takeSend()->send_message().client_id()), second->bytes());
}

void TestOutbox::refusedForGoodStaysAsFailed()
{
    QSignalSpy refused(&m_parts->outbox, &Outbox::refused);
    m_parts->outbox.setSignedIn(true);
    const Result<ClientId> sent = m_parts->outbox.send(m_id, QStringLiteral("a"));
    QVERIFY(m_parts->outbox.send(m_id, QStringLiteral("b")));
    m_parts->server.refuse(*takeSend(), Error(ErrorCode::NotMember));
    QCOMPARE(refused.count(), 1);
    QVERIFY(m_parts->outbox.entries(m_id).constFirst().failed);
    QCOMPARE(takeSend()->send_message().text(), std::string("b"));
    m_parts->outbox.setSignedIn(false);
    m_parts->server.close();
    m_parts->link.retryNow();
    QVERIFY(m_parts->server.accept());
    m_parts->outbox.setSignedIn(true);
    QCOMPARE(takeSend()->send_message().text(), std::string("b"));
    QVERIFY(!takeSend());
    m_parts->outbox.discard(m_parts->outbox.entries(m_id).constLast().clientId);
    m_parts->outbox.retry(*sent);
    QVERIFY(!m_parts->outbox.entries(m_id).constFirst().failed);
}

void TestOutbox::waitsWhileTheServerIsBusy()
{
    m_parts->outbox.setSignedIn(true);
    QVERIFY(m_parts->outbox.send(m_id, QStringLiteral("a")));
    Error busy(ErrorCode::RateLimited);
    busy.retryMs = 3'000;
    m_parts->server.refuse(*takeSend(), busy);
    QVERIFY(!m_parts->outbox.entries(m_id).constFirst().failed);
    m_parts->clock.advance(2'999);
    m_parts->outbox.tick();
    QVERIFY(!takeSend());
    m_parts->clock.advance(1);
    m_parts->outbox.tick();
    QVERIFY(takeSend());
}

void TestOutbox::timedOutIsSentAgain()
{
    m_parts->outbox.setSignedIn(true);
    const Result<ClientId> sent = m_parts->outbox.send(m_id, QStringLiteral("a"));
    QVERIFY(takeSend());
    m_parts->clock.advance(limits::requestTimeoutMs);
    m_parts->link.tick();
    m_parts->clock.advance(1'000);
    m_parts->outbox.tick();
    const std::optional<wire::Frame> again = takeSend();
    QVERIFY(again);
    QCOMPARE(toBytes(again->send_message().client_id()), sent->bytes());
}

void TestOutbox::impossibleAnswersKeepTheMessage_data()
{
    QTest::addColumn<quint64>("seq");
    QTest::newRow("no seq") << quint64(0);
    QTest::newRow("another's seq") << quint64(1);
    QTest::newRow("far beyond the end") << quint64(1) + 2'000'000;
    QTest::newRow("no seq at all") << ~quint64(0);
}

void TestOutbox::impossibleAnswersKeepTheMessage()
{
    QFETCH(quint64, seq);
    m_parts->log.accept({messageEvent(5, 1, 2)});
    m_parts->outbox.setSignedIn(true);
    QVERIFY(m_parts->outbox.send(m_id, QStringLiteral("hello")));
    acknowledge(*takeSend(), seq);
    QCOMPARE(m_parts->outbox.size(), 1);
    QVERIFY(!m_parts->outbox.entries(m_id).constFirst().failed);
    QCOMPARE(m_parts->cache.outbox().size(), 1);
    QCOMPARE(m_parts->link.state(), Link::State::Waiting);
    QCOMPARE(m_parts->link.lastError().code, ErrorCode::Malformed);
}

void TestOutbox::aServerCannotSilenceForEver()
{
    m_parts->outbox.setSignedIn(true);
    QVERIFY(m_parts->outbox.send(m_id, QStringLiteral("hello")));
    Error busy(ErrorCode::Busy);
    for (qint64 retryMs : {std::numeric_limits<qint64>::max(), qint64(1) << 32}) {
        busy.retryMs = retryMs;
        m_parts->server.refuse(*takeSend(), busy);
        QVERIFY(!takeSend()); // not at once either
        m_parts->clock.advance(60'000);
        m_parts->outbox.tick();
        QVERIFY(m_parts->server.has(wire::Frame::kSendMessage));
    }
}

void TestOutbox::discards()
{
    const Result<ClientId> sent = m_parts->outbox.send(m_id, QStringLiteral("a"));
    m_parts->outbox.discard(*sent);
    QCOMPARE(m_parts->outbox.size(), 0);
    QVERIFY(m_parts->cache.outbox().isEmpty());
    QVERIFY(m_parts->book.conversation(m_id).lastText.isEmpty());
    m_parts->outbox.setSignedIn(true);
    QVERIFY(!takeSend());
}

void TestOutbox::refusesBadText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("empty") << QString() << ErrorCode::EmptyText;
    QTest::newRow("blank") << QStringLiteral(" \n\t") << ErrorCode::EmptyText;
    QTest::newRow("controls") << QStringLiteral("\u202e\u0007") << ErrorCode::EmptyText;
    QTest::newRow("long") << QString(limits::messageTextBytes + 1, u'x') << ErrorCode::TooLarge;
    QTest::newRow("long in bytes") << QString(limits::messageTextBytes / 2, u'\u4f60') << ErrorCode::TooLarge;
}

void TestOutbox::refusesBadText()
{
    QFETCH(QString, text);
    QFETCH(ErrorCode, code);
    const Result<ClientId> sent = m_parts->outbox.send(m_id, text);
    QVERIFY(!sent);
    QCOMPARE(sent.error().code, code);
    QVERIFY(code != ErrorCode::TooLarge || sent.error().actual > sent.error().limit);
    QVERIFY(m_parts->cache.outbox().isEmpty());
}

void TestOutbox::cleansText()
{
    QVERIFY(m_parts->outbox.send(m_id, QStringLiteral("a\u202eb")));
    QCOMPARE(m_parts->outbox.entries(m_id).constFirst().text, QStringLiteral("ab"));
}

void TestOutbox::editAndRecallAreKnownHereAtOnce()
{
    m_parts->outbox.setSignedIn(true);
    QVERIFY(m_parts->outbox.send(m_id, QStringLiteral("helo")));
    acknowledge(*takeSend(), 1);
    QList<quint64> places;
    const auto note = [&places](const Result<wire::Sent> &changed) { places.append(changed ? changed->seq() : 0); };
    const auto answer = [this](const wire::Frame &request, quint64 seq) {
        wire::Frame reply;
        reply.mutable_sent()->set_conversation_id(5);
        reply.mutable_sent()->set_seq(seq);
        m_parts->server.answer(request, reply);
    };
    m_parts->outbox.edit(m_id, 1, QStringLiteral("hello"), note);
    const std::optional<wire::Frame> edit = m_parts->server.take(wire::Frame::kEditMessage);
    QVERIFY(edit);
    QCOMPARE(edit->edit_message().target_seq(), quint64(1));
    QCOMPARE(edit->edit_message().text(), std::string("hello"));
    QCOMPARE(edit->edit_message().client_id().size(), size_t(16));
    QCOMPARE(m_parts->log.newest(m_id, 1).constFirst().message().text(), std::string("helo"));
    answer(*edit, 2);
    QCOMPARE(m_parts->log.events(m_id, 1, 1, 1).constFirst().message().text(), std::string("hello"));
    QVERIFY(m_parts->log.changes(m_id, 1, 1).value(1).isEdited);
    m_parts->outbox.recall(m_id, 1, note);
    const std::optional<wire::Frame> recall = m_parts->server.take(wire::Frame::kRecallMessage);
    QVERIFY(recall);
    answer(*recall, 3);
    QVERIFY(m_parts->log.events(m_id, 1, 1, 1).constFirst().message().recalled());
    QCOMPARE(m_parts->log.changes(m_id, 1, 1).value(1).recalledBy, UserId(1));
    QCOMPARE(places, (QList<quint64>{2, 3}));
}

void TestOutbox::refusedChangeChangesNothing()
{
    m_parts->outbox.setSignedIn(true);
    QVERIFY(m_parts->outbox.send(m_id, QStringLiteral("hello")));
    acknowledge(*takeSend(), 1);
    QList<ErrorCode> codes;
    const auto note = [&codes](const Result<wire::Sent> &changed) {
        codes.append(changed ? ErrorCode::None : changed.error().code);
    };
    m_parts->outbox.edit(m_id, 1, QStringLiteral(" "), note);
    m_parts->outbox.edit(m_id, 1, QString(20'000, u'x'), note);
    QVERIFY(!m_parts->server.take(wire::Frame::kEditMessage));
    m_parts->outbox.recall(m_id, 1, note);
    wire::Frame refusal;
    refusal.mutable_error()->set_code(quint32(ErrorCode::TooLate));
    m_parts->server.answer(*m_parts->server.take(wire::Frame::kRecallMessage), refusal);
    QCOMPARE(codes, (QList<ErrorCode>{ErrorCode::EmptyText, ErrorCode::TooLarge, ErrorCode::TooLate}));
    QCOMPARE(m_parts->log.newest(m_id, 9).size(), 1);
    QCOMPARE(m_parts->log.newest(m_id, 1).constFirst().message().text(), std::string("hello"));
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
