// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The thread that reads, with a connection of its own: history never waits for a commit. Each job sees one state of
// the database, not older than the last write answered when the job was asked for.
#pragma once

#include "server/storage/database.h"
#include "server/storage/store_job.h"

#include <QtCore/QMutex>
#include <QtCore/QThread>
#include <QtCore/QWaitCondition>

#include <deque>

namespace rookery::server {

using ReadJob = StoreJob<Database>;

class StoreReader final : public QThread {
    Q_OBJECT
public:
    StoreReader(QString databasePath, QObject *home);
    ~StoreReader() override;

    /// Starts the thread and opens its connection.
    Result<Done> begin();
    /// Answers what waits, then ends the thread.
    void finish();
    /// Home thread. Busy where too much waits.
    void enqueue(std::unique_ptr<ReadJob> job);

protected:
    void run() override;

private:
    std::unique_ptr<ReadJob> take();
    static void answer(Database &database, ReadJob &job);
    void post(std::unique_ptr<ReadJob> job);

    const QString m_path;
    QObject *const m_home;
    QMutex m_mutex;
    QWaitCondition m_wake;
    std::deque<std::unique_ptr<ReadJob>> m_queue;
    bool m_finishing = false;
    std::function<void(Result<Done>)> m_opened;
};

} // namespace rookery::server
