// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A disk that can be told to fail. instance() registers an SQLite VFS over the system's own as the default one, so
// every database opened afterwards, by whatever means, goes through it. It counts the operations that change a file,
// fails the chosen ones, keeps a log from which crash_image.h makes what a power failure may leave, and tells an
// observer what was written and what was synced. Any thread.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QMutex>
#include <QtCore/QString>

#include <functional>

namespace rookery::test {

/// One change of a file, in the order in which SQLite asked for it.
struct DiskOperation {
    enum class Kind { Write, Truncate, Sync, Delete };

    Kind kind = Kind::Write;
    QString file;      ///< Base name.
    qint64 offset = 0; ///< Write: where. Truncate: the new size.
    QByteArray bytes;  ///< Write: what.
};

class SqliteFaultVfs {
public:
    enum class Extent { Once, FromThenOn };
    enum class Syncing { Real, Pretended };
    /// Called after an operation has succeeded and before SQLite knows, on the thread that asked for it.
    using Observer = std::function<void(const DiskOperation &)>;

    static SqliteFaultVfs &instance();

    /// As new: no faults, no log, no observer, count 0.
    void reset();
    /// Pretended: a sync only stands in the log. For tests that look at the log, not at the disk.
    void setSyncing(Syncing syncing);
    /// How much longer each sync takes, ms: a slow disk.
    void setSyncDelayMs(int ms);
    void setObserver(Observer observer);
    /// The operation with that number (the first is 1) fails with that code of SQLite.
    void failAt(qint64 number, int resultCode, Extent extent);
    void clearFault();

    /// Keeps a log of what happens to files of that folder from now on, and what they hold now.
    void record(const QString &folder);
    QHash<QString, QByteArray> filesAtStart() const;
    QList<DiskOperation> log() const;
    /// Operations since reset(), failed ones too.
    qint64 operations() const;
    qint64 faults() const;

    // From the shim
    /// SQLITE_OK, or the code this operation is to fail with.
    int begin();
    void completed(const QString &path, DiskOperation operation);
    bool isSyncPretended() const;
    void delaySync() const;

private:
    SqliteFaultVfs();

    mutable QMutex m_mutex;
    Observer m_observer;
    Syncing m_syncing = Syncing::Real;
    int m_syncDelayMs = 0;
    qint64 m_count = 0;
    qint64 m_faults = 0;
    qint64 m_failNumber = 0;
    int m_failCode = 0;
    Extent m_failExtent = Extent::Once;
    QString m_folder;
    QHash<QString, QByteArray> m_filesAtStart;
    QList<DiskOperation> m_log;
};

} // namespace rookery::test
