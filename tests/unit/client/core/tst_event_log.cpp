// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/client_parts.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <numeric>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

namespace {

QList<quint64> upTo(quint64 last)
{
    QList<quint64> result(qsizetype(last), 0);
    std::iota(result.begin(), result.end(), quint64(1));
    return result;
}

} // namespace

class TestEventLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void storesAndTells();
    void doubledAndReorderedPushesLeaveOneCopyInOrder();
    void fillsGapBeforePush();
    void fillsLostLastEventByHighWater();
    void fillSurvivesLostConnection();
    void leavesLargeGapAlone();
    void answerThatLeadsNowhereEndsFilling();
    void newDeviceGetsOnlyTheTail();
    void joiningLaterIsNoGap();
    void syncedEventsAreNotAnnounced();
    void fetchesPages();
    void refusesImpossibleSequenceNumbers();

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ClientParts> m_parts;
    const ConversationId m_id{5};
};

void TestEventLog::init()
{
    m_parts.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_parts = std::make_unique<ClientParts>(m_directory->path());
    QVERIFY(m_parts->isOpen);
    QVERIFY(m_parts->connectNow());
    m_parts->book.apply(directConversation(5, 0));
}

void TestEventLog::storesAndTells()
{
    QSignalSpy stored(&m_parts->log, &EventLog::stored);
    QSignalSpy arrived(&m_parts->log, &EventLog::arrived);
    m_parts->log.accept({messageEvent(5, 1, 2), messageEvent(5, 2, 1), messageEvent(5, 3, 2)});
    QCOMPARE(m_parts->seqs(5), upTo(3));
    QCOMPARE(stored.count(), 1);
    QCOMPARE(stored.at(0).at(1).toULongLong(), quint64(1));
    QCOMPARE(stored.at(0).at(2).toULongLong(), quint64(3));
    QCOMPARE(arrived.count(), 1);
    QCOMPARE(arrived.at(0).at(1).value<QList<wire::Event>>().size(), 2); // not one's own
    QCOMPARE(m_parts->book.conversation(m_id).unread, quint32(2));
}

void TestEventLog::doubledAndReorderedPushesLeaveOneCopyInOrder()
{
    QSignalSpy arrived(&m_parts->log, &EventLog::arrived);
    for (quint64 seq : {1, 3, 2, 3, 1, 2})
        m_parts->log.accept({messageEvent(5, seq, 2)});
    while (m_parts->answerHistory(3)) {}
    QCOMPARE(m_parts->seqs(5), upTo(3));
    QCOMPARE(m_parts->book.conversation(m_id).unread, quint32(3));
    QCOMPARE(arrived.count(), 3);
}

void TestEventLog::fillsGapBeforePush()
{
    m_parts->log.accept({messageEvent(5, 1, 2)});
    m_parts->log.accept({messageEvent(5, 451, 2)});
    QCOMPARE(m_parts->log.receivedUpTo(m_id), quint64(1));
    int pages = 0;
    while (m_parts->answerHistory(451))
        ++pages;
    QCOMPARE(pages, 3);
    QCOMPARE(m_parts->seqs(5), upTo(451));
    QCOMPARE(m_parts->log.receivedUpTo(m_id), quint64(451));
    QCOMPARE(m_parts->book.conversation(m_id).unread, quint32(451));
}

void TestEventLog::fillsLostLastEventByHighWater()
{
    m_parts->log.accept({messageEvent(5, 1, 2)});
    m_parts->log.noteHighWater(m_id, 1);
    QVERIFY(!m_parts->answerHistory(1));
    m_parts->log.noteHighWater(m_id, 2);
    QVERIFY(m_parts->answerHistory(2));
    QCOMPARE(m_parts->seqs(5), upTo(2));
    QVERIFY(!m_parts->answerHistory(2));
}

void TestEventLog::fillSurvivesLostConnection()
{
    m_parts->log.accept({messageEvent(5, 1, 2)});
    m_parts->log.accept({messageEvent(5, 4, 2)});
    m_parts->server.close();
    QCOMPARE(m_parts->log.receivedUpTo(m_id), quint64(1));
    m_parts->link.retryNow();
    QVERIFY(m_parts->server.accept());
    m_parts->log.resumeFilling();
    QVERIFY(m_parts->answerHistory(4));
    QCOMPARE(m_parts->seqs(5), upTo(4));
}

