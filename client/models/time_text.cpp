// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/time_text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QLocale>

namespace rookery::client {

namespace {

struct TimeText {
    Q_DECLARE_TR_FUNCTIONS(rookery::client::TimeText)
};

QDate dateOf(qint64 timeMs)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs).date();
}

} // namespace

QString clockText(qint64 timeMs)
{
    // Twelve or twenty-four hours is a matter of the region, not of the language the windows speak.
    const bool isTwelveHours =
        QLocale::system().timeFormat(QLocale::ShortFormat).contains(QLatin1String("AP"), Qt::CaseInsensitive);
    const QString format = isTwelveHours ? QStringLiteral("h:mm AP") : QStringLiteral("HH:mm");
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(timeMs).time(), format);
}

QString listTimeText(qint64 timeMs, qint64 nowMs)
{
    if (timeMs <= 0)
        return {};
    const QDate date = dateOf(timeMs);
    const QDate today = dateOf(nowMs);
    const qint64 days = date.daysTo(today);
    if (days == 0)
        return clockText(timeMs);
    constexpr qint64 week = 6;
    if (days > 0 && days <= week)
        return QLocale().dayName(date.dayOfWeek(), QLocale::ShortFormat);
    if (date.year() == today.year())
        return QLocale().toString(date, TimeText::tr("d MMM", "date without year in a list, as QLocale::toString"));
    return dateText(timeMs);
}

QString dayText(qint64 timeMs, qint64 nowMs)
{
    const QDate date = dateOf(timeMs);
    const QDate today = dateOf(nowMs);
    if (date == today)
        return TimeText::tr("Today");
    if (date.addDays(1) == today)
        return TimeText::tr("Yesterday");
    if (date.year() == today.year())
        return QLocale().toString(date, TimeText::tr("dddd, d MMMM", "day in the timeline, as QLocale::toString"));
    return dateText(timeMs);
}

QString dateText(qint64 timeMs)
{
    return QLocale().toString(dateOf(timeMs), TimeText::tr("d MMM yyyy", "date with year, as QLocale::toString"));
}

} // namespace rookery::client
