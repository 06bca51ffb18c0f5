// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/ctl/control_server.h"

#include "common/base/log_categories.h"
#include "common/base/text.h"

#include <QtCore/QFile>
#include <QtCore/QPointer>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>

#ifdef Q_OS_LINUX
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace rookery::server {

ControlServer::ControlServer(QString socketPath, QObject *parent)
    : QObject(parent), m_path(std::move(socketPath)), m_server(new QLocalServer(this))
{
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
}

ControlServer::~ControlServer() = default;

void ControlServer::on(const QString &command, Handler handler)
{
    m_handlers.insert(command, std::move(handler));
}

Result<Done> ControlServer::listen()
{
    // sun_path of sockaddr_un (unix(7)); the room is for the name the socket has until its permissions are set.
    constexpr qsizetype socketPathBytesMax = 107 - 12;
    if (m_path.toLocal8Bit().size() > socketPathBytesMax)
        return Error(ErrorCode::BadConfiguration,
                     QStringLiteral("%1: too long a path for a socket (%2 bytes at most); choose a data folder with a "
                                    "shorter path")
                         .arg(m_path, QString::number(socketPathBytesMax)));
    QLocalServer::removeServer(m_path);
    if (!m_server->listen(m_path))
        return Error(ErrorCode::FolderUnwritable, QStringLiteral("%1: %2").arg(m_path, m_server->errorString()));
    // Qt gives the owner the right to execute, too, which means nothing for a socket.
    QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner);
    return Done();
}

qint64 ControlServer::uidOf(const QLocalSocket &socket)
{
#ifdef Q_OS_LINUX
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0)
        return qint64(peer.uid);
#else
    Q_UNUSED(socket)
#endif
    return -1;
}

bool ControlServer::isAllowed(const QLocalSocket &socket)
{
#ifdef Q_OS_LINUX
    // The permissions of the socket say so already; this holds even where the folder was opened up to others.
    const qint64 uid = uidOf(socket);
    return uid == 0 || uid == qint64(::geteuid());
#else
    Q_UNUSED(socket)
    return true;
#endif
}

void ControlServer::accept()
{
    while (QLocalSocket *socket = m_server->nextPendingConnection()) {
        if (!isAllowed(*socket)) {
            qCWarning(lcControl, "Another user tried to give commands and was refused");
            socket->abort();
            socket->deleteLater();
            continue;
        }
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { readFrom(socket); });
        readFrom(socket);
    }
}

void ControlServer::readFrom(QLocalSocket *socket)
{
    while (socket->canReadLine()) {
        const QByteArray line = socket->readLine(controlRequestBytesMax);
        if (!line.endsWith('\n')) {
            socket->abort();
            return;
        }
        handle(socket, line);
    }
    if (socket->bytesAvailable() >= controlRequestBytesMax)
        socket->abort();
}

void ControlServer::handle(QLocalSocket *socket, const QByteArray &line)
{
    const Reply reply = [guard = QPointer<QLocalSocket>(socket)](const Result<QJsonObject> &answer) {
        if (!guard || guard->state() != QLocalSocket::ConnectedState)
            return;
        guard->write(encodedAnswer(answer));
        guard->flush(); // "stop" is answered before the server goes.
    };
    const Result<ControlRequest> request = decodedRequest(line);
    if (!request) {
        reply(request.error());
        return;
    }
    const auto handler = m_handlers.constFind(request->command);
    if (handler == m_handlers.cend()) {
        reply(Error(ErrorCode::Unsupported, request->command));
        return;
    }
    m_askerUid = uidOf(*socket);
    qCInfo(lcControl, "Command %s of uid %lld", qUtf8Printable(escapedForLog(request->command)), m_askerUid);
    (*handler)(request->arguments, reply);
}

} // namespace rookery::server
