// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The one thread that writes. Natural group commit: a transaction takes whatever waited while the last one was being
// synced, at most limits::writeBatchJobs; no timer, no fixed batch. Measured: 200 messages/s with a commit each, 31,000 at 256.
//
//   W1  A job is answered after COMMIT returned (synchronous=FULL), in commit order, by one post per batch.
//   W2  A job that may fail after its first write has a savepoint; one that fails takes nothing else with it.
//   W3  A fault fails every job of its batch. After a fatal one nothing is written any more: whether the data of a
//       failed fsync is on the disk cannot be known, and a second fsync may wrongly say that it is.
#pragma once

#include "server/storage/store_job.h"
#include "server/storage/write_session.h"

#include <QtCore/QMutex>
#include <QtCore/QThread>
#include <QtCore/QWaitCondition>

#include <atomic>
#include <deque>

namespace rookery::server {

using WriteJob = StoreJob<WriteSession>;
using WriteBatch = StoreBatch<WriteSession>;

class StoreWriter final : public QThread {
    Q_OBJECT
public:
    enum class Atomicity {
        Savepoint,   ///< Undone alone where the work fails.
        ChecksFirst, ///< The work writes nothing before everything that can be refused has been checked.
    };

    StoreWriter(QString databasePath, QObject *home);
    ~StoreWriter() override;

    /// Starts the thread and opens its connection.
    Result<Done> begin();
    /// Writes what waits, then ends the thread.
    void finish();

    /// Home thread. Busy where too much waits.
    void enqueue(std::unique_ptr<WriteJob> job, Atomicity atomicity);

    quint64 commits() const { return m_commits; }
    quint64 appended() const { return m_appended; }
    /// To be called by the work of an append that stored something new. Writer thread.
    void countAppended() { ++m_appendedInBatch; }

Q_SIGNALS:
    /// A fatal fault, once. Emitted on the writer thread.
    void failed(const rookery::Error &error);
    /// Every commit that failed, fatal or not. Emitted on the writer thread.
    void commitFailed();

protected:
    void run() override;

private:
    struct Entry {
        std::unique_ptr<WriteJob> job;
        Atomicity atomicity;
    };

    std::vector<Entry> takeBatch();
    void commit(Database &database, WriteSession &session, std::vector<Entry> &batch);
    std::optional<Database::Fault> attempt(Database &database, WriteSession &session, std::vector<Entry> &batch);
    void runJob(WriteSession &session, Entry &entry);
    void abandon(Database &database, WriteSession &session, std::vector<Entry> &batch, const Database::Fault &fault);
    void checkpointWhenDue(Database &database);
    void stopWriting(const Error &error);
    void post(std::vector<Entry> batch);

    const QString m_path;
    QObject *const m_home;
    QMutex m_mutex;
    QWaitCondition m_wake;
    std::deque<Entry> m_queue;
    bool m_finishing = false;
    std::function<void(Result<Done>)> m_opened;

    // Writer thread only.
    std::optional<Error> m_failure;
    bool m_isRefusing = false; // the last commit failed: said once, not with every batch
    quint64 m_appendedInBatch = 0;
    qint64 m_jobsSinceCheckpoint = 0;

    std::atomic<quint64> m_commits = 0;
    std::atomic<quint64> m_appended = 0;
};

} // namespace rookery::server