void TestEventLog::leavesLargeGapAlone()
{
    m_parts->log.accept({messageEvent(5, 1, 2)});
    m_parts->log.accept({messageEvent(5, 1'003, 2)});
    QVERIFY(!m_parts->answerHistory(1'003));
    QCOMPARE(m_parts->seqs(5), (QList<quint64>{1, 1'003}));
}

void TestEventLog::answerThatLeadsNowhereEndsFilling()
{
    m_parts->log.accept({messageEvent(5, 1, 2)});
    m_parts->log.accept({messageEvent(5, 3, 2)});
    const std::optional<wire::Frame> request = m_parts->server.take(wire::Frame::kGetHistory);
    QVERIFY(request);
    wire::Frame reply;
    *reply.mutable_history()->add_events() = messageEvent(6, 2, 2); // of another conversation
    m_parts->server.answer(*request, reply);
    QVERIFY(!m_parts->server.take(wire::Frame::kGetHistory));
    QVERIFY(m_parts->seqs(6).isEmpty());
}

void TestEventLog::newDeviceGetsOnlyTheTail()
{
    m_parts->book.apply(directConversation(7, 300, 20));
    m_parts->log.acceptSynced({messageEvent(7, 299, 2), messageEvent(7, 300, 2)});
    QVERIFY(!m_parts->server.take(wire::Frame::kGetHistory));
    QCOMPARE(m_parts->book.conversation(ConversationId(7)).unread, quint32(20));
    m_parts->book.apply(directConversation(8, 300, 20));
    m_parts->log.noteSynced(ConversationId(8), 300); // did not fit into the sync
    QVERIFY(m_parts->answerHistory(300));
    QCOMPARE(m_parts->seqs(8).constFirst(), quint64(251));
    QCOMPARE(m_parts->book.conversation(ConversationId(8)).unread, quint32(20));
}

void TestEventLog::joiningLaterIsNoGap()
{
    QSignalSpy arrived(&m_parts->log, &EventLog::arrived);
    m_parts->book.applyChange(directConversation(9, 50));
    m_parts->log.accept({messageEvent(9, 50, 2)});
    QVERIFY(!m_parts->server.take(wire::Frame::kGetHistory));
    QCOMPARE(arrived.count(), 0);
    m_parts->log.accept({messageEvent(9, 51, 2)});
    QCOMPARE(arrived.count(), 1);
    QCOMPARE(m_parts->book.conversation(ConversationId(9)).unread, quint32(1));
}

void TestEventLog::syncedEventsAreNotAnnounced()
{
    QSignalSpy arrived(&m_parts->log, &EventLog::arrived);
    m_parts->book.apply(directConversation(5, 2, 2));
    m_parts->log.acceptSynced({messageEvent(5, 1, 2), messageEvent(5, 2, 2)});
    m_parts->log.accept({messageEvent(5, 2, 2)}); // pushed while the sync was under way
    QCOMPARE(arrived.count(), 0);
    QCOMPARE(m_parts->book.conversation(m_id).unread, quint32(2));
}

void TestEventLog::fetchesPages()
{
    m_parts->book.apply(directConversation(5, 300));
    m_parts->log.acceptSynced({messageEvent(5, 300, 2)});
    ErrorCode result = ErrorCode::Internal;
    m_parts->log.fetchBefore(m_id, 300, 1'000, [&result](const Error &error) { result = error.code; });
    QVERIFY(m_parts->answerHistory(300));
    QCOMPARE(result, ErrorCode::None);
    QCOMPARE(m_parts->seqs(5).size(), 201);
    QCOMPARE(m_parts->log.before(m_id, 300, 2).constLast().seq(), quint64(299));
    QCOMPARE(m_parts->log.after(m_id, 298, 1).constFirst().seq(), quint64(299));
    m_parts->log.fetchAfter(m_id, 10, 5, [&result](const Error &error) { result = error.code; });
    const std::optional<wire::Frame> request = m_parts->server.take(wire::Frame::kGetHistory);
    QVERIFY(request);
    m_parts->server.refuse(*request, Error(ErrorCode::NotMember));
    QCOMPARE(result, ErrorCode::NotMember);
}

void TestEventLog::refusesImpossibleSequenceNumbers()
{
    m_parts->log.accept(
        {messageEvent(5, 0, 2), messageEvent(0, 1, 2), messageEvent(5, std::numeric_limits<quint64>::max(), 2)});
    QVERIFY(m_parts->seqs(5).isEmpty());
    m_parts->log.noteHighWater(m_id, std::numeric_limits<quint64>::max());
    QVERIFY(!m_parts->server.take(wire::Frame::kGetHistory));
}

QTEST_GUILESS_MAIN(TestEventLog)
#include "tst_event_log.moc"
