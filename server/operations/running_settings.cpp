// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/operations/running_settings.h"

#include <QtCore/QJsonArray>

namespace rookery::server {

namespace {

const QString listenKey = QStringLiteral("listen");
const QString backupKey = QStringLiteral("backupFolder");
const QString logKey = QStringLiteral("logFile");

} // namespace

QJsonObject runningSettings(const ServerSettings &settings, const QStringList &addresses)
{
    return {{listenKey, QJsonArray::fromStringList(addresses)},
            {backupKey, settings.backup.folder},
            {logKey, settings.logFile}};
}

ServerSettings withRunningSettings(ServerSettings settings, const QJsonObject &told)
{
    settings.listen.clear();
    for (const QJsonValue &address : told.value(listenKey).toArray()) {
        if (const Result<HostPort> parsed = HostPort::parse(address.toString()))
            settings.listen += *parsed;
    }
    settings.backup.folder = told.value(backupKey).toString();
    settings.logFile = told.value(logKey).toString();
    return settings;
}

} // namespace rookery::server
