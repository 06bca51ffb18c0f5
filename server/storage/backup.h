// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A copy of a live database. Blocks for as long as writing the copy takes: give it a thread of its own.
#pragma once

#include "common/base/result.h"

namespace rookery::server {

/// The copy holds everything committed before the call, has passed SQLite's integrity check and is on the disk (0600)
/// before it gets its name. FolderUnwritable where the path exists or cannot be written, DiskFull, StoreUnavailable.
Result<Done> backUpDatabase(const QString &databasePath, const QString &target);

} // namespace rookery::server
