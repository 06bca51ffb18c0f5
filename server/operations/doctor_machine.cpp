// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The doctor's checks of the machine around the data folder.
#include "server/core/server_limits.h"
#include "server/operations/backup_files.h"
#include "server/operations/doctor_checks.h"
#include "server/operations/plausible_time.h"
#include "server/storage/data_folder.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QLocale>
#include <QtCore/QStorageInfo>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtNetwork/QUdpSocket>

#ifdef Q_OS_UNIX
#include <sys/statvfs.h>
#endif

namespace rookery::server::checks {

namespace {

const QString clockCheck = QStringLiteral("clock");
const QString diskCheck = QStringLiteral("disk");
const QString portsCheck = QStringLiteral("ports");
const QString backupsCheck = QStringLiteral("backups");

constexpr qint64 minuteMs = 60 * 1000;
constexpr qint64 hourMs = 60 * minuteMs;

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1);
}

/// Nobody's port is harmed: what is bound here is let go at once.
QString whyNotListening(const HostPort &address)
{
    QTcpServer server;
    server.setProxy(QNetworkProxy::NoProxy); // nor is anybody asked for a way out of this network
    if (address.port == 0 || server.listen(QHostAddress(address.host), address.port))
        return {};
    const bool isMissingFamily = server.serverError() == QAbstractSocket::UnsupportedSocketOperationError
        || server.serverError() == QAbstractSocket::SocketAddressNotAvailableError;
    if (address.host == QLatin1String("::") && isMissingFamily)
        return {}; // A machine without IPv6: the server goes on without.
    return server.errorString();
}

/// Clients on this machine share the port, as the server does; only somebody who does not share it is in the way.
QString whyNoDiscovery(quint16 port)
{
    QUdpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    if (socket.bind(QHostAddress::AnyIPv4, port, QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint))
        return {};
    return socket.errorString();
}

QList<Finding> portsOfStoppedServer(const ServerSettings &settings)
{
    QList<Finding> findings;
    for (const HostPort &address : settings.listen) {
        if (const QString reason = whyNotListening(address); !reason.isEmpty())
            findings += problem(portsCheck,
                                QStringLiteral("The server could not listen on %1 (%2); stop the program "
                                               "that has the port, or choose another with --listen.")
                                    .arg(address.toString(), reason));
    }
    if (!settings.discovery)
        return orOk(findings, portsCheck, QStringLiteral("The server can listen; discovery is off."));
    if (const QString reason = whyNoDiscovery(settings.discoveryPort); !reason.isEmpty())
        findings += warning(portsCheck,
                            QStringLiteral("UDP port %1 cannot be used for discovery (%2); stop the program "
                                           "that has it.")
                                .arg(settings.discoveryPort)
                                .arg(reason));
    return orOk(findings, portsCheck, QStringLiteral("The server can listen, and clients can find it."));
}

QString whyNoAnswer(const HostPort &address)
{
    constexpr int patienceMs = 3000;
    QHostAddress host(address.host);
    if (host == QHostAddress(QHostAddress::AnyIPv4))
        host = QHostAddress(QHostAddress::LocalHost);
    else if (host == QHostAddress(QHostAddress::AnyIPv6))
        host = QHostAddress(QHostAddress::LocalHostIPv6);
    QTcpSocket socket;
    socket.connectToHost(host, address.port);
    const QString reason = socket.waitForConnected(patienceMs) ? QString() : socket.errorString();
    socket.abort();
    return reason;
}

/// Over TCP alone: a datagram to this machine reaches whoever shares the port and was bound last, perhaps a client.
QList<Finding> portsOfRunningServer(const Patient &patient)
{
    if (patient.silence)
        return {problem(portsCheck,
                        QStringLiteral("The server runs and does not answer commands (%1); look at its log, "
                                       "and restart it.")
                            .arg(patient.silence->detail))};
    QList<Finding> findings;
    for (const HostPort &address : patient.settings.listen) {
        if (const QString reason = whyNoAnswer(address); !reason.isEmpty())
            findings += problem(portsCheck,
                                QStringLiteral("The server runs, and nothing answers on %1 (%2); look at its "
                                               "log, and restart it.")
                                    .arg(address.toString(), reason));
    }
    return orOk(findings, portsCheck, QStringLiteral("The server answers."));
}

} // namespace

