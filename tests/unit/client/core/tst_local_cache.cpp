// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/local_cache.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_clock.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

class TestLocalCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEverythingAcrossReopening();
    void ordersAndLimitsEvents();
    void outboxIsOnDiskWhenAddReturns();
    void otherWritesAreOneTransactionATurn();
    void refusesNewerDatabase();
    void refusesWhatIsNoDatabase();
    void refusesUnwritableFolder();
    void recordsItsMigrations();
    void isReadableByOwnerOnly();
    void marksAndCursorsNeverGoBack();

private:
    static OutboxEntry entry(char seed);
    static QSqlQuery raw(const QString &directory, const QString &sql);

    ManualClock m_clock;
};

OutboxEntry TestLocalCache::entry(char seed)
{
    OutboxEntry entry;
    entry.clientId = ClientId(QByteArray(16, seed));
    entry.conversation = ConversationId(5);
    entry.text = QStringLiteral("text %1").arg(QLatin1Char(seed));
    entry.createdMs = 77;
    return entry;
}

QSqlQuery TestLocalCache::raw(const QString &directory, const QString &sql)
{
    QSqlDatabase database = QSqlDatabase::database(QStringLiteral("raw"), false);
    if (!database.isValid())
        database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
    database.close();
    database.setDatabaseName(directory + QStringLiteral("/cache.sqlite"));
    database.open();
    QSqlQuery query(database);
    query.exec(sql);
    query.next();
    return query;
}

void TestLocalCache::keepsEverythingAcrossReopening()
{
    QTemporaryDir directory;
    {
        LocalCache cache(directory.path(), m_clock);
        QVERIFY(cache.open());
        cache.setSetting(QStringLiteral("self"), "1");
        cache.setSetting(QStringLiteral("empty"), {});
        wire::User user;
        user.set_id(2);
        user.set_name("bob");
        cache.storeUser({user, 1234});
        cache.storeConversation({directConversation(5, 9), 3, 9});
        QVERIFY(cache.storeEvents({messageEvent(5, 9, 2, "hello")}));
        cache.setDraft(ConversationId(5), QStringLiteral("dra"));
        cache.storeCursor(ConversationId(5), {9, 8});
        QVERIFY(cache.addToOutbox(entry('a')));
        cache.setOutboxError(entry('a').clientId, Error(ErrorCode::NotMember));
    }
    LocalCache cache(directory.path(), m_clock);
    QVERIFY(cache.open());
    QCOMPARE(cache.setting(QStringLiteral("self")), QByteArray("1"));
    QCOMPARE(cache.users().size(), 1);
    QCOMPARE(cache.users().constFirst().lastSeenMs, qint64(1234));
    QCOMPARE(cache.users().constFirst().user.name(), std::string("bob"));
    QCOMPARE(cache.conversations().size(), 1);
    QCOMPARE(cache.conversations().constFirst().unread, quint32(3));
    QCOMPARE(cache.conversations().constFirst().countedSeq, quint64(9));
    QCOMPARE(cache.conversations().constFirst().conversation.members_size(), 2);
    QCOMPARE(cache.newest(ConversationId(5), LocalCache::Kind::Message)->message().text(), std::string("hello"));
    QCOMPARE(cache.drafts().value(ConversationId(5)), QStringLiteral("dra"));
    QCOMPARE(cache.cursors().value(ConversationId(5)).read, quint64(8));
    const QList<OutboxEntry> outbox = cache.outbox();
    QCOMPARE(outbox.size(), 1);
    QCOMPARE(outbox.constFirst().text, QStringLiteral("text a"));
    QVERIFY(outbox.constFirst().failed);
    QCOMPARE(outbox.constFirst().error.code, ErrorCode::NotMember);
    cache.setDraft(ConversationId(5), {});
    QVERIFY(cache.drafts().isEmpty());
}

void TestLocalCache::ordersAndLimitsEvents()
{
    QTemporaryDir directory;
    LocalCache cache(directory.path(), m_clock);
    QVERIFY(cache.open());
    for (quint64 seq : {7, 3, 5, 4, 6})
        QVERIFY(cache.storeEvents({messageEvent(1, seq, seq % 2), messageEvent(2, seq, 1)}));
    const auto seqs = [](const QList<wire::Event> &events) {
        QList<quint64> result;
        for (const wire::Event &event : events)
            result.append(event.seq());
        return result;
    };
    const ConversationId id(1);
    constexpr quint64 all = std::numeric_limits<quint64>::max();
    QCOMPARE(seqs(cache.events(id, 0, all, 100, LocalCache::Order::Oldest)), (QList<quint64>{3, 4, 5, 6, 7}));
    QCOMPARE(seqs(cache.events(id, 0, all, 2, LocalCache::Order::Newest)), (QList<quint64>{6, 7}));
    QCOMPARE(seqs(cache.events(id, 4, 6, 2, LocalCache::Order::Oldest)), (QList<quint64>{4, 5}));
    QVERIFY(cache.events(id, 0, all, 0, LocalCache::Order::Oldest).isEmpty());
    QVERIFY(cache.hasEvent(id, 3));
    QVERIFY(!cache.hasEvent(id, 2));
    QCOMPARE(cache.newest(id, LocalCache::Kind::Any)->seq(), quint64(7));
    QVERIFY(!cache.newest(ConversationId(3), LocalCache::Kind::Any));
    QCOMPARE(cache.countMessagesOfOthers(id, 4, 7, UserId(1)), quint32(2));
    cache.setMark(QStringLiteral("program"), id, 7);
    cache.removeEventsAfter(id, 5);
    QCOMPARE(seqs(cache.events(id, 0, all, 100, LocalCache::Order::Oldest)), (QList<quint64>{3, 4, 5}));
    QCOMPARE(cache.events(ConversationId(2), 0, all, 100, LocalCache::Order::Oldest).size(), 5);
    QCOMPARE(cache.mark(QStringLiteral("program"), id), quint64(5));
}

