// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a power failure may leave on a disk. What was synced is there; of what was not, each write may be there, may be
// missing and may be torn at a sector's end, in any combination: a drive reorders as it likes. Pure functions.
#pragma once

#include "common/base/random_source.h"
#include "tests/support/sqlite_fault_vfs.h"

namespace rookery::test {

enum class Unsynced {
    Lost,   ///< Nothing of it has reached the disk.
    Torn,   ///< Everything has, but the last write only in part.
    Random, ///< Each write by chance: there, missing or torn.
};

/// Puts the files into a folder that exists and is empty, as after a power failure that came when `count` operations
/// of the log had returned.
void writeCrashImage(const QString &folder, const QHash<QString, QByteArray> &filesAtStart,
                     const QList<DiskOperation> &log, qsizetype count, Unsynced unsynced, RandomSource &random);

} // namespace rookery::test
