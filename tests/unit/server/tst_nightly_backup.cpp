// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/operations/backup_files.h"
#include "server/operations/nightly_backup.h"
#include "server/storage/store_check.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_driver.h"

#include <QtCore/QDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <ctime>

using namespace rookery;
using namespace rookery::server;

namespace {

constexpr qint64 minuteMs = 60 * 1000;
constexpr qint64 hourMs = 60 * minuteMs;
constexpr qint64 dayMs = 24 * hourMs;

qint64 localMs(int year, int month, int day, int hour, int minute = 0)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute)).toMSecsSinceEpoch();
}

} // namespace

class NightlyBackupTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3");
        ::tzset();
    }
    void init()
    {
        m_parent = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<ManualClock>();
        m_settings = {m_parent->filePath(QStringLiteral("backups")), QTime(3, 0), 7};
        m_clock->setWallMs(localMs(2026, 1, 10, 12));
    }

    void firstStartMakesOne();
    void everyNightAtTheHour();
    void onlyOurOwnFilesGo();
    void missedNightIsMadeUp_data();
    void missedNightIsMadeUp();
    void failureIsTriedAgainAfterAnHour();
    void clockStepsMakeNoStorm_data();
    void clockStepsMakeNoStorm();
    void clockThatWasAheadIsForgotten();
    void unsetClockWaits();
    void changeOfSummerTime();
    void goingAwayMeanwhile();