void TestLocalCache::outboxIsOnDiskWhenAddReturns()
{
    QTemporaryDir directory;
    LocalCache cache(directory.path(), m_clock);
    QVERIFY(cache.open());
    QVERIFY(cache.addToOutbox(entry('a')));
    QVERIFY(cache.addToOutbox(entry('b')));
    // Another connection sees it although this turn of the loop is not over.
    QCOMPARE(raw(directory.path(), QStringLiteral("SELECT count(*) FROM outbox")).value(0).toInt(), 2);
    QVERIFY(!cache.addToOutbox(entry('a'))); // one client id, one entry
    QCOMPARE(cache.outbox().size(), 2);
    cache.removeFromOutbox(entry('a').clientId);
    QCOMPARE(cache.outbox().constFirst().clientId, entry('b').clientId);
}

void TestLocalCache::otherWritesAreOneTransactionATurn()
{
    QTemporaryDir directory;
    LocalCache cache(directory.path(), m_clock);
    QVERIFY(cache.open());
    QVERIFY(cache.storeEvents({messageEvent(1, 1, 1)}));
    QVERIFY(cache.storeEvents({messageEvent(1, 2, 1)}));
    QVERIFY(cache.hasEvent(ConversationId(1), 2));
    const QString count = QStringLiteral("SELECT count(*) FROM events");
    QCOMPARE(raw(directory.path(), count).value(0).toInt(), 0);
    QTRY_COMPARE(raw(directory.path(), count).value(0).toInt(), 2);
}

void TestLocalCache::refusesNewerDatabase()
{
    QTemporaryDir directory;
    QVERIFY(LocalCache(directory.path(), m_clock).open());
    raw(directory.path(), QStringLiteral("PRAGMA user_version = %1").arg(LocalCache::schemaVersion() + 1));
    raw(directory.path(), QStringLiteral("SELECT 1"));
    LocalCache cache(directory.path(), m_clock);
    const Result<Done> opened = cache.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::StoreNewer);
    QCOMPARE(raw(directory.path(), QStringLiteral("PRAGMA user_version")).value(0).toInt(),
             LocalCache::schemaVersion() + 1);
}

void TestLocalCache::refusesWhatIsNoDatabase()
{
    QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("cache.sqlite")));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    LocalCache cache(directory.path(), m_clock);
    const Result<Done> opened = cache.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::StoreUnavailable);
}

void TestLocalCache::refusesUnwritableFolder()
{
    LocalCache cache(QStringLiteral("/proc/self/nowhere"), m_clock);
    const Result<Done> opened = cache.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::FolderUnwritable);
}

void TestLocalCache::recordsItsMigrations()
{
    QTemporaryDir directory;
    QVERIFY(LocalCache(directory.path(), m_clock).open());
    QVERIFY(LocalCache(directory.path(), m_clock).open());
    QSqlQuery query = raw(directory.path(),
                          QStringLiteral("SELECT count(*), max(version), max(applied_ms) FROM migrations"));
    QCOMPARE(query.value(0).toInt(), LocalCache::schemaVersion());
    QCOMPARE(query.value(1).toInt(), LocalCache::schemaVersion());
    QCOMPARE(query.value(2).toLongLong(), m_clock.wallMs());
}

void TestLocalCache::isReadableByOwnerOnly()
{
    QTemporaryDir directory;
    const QString inner = directory.filePath(QStringLiteral("a/b"));
    LocalCache cache(inner, m_clock);
    QVERIFY(cache.open());
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(inner) & others));
    QVERIFY(!(QFile::permissions(inner + QStringLiteral("/cache.sqlite")) & others));
}

void TestLocalCache::marksAndCursorsNeverGoBack()
{
    QTemporaryDir directory;
    LocalCache cache(directory.path(), m_clock);
    QVERIFY(cache.open());
    const ConversationId id(1);
    const QString key = QStringLiteral("listen");
    QCOMPARE(cache.mark(key, id), quint64(0));
    cache.setMark(key, id, 5);
    cache.setMark(key, id, 3);
    QCOMPARE(cache.mark(key, id), quint64(5));
    cache.storeCursor(id, {7, 4});
    cache.storeCursor(id, {6, 6});
    QCOMPARE(cache.cursors().value(id).delivered, quint64(7));
    QCOMPARE(cache.cursors().value(id).read, quint64(6));
    cache.removeCursor(id, {7, 5});
    QCOMPARE(cache.cursors().size(), 1);
    cache.removeCursor(id, {7, 6});
    QVERIFY(cache.cursors().isEmpty());
}

QTEST_GUILESS_MAIN(TestLocalCache)
#include "tst_local_cache.moc"
