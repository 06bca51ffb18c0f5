// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/store_writer.h"

#include "common/base/log_categories.h"
#include "server/core/server_limits.h"

#include <algorithm>
#include <future>
#include <utility>

namespace rookery::server {

namespace {

constexpr qint64 busyRetryMs = 1000;
/// A lone job writes about four pages of 4 KiB, so the write-ahead log stays near 16 MiB.
constexpr qint64 checkpointJobs = 1000;

} // namespace

StoreWriter::StoreWriter(QString databasePath, QObject *home) : m_path(std::move(databasePath)), m_home(home)
{
    setObjectName(QStringLiteral("store-writer"));
}

StoreWriter::~StoreWriter()
{
    finish();
}

Result<Done> StoreWriter::begin()
{
    std::promise<Result<Done>> opened;
    std::future<Result<Done>> outcome = opened.get_future();
    m_opened = [&opened](Result<Done> result) { opened.set_value(std::move(result)); };
    start();
    return outcome.get();
}

void StoreWriter::finish()
{
    {
        const QMutexLocker lock(&m_mutex);
        m_finishing = true;
        m_wake.wakeOne();
    }
    wait();
}

void StoreWriter::enqueue(std::unique_ptr<WriteJob> job, Atomicity atomicity)
{
    {
        const QMutexLocker lock(&m_mutex);
        if (m_queue.size() < limits::waitingWrites) {
            m_queue.push_back({std::move(job), atomicity});
            m_wake.wakeOne();
            return;
        }
    }
    Error busy(ErrorCode::Busy, QStringLiteral("%1 writes wait for the disk").arg(limits::waitingWrites));
    busy.retryMs = busyRetryMs;
    job->fail(busy);
    std::vector<Entry> refused;
    refused.push_back({std::move(job), atomicity});
    post(std::move(refused));
}

void StoreWriter::run()
{
    const Result<std::unique_ptr<Database>> database = Database::open(m_path, Database::Access::ReadWrite);
    if (!database) {
        m_opened(database.error());
        return;
    }
    m_opened(Done());
    WriteSession session(**database);
    for (;;) {
        std::vector<Entry> batch = takeBatch();
        if (batch.empty())
            return;
        commit(**database, session, batch);
        post(std::move(batch));
        checkpointWhenDue(**database);
    }
}

std::vector<StoreWriter::Entry> StoreWriter::takeBatch()
{
    const QMutexLocker lock(&m_mutex);
    while (m_queue.empty() && !m_finishing)
        m_wake.wait(&m_mutex);
    const auto count = qptrdiff(std::min(m_queue.size(), limits::writeBatchJobs));
    std::vector<Entry> batch(std::make_move_iterator(m_queue.begin()),
                             std::make_move_iterator(m_queue.begin() + count));
    m_queue.erase(m_queue.begin(), m_queue.begin() + count);
    return batch;
}

void StoreWriter::commit(Database &database, WriteSession &session, std::vector<Entry> &batch)
{
    if (m_failure) {
        for (Entry &entry : batch)
            entry.job->fail(*m_failure);
        return;
    }
    m_appendedInBatch = 0;
    if (const std::optional<Database::Fault> fault = attempt(database, session, batch)) {
        abandon(database, session, batch, *fault);
        return;
    }
    if (std::exchange(m_isRefusing, false))
        qCInfo(lcStore, "Writes are stored again");
    ++m_commits;
    m_appended += m_appendedInBatch;
    m_jobsSinceCheckpoint += qint64(batch.size());
}

std::optional<Database::Fault> StoreWriter::attempt(Database &database, WriteSession &session,
                                                    std::vector<Entry> &batch)
{
    if (Rows begun = session.run("BEGIN IMMEDIATE"); !begun.isOk())
        return database.fault().value_or(Database::Fault{begun.error(), true});
    for (Entry &entry : batch) {
        if (database.fault())
            return database.fault();
        runJob(session, entry);
    }
    if (database.fault())
        return database.fault();
    if (const Result<Done> flushed = session.flush(); !flushed)
        return database.fault().value_or(Database::Fault{flushed.error(), true});
    Rows committed = session.run("COMMIT");
    if (!committed.isOk())
        return database.fault().value_or(Database::Fault{committed.error(), true});
    return std::nullopt;
}

void StoreWriter::runJob(WriteSession &session, Entry &entry)
{
    if (entry.atomicity == Atomicity::ChecksFirst) {
        entry.job->run(session);
        return;
    }
    if (const Result<Done> flushed = session.flush(); !flushed) {
        entry.job->fail(flushed.error());
        return;
    }
    session.run("SAVEPOINT job");
    if (!entry.job->run(session)) {
        session.run("ROLLBACK TO job");
        session.discard();
    }
    session.run("RELEASE job");
}

void StoreWriter::abandon(Database &database, WriteSession &session, std::vector<Entry> &batch,
                          const Database::Fault &fault)
{
    if (!std::exchange(m_isRefusing, true))
        qCCritical(lcStore, "Writes are refused, since a commit failed: %s", qUtf8Printable(describe(fault.error)));
    for (Entry &entry : batch)
        entry.job->fail(fault.error);
    session.discard();
    database.rollBack();
    database.clearFault();
    Q_EMIT commitFailed();
    if (fault.isFatal)
        stopWriting(fault.error);
}

void StoreWriter::checkpointWhenDue(Database &database)
{
    if (m_failure || m_jobsSinceCheckpoint < checkpointJobs)
        return;
    m_jobsSinceCheckpoint = 0;
    const Result<qint64> blocked = database.numberOf(QStringLiteral("PRAGMA wal_checkpoint(PASSIVE)"));
    if (blocked)
        return;
    const std::optional<Database::Fault> fault = database.fault();
    database.clearFault();
    qCWarning(lcStore, "A checkpoint failed: %s", qUtf8Printable(describe(blocked.error())));
    if (fault && fault->isFatal)
        stopWriting(fault->error);
}

void StoreWriter::stopWriting(const Error &error)
{
    m_failure = error;
    qCCritical(lcStore, "Nothing is written any more after: %s", qUtf8Printable(describe(error)));
    Q_EMIT failed(error);
}

void StoreWriter::post(std::vector<Entry> batch)
{
    const auto answered = std::make_shared<std::vector<Entry>>(std::move(batch));
    QMetaObject::invokeMethod(
        m_home,
        [answered] {
            for (Entry &entry : *answered)
                entry.job->deliver();
        },
        Qt::QueuedConnection);
}

} // namespace rookery::server
