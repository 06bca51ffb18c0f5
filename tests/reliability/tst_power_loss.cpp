// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bars 3, 5 and 15: the power fails, or the disk does, at each operation of the store in turn. What was acknowledged
// before is there afterwards, once and in order; a schema is the old one or the new one.
#include "server/storage/migrator.h"
#include "tests/support/crash_image.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_driver.h"
#include "tests/support/trial_form.h"
#include "tests/support/trial_server.h"

#include <QtTest/QTest>

#include <sqlite3.h>

using namespace rookery;
using namespace rookery::server;
using namespace rookery::test;

namespace {

struct Acknowledged {
    ClientId id;
    quint64 conversation;
    quint64 seq;
    qint64 afterOperations; ///< Of the disk, when the answer came.
};

/// Keeps a few messages under way in three groups, until that many have been answered.
class Workload {
public:
    Workload(StoreDriver &driver, RandomSource &random, int messages)
        : m_driver(driver), m_random(random), m_left(messages)
    {}

    bool run(int inFlight)
    {
        m_ada = m_driver.addUser(QStringLiteral("ada"));
        for (char name : {'a', 'b', 'c'}) {
            const auto group = m_driver.addGroup(m_ada, {}, ClientId(QByteArray(16, name)));
            if (!group)
                return false;
            m_groups += group->conversation.id;
        }
        for (int i = 0; i < inFlight; ++i)
            sayNext();
        QTimer::singleShot(60'000, &m_loop, &QEventLoop::quit);
        if (m_open > 0)
            m_loop.exec();
        return m_open == 0;
    }
    const QList<Acknowledged> &acknowledged() const { return m_acknowledged; }
    const QHash<QByteArray, ErrorCode> &refused() const { return m_refused; }

private:
    void sayNext()
    {
        if (m_left-- <= 0)
            return;
        ++m_open;
        const ClientId id = m_random.clientId();
        const ConversationId group = m_groups.at(m_random.below(3));
        const std::string text(1 + m_random.below(2'000), 'x');
        m_driver.store().append(StoreDriver::message(group, m_ada, id, text), [this, id](const Result<Appended> &done) {
            --m_open;
            if (done) {
                m_acknowledged.append(
                    {id, done->event.conversation_id(), done->event.seq(), SqliteFaultVfs::instance().log().size()});
            } else {
                m_refused.insert(id.bytes(), done.error().code);
            }
            sayNext();
            if (m_open == 0)
                m_loop.quit();
        });
    }

    QEventLoop m_loop;
    StoreDriver &m_driver;
    RandomSource &m_random;
    int m_left;
    int m_open = 0;
    UserId m_ada;
    QList<ConversationId> m_groups;
    QList<Acknowledged> m_acknowledged;
    QHash<QByteArray, ErrorCode> m_refused;
};

/// Empty, or what is wrong with the store in that folder: everything in `acknowledged` has to be there, nothing twice.
QString judgeStore(const QString &folder, const QList<Acknowledged> &acknowledged)
{
    QString problem;
    QHash<QByteArray, QPair<quint64, quint64>> stored;
    for (const StoredEvent &event : storedEvents(folder, &problem)) {
        if (!event.clientId.isEmpty() && stored.contains(event.clientId))
            return QStringLiteral("doubled at seq %1").arg(event.seq);
        stored.insert(event.clientId, {event.conversation, event.seq});
    }
    if (!problem.isEmpty())
        return problem;
    for (const Acknowledged &said : acknowledged) {
        const auto place = stored.value(said.id.bytes());
        if (place != qMakePair(said.conversation, said.seq)) {
            return QStringLiteral("acknowledged as %1/%2, found as %3/%4")
                .arg(said.conversation)
                .arg(said.seq)
                .arg(place.first)
                .arg(place.second);
        }
    }
    return {};
}

/// A store as the server opens it: the people and the end of the first conversation can be read.
QString openAsServer(const QString &folder)
{
    QObject home;
    const auto store = SqliteStore::open(folder, &home);
    if (!store)
        return describe(store.error());
    const auto directory = answerOf<DirectoryRecords>([&](auto done) { (*store)->loadDirectory(done); });
    return directory ? QString() : describe(directory.error());
}

const char *nameOf(Unsynced unsynced)
{
    return unsynced == Unsynced::Lost ? "lost" : unsynced == Unsynced::Torn ? "torn" : "random";
}

} // namespace

class PowerLossTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_disk.reset(); }
    void cleanup() { m_disk.reset(); }
    void nothingAcknowledgedIsLost_data();
    void nothingAcknowledgedIsLost();
    void schemaIsOldOrNew_data();
    void schemaIsOldOrNew();
    void failingOperationHarmsNothing_data();
    void failingOperationHarmsNothing();

private:
    void crashAt(qsizetype point, const QList<Acknowledged> &acknowledged, Unsynced unsynced);

