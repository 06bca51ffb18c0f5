// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A copy of a live database. Blocks for as long as writing the copy takes: give it a thread of its own.
#pragma once

#include "common/base/result.h"
#include "server/storage/database.h"

namespace rookery::server {

/// The copy holds everything committed before the call, has passed SQLite's integrity check and is on the disk (0600)
/// before it gets its name. FolderUnwritable where the path exists or cannot be written, DiskFull, StoreUnavailable.
Result<Done> backUpDatabase(const QString &databasePath, const QString &target);

/// The same of a database that nobody writes to; nothing is made beside it, unless its log has content.
Result<Done> copyDatabaseAtRest(const QString &databasePath, const QString &target);

/// How to read a database that nobody writes to: what a killed server has left in the log counts.
Database::Access accessAtRest(const QString &databasePath);

} // namespace rookery::server
