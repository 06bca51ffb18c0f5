// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/migrator.h"
#include "tests/support/store_driver.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

/// Tables, columns, keys and indexes, however the statements that made them were written.
QStringList shapeOf(Database &database)
{
    QStringList shape;
    {
        Rows triggers = database.run("SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name");
        while (triggers.next())
            shape += triggers.text(0).simplified();
    }
    QStringList tables;
    {
        Rows rows = database.run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
        while (rows.next())
            tables += rows.text(0);
    }
    for (const QString &table : std::as_const(tables)) {
        shape += table;
        Rows columns = database.run("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?)",
                                    {table});
        while (columns.next())
            shape += QStringLiteral("%1.%2 %3 %4 %5 %6")
                         .arg(table, columns.text(0), columns.text(1), columns.text(2), columns.text(3),
                              columns.text(4));
        Rows keys = database.run("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?) ORDER BY 1",
                                 {table});
        while (keys.next())
            shape += QStringLiteral("%1.%2 -> %3.%4").arg(table, keys.text(0), keys.text(1), keys.text(2));
        Rows indexes =
            database.run("SELECT l.name, l.\"unique\", l.partial, i.seqno, i.name FROM pragma_index_list(?) l,"
                         " pragma_index_info(l.name) i ORDER BY l.name, i.seqno",
                         {table});
        while (indexes.next())
            shape += QStringLiteral("%1: %2 %3 %4 %5")
                         .arg(indexes.text(0), indexes.text(1), indexes.text(2), indexes.text(3), indexes.text(4));
    }
    return shape;
}

std::unique_ptr<Database> openDatabase(const QString &path)
{
    Result<std::unique_ptr<Database>> database = Database::open(path, Database::Access::ReadWrite);
    return database ? std::move(database).value() : nullptr;
}

/// A made-up history of two versions.
SchemaScripts madeUpSchema(const QString &secondMigration)
{
    SchemaScripts scripts;
    scripts.fresh = {QStringLiteral("CREATE TABLE schema_log(version INTEGER, time_ms INTEGER, release TEXT);\n\n"
                                    "CREATE TABLE birds(name TEXT);\n")};
    if (!secondMigration.isEmpty())
        scripts.migrations = {{2, QStringLiteral("ALTER TABLE birds ADD COLUMN wings INTEGER;\n")},
                              {3, secondMigration}};
    return scripts;
}

} // namespace

class MigratorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void freshSchemaIsReleasedVersion();
    void everyReleasedSchemaComesToTheFreshOne_data();
    void everyReleasedSchemaComesToTheFreshOne();
    void contentOfVersionOneSurvives();
    void migrationsRunOnceAndAreLogged();
    void failedMigrationLeavesTheOldVersion();
    void migrationsAreNumberedWithoutGaps();
};

void MigratorTest::freshSchemaIsReleasedVersion()
{
    QTemporaryDir folder;
    const auto database = openDatabase(folder.filePath(QStringLiteral("fresh")));
    QVERIFY(bringUpToDate(*database, releasedSchema(), 123).isOk());
    QCOMPARE(database->numberOf(QStringLiteral("PRAGMA user_version")).value(), releasedSchema().version());
    QCOMPARE(database->numberOf(QStringLiteral("SELECT time_ms FROM schema_log")).value(), 123);
    QCOMPARE(database
                 ->numberOf(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name IN ('users', 'tokens',"
                                           " 'invites', 'conversations', 'members', 'events', 'audit')"))
                 .value(),
             7);
}

void MigratorTest::everyReleasedSchemaComesToTheFreshOne_data()
{
    QTest::addColumn<QString>("fixture");
    const QDir fixtures(qEnvironmentVariable("ROOKERY_SOURCE_DIR") + QStringLiteral("/tests/migrations"));
    const QStringList names = fixtures.entryList({QStringLiteral("v*.sql")}, QDir::Files);
    QCOMPARE(names.size(), releasedSchema().version()); // one for each released version
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << fixtures.filePath(name);
}

static void load(Database &database, const QString &fixture)
{
    QFile file(fixture);
    QVERIFY(file.open(QIODevice::ReadOnly));
    // The fixture brings its own version and its line in the log.
    const QStringList statements = QString::fromUtf8(file.readAll()).split(QStringLiteral(";\n\n"), Qt::SkipEmptyParts);
    for (const QString &statement : statements) {
        const Result<Done> done = database.runOnce(statement);
        QVERIFY2(done.isOk(), qPrintable(statement));
    }
}

