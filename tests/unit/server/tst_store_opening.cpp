// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the store says about folders and files it cannot use, what it leaves behind, and backups.
#include "tests/support/seeded_random.h"
#include "tests/support/store_driver.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
    | QFile::WriteOther | QFile::ExeOther;

Error openingError(const QString &folder)
{
    QObject home;
    const Result<std::unique_ptr<SqliteStore>> store = SqliteStore::open(folder, &home);
    return store ? Error(ErrorCode::None) : store.error();
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

qint64 numberIn(const QString &database, const QString &sql)
{
    const auto connection = Database::open(database, Database::Access::ReadOnly);
    return connection ? (*connection)->numberOf(sql).value() : -1;
}

} // namespace

class StoreOpeningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void folderIsMadePrivate();
    void secondOpenerIsRefused();
    void fileInPlaceOfFolder();
    void unwritableFolder();
    void newerDatabaseIsRefusedAndLeftAlone();
    void damagedDatabase();
    void databaseOfAnotherProgram();
    void whatWaitsIsWrittenAtTheEnd();
    void backupUnderLoadIsWhole();
    void backupNeverReplacesAFile();
    void backupIntoMissingFolder();
};

void StoreOpeningTest::folderIsMadePrivate()
{
    QTemporaryDir parent;
    const QString folder = parent.filePath(QStringLiteral("a/b"));
    StoreDriver driver(folder);
    QVERIFY(!driver.addUser(QStringLiteral("ada")).isNull());
    QVERIFY(!(QFileInfo(folder).permissions() & others));
    const QFileInfoList files = QDir(folder).entryInfoList(QDir::Files);
    QVERIFY(files.size() >= 3); // the database, its log, the lock
    for (const QFileInfo &file : files)
        QVERIFY2(!(file.permissions() & others), qPrintable(file.fileName()));
}

void StoreOpeningTest::secondOpenerIsRefused()
{
    StoreDriver driver;
    const Error error = openingError(driver.folder());
    QCOMPARE(error.code, ErrorCode::StoreUnavailable);
    QVERIFY2(error.detail.contains(driver.folder()), qPrintable(error.detail));
    QVERIFY2(error.detail.contains(QString::number(QCoreApplication::applicationPid())), qPrintable(error.detail));
    QVERIFY(!driver.addUser(QStringLiteral("ada")).isNull()); // the first one goes on
    driver.close();
    QCOMPARE(openingError(driver.folder()).code, ErrorCode::None);
}

void StoreOpeningTest::fileInPlaceOfFolder()
{
    QTemporaryDir parent;
    const QString path = parent.filePath(QStringLiteral("file"));
    writeFile(path, "not a folder");
    for (const QString &folder : {path, path + QStringLiteral("/below")}) {
        const Error error = openingError(folder);
        QCOMPARE(error.code, ErrorCode::FolderUnwritable);
        QVERIFY2(error.detail.contains(folder), qPrintable(error.detail));
    }
}

void StoreOpeningTest::unwritableFolder()
{
    // Nobody can make a folder in /proc, not even root.
    const Error error = openingError(QStringLiteral("/proc/rookery"));
    QCOMPARE(error.code, ErrorCode::FolderUnwritable);
    QVERIFY2(error.detail.contains(QLatin1String("/proc/rookery")), qPrintable(error.detail));
}

void StoreOpeningTest::newerDatabaseIsRefusedAndLeftAlone()
{
    StoreDriver driver;
    driver.close();
    {
        const auto database = Database::open(driver.databasePath(), Database::Access::ReadWrite);
        QVERIFY((*database)->runOnce(QStringLiteral("PRAGMA user_version = 900")).isOk());
    }
    const Error error = openingError(driver.folder());
    QCOMPARE(error.code, ErrorCode::StoreNewer);
    QVERIFY2(error.detail.contains(driver.databasePath()), qPrintable(error.detail));
    QVERIFY2(error.detail.contains(QStringLiteral("900")), qPrintable(error.detail));
    QCOMPARE(numberIn(driver.databasePath(), QStringLiteral("PRAGMA user_version")), 900);
}

void StoreOpeningTest::damagedDatabase()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("rookery.sqlite"));
    const QByteArray garbage(8192, 'g');
    writeFile(path, garbage);
    const Error error = openingError(folder.path());
    QCOMPARE(error.code, ErrorCode::StoreUnavailable);
    QVERIFY2(error.detail.contains(path), qPrintable(error.detail));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), garbage);
}

