// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/client_parts.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

class TestConversationBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void countsUnreadOnTopOfTheServer();
    void changeKeepsUnread();
    void readingLowersUnread();
    void readingOnAnotherDeviceCounts();
    void offlineReadingOutlivesASync();
    void statesFollowTheSlowestMember();
    void tellsReaders();
    void previewPrefersTheOutbox();
    void draftsAreKept();
    void findsConversations();
    void leftWhileAway();
    void comesBackFromTheCache();

private:
    static wire::Cursor cursor(quint64 user, quint64 delivered, quint64 read);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ClientParts> m_parts;
    ConversationBook *m_book = nullptr;
    const ConversationId m_id{5};
};

void TestConversationBook::init()
{
    m_parts.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_parts = std::make_unique<ClientParts>(m_directory->path());
    QVERIFY(m_parts->isOpen);
    m_book = &m_parts->book;
}

wire::Cursor TestConversationBook::cursor(quint64 user, quint64 delivered, quint64 read)
{
    wire::Cursor cursor;
    cursor.set_conversation_id(5);
    cursor.set_user_id(user);
    cursor.set_delivered_seq(delivered);
    cursor.set_read_seq(read);
    return cursor;
}

void TestConversationBook::countsUnreadOnTopOfTheServer()
{
    QSignalSpy added(m_book, &ConversationBook::conversationAdded);
    QSignalSpy total(m_book, &ConversationBook::totalUnreadChanged);
    m_book->apply(directConversation(5, 3, 2));
    QCOMPARE(added.count(), 1);
    QCOMPARE(total.count(), 1);
    m_parts->log.accept({messageEvent(5, 3, 2), messageEvent(5, 4, 2), messageEvent(5, 5, 1)});
    QCOMPARE(m_book->conversation(m_id).unread, quint32(3));
    QCOMPARE(m_book->totalUnread(), quint32(3));
    QCOMPARE(m_book->conversation(m_id).lastSeq, quint64(5));
    // The server counts anew, at an end that is behind ours.
    m_book->apply(directConversation(5, 3, 1));
    QCOMPARE(m_book->conversation(m_id).unread, quint32(2));
}

void TestConversationBook::changeKeepsUnread()
{
    m_book->apply(directConversation(5, 3, 2));
    wire::Conversation change = directConversation(5, 3);
    change.add_members()->set_user_id(3);
    m_book->applyChange(change);
    QCOMPARE(m_book->conversation(m_id).unread, quint32(2));
    QCOMPARE(m_book->conversation(m_id).members.size(), 3);
}

void TestConversationBook::readingLowersUnread()
{
    m_book->apply(directConversation(5, 0));
    m_parts->log.accept({messageEvent(5, 1, 2), messageEvent(5, 2, 2), messageEvent(5, 3, 2)});
    m_book->setOwnRead(m_id, 2);
    QCOMPARE(m_book->conversation(m_id).unread, quint32(1));
    m_book->setOwnRead(m_id, 1);
    QCOMPARE(m_book->conversation(m_id).readSeq, quint64(2));
    m_book->setOwnRead(m_id, 3);
    QCOMPARE(m_book->conversation(m_id).unread, quint32(0));
    m_parts->log.accept({messageEvent(5, 4, 2)});
    QCOMPARE(m_book->conversation(m_id).unread, quint32(1));
}

void TestConversationBook::readingOnAnotherDeviceCounts()
{
    m_book->apply(directConversation(5, 0));
    m_parts->log.accept({messageEvent(5, 1, 2), messageEvent(5, 2, 2)});
    m_book->apply(cursor(1, 2, 2));
    QCOMPARE(m_book->conversation(m_id).unread, quint32(0));
}

void TestConversationBook::offlineReadingOutlivesASync()
{
    m_book->apply(directConversation(5, 0));
    m_parts->log.accept({messageEvent(5, 1, 2), messageEvent(5, 2, 2)});
    m_book->setOwnRead(m_id, 2);
    m_book->apply(directConversation(5, 2, 2)); // the server does not know yet
    QCOMPARE(m_book->conversation(m_id).unread, quint32(0));
    QCOMPARE(m_book->conversation(m_id).readSeq, quint64(2));
}