void MigratorTest::everyReleasedSchemaComesToTheFreshOne()
{
    QFETCH(QString, fixture);
    QTemporaryDir folder;
    const auto fresh = openDatabase(folder.filePath(QStringLiteral("fresh")));
    QVERIFY(bringUpToDate(*fresh, releasedSchema(), 1).isOk());
    const auto migrated = openDatabase(folder.filePath(QStringLiteral("migrated")));
    load(*migrated, fixture);
    QVERIFY(bringUpToDate(*migrated, releasedSchema(), 1).isOk());
    QCOMPARE(shapeOf(*migrated), shapeOf(*fresh));
    QVERIFY(shapeOf(*fresh).size() > 40);
    QCOMPARE(migrated->numberOf(QStringLiteral("PRAGMA user_version")).value(), releasedSchema().version());
    QCOMPARE(migrated->numberOf(QStringLiteral("SELECT count(*) FROM pragma_foreign_key_check")).value(), 0);
}

void MigratorTest::contentOfVersionOneSurvives()
{
    QTemporaryDir folder;
    {
        const auto database = openDatabase(folder.filePath(QStringLiteral("rookery.sqlite")));
        load(*database, qEnvironmentVariable("ROOKERY_SOURCE_DIR") + QStringLiteral("/tests/migrations/v1.sql"));
    }
    StoreDriver driver(folder.path());
    const auto directory = driver.directory();
    QCOMPARE(directory->users.size(), 2);
    QCOMPARE(directory->users.first().name, QStringLiteral("ada"));
    const auto page = driver.history(ConversationId(1), 0, 0, 10);
    QCOMPARE(page->events.size(), 2);
    QCOMPARE(page->events.first().group_created().title(), std::string("Birds"));
    QCOMPARE(page->events.last().message().text(), std::string("hello"));
    QVERIFY(driver.say(ConversationId(1), UserId(2), ClientId(QByteArray(16, 'n')), "still works").isOk());
}

void MigratorTest::migrationsRunOnceAndAreLogged()
{
    QTemporaryDir folder;
    const auto database = openDatabase(folder.filePath(QStringLiteral("db")));
    QVERIFY(bringUpToDate(*database, madeUpSchema(QString()), 1).isOk());
    const SchemaScripts scripts = madeUpSchema(QStringLiteral("INSERT INTO birds VALUES ('rook;\n\ncrow', 2);\n\n"
                                                              "INSERT INTO birds VALUES ('daw', 2);\n"));
    QVERIFY(!bringUpToDate(*database, scripts, 2).isOk()); // a ';' before an empty line ends a statement
    const SchemaScripts good = madeUpSchema(QStringLiteral("INSERT INTO birds VALUES ('rook', 2);\n\n"
                                                           "-- a note\nINSERT INTO birds VALUES ('daw; crow', 2);\n"));
    for (int i = 0; i < 2; ++i)
        QVERIFY(bringUpToDate(*database, good, 3).isOk());
    QCOMPARE(database->numberOf(QStringLiteral("SELECT count(*) FROM birds")).value(), 2);
    QCOMPARE(database->numberOf(QStringLiteral("PRAGMA user_version")).value(), 3);
    QCOMPARE(database->numberOf(QStringLiteral("SELECT group_concat(version, '') FROM schema_log")).value(), 13);
    QCOMPARE(bringUpToDate(*database, madeUpSchema(QString()), 4).error().code, ErrorCode::StoreNewer);
}

void MigratorTest::failedMigrationLeavesTheOldVersion()
{
    QTemporaryDir folder;
    const auto database = openDatabase(folder.filePath(QStringLiteral("db")));
    QVERIFY(bringUpToDate(*database, madeUpSchema(QString()), 1).isOk());
    const QStringList before = shapeOf(*database);
    QVERIFY(!bringUpToDate(*database, madeUpSchema(QStringLiteral("DROP TABLE no_such_table;\n")), 2).isOk());
    QCOMPARE(shapeOf(*database), before);
    QCOMPARE(database->numberOf(QStringLiteral("PRAGMA user_version")).value(), 1);
}

void MigratorTest::migrationsAreNumberedWithoutGaps()
{
    int expected = 2;
    for (const SchemaScripts::Migration &migration : releasedSchema().migrations)
        QCOMPARE(migration.version, expected++);
    QCOMPARE(releasedSchema().version(), expected - 1);
    QVERIFY(releasedSchema().fresh.size() >= 4);
}

QTEST_GUILESS_MAIN(MigratorTest)
#include "tst_migrator.moc"
