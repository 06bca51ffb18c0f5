// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/restore.h"

#include "server/storage/backup.h"
#include "server/storage/data_folder.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace rookery::server {

namespace {

const QString logSuffix = QStringLiteral("-wal");
const QString logIndexSuffix = QStringLiteral("-shm");

/// rename(2): over what is there, in one step.
Result<Done> moveFile(const QString &from, const QString &to)
{
    if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0)
        return Done();
    return Error(ErrorCode::FolderUnwritable, QStringLiteral("%1: %2").arg(to, qt_error_string(errno)));
}

Result<Done> moveIfThere(const QString &from, const QString &to)
{
    return QFileInfo::exists(from) ? moveFile(from, to) : Result<Done>(Done());
}

/// An administrator may restore as root what a server of its own user has to read.
void giveToOwnerOf(const QString &folder, const QString &path)
{
#ifdef Q_OS_UNIX
    struct stat owner = {};
    if (::geteuid() != 0 || ::stat(QFile::encodeName(folder).constData(), &owner) != 0)
        return;
    [[maybe_unused]] const int given = ::lchown(QFile::encodeName(path).constData(), owner.st_uid, owner.st_gid);
#else
    Q_UNUSED(folder)
    Q_UNUSED(path)
#endif
}

QString nameForReplaced(const QString &database, qint64 nowMs)
{
    const QString time =
        QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC).toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    const QString name = database + QStringLiteral(".replaced-") + time;
    QString free = name;
    for (int number = 2; QFileInfo::exists(free); ++number)
        free = QStringLiteral("%1-%2").arg(name).arg(number);
    return free;
}

/// The copy, whole and on the disk, under a name that means nothing yet.
Result<StoreReport> prepareCopy(const QString &backup, const QString &copy)
{
    QFile::remove(copy);
    QFile::remove(copy + QStringLiteral(".partial"));
    if (const Result<Done> copied = copyDatabaseAtRest(backup, copy); !copied)
        return copied.error();
    Result<StoreReport> checked = verifyBackup(copy);
    if (!checked)
        QFile::remove(copy);
    return checked;
}

/// From the mark on the server does not start; each step is on the disk before the next.
Result<Done> swap(const QString &folder, const QString &copy, const QString &database, const QString &replaced)
{
    const QString mark = DataFolder::unfinishedRestoreIn(folder);
    const auto synced = [&folder](const Result<Done> &moved) { return moved ? syncToDisk(folder) : moved; };
    if (const Result<Done> done = synced(moveFile(copy, mark)); !done)
        return done;
    if (const Result<Done> done = moveIfThere(database + logSuffix, replaced + logSuffix); !done)
        return done;
    // Made anew from the log by whoever opens it.
    QFile::remove(database + logIndexSuffix);
    if (const Result<Done> done = synced(moveIfThere(database, replaced)); !done)
        return done;
    return synced(moveFile(mark, database));
}

} // namespace

Result<StoreReport> verifyBackup(const QString &backup)
{
    Result<StoreReport> report = checkStore(backup, StoreUse::AtRest);
    if (!report || report->damage.isEmpty())
        return report;
    const QString &first = report->damage.constFirst();
    return Error(ErrorCode::StoreUnavailable,
                 first.contains(backup) ? first : QStringLiteral("%1: it is damaged: %2").arg(backup, first));
}

Result<Restored> restoreBackup(const QString &backup, const QString &dataDirectory, qint64 nowMs)
{
    // Before the folder is claimed, which would make it.
    if (const Result<StoreReport> checked = verifyBackup(backup); !checked)
        return checked.error();
    const Result<std::unique_ptr<DataFolder>> claimed = DataFolder::claim(dataDirectory);
    if (!claimed)
        return claimed.error();
    const QString folder = claimed.value()->path();
    const QString database = claimed.value()->databasePath();
    if (QFileInfo(backup).canonicalFilePath() == QFileInfo(database).canonicalFilePath())
        return Error(ErrorCode::StoreUnavailable, QStringLiteral("%1: that is the database itself").arg(backup));
    giveToOwnerOf(folder, QDir(folder).filePath(QStringLiteral("lock")));
    const QString copy = database + QStringLiteral(".new");
    Result<StoreReport> prepared = prepareCopy(backup, copy);
    if (!prepared)
        return prepared.error();
    giveToOwnerOf(folder, copy);
    Restored restored{std::move(prepared).value(), database, {}};
    if (QFileInfo::exists(database) || QFileInfo::exists(database + logSuffix))
        restored.replaced = nameForReplaced(database, nowMs);
    if (const Result<Done> swapped = swap(folder, copy, database, restored.replaced); !swapped)
        return swapped.error();
    return restored;
}

} // namespace rookery::server
