// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Servers for reliability tests, on a folder with people who have a token already: nobody has to wait for a password
// hash. TrialServer is a whole server in this process, ServerProgram a rookeryd of its own. Test's main thread.
#pragma once

#include "common/base/clock.h"
#include "common/base/random_source.h"
#include "server/app/server.h"
#include "server/storage/database.h"

#include <QtCore/QProcess>

#include <memory>

namespace rookery::test {

struct TrialPerson {
    QString name;
    UserId id;
    QByteArray token;
};

/// People and a group of all of them in a folder whose server does not run.
struct TrialCast {
    QList<TrialPerson> people;
    ConversationId group;
    QList<ConversationId> ownGroups; ///< One for each person, with nobody else in it.
};
TrialCast makeCast(const QString &folder, int count, RandomSource &random);

class TrialServer {
public:
    TrialServer(QString folder, Clock &clock, RandomSource &random);
    ~TrialServer();

    /// Empty, or what went wrong.
    QString start();
    QString stop();
    bool isRunning() const { return m_server != nullptr; }
    /// From the next start on.
    void setDiskFloor(qint64 bytes) { m_diskFloorBytes = bytes; }
    quint16 port() const { return m_port; }
    const server::Server &server() const { return *m_server; }
    /// The last error that ended it by itself; None while all is well.
    const Error &failure() const { return m_failure; }

private:
    QString m_folder;
    Clock &m_clock;
    RandomSource &m_random;
    quint16 m_port = 0;
    qint64 m_diskFloorBytes = 0;
    Error m_failure{ErrorCode::None};
    std::unique_ptr<server::Server> m_server;
};

class ServerProgram {
public:
    explicit ServerProgram(QString folder) : m_folder(std::move(folder)) {}
    ~ServerProgram();

    /// Until its first line: it listens. On the port it had before. Empty, or what went wrong.
    QString start(int patienceMs = 10'000);
    void kill();
    /// SIGTERM; empty when it ended in order.
    QString terminate();
    bool isRunning() const { return m_process && m_process->state() == QProcess::Running; }
    quint16 port() const { return m_port; }
    /// Files and sockets it has open.
    qsizetype descriptors() const;
    /// A line of /proc/PID/status in KiB: "VmRSS", "VmHWM".
    qint64 memoryKiB(const char *line) const;
    QByteArray log() const { return m_log; }

private:
    QString m_folder;
    quint16 m_port = 0;
    QByteArray m_log;
    std::unique_ptr<QProcess> m_process;
};

/// An event as it lies in the store.
struct StoredEvent {
    quint64 conversation = 0;
    quint64 seq = 0;
    quint64 sender = 0;
    QByteArray clientId;
    QByteArray text;
};
/// Every event of a store that no server uses, by conversation and seq; checks integrity first. Empty and a sentence
/// in *problem when the store is damaged.
QList<StoredEvent> storedEvents(const QString &folder, QString *problem);

} // namespace rookery::test
