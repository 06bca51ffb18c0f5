// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A cached message reads as it was last changed, in whatever order the message and its changes come; what was recalled
// is on the disk no more.
#include "tests/support/client_parts.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

namespace {

wire::Event message(quint64 seq, quint64 sender, const char *text)
{
    wire::Event event = messageEvent(5, seq, sender);
    event.mutable_message()->set_text(text);
    return event;
}

wire::Event edit(quint64 seq, quint64 sender, quint64 target, const char *text)
{
    wire::Event event = messageEvent(5, seq, sender);
    event.mutable_message_edited()->set_target_seq(target);
    event.mutable_message_edited()->set_text(text);
    return event;
}

wire::Event recall(quint64 seq, quint64 sender, quint64 target)
{
    wire::Event event = messageEvent(5, seq, sender);
    event.mutable_message_recalled()->set_target_seq(target);
    return event;
}

} // namespace

class TestEventCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsTheSameInAnyOrder_data();
    void readsTheSameInAnyOrder();
    void recalledTextLeavesTheDisk();
    void othersCannotEdit();
    void changesOfLaterEventsAreIgnored();
    void bookAndLogFollow();

private:
    wire::Event at(quint64 seq) { return m_parts->cache.events(m_id, seq, seq, 1, EventCache::Order::Oldest).value(0); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ClientParts> m_parts;
    const ConversationId m_id{5};
};

void TestEventCache::init()
{
    m_parts.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_parts = std::make_unique<ClientParts>(m_directory->path());
    QVERIFY(m_parts->isOpen);
    m_parts->book.apply(directConversation(5, 0));
}

void TestEventCache::readsTheSameInAnyOrder_data()
{
    QTest::addColumn<QList<int>>("order");
    QList<int> order{0, 1, 2, 3, 4};
    do {
        QString name;
        for (const int place : std::as_const(order))
            name += QString::number(place);
        QTest::newRow(qPrintable(name)) << order;
    } while (std::next_permutation(order.begin(), order.end()));
}

void TestEventCache::readsTheSameInAnyOrder()
{
    QFETCH(QList<int>, order);
    const QList<wire::Event> events{message(1, 2, "one"), message(2, 2, "two"), edit(3, 2, 1, "uno"),
                                    edit(4, 2, 1, "eins"), recall(5, 3, 2)};
    for (const int place : order)
        QVERIFY(m_parts->cache.storeEvents({events.at(place)}));
    QCOMPARE(at(1).message().text(), std::string("eins"));
    QVERIFY(!at(1).message().recalled());
    QVERIFY(at(2).message().text().empty() && at(2).message().recalled());
    QCOMPARE(at(3).message_edited().text(), std::string("uno"));
    const QHash<quint64, MessageChange> changes = m_parts->cache.changes(m_id, 1, 9);
    QCOMPARE(changes.size(), 2);
    QVERIFY(changes.value(1).isEdited && changes.value(1).recalledBy.isNull());
    QVERIFY(!changes.value(2).isEdited);
    QCOMPARE(changes.value(2).recalledBy, UserId(3));
}

void TestEventCache::recalledTextLeavesTheDisk()
{
    QVERIFY(m_parts->cache.storeEvents({message(1, 2, "secret-51c"), edit(2, 2, 1, "secret-51c too")}));
    QVERIFY(m_parts->cache.commit());
    QVERIFY(m_parts->cache.storeEvents({recall(3, 2, 1)}));
    QVERIFY(at(2).message_edited().text().empty() && at(2).message_edited().recalled());
    m_parts.reset();
    QFile file(m_directory->path() + QStringLiteral("/cache.sqlite"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("secret-51c"));
}

void TestEventCache::othersCannotEdit()
{
    // No honest server lets it through.
    QVERIFY(m_parts->cache.storeEvents({message(1, 2, "one"), edit(2, 3, 1, "forged")}));
    QCOMPARE(at(1).message().text(), std::string("one"));
}

void TestEventCache::changesOfLaterEventsAreIgnored()
{
    QVERIFY(m_parts->cache.storeEvents({recall(1, 2, 2), edit(2, 2, 2, "itself"), message(3, 2, "three")}));
    QCOMPARE(at(3).message().text(), std::string("three"));
    QVERIFY(m_parts->cache.changes(m_id, 0, 9).isEmpty());
}

void TestEventCache::bookAndLogFollow()
{
    QSignalSpy stored(&m_parts->log, &EventLog::stored);
    m_parts->log.accept({message(1, 2, "one"), message(2, 2, "two")});
    QCOMPARE(m_parts->book.conversation(m_id).lastText, QStringLiteral("two"));
    m_parts->log.accept({edit(3, 2, 2, "deux")});
    QCOMPARE(m_parts->book.conversation(m_id).lastText, QStringLiteral("deux"));
    QCOMPARE(stored.last().at(1).toULongLong(), quint64(2)); // the message reads otherwise
    m_parts->log.accept({recall(4, 2, 2)});
    QVERIFY(m_parts->book.conversation(m_id).lastText.isEmpty());
    QVERIFY(m_parts->book.conversation(m_id).isLastRecalled);
    QCOMPARE(m_parts->book.conversation(m_id).unread, quint32(2));
    QCOMPARE(m_parts->book.conversation(m_id).lastSeq, quint64(4));
    m_parts->log.accept({message(5, 2, "five")});
    QVERIFY(!m_parts->book.conversation(m_id).isLastRecalled);
}

QTEST_GUILESS_MAIN(TestEventCache)
#include "tst_event_cache.moc"
