// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What checkStore() finds in a damaged database, and what restoreBackup() does to a folder.
#include "server/storage/restore.h"
#include "tests/support/store_driver.h"

#include <QtCore/QDir>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

constexpr qint64 nowMs = 1'767'225'600'000; // 2026-01-01T00:00Z

ClientId clientId(int number)
{
    QByteArray bytes(16, '\0');
    bytes[0] = char(number);
    return ClientId(bytes);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void change(const QString &database, const QString &sql)
{
    const auto connection = Database::open(database, Database::Access::ReadWrite);
    QVERIFY(connection.isOk());
    QVERIFY((*connection)->runOnce(QStringLiteral("PRAGMA foreign_keys = OFF")).isOk());
    QVERIFY2((*connection)->runOnce(sql).isOk(), qPrintable(sql));
}

/// Ada's group with some messages in it.
class Talk {
public:
    explicit Talk(int messages)
    {
        m_ada = driver.addUser(QStringLiteral("ada"));
        m_group = driver.addGroup(m_ada, {driver.addUser(QStringLiteral("bob"))}, clientId(0))->conversation.id;
        say(messages);
    }
    void say(int messages)
    {
        for (int i = 0; i < messages; ++i) {
            ++m_said;
            QVERIFY(driver.say(m_group, m_ada, clientId(m_said), "message " + std::to_string(m_said)).isOk());
        }
    }
    QString backUp(const QString &name)
    {
        const QString path = copies.filePath(name);
        const auto made = answerOf<Done>([&](auto done) { driver.store().backup(path, done); });
        return made ? path : QString();
    }
    quint64 lastSeq() { return driver.history(m_group, 0, 0, 1)->lastSeq; }

    StoreDriver driver;
    QTemporaryDir copies;

private:
    UserId m_ada;
    ConversationId m_group;
    int m_said = 0;
};

} // namespace

class RestoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodStoreIsCounted();
    void checkingLeavesNothingBehind();
    void runningStoreIsChecked();
    void damageIsFound_data();
    void damageIsFound();
    void everyDamagedPageIsFound();
    void foreignAndMissingFilesAreRefused();

    void backupTakesThePlace();
    void logOfAKilledServerIsKeptWithItsDatabase();
    void emptyFolderIsFilled();
    void badBackupChangesNothing_data();
    void badBackupChangesNothing();
    void runningServerIsLeftAlone();
    void databaseItselfIsRefused();
    void interruptedRestoreKeepsTheServerOut_data();
    void interruptedRestoreKeepsTheServerOut();
    void lockIsNoticedAndNeverInTheWay();
    void lockThatLeadsElsewhereIsRefused();
};

void RestoreTest::goodStoreIsCounted()
{
    Talk talk(3);
    talk.driver.close();
    const auto report = checkStore(talk.driver.databasePath(), StoreUse::AtRest);
    QVERIFY2(report.isOk(), report ? "" : qPrintable(report.error().detail));
    QCOMPARE(report->damage, QStringList());
    QCOMPARE(report->version, 1);
    QCOMPARE(report->users, 2);
    QCOMPARE(report->conversations, 1);
    QCOMPARE(report->events, 4); // the group was made, and three messages
    QCOMPARE(report->newestEventMs, 3'000);
}

void RestoreTest::checkingLeavesNothingBehind()
{
    Talk talk(1);
    const QString backup = talk.backUp(
        QStringLiteral("a copy, 100 %?#.sqlite")); // characters that mean something in a URI
    QVERIFY(!backup.isEmpty());
    talk.driver.close();
    for (const QString &path : {backup, talk.driver.databasePath()}) {
        const QStringList before = QFileInfo(path).dir().entryList(QDir::Files);
        const QByteArray content = contentOf(path);
        QVERIFY(checkStore(path, StoreUse::AtRest).isOk());
        QCOMPARE(QFileInfo(path).dir().entryList(QDir::Files), before);
        QCOMPARE(contentOf(path), content);
    }
}

void RestoreTest::runningStoreIsChecked()
{
    Talk talk(2);
    const auto report = checkStore(talk.driver.databasePath(), StoreUse::Running);
    QVERIFY(report.isOk());
    QCOMPARE(report->damage, QStringList());
    QCOMPARE(report->events, 3); // also what only the log has
    talk.say(1);
    QCOMPARE(checkStore(talk.driver.databasePath(), StoreUse::Running)->events, 4);
}

void RestoreTest::damageIsFound_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *sql, const char *says) {
        QTest::newRow(name) << QString::fromLatin1(sql) << QString::fromLatin1(says);
    };
    row("gap", "DELETE FROM events WHERE seq = 2", "has 3 events from 1 to 4");
    row("first one gone", "DELETE FROM events WHERE seq = 1", "has 3 events from 2 to 4");
    row("last one gone", "DELETE FROM events WHERE seq = 4", "says that its newest is 4");
    row("all gone", "DELETE FROM events", "has 0 events");
    row("last_seq behind", "UPDATE conversations SET last_seq = 3", "says that its newest is 3");
    row("last_seq ahead", "UPDATE conversations SET last_seq = 9", "says that its newest is 9");
    row("event of nobody", "UPDATE events SET sender_id = 77 WHERE seq = 3", "a row of events");
    row("member who is no person", "INSERT INTO members VALUES (1, 99, 1, 0, 0)", "a row of members");
    row("cursor ahead", "UPDATE members SET read_seq = 5, delivered_seq = 5 WHERE user_id = 2", "person 2 has read");
    row("table gone", "DROP TABLE members", "no such table");
}

