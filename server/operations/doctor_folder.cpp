// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The doctor's checks of what is in the data folder.
#include "server/core/self_signed.h"
#include "server/core/server_limits.h"
#include "server/operations/doctor_checks.h"
#include "server/operations/plausible_time.h"
#include "server/storage/data_folder.h"
#include "server/storage/migrator.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtNetwork/QSslCertificate>

namespace rookery::server::checks {

namespace {

const QString storeCheck = QStringLiteral("store");
const QString schemaCheck = QStringLiteral("schema");
const QString leftoversCheck = QStringLiteral("leftovers");
const QString permissionsCheck = QStringLiteral("permissions");
const QString identityCheck = QStringLiteral("identity");

const QStringList keyFiles{QStringLiteral("pepper.key"), QStringLiteral("beacon.key"), QStringLiteral("key.pem")};
const QString certificateFile = QStringLiteral("certificate.pem");
/// pepper.key and beacon.key (server/core/server_identity.h).
constexpr qsizetype rawKeyBytes = 32;
constexpr qint64 expiryWarningDays = 60;

constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
    | QFile::WriteOther | QFile::ExeOther;

QString pathIn(const Patient &patient, const QString &name)
{
    return QDir(patient.settings.dataDirectory).filePath(name);
}

bool hasRun(const Patient &patient)
{
    return QFileInfo::exists(pathIn(patient, keyFiles.at(0))) || QFileInfo::exists(pathIn(patient, keyFiles.at(1)));
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(limits::secretFileBytes) : QByteArray();
}

QString listed(const QStringList &names)
{
    constexpr qsizetype shown = 3;
    const QString first = names.mid(0, shown).join(QLatin1String(", "));
    return names.size() <= shown ? first : QStringLiteral("%1 and %2 more").arg(first).arg(names.size() - shown);
}

/// What QSaveFile (keys) and the copies of the database are called until they are whole.
bool isHalfWritten(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(.+\\.(key|pem)\\.[A-Za-z0-9]{6}|.+\\.partial|rookery\\.sqlite\\.new)$"));
    return pattern.match(name).hasMatch();
}

QString withoutKey(const QString &name)
{
    if (name == keyFiles.at(0))
        return QStringLiteral("without it no password is right");
    if (name == keyFiles.at(1))
        return QStringLiteral("without it clients take this for another server");
    return QStringLiteral("clients refuse a server with another key");
}

QList<Finding> certificateFindings(const Patient &patient)
{
    const QString path = pathIn(patient, certificateFile);
    if (!QFileInfo::exists(path))
        return {warning(identityCheck,
                        QStringLiteral("certificate.pem is missing; the server makes a new one for the "
                                       "same key at its next start."))};
    const QByteArray pem = contentOf(path);
    const QSslCertificate certificate = QSslCertificate::fromData(pem, QSsl::Pem).value(0);
    if (certificate.isNull())
        return {problem(identityCheck,
                        QStringLiteral("certificate.pem is not a certificate; put it back from a copy, "
                                       "or remove it and the server makes a new one for its key."))};
    QList<Finding> findings;
    if (!isKeyOfCertificate(contentOf(pathIn(patient, QStringLiteral("key.pem"))), pem))
        findings += problem(identityCheck,
                            QStringLiteral("key.pem is not the key of certificate.pem; put the two that "
                                           "belong together back from a copy."));
    // With a clock that is plainly wrong, the clock is the finding.
    if (!isPlausibleTime(patient.nowMs))
        return findings;
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(patient.nowMs, Qt::UTC);
    const QDateTime end = certificate.expiryDate();
    const QString date = end.toString(Qt::ISODate);
    if (end <= now)
        findings += problem(identityCheck,
                            QStringLiteral("The certificate expired on %1; remove certificate.pem and "
                                           "restart, and the server makes one for the same key.")
                                .arg(date));
    else if (now.daysTo(end) < expiryWarningDays)
        findings += warning(identityCheck, QStringLiteral("The certificate expires on %1; renew it before.").arg(date));
    if (certificate.effectiveDate() > now)
        findings += problem(identityCheck,
                            QStringLiteral("The certificate is valid only from %1 on; set the clock, or "
                                           "put the right certificate in place.")
                                .arg(certificate.effectiveDate().toString(Qt::ISODate)));
    return findings;
}

} // namespace

bool isKnownFile(const QString &name)
{
    static const QStringList names{QStringLiteral("rookery.sqlite"),     QStringLiteral("rookery.sqlite-wal"),
                                   QStringLiteral("rookery.sqlite-shm"), QStringLiteral("lock"),
                                   QStringLiteral("control.sock"),       certificateFile,
                                   QStringLiteral("lost+found")}; // where the folder is a disk of its own
    // What a restore has put aside may stay for as long as somebody likes.
    return names.contains(name) || keyFiles.contains(name)
        || name.startsWith(QLatin1String("rookery.sqlite.replaced-"));
}

QList<Finding> store(const Patient &patient, const Result<StoreReport> &report)
{
    const QString advice = QStringLiteral("stop the server and put a backup in place with rookeryctl restore");
    if (QFileInfo::exists(DataFolder::unfinishedRestoreIn(patient.settings.dataDirectory)))
        return {problem(storeCheck,
                        QStringLiteral("A restore was interrupted, and the server does not start before "
                                       "rookeryctl restore has been run once more."))};
    const QString path = DataFolder::databasePathIn(patient.settings.dataDirectory);
    if (report && report->damage.isEmpty())
        return {{storeCheck, Finding::Level::Ok,
                 QStringLiteral("Everything is there and whole; events: %1, conversations: %2.")
                     .arg(report->events)
                     .arg(report->conversations)}};
    if (report)
        return {problem(storeCheck,
                        QStringLiteral("The database is damaged (%1); %2.").arg(report->damage.constFirst(), advice))};
    if (report.error().code == ErrorCode::NotFound && !hasRun(patient))
        return {warning(storeCheck, QStringLiteral("No server has run on this folder yet; is it the right one?"))};
    if (report.error().code == ErrorCode::NotFound)
        return {problem(storeCheck,
                        QStringLiteral("%1 is missing, and the server would begin with an empty one; %2.")
                            .arg(path, advice))};
    if (report.error().code == ErrorCode::StoreNewer)
        return {{storeCheck, Finding::Level::Ok, QStringLiteral("This release cannot look into a newer database.")}};
    if (!QFileInfo(path).isReadable())
        return {
            problem(storeCheck, QStringLiteral("%1 cannot be read by you; run this as the server's user.").arg(path))};
    return {problem(storeCheck,
                    QStringLiteral("The database cannot be used (%1); %2.").arg(report.error().detail, advice))};
}

QList<Finding> schema(const Result<StoreReport> &report)
{
    if (!report && report.error().code == ErrorCode::StoreNewer)
        return {problem(schemaCheck,
                        QStringLiteral("A newer release has written the database (%1).").arg(report.error().detail))};
    if (!report)
        return {warning(schemaCheck, QStringLiteral("The version of the database cannot be read; see \"store\"."))};
    const int newest = releasedSchema().version();
    if (report->version < newest)
        return {warning(schemaCheck,
                        QStringLiteral("The database has version %1, and the next start brings it to %2; "
                                       "make a backup before.")
                            .arg(report->version)
                            .arg(newest))};
    return {{schemaCheck, Finding::Level::Ok, QStringLiteral("The database has version %1, the newest.").arg(newest)}};
}

QList<Finding> leftovers(const Patient &patient)
{
    // A file that is being written just now is nobody's leftover.
    constexpr qint64 freshMs = 10 * 60 * 1000;
    QStringList halfWritten;
    QStringList unexpected;
    const QDir folder(patient.settings.dataDirectory);
    for (const QFileInfo &entry :
         folder.entryInfoList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot)) {
        const bool isFresh = patient.nowMs - entry.lastModified().toMSecsSinceEpoch() < freshMs;
        const bool isBackupFolder = entry.filePath() == patient.settings.backup.folder;
        const bool isLogFile = entry.filePath() == patient.settings.logFile;
        if (isKnownFile(entry.fileName()) || isBackupFolder || isLogFile
            || entry.filePath() == DataFolder::unfinishedRestoreIn(patient.settings.dataDirectory))
            continue;
        if (!isHalfWritten(entry.fileName()))
            unexpected += entry.fileName();
        else if (!patient.isRunning || !isFresh)
            halfWritten += entry.fileName();
    }
    QList<Finding> findings;
    if (!halfWritten.isEmpty())
        findings += warning(leftoversCheck,
                            QStringLiteral("An interrupted write has left %1; remove what nobody needs.")
                                .arg(listed(halfWritten)));
    if (!unexpected.isEmpty())
        findings +=
            warning(leftoversCheck,
                    QStringLiteral("The server does not know %1; move it out of its folder.").arg(listed(unexpected)));
    return orOk(findings, leftoversCheck, QStringLiteral("There is nothing that does not belong in the folder."));
}

