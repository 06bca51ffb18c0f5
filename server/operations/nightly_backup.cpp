// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/operations/nightly_backup.h"

#include "common/base/log_categories.h"
#include "server/core/secret_file.h"
#include "server/core/server_limits.h"
#include "server/core/store.h"
#include "server/operations/backup_files.h"
#include "server/operations/plausible_time.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QPointer>
#include <QtCore/QStorageInfo>
#include <QtCore/QTimer>

namespace rookery::server {

namespace {

constexpr int lookEveryMs = 60 * 1000;
constexpr qint64 hourMs = 60 * 60 * 1000;
constexpr qint64 dayMs = 24 * hourMs;
constexpr qint64 retryMs = hourMs;
/// After one that was made up shortly before the hour, the night's own is late by this at most.
constexpr qint64 restMs = 4 * hourMs;

/// The night that summer time begins may not have the hour: then it is the one after. The night that it ends may have it
/// twice: then it is the first.
qint64 momentOf(QDate day, QTime time)
{
    const QDateTime moment(day, time);
    if (!moment.isValid())
        return day.startOfDay().toMSecsSinceEpoch() + time.msecsSinceStartOfDay();
    const qint64 earlierMs = moment.toMSecsSinceEpoch() - hourMs;
    return QDateTime::fromMSecsSinceEpoch(earlierMs).time() == time ? earlierMs : moment.toMSecsSinceEpoch();
}

} // namespace

NightlyBackup::NightlyBackup(const NightlyBackupSettings &settings, Store &store, Clock &clock, QObject *parent)
    : QObject(parent), m_settings(settings), m_store(store), m_clock(clock)
{}

void NightlyBackup::start()
{
    takeOverFromBefore();
    auto *timer = new QTimer(this);
    timer->setTimerType(Qt::CoarseTimer);
    connect(timer, &QTimer::timeout, this, &NightlyBackup::look);
    timer->start(lookEveryMs);
    look();
}

void NightlyBackup::takeOverFromBefore()
{
    const qint64 now = m_clock.wallMs();
    const QList<BackupFile> files = backupFilesIn(m_settings.folder, now);
    if (files.isEmpty() || now - files.constLast().timeMs > dayMs)
        return;
    // Also where all are from the future: the clock was wrong once, and each start would make one more.
    m_doneWallMs = now;
    m_doneMs = m_clock.monotonicMs();
}

void NightlyBackup::look()
{
    if (!m_isRunning && m_clock.monotonicMs() >= m_notBeforeMs && isTime())
        run();
}

bool NightlyBackup::isTime() const
{
    const qint64 now = m_clock.wallMs();
    if (!isPlausibleTime(now))
        return false;
    if (m_doneWallMs > now) // The clock was set back: a day is a day.
        return m_clock.monotonicMs() - m_doneMs >= dayMs;
    return m_doneWallMs < lastHourMs(now);
}

/// The last time the hour struck, wall time.
qint64 NightlyBackup::lastHourMs(qint64 wallMs) const
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(wallMs).date();
    const qint64 today = momentOf(day, m_settings.time);
    return today <= wallMs ? today : momentOf(day.addDays(-1), m_settings.time);
}

void NightlyBackup::run()
{
    m_isRunning = true;
    m_store.statistics([guard = QPointer<NightlyBackup>(this)](const Result<StoreStatistics> &statistics) {
        if (!guard)
            return;
        const Result<Done> ready = !statistics ? Result<Done>(statistics.error())
                                               : guard->checkRoom(statistics->databaseBytes);
        if (ready)
            guard->copy();
        else
            guard->finish({}, ready);
    });
}

/// A backup on the server's own disk must not be what fills it.
Result<Done> NightlyBackup::checkRoom(qint64 databaseBytes) const
{
    if (const Result<Done> made = makePrivateFolder(m_settings.folder); !made)
        return Error(made.error().code, QStringLiteral("%1: the folder cannot be made").arg(m_settings.folder));
    const qint64 free = QStorageInfo(m_settings.folder).bytesAvailable();
    if (free < 0 || free >= databaseBytes + limits::diskReserveBytes)
        return Done();
    return Error(ErrorCode::DiskFull,
                 QStringLiteral("%1: %2 bytes are free, %3 are needed")
                     .arg(m_settings.folder)
                     .arg(free)
                     .arg(databaseBytes + limits::diskReserveBytes));
}

void NightlyBackup::copy()
{
    const QString path = QDir(m_settings.folder).filePath(backupFileName(m_clock.wallMs()));
    m_store.backup(path, [guard = QPointer<NightlyBackup>(this), path](const Result<Done> &done) {
        if (guard)
            guard->finish(path, done);
    });
}

void NightlyBackup::finish(const QString &path, const Result<Done> &done)
{
    m_isRunning = false;
    const qint64 now = m_clock.monotonicMs();
    if (!done) {
        m_notBeforeMs = now + retryMs;
        qCWarning(lcStore, "The nightly backup failed and is tried again in an hour: %s",
                  qUtf8Printable(describe(done.error())));
        Q_EMIT failed(done.error());
        return;
    }
    m_notBeforeMs = now + restMs;
    m_doneMs = now;
    m_doneWallMs = m_clock.wallMs();
    const Result<int> removed = removeOldBackups(m_settings.folder, m_settings.keep, m_doneWallMs);
    if (removed)
        qCInfo(lcStore, "Nightly backup %s is made, %d old ones are removed", qUtf8Printable(path), removed.value());
    else
        qCWarning(lcStore, "Nightly backup %s is made, but an old one cannot be removed: %s", qUtf8Printable(path),
                  qUtf8Printable(describe(removed.error())));
    Q_EMIT made(path);
}

} // namespace rookery::server