void RestoreTest::damageIsFound()
{
    QFETCH(QString, sql);
    QFETCH(QString, says);
    Talk talk(3);
    talk.driver.close();
    change(talk.driver.databasePath(), sql);
    for (const StoreUse use : {StoreUse::AtRest, StoreUse::Running}) {
        const auto report = checkStore(talk.driver.databasePath(), use);
        QVERIFY(report.isOk());
        const QString found = report->damage.join(QLatin1Char('\n'));
        QVERIFY2(found.contains(says), qPrintable(found));
    }
}

void RestoreTest::everyDamagedPageIsFound()
{
    Talk talk(30);
    talk.driver.close();
    const QByteArray good = contentOf(talk.driver.databasePath());
    constexpr qsizetype pageBytes = 4096;
    QVERIFY(good.size() > 8 * pageBytes);
    for (qsizetype at = 0; at < good.size(); at += pageBytes) {
        QByteArray bad = good;
        bad.replace(at, pageBytes, QByteArray(pageBytes, '\xa5'));
        writeFile(talk.driver.databasePath(), bad);
        const auto report = verifyBackup(talk.driver.databasePath());
        QVERIFY2(!report.isOk(), qPrintable(QString::number(at / pageBytes)));
        QCOMPARE(report.error().code, ErrorCode::StoreUnavailable);
    }
}

void RestoreTest::foreignAndMissingFilesAreRefused()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("file"));
    QCOMPARE(verifyBackup(path).error().code, ErrorCode::NotFound);
    writeFile(path, QByteArray());
    QCOMPARE(verifyBackup(path).error().code, ErrorCode::StoreUnavailable);
    writeFile(path, QByteArray(8192, 'x'));
    QCOMPARE(verifyBackup(path).error().code, ErrorCode::StoreUnavailable);
    QFile::remove(path);
    change(path, QStringLiteral("CREATE TABLE songs(title TEXT)"));
    QCOMPARE(verifyBackup(path).error().code, ErrorCode::StoreUnavailable);
    QVERIFY(verifyBackup(path).error().detail.contains(path));
    QCOMPARE(verifyBackup(folder.path()).error().code, ErrorCode::StoreUnavailable);
}

void RestoreTest::backupTakesThePlace()
{
    Talk talk(2);
    const QString backup = talk.backUp(QStringLiteral("backup.sqlite"));
    talk.say(5);
    talk.driver.close();
    const auto restored = restoreBackup(backup, talk.driver.folder(), nowMs);
    QVERIFY2(restored.isOk(), restored ? "" : qPrintable(restored.error().detail));
    QCOMPARE(restored->store.events, 3);
    QCOMPARE(restored->replaced, talk.driver.databasePath() + QStringLiteral(".replaced-20260101T000000Z"));
    QCOMPARE(verifyBackup(restored->replaced)->events, 8);
    const QFile::Permissions permissions = QFileInfo(restored->database).permissions();
    QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)));
    talk.driver.open();
    QCOMPARE(talk.lastSeq(), 3U);
    talk.say(1);
    QCOMPARE(talk.lastSeq(), 4U);
    talk.driver.close();
    // Once more in the same second: the first one put aside stays.
    const auto again = restoreBackup(backup, talk.driver.folder(), nowMs);
    QVERIFY(again.isOk());
    QVERIFY(again->replaced != restored->replaced);
    QCOMPARE(verifyBackup(restored->replaced)->events, 8);
    QCOMPARE(verifyBackup(again->replaced)->events, 4);
    // And back to what was put aside.
    QVERIFY(restoreBackup(restored->replaced, talk.driver.folder(), nowMs).isOk());
    talk.driver.open();
    QCOMPARE(talk.lastSeq(), 8U);
}

