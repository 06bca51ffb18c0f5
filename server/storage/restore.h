// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Puts a backup in the place of a database whose server is stopped. Blocks; any thread.
//   R1  Nothing in the folder is changed before the backup, and then the copy of it, has been found whole.
//   R2  The database that was there is kept under a dated name together with its log, so nothing it held is lost.
//   R3  Interrupted at any point, the folder has the old database, or the new one, or a mark that keeps a server from
//       starting until restore is run again. A new database never meets an old log.
#pragma once

#include "server/storage/store_check.h"

namespace rookery::server {

struct Restored {
    StoreReport store;
    QString database;
    QString replaced; ///< Where the former database is now; empty where there was none.
};

/// Reads the backup and touches nothing. As checkStore(), and StoreUnavailable with the first damage.
Result<StoreReport> verifyBackup(const QString &backup);

/// Takes the folder's lock. As verifyBackup(); StoreUnavailable where a server uses the folder; FolderUnwritable,
/// DiskFull. nowMs: wall time, for the name of the former database.
Result<Restored> restoreBackup(const QString &backup, const QString &dataDirectory, qint64 nowMs);

} // namespace rookery::server
