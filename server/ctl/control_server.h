// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The server's end of control_protocol.h: a local socket (0600) and a table of commands. Whoever holds the lock of the
// data folder may listen; a socket left behind by a killed server is replaced. Lives on the thread it was made on.
#pragma once

#include "server/ctl/control_protocol.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QLocalServer)
QT_FORWARD_DECLARE_CLASS(QLocalSocket)

namespace rookery::server {

class ControlServer final : public QObject {
    Q_OBJECT
public:
    /// To be called exactly once, now or later, on this thread; harmless when the asker has gone.
    using Reply = std::function<void(const Result<QJsonObject> &)>;
    using Handler = std::function<void(const QJsonObject &arguments, const Reply &reply)>;

    explicit ControlServer(QString socketPath, QObject *parent = nullptr);
    ~ControlServer() override;

    /// A later handler takes the place of an earlier one of that name.
    void on(const QString &command, Handler handler);
    /// FolderUnwritable, or BadConfiguration where the path is too long for a socket.
    Result<Done> listen();
    /// While a handler runs: the user id of whoever asks; -1 where the system does not tell.
    qint64 askerUid() const { return m_askerUid; }

private:
    void accept();
    void readFrom(QLocalSocket *socket);
    void handle(QLocalSocket *socket, const QByteArray &line);
    static bool isAllowed(const QLocalSocket &socket);
    static qint64 uidOf(const QLocalSocket &socket);

    const QString m_path;
    QLocalServer *m_server;
    QHash<QString, Handler> m_handlers;
    qint64 m_askerUid = -1;
};

} // namespace rookery::server
