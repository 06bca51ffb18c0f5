// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/operations/backup_files.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>

#include <algorithm>
#include <optional>

namespace rookery::server {

namespace {

const QString prefix = QStringLiteral("rookery-");
const QString timeFormat = QStringLiteral("yyyyMMdd'T'HHmmss'Z'");
const QString suffix = QStringLiteral(".sqlite");
const QString partialSuffix = QStringLiteral(".partial");

/// Only of a name that backupFileName() gives for some time, to the letter.
std::optional<qint64> timeOf(const QString &name)
{
    QDateTime time = QDateTime::fromString(name.mid(prefix.size(), name.size() - prefix.size() - suffix.size()),
                                           timeFormat);
    time.setTimeSpec(Qt::UTC);
    if (!time.isValid() || backupFileName(time.toMSecsSinceEpoch()) != name)
        return std::nullopt;
    return time.toMSecsSinceEpoch();
}

QFileInfoList regularFilesIn(const QString &folder)
{
    return QDir(folder).entryInfoList(QDir::Files | QDir::NoSymLinks | QDir::Hidden);
}

} // namespace

QString backupFileName(qint64 timeMs)
{
    return prefix + QDateTime::fromMSecsSinceEpoch(timeMs, Qt::UTC).toString(timeFormat) + suffix;
}

QList<BackupFile> backupFilesIn(const QString &folder, qint64 nowMs)
{
    QList<BackupFile> files;
    for (const QFileInfo &file : regularFilesIn(folder)) {
        if (const std::optional<qint64> time = timeOf(file.fileName()))
            files += BackupFile{file.filePath(), *time};
    }
    std::sort(files.begin(), files.end(), [nowMs](const BackupFile &a, const BackupFile &b) {
        const bool isAFuture = a.timeMs > nowMs;
        const bool isBFuture = b.timeMs > nowMs;
        return isAFuture != isBFuture ? isAFuture : a.timeMs < b.timeMs;
    });
    return files;
}

Result<int> removeOldBackups(const QString &folder, int keep, qint64 nowMs)
{
    QStringList old;
    for (const QFileInfo &file : regularFilesIn(folder)) {
        const QString name = file.fileName();
        if (name.endsWith(partialSuffix) && timeOf(name.chopped(partialSuffix.size())))
            old += file.filePath();
    }
    const QList<BackupFile> files = backupFilesIn(folder, nowMs);
    for (qsizetype at = 0; at < files.size() - keep; ++at)
        old += files.at(at).path;
    for (const QString &path : std::as_const(old)) {
        QFile file(path);
        if (!file.remove())
            return Error(ErrorCode::FolderUnwritable, QStringLiteral("%1: %2").arg(path, file.errorString()));
    }
    return int(old.size());
}

} // namespace rookery::server
