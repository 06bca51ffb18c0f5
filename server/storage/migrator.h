// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Brings a database to the schema of this release: one made whole, or each migration in turn, all in one transaction.
// A database of a newer release is refused and left alone. Any thread; the connection's own.
#pragma once

#include "server/storage/database.h"

#include <QtCore/QStringList>

namespace rookery::server {

/// Scripts of SQL: a statement ends with ';' at the end of a line, followed by an empty line or the end.
struct SchemaScripts {
    struct Migration {
        int version = 0; ///< What the database is after it.
        QString sql;
    };

    QStringList fresh;           ///< In order; together they make the newest version.
    QList<Migration> migrations; ///< Ascending, without gaps, the first makes version 2.

    int version() const { return migrations.isEmpty() ? 1 : migrations.constLast().version; }
};

/// Those of this release, from sql/schema and sql/migrations.
SchemaScripts releasedSchema();

/// The version of the database, 0 where it is empty. StoreNewer for a newer database, StoreUnavailable for one that is
/// not ours; otherwise as Database fails.
Result<qint64> checkedVersion(Database &database, int newest);

/// Fails as checkedVersion() and Database do.
Result<Done> bringUpToDate(Database &database, const SchemaScripts &scripts, qint64 nowMs);

} // namespace rookery::server