QList<Finding> clock(const Patient &patient, const Result<StoreReport> &report)
{
    // Clocks of two machines, or one before and after it was set, differ by a few minutes without harm.
    constexpr qint64 toleratedMs = 5 * minuteMs;
    const QString now = QDateTime::fromMSecsSinceEpoch(patient.nowMs, Qt::UTC).toString(Qt::ISODate);
    if (!isPlausibleTime(patient.nowMs))
        return {problem(clockCheck,
                        QStringLiteral("The clock says %1; set it, and let the network keep it right.").arg(now))};
    if (report && report->newestEventMs > patient.nowMs + toleratedMs)
        return {
            warning(clockCheck,
                    QStringLiteral("The clock says %1, and the newest message is of %2; set the clock "
                                   "if it is behind.")
                        .arg(now,
                             QDateTime::fromMSecsSinceEpoch(report->newestEventMs, Qt::UTC).toString(Qt::ISODate)))};
    return {{clockCheck, Finding::Level::Ok, QStringLiteral("The clock says %1.").arg(now)}};
}

QList<Finding> disk(const Patient &patient)
{
    const QString folder = patient.settings.dataDirectory;
    const qint64 free = QStorageInfo(folder).bytesAvailable();
    const qint64 database = QFileInfo(DataFolder::databasePathIn(folder)).size();
    QList<Finding> findings;
    if (free >= 0 && free < qMax(limits::diskReserveBytes, patient.settings.diskFloorBytes))
        findings += problem(diskCheck,
                            QStringLiteral("Only %1 are free, and the server is about to refuse messages; "
                                           "free some space.")
                                .arg(sizeText(free)));
    else if (free >= 0 && free < limits::diskLowBytes)
        findings += warning(diskCheck, QStringLiteral("Only %1 are free; free some space.").arg(sizeText(free)));
    else if (free >= 0 && free < database)
        findings += warning(diskCheck,
                            QStringLiteral("%1 are free, too little for a copy of the database (%2); keep "
                                           "backups on another disk, and free some space.")
                                .arg(sizeText(free), sizeText(database)));
#ifdef Q_OS_UNIX
    struct statvfs volume = {};
    const bool isKnown = ::statvfs(QFile::encodeName(folder).constData(), &volume) == 0 && volume.f_files > 0;
    if (isKnown && volume.f_favail < limits::inodesLow)
        findings += problem(diskCheck,
                            QStringLiteral("The disk has room for %1 more files only; remove some.")
                                .arg(quint64(volume.f_favail)));
#endif
    return orOk(findings, diskCheck, QStringLiteral("%1 are free.").arg(sizeText(free)));
}

QList<Finding> ports(const Patient &patient)
{
    return patient.isRunning ? portsOfRunningServer(patient) : portsOfStoppedServer(patient.settings);
}

QList<Finding> backups(const Patient &patient)
{
    // A night, the change to winter time, and an hour in which a failed one is tried again.
    constexpr qint64 lateMs = 26 * hourMs;
    constexpr qint64 weekMs = 7 * 24 * hourMs;
    const QString folder = patient.settings.backup.folder;
    if (folder.isEmpty())
        return {{backupsCheck, Finding::Level::Ok,
                 QStringLiteral("No nightly backups are wanted; --backup-dir turns them on.")}};
    const QFileInfo info(folder);
    if (info.exists() && (!info.isDir() || !info.isWritable()))
        return {problem(backupsCheck,
                        QStringLiteral("%1 is not a folder that can be written; correct it, or give "
                                       "another with --backup-dir.")
                            .arg(folder))};
    const QList<BackupFile> files = backupFilesIn(folder, patient.nowMs);
    if (files.isEmpty())
        return {warning(backupsCheck,
                        QStringLiteral("There is no backup in %1 yet; a server that starts makes one at "
                                       "once, so look at its log.")
                            .arg(folder))};
    const qint64 age = patient.nowMs - files.constLast().timeMs;
    const QString name = QFileInfo(files.constLast().path).fileName();
    if (age > weekMs)
        return {problem(backupsCheck,
                        QStringLiteral("The newest backup is %1, %2 days old; look at the server's log.")
                            .arg(name)
                            .arg(age / (24 * hourMs)))};
    if (age > lateMs)
        return {warning(backupsCheck,
                        QStringLiteral("The newest backup is %1, %2 hours old; look at the server's log.")
                            .arg(name)
                            .arg(age / hourMs))};
    return {{backupsCheck, Finding::Level::Ok,
             QStringLiteral("The newest of %1 backups is %2.").arg(files.size()).arg(name)}};
}

} // namespace rookery::server::checks
