// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Starts a server on this computer: rookeryd beside this program, else from PATH, with its own default data folder.
// The server is detached at once and stays when this program ends, for others may be using it. Its output goes to
// files, not pipes: a server whose reader is gone must not die of a broken pipe. Its one line on stdout says where it
// listens and the phrase of its key; since that file was written by our own child, the key needs no comparing by eye.
// Client's main thread.
#pragma once

#include "common/base/result.h"
#include "common/net/host_port.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>
#include <QtCore/QTimer>

#include <optional>

namespace rookery::client {

struct LaunchedServer {
    HostPort address;    ///< On this computer.
    QByteArray serverId; ///< 16 bytes.
    QStringList phrase;  ///< Six words.
};

class ServerLauncher : public QObject {
    Q_OBJECT
public:
    /// How long a server may take until it listens, ms: making its identity and its database.
    static constexpr int deadlineMs = 15'000;

    /// Its output goes into that folder: server-ready.json and server.log.
    explicit ServerLauncher(QString directory, QObject *parent = nullptr);

    /// The program that start() would start; empty when there is none.
    static QString program();
    /// started() or failed() follows: NotFound (no rookeryd), PortInUse, StoreUnavailable (its folder
    /// is in use), FolderUnwritable, StoreNewer, DiskFull, BadConfiguration, TimedOut, Internal.
    void start();

    /// The line that a server prints when it listens; nothing when it is not one.
    static std::optional<LaunchedServer> parse(const QByteArray &line);

Q_SIGNALS:
    void started(const rookery::client::LaunchedServer &server);
    void failed(const rookery::Error &error);

private:
    void look();
    bool isRunning() const;
    Error errorFromLog() const;

    QString m_directory;
    QTimer m_timer;
    qint64 m_processId = 0;
    int m_looksLeft = 0;
};

} // namespace rookery::client
