// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether a database is whole: what SQLite can say, and the invariants of server/core/store.h on top. Reads all of it
// and changes nothing. Blocks for as long as that takes: 1 GiB is a matter of seconds. Any thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QStringList>

namespace rookery::server {

enum class StoreUse {
    Running, ///< A server may be writing: SQLite's quick check, so that its log does not grow for long.
    AtRest,  ///< Nobody writes: the whole check. No file comes to be beside the database, but the index of a log that
             ///< a killed server has left.
};

struct StoreReport {
    qint64 version = 0; ///< Of the schema.
    qint64 users = 0;
    qint64 conversations = 0;
    qint64 events = 0;
    qint64 newestEventMs = 0; ///< Wall time, 0 without an event.
    QStringList damage;       ///< What is wrong, the first findings; empty where all is well.
};

/// NotFound; StoreNewer; StoreUnavailable for a file that is not ours, not a database or cannot be read.
Result<StoreReport> checkStore(const QString &path, StoreUse use);

} // namespace rookery::server
