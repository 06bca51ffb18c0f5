// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/server_launcher.h"

#include "client/core/private_file.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtNetwork/QHostAddress>

#include <csignal>

namespace rookery::client {

namespace {

/// Between two looks at the file, ms.
constexpr int lookMs = 100;
constexpr qint64 logBytesMax = 60'000;

QString readyPath(const QString &directory)
{
    return QDir(directory).filePath(QStringLiteral("server-ready.json"));
}

QString logPath(const QString &directory)
{
    return QDir(directory).filePath(QStringLiteral("server.log"));
}

} // namespace

ServerLauncher::ServerLauncher(QString directory, QObject *parent) : QObject(parent), m_directory(std::move(directory))
{
    m_timer.setInterval(lookMs);
    connect(&m_timer, &QTimer::timeout, this, &ServerLauncher::look);
}

QString ServerLauncher::program()
{
    const QString name = QStringLiteral("rookeryd");
    const QFileInfo beside(QDir(QCoreApplication::applicationDirPath()).filePath(name));
    return beside.isExecutable() ? beside.absoluteFilePath() : QStandardPaths::findExecutable(name);
}

void ServerLauncher::start()
{
    if (m_timer.isActive())
        return;
    const QString path = program();
    const Result<Done> made = makePrivateFolder(m_directory);
    if (path.isEmpty() || !made) {
        const Error error = path.isEmpty() ? Error(ErrorCode::NotFound, QStringLiteral("rookeryd")) : made.error();
        QMetaObject::invokeMethod(
            this, [this, error] { Q_EMIT failed(error); }, Qt::QueuedConnection);
        return;
    }
    QFile::remove(readyPath(m_directory));
    QProcess process;
    process.setProgram(path);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(readyPath(m_directory));
    process.setStandardErrorFile(logPath(m_directory));
    process.setWorkingDirectory(QDir::homePath());
    if (!process.startDetached(&m_processId)) {
        const Error error(ErrorCode::Internal, process.errorString());
        QMetaObject::invokeMethod(
            this, [this, error] { Q_EMIT failed(error); }, Qt::QueuedConnection);
        return;
    }
    m_looksLeft = deadlineMs / lookMs;
    m_timer.start();
}

void ServerLauncher::look()
{
    const bool wasRunning = isRunning();
    QFile file(readyPath(m_directory));
    if (file.open(QFile::ReadOnly)) {
        const QByteArray content = file.read(logBytesMax);
        const std::optional<LaunchedServer> server = content.endsWith('\n') ? parse(content) : std::nullopt;
        if (server && wasRunning) {
            m_timer.stop();
            Q_EMIT started(*server);
            return;
        }
    }
    --m_looksLeft;
    if (wasRunning && m_looksLeft > 0)
        return;
    m_timer.stop();
    Q_EMIT failed(wasRunning ? Error(ErrorCode::TimedOut) : errorFromLog());
}

bool ServerLauncher::isRunning() const
{
    if (::kill(pid_t(m_processId), 0) != 0)
        return false;
    // A detached process that has ended may stay as a zombie where nobody collects it: proc(5), field 3 after the name.
    QFile status(QStringLiteral("/proc/%1/stat").arg(m_processId));
    if (!status.open(QFile::ReadOnly))
        return true;
    const QByteArray line = status.readAll();
    return !line.mid(line.lastIndexOf(')') + 1).trimmed().startsWith('Z');
}

Error ServerLauncher::errorFromLog() const
{
    QFile file(logPath(m_directory));
    const QByteArray log = file.open(QFile::ReadOnly) ? file.read(logBytesMax) : QByteArray();
    const QString last = QString::fromUtf8(log.trimmed().split('\n').constLast());
    for (ErrorCode code : {ErrorCode::PortInUse, ErrorCode::FolderUnwritable, ErrorCode::StoreNewer,
                           ErrorCode::StoreUnavailable, ErrorCode::DiskFull, ErrorCode::BadConfiguration}) {
        if (last.contains(errorCodeName(code)))
            return Error(code, last);
    }
    return Error(ErrorCode::Internal, last);
}

std::optional<LaunchedServer> ServerLauncher::parse(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QJsonArray listen = object.value(QLatin1String("listen")).toArray();
    LaunchedServer server;
    server.serverId = QByteArray::fromHex(object.value(QLatin1String("server_id")).toString().toLatin1());
    server.phrase = object.value(QLatin1String("phrase")).toString().split(u' ', Qt::SkipEmptyParts);
    if (!object.value(QLatin1String("ready")).toBool() || server.phrase.isEmpty() || listen.isEmpty())
        return {};
    for (const QJsonValue &value : listen) {
        const Result<HostPort> address = HostPort::parse(value.toString());
        if (!address)
            continue;
        server.address = *address;
        const QHostAddress host(address->host);
        if (host == QHostAddress(QHostAddress::AnyIPv4) || host == QHostAddress(QHostAddress::Any))
            server.address.host = QStringLiteral("127.0.0.1");
        else if (host == QHostAddress(QHostAddress::AnyIPv6))
            server.address.host = QStringLiteral("::1");
        if (QHostAddress(server.address.host).isLoopback())
            return server;
    }
    return server.address.host.isEmpty() ? std::nullopt : std::optional(server);
}

} // namespace rookery::client
