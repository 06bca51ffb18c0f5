// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The files of nightly backups: "rookery-20261125T020000Z.sqlite", in UTC, so that names sort by time whatever the
// zone does. Files of any other name are not ours and are never touched. Pure functions on a folder, any thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QList>

namespace rookery::server {

struct BackupFile {
    QString path;
    qint64 timeMs = 0; ///< Wall time, from the name.
};

QString backupFileName(qint64 timeMs);

/// Oldest first. With a clock that was set back, files from the future count as older than all others: they were made
/// before it was.
QList<BackupFile> backupFilesIn(const QString &folder, qint64 nowMs);

/// Leaves the newest keep files, and removes what an interrupted backup has left. The number of files removed;
/// FolderUnwritable where one cannot be.
Result<int> removeOldBackups(const QString &folder, int keep, qint64 nowMs);

} // namespace rookery::server