void RestoreTest::logOfAKilledServerIsKeptWithItsDatabase()
{
    Talk talk(2);
    const QString backup = talk.backUp(QStringLiteral("backup.sqlite"));
    talk.say(5);
    // What a killed server leaves: files copied while it runs.
    QTemporaryDir killed;
    const QString database = killed.filePath(QStringLiteral("rookery.sqlite"));
    for (const char *suffix : {"", "-wal", "-shm"}) {
        const QString end = QLatin1String(suffix);
        QVERIFY(QFile::copy(talk.driver.databasePath() + end, database + end));
    }
    QVERIFY(QFileInfo(database + QStringLiteral("-wal")).size() > 0);
    const auto restored = restoreBackup(backup, killed.path(), nowMs);
    QVERIFY2(restored.isOk(), restored ? "" : qPrintable(restored.error().detail));
    QVERIFY(!QFileInfo::exists(database + QStringLiteral("-wal")));
    QVERIFY(!QFileInfo::exists(database + QStringLiteral("-shm")));
    QCOMPARE(verifyBackup(database)->events, 3);
    QCOMPARE(verifyBackup(restored->replaced)->events, 8);
}

void RestoreTest::emptyFolderIsFilled()
{
    Talk talk(2);
    const QString backup = talk.backUp(QStringLiteral("backup.sqlite"));
    QTemporaryDir parent;
    const QString folder = parent.filePath(QStringLiteral("new/data"));
    const auto restored = restoreBackup(backup, folder, nowMs);
    QVERIFY(restored.isOk());
    QCOMPARE(restored->replaced, QString());
    QCOMPARE(verifyBackup(restored->database)->events, 3);
    QCOMPARE(QDir(folder).entryList(QDir::Files),
             QStringList({QStringLiteral("lock"), QStringLiteral("rookery.sqlite")}));
}

void RestoreTest::badBackupChangesNothing_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("newer") << QStringLiteral("PRAGMA user_version = 900") << ErrorCode::StoreNewer;
    QTest::newRow("gap") << QStringLiteral("DELETE FROM events WHERE seq = 2") << ErrorCode::StoreUnavailable;
    QTest::newRow("foreign") << QStringLiteral("PRAGMA application_id = 5") << ErrorCode::StoreUnavailable;
}

void RestoreTest::badBackupChangesNothing()
{
    QFETCH(QString, sql);
    QFETCH(ErrorCode, code);
    Talk talk(2);
    const QString backup = talk.backUp(QStringLiteral("backup.sqlite"));
    talk.driver.close();
    change(backup, sql);
    const QStringList before = QDir(talk.driver.folder()).entryList(QDir::Files);
    const QByteArray content = contentOf(talk.driver.databasePath());
    const auto refused = restoreBackup(backup, talk.driver.folder(), nowMs);
    QVERIFY(!refused.isOk());
    QCOMPARE(refused.error().code, code);
    QVERIFY2(refused.error().detail.contains(backup), qPrintable(refused.error().detail));
    QCOMPARE(QDir(talk.driver.folder()).entryList(QDir::Files), before);
    QCOMPARE(contentOf(talk.driver.databasePath()), content);
    QVERIFY(!restoreBackup(backup, talk.copies.filePath(QStringLiteral("nowhere")), nowMs).isOk());
    QVERIFY(!QFileInfo::exists(talk.copies.filePath(QStringLiteral("nowhere"))));
}

void RestoreTest::runningServerIsLeftAlone()
{
    Talk talk(2);
    const QString backup = talk.backUp(QStringLiteral("backup.sqlite"));
    talk.say(1);
    const auto refused = restoreBackup(backup, talk.driver.folder(), nowMs);
    QVERIFY(!refused.isOk());
    QCOMPARE(refused.error().code, ErrorCode::StoreUnavailable);
    QVERIFY(refused.error().detail.contains(QString::number(QCoreApplication::applicationPid())));
    talk.say(1);
    QCOMPARE(talk.lastSeq(), 5U);
}