private:
    QStringList names() const { return QDir(m_settings.folder).entryList(QDir::Files, QDir::Name); }
    void put(const QString &name) const
    {
        QVERIFY(QDir().mkpath(m_settings.folder));
        QFile file(QDir(m_settings.folder).filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    /// Looks once; waits until what was begun has ended. True where something was begun.
    static bool lookOnce(NightlyBackup &nightly)
    {
        nightly.look();
        return wait(nightly);
    }
    static bool wait(NightlyBackup &nightly)
    {
        const bool hasBegun = nightly.isRunning();
        if (!QTest::qWaitFor([&nightly] { return !nightly.isRunning(); }, 20'000))
            qFatal("the backup does not end");
        return hasBegun;
    }
    /// Minute by minute; the local times at which something was begun.
    QStringList pass(NightlyBackup &nightly, qint64 ms)
    {
        QStringList times;
        for (qint64 passed = 0; passed < ms; passed += minuteMs) {
            m_clock->advance(minuteMs);
            if (lookOnce(nightly))
                times += QDateTime::fromMSecsSinceEpoch(m_clock->wallMs()).toString(QStringLiteral("dd. HH:mm"));
        }
        return times;
    }

    StoreDriver m_driver;
    std::unique_ptr<QTemporaryDir> m_parent;
    std::unique_ptr<ManualClock> m_clock;
    NightlyBackupSettings m_settings;
};

void NightlyBackupTest::firstStartMakesOne()
{
    NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
    QSignalSpy made(&nightly, &NightlyBackup::made);
    nightly.start();
    QVERIFY(wait(nightly));
    QCOMPARE(made.count(), 1);
    QCOMPARE(names(), QStringList(QStringLiteral("rookery-20260110T110000Z.sqlite")));
    const QString path = made.first().first().toString();
    QCOMPARE(path, QDir(m_settings.folder).filePath(names().constFirst()));
    const auto report = checkStore(path, StoreUse::AtRest);
    QVERIFY(report.isOk() && report->damage.isEmpty());
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(m_settings.folder) & others));
    QVERIFY(!(QFile::permissions(path) & others));
}

void NightlyBackupTest::everyNightAtTheHour()
{
    NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
    nightly.start();
    QVERIFY(wait(nightly));
    const QStringList times = pass(nightly, 9 * dayMs);
    QStringList wanted;
    for (int day = 11; day <= 19; ++day)
        wanted += QStringLiteral("%1. 03:00").arg(day);
    QCOMPARE(times, wanted);
    // The newest seven, in the order of their names.
    QCOMPARE(names().size(), 7);
    QCOMPARE(names().constFirst(), QStringLiteral("rookery-20260113T020000Z.sqlite"));
    QCOMPARE(names().constLast(), QStringLiteral("rookery-20260119T020000Z.sqlite"));
}

void NightlyBackupTest::onlyOurOwnFilesGo()
{
    const QStringList foreign{QStringLiteral("notes.txt"),
                              QStringLiteral("rookery.sqlite"),
                              QStringLiteral("rookery-2020.sqlite"),
                              QStringLiteral("rookery-20200101T000000Z.sqlite.gz"),
                              QStringLiteral("Rookery-20200101T000000Z.sqlite"),
                              QStringLiteral("rookery-20200101T000000Z.sqlite.partial.txt"),
                              QStringLiteral("rookery-20209901T000000Z.sqlite"),
                              QStringLiteral("my-rookery-20200101T000000Z.sqlite"),
                              QStringLiteral("other.partial")};
    for (const QString &name : foreign)
        put(name);
    const QDir folder(m_settings.folder);
    QVERIFY(folder.mkdir(QStringLiteral("rookery-20200101T010000Z.sqlite")));
    QVERIFY(QFile::link(folder.filePath(foreign.first()),
                        folder.filePath(QStringLiteral("rookery-20200101T020000Z.sqlite"))));
    for (const char *ours : {"rookery-20200101T030000Z.sqlite", "rookery-20200102T030000Z.sqlite",
                             "rookery-20200103T030000Z.sqlite", "rookery-20200103T030000Z.sqlite.partial"})
        put(QLatin1String(ours));
    m_settings.keep = 2;
    NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
    nightly.start();
    QVERIFY(wait(nightly));
    for (const QString &name : foreign)
        QVERIFY2(folder.exists(name), qPrintable(name));
    QVERIFY(QFileInfo(folder.filePath(QStringLiteral("rookery-20200101T010000Z.sqlite"))).isDir());
    QVERIFY(QFileInfo(folder.filePath(QStringLiteral("rookery-20200101T020000Z.sqlite"))).isSymLink());
    const QList<BackupFile> left = backupFilesIn(m_settings.folder, m_clock->wallMs());
    QCOMPARE(left.size(), 2);
    QVERIFY(left.first().path.endsWith(QLatin1String("rookery-20200103T030000Z.sqlite")));
    QVERIFY(!folder.exists(QStringLiteral("rookery-20200103T030000Z.sqlite.partial")));
}

void NightlyBackupTest::missedNightIsMadeUp_data()
{
    QTest::addColumn<qint64>("ageMs");
    QTest::addColumn<bool>("isMadeUp");
    QTest::newRow("an hour") << hourMs << false;
    QTest::newRow("23 hours") << 23 * hourMs << false;
    QTest::newRow("25 hours") << 25 * hourMs << true;
    QTest::newRow("a year") << 365 * dayMs << true;
    QTest::newRow("from the future") << -400 * dayMs << false;
}

void NightlyBackupTest::missedNightIsMadeUp()
{
    QFETCH(qint64, ageMs);
    QFETCH(bool, isMadeUp);
    put(backupFileName(m_clock->wallMs() - ageMs));
    NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
    nightly.start();
    QCOMPARE(wait(nightly), isMadeUp);
    // Whatever was before: the next night at its hour.
    QCOMPARE(pass(nightly, dayMs), QStringList(QStringLiteral("11. 03:00")));
}

void NightlyBackupTest::failureIsTriedAgainAfterAnHour()
{
    QFile inTheWay(m_settings.folder);
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
    QSignalSpy made(&nightly, &NightlyBackup::made);
    QSignalSpy failed(&nightly, &NightlyBackup::failed);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("nightly backup failed.*in an hour")));
    nightly.start();
    QVERIFY(wait(nightly));
    QCOMPARE(failed.count(), 1);
    for (int hour = 1; hour <= 3; ++hour) {
        QCOMPARE(pass(nightly, 59 * minuteMs), QStringList());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("nightly backup failed.*in an hour")));
        QCOMPARE(pass(nightly, minuteMs).size(), 1);
        QCOMPARE(failed.count(), 1 + hour);
    }
    QVERIFY(inTheWay.remove());
    QCOMPARE(pass(nightly, hourMs).size(), 1);
    QCOMPARE(made.count(), 1);
    QCOMPARE(pass(nightly, dayMs), QStringList(QStringLiteral("11. 03:00")));
}

void NightlyBackupTest::clockStepsMakeNoStorm_data()
{
    QTest::addColumn<QList<qint64>>("places"); // one of them each minute
    QTest::newRow("to and fro") << QList<qint64>{0,
                                                 localMs(2026, 1, 10, 2, 59),
                                                 localMs(2026, 1, 10, 3),
                                                 localMs(2026, 6, 1, 4),
                                                 localMs(2038, 1, 20, 0),
                                                 localMs(2120, 1, 1, 0),
                                                 localMs(2025, 12, 31, 23)};
    QTest::newRow("a day ahead each minute") << QList<qint64>();
}

