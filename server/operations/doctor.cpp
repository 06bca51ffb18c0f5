// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/operations/doctor.h"

#include "server/operations/doctor_checks.h"
#include "server/storage/data_folder.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>

#include <algorithm>

namespace rookery::server {

namespace {

Result<StoreReport> readStore(const Patient &patient)
{
    const QString path = DataFolder::databasePathIn(patient.settings.dataDirectory);
    if (patient.isRunning)
        return checkStore(path, StoreUse::Running);
    Result<StoreReport> report = checkStore(path, StoreUse::AtRest);
    // A server that was started meanwhile wrote under our eyes, and nothing we saw holds.
    const bool isAtRest = DataFolder::holderOf(patient.settings.dataDirectory) == 0;
    return isAtRest ? report : checkStore(path, StoreUse::Running);
}

QList<Finding> configuration(const Patient &patient)
{
    const QString check = QStringLiteral("settings");
    if (patient.settingsError)
        return {checks::problem(check,
                                QStringLiteral("The server cannot start with its settings (%1); correct them.")
                                    .arg(patient.settingsError->detail))};
    return {{check, Finding::Level::Ok,
             patient.isRunning ? QStringLiteral("These are the running server's.")
                               : QStringLiteral("The server is stopped; its settings are good.")}};
}

} // namespace

QList<Finding> examine(const Patient &patient)
{
    QList<Finding> findings = configuration(patient);
    const QString folder = patient.settings.dataDirectory;
    if (const QFileInfo info(folder); !info.isDir() || !info.isReadable() || !info.isExecutable()) {
        const QString sentence = info.isDir()
            ? QStringLiteral("%1 cannot be read by you; run this as the server's user or as root.").arg(folder)
            : QStringLiteral("There is no folder %1; name the server's with --data.").arg(folder);
        return findings + QList<Finding>{checks::problem(QStringLiteral("folder"), sentence)};
    }
    const Result<StoreReport> report = readStore(patient);
    findings += checks::store(patient, report);
    findings += checks::schema(report);
    findings += checks::leftovers(patient);
    findings += checks::permissions(patient);
    findings += checks::identity(patient);
    findings += checks::clock(patient, report);
    findings += checks::disk(patient);
    findings += checks::ports(patient);
    findings += checks::backups(patient);
    return findings;
}

Finding::Level worstOf(const QList<Finding> &findings)
{
    Finding::Level worst = Finding::Level::Ok;
    for (const Finding &finding : findings)
        worst = std::max(worst, finding.level);
    return worst;
}

QLatin1String levelName(Finding::Level level)
{
    switch (level) {
    case Finding::Level::Ok:
        return QLatin1String("ok");
    case Finding::Level::Warning:
        return QLatin1String("warning");
    case Finding::Level::Problem:
        break;
    }
    return QLatin1String("problem");
}

QJsonObject toJson(const QList<Finding> &findings)
{
    QJsonArray rows;
    for (const Finding &finding : findings)
        rows += QJsonObject{{QStringLiteral("check"), finding.check},
                            {QStringLiteral("level"), levelName(finding.level)},
                            {QStringLiteral("sentence"), finding.sentence}};
    return {{QStringLiteral("worst"), levelName(worstOf(findings))}, {QStringLiteral("findings"), rows}};
}

namespace checks {

QList<Finding> orOk(QList<Finding> findings, const QString &check, const QString &sentence)
{
    if (findings.isEmpty())
        findings += Finding{check, Finding::Level::Ok, sentence};
    return findings;
}

Finding warning(const QString &check, const QString &sentence)
{
    return {check, Finding::Level::Warning, sentence};
}

Finding problem(const QString &check, const QString &sentence)
{
    return {check, Finding::Level::Problem, sentence};
}

} // namespace checks

} // namespace rookery::server