void RestoreTest::databaseItselfIsRefused()
{
    Talk talk(2);
    talk.driver.close();
    const QString link = talk.copies.filePath(QStringLiteral("link"));
    QVERIFY(QFile::link(talk.driver.databasePath(), link));
    for (const QString &path : {talk.driver.databasePath(), link})
        QCOMPARE(restoreBackup(path, talk.driver.folder(), nowMs).error().code, ErrorCode::StoreUnavailable);
    QCOMPARE(verifyBackup(talk.driver.databasePath())->events, 3);
}

void RestoreTest::interruptedRestoreKeepsTheServerOut_data()
{
    QTest::addColumn<int>("steps");
    QTest::newRow("marked") << 1;
    QTest::newRow("log moved aside") << 2;
    QTest::newRow("index removed") << 3;
    QTest::newRow("database moved aside") << 4;
}

void RestoreTest::interruptedRestoreKeepsTheServerOut()
{
    QFETCH(int, steps);
    Talk talk(2);
    const QString backup = talk.backUp(QStringLiteral("backup.sqlite"));
    talk.say(5);
    QTemporaryDir killed;
    const QString database = DataFolder::databasePathIn(killed.path());
    for (const char *suffix : {"", "-wal", "-shm"}) {
        const QString end = QLatin1String(suffix);
        QVERIFY(QFile::copy(talk.driver.databasePath() + end, database + end));
    }
    // As if the power had gone after so many steps of the swap.
    const QString mark = DataFolder::unfinishedRestoreIn(killed.path());
    const QString aside = database + QStringLiteral(".replaced-20251231T000000Z");
    const std::function<bool()> swap[] = {
        [&] { return QFile::copy(backup, mark); },
        [&] { return QFile::rename(database + QStringLiteral("-wal"), aside + QStringLiteral("-wal")); },
        [&] { return QFile::remove(database + QStringLiteral("-shm")); },
        [&] { return QFile::rename(database, aside); },
    };
    for (int step = 0; step < steps; ++step)
        QVERIFY(swap[step]());
    const QStringList before = QDir(killed.path()).entryList(QDir::Files);
    QObject home;
    const auto refused = SqliteStore::open(killed.path(), &home);
    QVERIFY(!refused.isOk());
    QVERIFY2(refused.error().detail.contains(QStringLiteral("rookeryctl restore")), qPrintable(refused.error().detail));
    QCOMPARE(QDir(killed.path()).entryList(QDir::Files), QStringList(QStringLiteral("lock")) + before);
    const auto restored = restoreBackup(backup, killed.path(), nowMs);
    QVERIFY2(restored.isOk(), restored ? "" : qPrintable(restored.error().detail));
    QVERIFY(!QFileInfo::exists(mark));
    QVERIFY(!QFileInfo::exists(database + QStringLiteral("-wal")));
    QCOMPARE(verifyBackup(database)->events, 3);
    QVERIFY(SqliteStore::open(killed.path(), &home).isOk());
    if (steps == 1 || steps == 4)
        QCOMPARE(verifyBackup(steps == 4 ? aside : restored->replaced)->events, 8);
}

void RestoreTest::lockIsNoticedAndNeverInTheWay()
{
    QTemporaryDir folder;
    QCOMPARE(DataFolder::holderOf(folder.path()), 0);
    {
        const auto claimed = DataFolder::claim(folder.path());
        QVERIFY(claimed.isOk());
        QCOMPARE(DataFolder::holderOf(folder.path()), QCoreApplication::applicationPid());
    }
    QCOMPARE(DataFolder::holderOf(folder.path()), 0);
    QVERIFY(DataFolder::claim(folder.path()).isOk());
}

void RestoreTest::lockThatLeadsElsewhereIsRefused()
{
    QTemporaryDir folder;
    const QString precious = folder.filePath(QStringLiteral("precious"));
    writeFile(precious, "content");
    const QString data = folder.filePath(QStringLiteral("data"));
    QVERIFY(QDir().mkdir(data));
    QVERIFY(QFile::link(precious, data + QStringLiteral("/lock")));
    const auto refused = DataFolder::claim(data);
    QVERIFY(!refused.isOk());
    QCOMPARE(refused.error().code, ErrorCode::FolderUnwritable);
    QCOMPARE(contentOf(precious), QByteArray("content"));
}

QTEST_GUILESS_MAIN(RestoreTest)
#include "tst_restore.moc"