void NightlyBackupTest::clockStepsMakeNoStorm()
{
    QFETCH(QList<qint64>, places);
    NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
    QSignalSpy made(&nightly, &NightlyBackup::made);
    nightly.start();
    wait(nightly);
    SeededRandom random(20261125);
    for (int minute = 0; minute < 24 * 60; ++minute) {
        m_clock->setWallMs(places.isEmpty() ? m_clock->wallMs() + dayMs
                                            : places.at(qsizetype(random.below(quint32(places.size())))));
        pass(nightly, minuteMs);
    }
    QVERIFY2(made.count() >= 2 && made.count() <= 1 + 24 / 4, qPrintable(QString::number(made.count())));
    // Set right again, it goes back to one a night.
    m_clock->setWallMs(localMs(2026, 1, 11, 12));
    pass(nightly, dayMs);
    QCOMPARE(pass(nightly, 2 * dayMs), QStringList({QStringLiteral("13. 03:00"), QStringLiteral("14. 03:00")}));
}

void NightlyBackupTest::clockThatWasAheadIsForgotten()
{
    m_clock->setWallMs(localMs(2038, 1, 1, 12));
    m_settings.keep = 2;
    NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
    nightly.start();
    QVERIFY(wait(nightly));
    m_clock->setWallMs(localMs(2026, 1, 10, 12));
    QCOMPARE(pass(nightly, dayMs).size(), 1);
    QCOMPARE(names(),
             QStringList({QStringLiteral("rookery-20260111T110000Z.sqlite"),
                          QStringLiteral("rookery-20380101T110000Z.sqlite")}));
    QCOMPARE(pass(nightly, dayMs), QStringList(QStringLiteral("12. 03:00")));
    // The one from the future was made first, so it goes first.
    QCOMPARE(names(),
             QStringList({QStringLiteral("rookery-20260111T110000Z.sqlite"),
                          QStringLiteral("rookery-20260112T020000Z.sqlite")}));
}

void NightlyBackupTest::unsetClockWaits()
{
    put(QStringLiteral("rookery-20260109T020000Z.sqlite"));
    m_clock->setWallMs(0);
    NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
    nightly.start();
    QVERIFY(!nightly.isRunning());
    QCOMPARE(pass(nightly, hourMs), QStringList());
    m_clock->setWallMs(localMs(2026, 1, 10, 12));
    QCOMPARE(pass(nightly, minuteMs).size(), 1);
    QCOMPARE(names().size(), 2);
}

void NightlyBackupTest::changeOfSummerTime()
{
    m_settings.time = QTime(2, 30); // which the night of the 29th does not have
    m_clock->setWallMs(localMs(2026, 3, 27, 12));
    NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
    nightly.start();
    QVERIFY(wait(nightly));
    const QStringList spring = pass(nightly, 4 * dayMs);
    QVERIFY2(spring.size() == 4, qPrintable(spring.join(QLatin1String(", "))));
    QCOMPARE(spring.at(0), QStringLiteral("28. 02:30"));
    QCOMPARE(spring.at(1), QStringLiteral("29. 03:30"));
    QCOMPARE(spring.at(2), QStringLiteral("30. 02:30"));
    // The night of the 25th has the hour twice.
    m_clock->setWallMs(localMs(2026, 10, 23, 12));
    pass(nightly, hourMs); // for the nights that were stepped over
    const QStringList autumn{QStringLiteral("24. 02:30"), QStringLiteral("25. 02:30"), QStringLiteral("26. 02:30")};
    const QStringList times = pass(nightly, 3 * dayMs);
    QVERIFY2(times == autumn, qPrintable(times.join(QLatin1String(", "))));
}

void NightlyBackupTest::goingAwayMeanwhile()
{
    {
        NightlyBackup nightly(m_settings, m_driver.store(), *m_clock);
        nightly.start();
        QVERIFY(nightly.isRunning());
    }
    QVERIFY(answerOf<StoreStatistics>([&](auto done) { m_driver.store().statistics(done); }).isOk());
    QCOMPARE(names(), QStringList());
}

QTEST_GUILESS_MAIN(NightlyBackupTest)
#include "tst_nightly_backup.moc"