void StoreOpeningTest::databaseOfAnotherProgram()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("rookery.sqlite"));
    {
        const auto database = Database::open(path, Database::Access::ReadWrite);
        QVERIFY((*database)->runOnce(QStringLiteral("CREATE TABLE songs(title TEXT)")).isOk());
    }
    QCOMPARE(openingError(folder.path()).code, ErrorCode::StoreUnavailable);
    QCOMPARE(numberIn(path, QStringLiteral("SELECT count(*) FROM sqlite_master")), 1);
}

void StoreOpeningTest::whatWaitsIsWrittenAtTheEnd()
{
    SeededRandom random(1);
    StoreDriver driver;
    const UserId ada = driver.addUser(QStringLiteral("ada"));
    const ConversationId group = driver.addGroup(ada, {}, random.clientId())->conversation.id;
    int answered = 0;
    constexpr int messages = 3000;
    for (int i = 0; i < messages; ++i)
        driver.store().append(StoreDriver::message(group, ada, random.clientId(), "x"),
                              [&answered](const Result<Appended> &appended) { answered += appended.isOk() ? 1 : 0; });
    driver.close();
    QVERIFY(!QFileInfo::exists(driver.databasePath() + QStringLiteral("-wal"))); // all of it is in the database itself
    QTRY_COMPARE(answered, messages);
    driver.open();
    QCOMPARE(driver.directory()->conversations.first().lastSeq, messages + 1);
}

void StoreOpeningTest::backupUnderLoadIsWhole()
{
    SeededRandom random(2);
    StoreDriver driver;
    const UserId ada = driver.addUser(QStringLiteral("ada"));
    const ConversationId group = driver.addGroup(ada, {}, random.clientId())->conversation.id;
    quint64 acknowledged = 0;
    bool isWriting = true;
    std::function<void()> sayMore = [&] {
        driver.store().append(StoreDriver::message(group, ada, random.clientId(), "under load"),
                              [&](const Result<Appended> &appended) {
                                  acknowledged = appended->event.seq();
                                  if (isWriting)
                                      sayMore();
                              });
    };
    for (int i = 0; i < 32; ++i)
        sayMore();
    for (int round = 0; round < 5; ++round) {
        QTRY_VERIFY(acknowledged > quint64(round * 100));
        const quint64 before = acknowledged;
        const QString path = driver.folder() + QStringLiteral("/copy%1").arg(round);
        const auto made = answerOf<Done>([&](auto done) { driver.store().backup(path, done); });
        QVERIFY2(made.isOk(), made ? "" : qPrintable(describe(made.error())));
        QVERIFY(!(QFileInfo(path).permissions() & others));
        QVERIFY(!QFileInfo::exists(path + QStringLiteral(".partial")));
        const auto copy = Database::open(path, Database::Access::ReadOnly);
        Rows check = (*copy)->run("PRAGMA integrity_check");
        QVERIFY(check.next());
        QCOMPARE(check.text(0), QStringLiteral("ok"));
        const qint64 events = (*copy)->numberOf(QStringLiteral("SELECT count(*) FROM events")).value();
        QVERIFY(events >= qint64(before));
        QCOMPARE((*copy)->numberOf(QStringLiteral("SELECT last_seq FROM conversations")).value(), events);
    }
    isWriting = false;

    // The drill: the copy alone is a working database.
    QTemporaryDir restored;
    QVERIFY(
        QFile::copy(driver.folder() + QStringLiteral("/copy4"), restored.filePath(QStringLiteral("rookery.sqlite"))));
    StoreDriver again(restored.path());
    QCOMPARE(again.directory()->users.size(), 1);
    QVERIFY(again.say(group, ada, random.clientId(), "after the restore").isOk());
}

void StoreOpeningTest::backupNeverReplacesAFile()
{
    StoreDriver driver;
    const QString path = driver.folder() + QStringLiteral("/precious");
    writeFile(path, "precious");
    const auto refused = answerOf<Done>([&](auto done) { driver.store().backup(path, done); });
    QCOMPARE(refused.error().code, ErrorCode::FolderUnwritable);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("precious"));
}

void StoreOpeningTest::backupIntoMissingFolder()
{
    StoreDriver driver;
    const QString path = driver.folder() + QStringLiteral("/no/such/copy");
    const auto refused = answerOf<Done>([&](auto done) { driver.store().backup(path, done); });
    QCOMPARE(refused.error().code, ErrorCode::FolderUnwritable);
    QVERIFY(refused.error().detail.contains(path));
}

QTEST_GUILESS_MAIN(StoreOpeningTest)
#include "tst_store_opening.moc"
