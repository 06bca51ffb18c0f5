// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The SQLite connection under LocalCache: schema, prepared statements and transactions.
//   1. A write is seen by later reads at once; the writes of one turn of the event loop are one transaction.
//   2. runDurably() returns after its transaction is committed and synced (synchronous=FULL): it survives kill -9 and
//      loss of power. Other commits survive kill -9 (WAL).
//   3. A database of a newer release is refused and left as it is.
// Several programs may have the same database open. Client's main thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QTimer>

#include <memory>

namespace rookery {
class Clock;
}

namespace rookery::client {

class CacheDatabase {
public:
    CacheDatabase(const CacheDatabase &) = delete;
    CacheDatabase &operator=(const CacheDatabase &) = delete;

    /// FolderUnwritable, StoreNewer, StoreUnavailable.
    Result<Done> open();
    /// Ends the transaction of this turn now. DiskFull or StoreUnavailable.
    Result<Done> commit();

    /// Version of the schema this release writes.
    static int schemaVersion();

protected:
    class Statement;

    /// The database is cache.sqlite in that folder.
    CacheDatabase(QString directory, Clock &clock);
    ~CacheDatabase();

    /// Runs a statement that writes, inside the transaction of this turn.
    bool run(Statement &statement);
    Result<Done> runDurably(Statement &statement);

private:
    struct Private;

    Result<Done> migrate();
    Result<Done> applySchema(int version);
    Result<Done> loadStatements();
    bool begin();
    Error lastError(const QString &what) const;

    QString m_directory;
    Clock &m_clock;
    QTimer m_commitTimer;
    std::unique_ptr<Private> m_private;
};

} // namespace rookery::client
