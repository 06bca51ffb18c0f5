// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/app/single_instance.h"

#include "common/base/log_categories.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QStandardPaths>
#include <QtNetwork/QLocalSocket>

namespace rookery::app {

namespace {

constexpr int answerMs = 1'000;
/// A link and a line end; more is nobody of ours.
constexpr qint64 wishBytes = 1'024;

/// A socket's path may have about 100 bytes, a profile's folder more: so it lies in the run-time folder, named by hash.
QString socketPathFor(const QString &directory)
{
    const QByteArray hash = QCryptographicHash::hash(directory.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + QStringLiteral("/rookery-")
        + QString::fromLatin1(hash);
}

} // namespace

SingleInstance::SingleInstance(const QString &profileDirectory, QObject *parent)
    : QObject(parent), m_socketPath(socketPathFor(profileDirectory)),
      m_lock(profileDirectory + QStringLiteral("/running.lock"))
{
    m_lock.setStaleLockTime(0);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::onConnection);
}

bool SingleInstance::becomeFirst()
{
    if (!m_lock.tryLock(0) && m_lock.error() == QLockFile::LockFailedError)
        return false;
    QLocalServer::removeServer(m_socketPath);
    if (!m_server.listen(m_socketPath))
        qCWarning(lcUi, "a second start will not find this one: %s", qUtf8Printable(m_server.errorString()));
    return true;
}

bool SingleInstance::askFirst(const QString &link) const
{
    QLocalSocket socket;
    socket.connectToServer(m_socketPath);
    if (!socket.waitForConnected(answerMs))
        return false;
    socket.write(link.toUtf8().left(wishBytes - 1) + '\n');
    return socket.waitForBytesWritten(answerMs);
}

void SingleInstance::onConnection()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        const auto read = [this, socket] {
            if (socket->canReadLine())
                Q_EMIT asked(QString::fromUtf8(socket->readLine(wishBytes)).trimmed());
            else if (socket->bytesAvailable() < wishBytes)
                return;
            socket->disconnectFromServer();
        };
        connect(socket, &QLocalSocket::readyRead, this, read);
        read();
    }
}

} // namespace rookery::app