void TestConversationBook::statesFollowTheSlowestMember()
{
    wire::Conversation group = directConversation(5, 3);
    group.set_kind(wire::CONVERSATION_GROUP);
    group.add_members()->set_user_id(3);
    m_book->apply(group);
    QSignalSpy cursors(m_book, &ConversationBook::cursorsChanged);
    QCOMPARE(m_book->stateOf(m_id, 2), MessageState::Stored);
    m_book->apply(cursor(2, 3, 3));
    QCOMPARE(m_book->stateOf(m_id, 2), MessageState::Stored);
    m_book->apply(cursor(3, 2, 0));
    QCOMPARE(m_book->stateOf(m_id, 2), MessageState::Delivered);
    QCOMPARE(m_book->stateOf(m_id, 3), MessageState::Stored);
    m_book->apply(cursor(3, 2, 2));
    QCOMPARE(m_book->stateOf(m_id, 2), MessageState::Read);
    QCOMPARE(cursors.count(), 3);
    m_book->apply(cursor(3, 1, 1)); // an older one changes nothing
    QCOMPARE(m_book->stateOf(m_id, 2), MessageState::Read);
    QCOMPARE(cursors.count(), 3);
}

void TestConversationBook::tellsReaders()
{
    m_book->apply(directConversation(5, 3));
    QVERIFY(m_book->readersOf(m_id, 3).isEmpty());
    m_book->apply(cursor(1, 3, 3));
    m_book->apply(cursor(2, 3, 3));
    QCOMPARE(m_book->readersOf(m_id, 3), QList<UserId>{UserId(2)});
}

void TestConversationBook::previewPrefersTheOutbox()
{
    m_book->apply(directConversation(5, 0));
    m_parts->log.accept({messageEvent(5, 1, 2, "theirs")});
    QCOMPARE(m_book->conversation(m_id).lastText, QStringLiteral("theirs"));
    QCOMPARE(m_book->conversation(m_id).lastSender, UserId(2));
    OutboxEntry entry;
    entry.text = QStringLiteral("mine");
    entry.failed = true;
    m_book->noteOutbox(m_id, {entry});
    QCOMPARE(m_book->conversation(m_id).lastText, QStringLiteral("mine"));
    QCOMPARE(m_book->conversation(m_id).lastState, MessageState::Failed);
    m_book->noteOutbox(m_id, {});
    QCOMPARE(m_book->conversation(m_id).lastText, QStringLiteral("theirs"));
}

void TestConversationBook::draftsAreKept()
{
    m_book->apply(directConversation(5, 0));
    m_book->setDraft(m_id, QStringLiteral("half a"));
    m_parts.reset();
    m_parts = std::make_unique<ClientParts>(m_directory->path());
    QCOMPARE(m_parts->book.conversation(m_id).draft, QStringLiteral("half a"));
}

void TestConversationBook::findsConversations()
{
    m_book->apply(directConversation(5, 0));
    wire::Conversation group = directConversation(6, 0);
    group.set_kind(wire::CONVERSATION_GROUP);
    group.set_title("Line 4");
    m_book->apply(group);
    QCOMPARE(m_book->directWith(UserId(2)).id, m_id);
    QVERIFY(m_book->directWith(UserId(3)).id.isNull());
    QCOMPARE(m_book->groupByTitle(QStringLiteral(" line 4")).id, ConversationId(6));
    group.set_id(7);
    group.set_left(true);
    m_book->apply(group);
    QCOMPARE(m_book->groupByTitle(QStringLiteral("Line 4")).id, ConversationId(6));
}

void TestConversationBook::leftWhileAway()
{
    m_book->apply(directConversation(5, 1, 1));
    m_book->markLeft(m_id);
    QVERIFY(m_book->conversation(m_id).left);
    QCOMPARE(m_book->totalUnread(), quint32(0));
}

void TestConversationBook::comesBackFromTheCache()
{
    m_parts->cache.setSetting(QStringLiteral("self"), "1");
    m_book->apply(directConversation(5, 3, 2));
    m_parts->log.accept({messageEvent(5, 4, 2, "newest")});
    m_book->apply(cursor(2, 4, 4));
    m_parts.reset();
    m_parts = std::make_unique<ClientParts>(m_directory->path());
    const ConversationSummary summary = m_parts->book.conversation(m_id);
    QCOMPARE(summary.unread, quint32(3));
    QCOMPARE(summary.lastSeq, quint64(4));
    QCOMPARE(summary.lastText, QStringLiteral("newest"));
    QCOMPARE(summary.lastActivityMs, qint64(1'000'004));
    QCOMPARE(summary.peer, UserId(2));
    QCOMPARE(m_parts->book.stateOf(m_id, 4), MessageState::Read);
}

QTEST_GUILESS_MAIN(TestConversationBook)
#include "tst_conversation_book.moc"