    SqliteFaultVfs &m_disk = SqliteFaultVfs::instance();
    const quint32 m_seed = trialSeed(20260303);
    SeededRandom m_random{m_seed};
    QHash<QString, QByteArray> m_before;
    QList<DiskOperation> m_log;
    int m_judged = 0; ///< Crashes after which something acknowledged had to be there.
};

void PowerLossTest::nothingAcknowledgedIsLost_data()
{
    QTest::addColumn<Unsynced>("unsynced");
    for (const Unsynced unsynced : {Unsynced::Lost, Unsynced::Torn, Unsynced::Random})
        QTest::newRow(nameOf(unsynced)) << unsynced;
}

void PowerLossTest::crashAt(qsizetype point, const QList<Acknowledged> &acknowledged, Unsynced unsynced)
{
    QTemporaryDir after;
    writeCrashImage(after.path(), m_before, m_log, point, unsynced, m_random);
    QList<Acknowledged> before;
    for (const Acknowledged &said : acknowledged) {
        if (said.afterOperations <= point)
            before.append(said);
    }
    QString problem = openAsServer(after.path());
    if (problem.isEmpty())
        problem = judgeStore(after.path(), before);
    if (problem.isEmpty() && !before.isEmpty())
        ++m_judged;
    QVERIFY2(problem.isEmpty(),
             qPrintable(QStringLiteral("operation %1, %2, seed %3: %4")
                            .arg(point)
                            .arg(QLatin1String(nameOf(unsynced)))
                            .arg(m_seed)
                            .arg(problem)));
}

void PowerLossTest::nothingAcknowledgedIsLost()
{
    QFETCH(Unsynced, unsynced);
    m_disk.setSyncing(SqliteFaultVfs::Syncing::Pretended);
    QTemporaryDir folder;
    m_disk.record(folder.path());
    QList<Acknowledged> acknowledged;
    {
        // More than the 1,000 jobs after which a checkpoint comes.
        StoreDriver driver(folder.path());
        Workload workload(driver, m_random, 1'300);
        QVERIFY(workload.run(8));
        QVERIFY(workload.refused().isEmpty());
        acknowledged = workload.acknowledged();
    }
    m_log = m_disk.log();
    m_before = m_disk.filesAtStart();
    m_judged = 0;
    // The long form takes the first 2,000 operations one by one; the short form the first 200 and then as many more
    // over the whole run, with the checkpoint and the closing in it.
    const qsizetype oneByOne = qMin(m_log.size(), shortOrLong<qsizetype>(200, 2'000));
    const qsizetype step = qMax<qsizetype>(1, (m_log.size() - oneByOne) / 200);
    for (qsizetype point = 0; point <= m_log.size(); point += point < oneByOne ? 1 : step) {
        crashAt(point, acknowledged, unsynced);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(m_judged > 150);
    qInfo("%lld operations recorded, %d crashes judged, seed %u", qlonglong(m_log.size()), m_judged, m_seed);
}

void PowerLossTest::schemaIsOldOrNew_data()
{
    QTest::addColumn<bool>("isMigration");
    QTest::newRow("a new store") << false;
    QTest::newRow("version 1 to a later one") << true;
}

void PowerLossTest::schemaIsOldOrNew()
{
    QFETCH(bool, isMigration);
    m_disk.setSyncing(SqliteFaultVfs::Syncing::Pretended);
    SchemaScripts scripts = releasedSchema();
    const auto open = [](const QString &folder) {
        auto opened = Database::open(folder + QStringLiteral("/rookery.sqlite"), Database::Access::ReadWrite);
        return opened ? std::move(opened).value() : nullptr;
    };
    QTemporaryDir folder;
    if (isMigration) {
        {
            StoreDriver driver(folder.path());
            Workload workload(driver, m_random, 20);
            QVERIFY(workload.run(4));
        }
        const int next = scripts.version() + 1;
        scripts.migrations.append({next,
                                   QStringLiteral("ALTER TABLE events ADD COLUMN wings INTEGER;\n\n"
                                                  "UPDATE events SET wings = 2;\n\n"
                                                  "CREATE TABLE birds(name TEXT);\n")});
    }
    m_disk.record(folder.path());
    {
        const auto database = open(folder.path());
        QVERIFY(database);
        QVERIFY(bringUpToDate(*database, scripts, 1).isOk());
    }
    m_log = m_disk.log();
    m_before = m_disk.filesAtStart();
    int oldOnes = 0;
    int newOnes = 0;
    for (qsizetype point = 0; point <= m_log.size(); ++point) {
        for (const Unsynced unsynced : {Unsynced::Lost, Unsynced::Torn, Unsynced::Random}) {
            QTemporaryDir after;
            writeCrashImage(after.path(), m_before, m_log, point, unsynced, m_random);
            const QString where =
                QStringLiteral("operation %1, %2, seed %3").arg(point).arg(QLatin1String(nameOf(unsynced))).arg(m_seed);
            const auto database = open(after.path());
            QVERIFY2(database, qPrintable(where));
            const qint64 version = database->numberOf(QStringLiteral("PRAGMA user_version")).value();
            const qint64 tables = database->numberOf(QStringLiteral("SELECT count(*) FROM sqlite_master")).value();
            const qint64 birds =
                database->numberOf(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name = 'birds'")).value();
            const qint64 wings = database
                                     ->numberOf(QStringLiteral(
                                         "SELECT count(*) FROM pragma_table_info('events') WHERE name = 'wings'"))
                                     .value();
            const bool isNew = version == scripts.version();
            const bool isWhole = isNew ? tables > 0 && birds == isMigration && wings == isMigration
                                       : version == (isMigration ? scripts.version() - 1 : 0) && birds == 0
                    && wings == 0 && (tables > 0) == isMigration;
            QVERIFY2(isWhole, qPrintable(where));
            if (isNew && isMigration)
                QCOMPARE(database->numberOf(QStringLiteral("SELECT count(*) FROM events WHERE wings IS NOT 2")).value(),
                         0);
            (isNew ? newOnes : oldOnes) += 1;
            QVERIFY2(bringUpToDate(*database, scripts, 2).isOk(), qPrintable(where));
        }
    }
    QVERIFY(oldOnes > 0 && newOnes > 0);
    qInfo("%lld operations: %d times the old schema, %d times the new one, seed %u", qlonglong(m_log.size()), oldOnes,
          newOnes, m_seed);
}

void PowerLossTest::failingOperationHarmsNothing_data()
{
    QTest::addColumn<int>("resultCode");
    QTest::addColumn<SqliteFaultVfs::Extent>("extent");
    using Extent = SqliteFaultVfs::Extent;
    QTest::newRow("EIO of a write, once") << SQLITE_IOERR_WRITE << Extent::Once;
    QTest::newRow("EIO of a sync, for good") << SQLITE_IOERR_FSYNC << Extent::FromThenOn;
    QTest::newRow("ENOSPC, once") << SQLITE_FULL << Extent::Once;
    QTest::newRow("ENOSPC, until there is room") << SQLITE_FULL << Extent::FromThenOn;
    QTest::newRow("ENOMEM, once") << SQLITE_IOERR_NOMEM << Extent::Once;
}

void PowerLossTest::failingOperationHarmsNothing()
{
    QFETCH(int, resultCode);
    QFETCH(SqliteFaultVfs::Extent, extent);
    // The store, its people and its rooms take about 130 of them; the messages come after that.
    const int operations = shortOrLong(280, 2'000);
    int stopped = 0;
    int refusedInAll = 0;
    for (int number = 1; number <= operations; ++number) {
        QTemporaryDir folder;
        QList<Acknowledged> acknowledged;
        bool isStopped = false;
        m_disk.reset();
        m_disk.setSyncing(SqliteFaultVfs::Syncing::Pretended);
        m_disk.failAt(number, resultCode, extent);
        const QString where = QStringLiteral("operation %1, seed %2").arg(number).arg(m_seed);
        QObject home;
        Result<std::unique_ptr<SqliteStore>> probe = SqliteStore::open(folder.path(), &home);
        if (probe) {
            probe->reset();
            StoreDriver driver(folder.path(), StoreDriver::Opening::MayFail);
            if (driver.isOpen()) {
                driver.store().setFailureHandler([&isStopped](const Error &) { isStopped = true; });
                Workload workload(driver, m_random, shortOrLong(40, 300));
                workload.run(3);
                acknowledged = workload.acknowledged();
                refusedInAll += int(workload.refused().size());
                m_disk.clearFault(); // there is room again
                const auto user = driver.addUser(QStringLiteral("eve"));
                if (!isStopped)
                    QVERIFY2(!user.isNull() || extent == SqliteFaultVfs::Extent::FromThenOn, qPrintable(where));
            }
        }
        stopped += isStopped;
        m_disk.clearFault();
        QString problem = openAsServer(folder.path());
        if (problem.isEmpty())
            problem = judgeStore(folder.path(), acknowledged);
        QVERIFY2(problem.isEmpty(), qPrintable(where + QStringLiteral(": ") + problem));
    }
    QVERIFY(refusedInAll > 0);
    const bool isFatal = resultCode == SQLITE_IOERR_WRITE || resultCode == SQLITE_IOERR_FSYNC;
    QVERIFY(isFatal ? stopped > 0 : stopped == 0);
    qInfo("%d operations failed one by one, %d writes refused, stopped for good %d times, seed %u", operations,
          refusedInAll, stopped, m_seed);
}

QTEST_GUILESS_MAIN(PowerLossTest)
#include "tst_power_loss.moc"
