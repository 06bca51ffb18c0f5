// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/time_text.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtTest/QtTest>

using namespace rookery::client;

namespace {

qint64 at(int year, int month, int day, int hour = 14, int minute = 2)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute)).toMSecsSinceEpoch();
}

} // namespace

class TimeTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void writesListTimes_data();
    void writesListTimes();
    void namesDays();
};

void TimeTextTest::writesListTimes_data()
{
    QTest::addColumn<qint64>("time");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << QString();
    QTest::newRow("today") << at(2026, 3, 18, 9, 5) << QStringLiteral("09:05");
    QTest::newRow("this week") << at(2026, 3, 16) << QStringLiteral("Mon");
    QTest::newRow("a week ago") << at(2026, 3, 11) << QStringLiteral("11 Mar");
    QTest::newRow("last year") << at(2025, 11, 17) << QStringLiteral("17 Nov 2025");
    QTest::newRow("a clock ahead of ours") << at(2026, 3, 19) << QStringLiteral("19 Mar");
}

void TimeTextTest::writesListTimes()
{
    QFETCH(qint64, time);
    QTEST(listTimeText(time, at(2026, 3, 18)), "text");
}

void TimeTextTest::namesDays()
{
    const qint64 now = at(2026, 3, 18);
    QCOMPARE(dayText(at(2026, 3, 18, 0, 0), now), QStringLiteral("Today"));
    QCOMPARE(dayText(at(2026, 3, 17, 23, 59), now), QStringLiteral("Yesterday"));
    QCOMPARE(dayText(at(2026, 3, 2), now), QStringLiteral("Monday, 2 March"));
    QCOMPARE(dayText(at(2025, 3, 2), now), QStringLiteral("2 Mar 2025"));
}

QTEST_GUILESS_MAIN(TimeTextTest)
#include "tst_time_text.moc"
