// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/store_reader.h"

#include "server/core/server_limits.h"

#include <future>

namespace rookery::server {

namespace {

constexpr qint64 busyRetryMs = 1000;

} // namespace

StoreReader::StoreReader(QString databasePath, QObject *home) : m_path(std::move(databasePath)), m_home(home)
{
    setObjectName(QStringLiteral("store-reader"));
}

StoreReader::~StoreReader()
{
    finish();
}

Result<Done> StoreReader::begin()
{
    std::promise<Result<Done>> opened;
    std::future<Result<Done>> outcome = opened.get_future();
    m_opened = [&opened](Result<Done> result) { opened.set_value(std::move(result)); };
    start();
    return outcome.get();
}

void StoreReader::finish()
{
    {
        const QMutexLocker lock(&m_mutex);
        m_finishing = true;
        m_wake.wakeOne();
    }
    wait();
}

void StoreReader::enqueue(std::unique_ptr<ReadJob> job)
{
    {
        const QMutexLocker lock(&m_mutex);
        if (m_queue.size() < limits::waitingReads) {
            m_queue.push_back(std::move(job));
            m_wake.wakeOne();
            return;
        }
    }
    Error busy(ErrorCode::Busy, QStringLiteral("%1 reads wait").arg(limits::waitingReads));
    busy.retryMs = busyRetryMs;
    job->fail(busy);
    post(std::move(job));
}

void StoreReader::run()
{
    const Result<std::unique_ptr<Database>> database = Database::open(m_path, Database::Access::ReadOnly);
    if (!database) {
        m_opened(database.error());
        return;
    }
    m_opened(Done());
    while (std::unique_ptr<ReadJob> job = take()) {
        answer(**database, *job);
        post(std::move(job));
    }
}

std::unique_ptr<ReadJob> StoreReader::take()
{
    const QMutexLocker lock(&m_mutex);
    while (m_queue.empty() && !m_finishing)
        m_wake.wait(&m_mutex);
    if (m_queue.empty())
        return nullptr;
    std::unique_ptr<ReadJob> job = std::move(m_queue.front());
    m_queue.pop_front();
    return job;
}

void StoreReader::answer(Database &database, ReadJob &job)
{
    database.run("BEGIN");
    if (!database.fault())
        job.run(database);
    if (const std::optional<Database::Fault> fault = database.fault())
        job.fail(fault->error);
    database.run("COMMIT");
    database.clearFault();
}

void StoreReader::post(std::unique_ptr<ReadJob> job)
{
    const std::shared_ptr<ReadJob> answered = std::move(job);
    QMetaObject::invokeMethod(
        m_home, [answered] { answered->deliver(); }, Qt::QueuedConnection);
}

} // namespace rookery::server