QList<Finding> permissions(const Patient &patient)
{
    QList<Finding> findings;
    const QFileInfo folder(patient.settings.dataDirectory);
    if (folder.permissions() & others)
        findings +=
            problem(permissionsCheck,
                    QStringLiteral("Others may look into the data folder; run chmod 700 %1.").arg(folder.filePath()));
    QStringList open;
    QStringList foreign;
    for (const QFileInfo &entry : QDir(folder.filePath()).entryInfoList(QDir::Files | QDir::System | QDir::Hidden)) {
        const bool isSecret = isKnownFile(entry.fileName()) && entry.fileName() != certificateFile;
        if (isSecret && entry.permissions() & others)
            open += entry.fileName();
        if (isKnownFile(entry.fileName()) && entry.ownerId() != folder.ownerId())
            foreign += entry.fileName();
    }
    if (!open.isEmpty())
        findings += problem(permissionsCheck,
                            QStringLiteral("Others may use %1; run chmod 600 on it.").arg(listed(open)));
    if (!foreign.isEmpty())
        findings += problem(permissionsCheck,
                            QStringLiteral("%1 belongs to another user than the folder; run chown on "
                                           "it.")
                                .arg(listed(foreign)));
    return orOk(findings, permissionsCheck, QStringLiteral("Only the owner may look into the folder and its files."));
}

QList<Finding> identity(const Patient &patient)
{
    if (!hasRun(patient) && !QFileInfo::exists(pathIn(patient, QStringLiteral("key.pem"))))
        return {warning(identityCheck,
                        QStringLiteral("There are no keys yet; the server makes them at its first "
                                       "start."))};
    QList<Finding> findings;
    for (const QString &name : keyFiles) {
        const QFileInfo file(pathIn(patient, name));
        if (!file.exists())
            findings +=
                problem(identityCheck,
                        QStringLiteral("%1 is missing, and %2; put it back from a copy.").arg(name, withoutKey(name)));
        else if (!file.isReadable())
            findings += problem(identityCheck,
                                QStringLiteral("%1 cannot be read by you; run this as the server's user.").arg(name));
        else if (name.endsWith(QLatin1String(".key")) && file.size() != rawKeyBytes)
            findings += problem(
                identityCheck,
                QStringLiteral("%1 does not have %2 bytes; put it back from a copy.").arg(name).arg(rawKeyBytes));
    }
    if (findings.isEmpty())
        findings = certificateFindings(patient);
    return orOk(findings, identityCheck, QStringLiteral("Keys and certificate belong together and are valid."));
}

} // namespace rookery::server::checks
