// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with a server, seen from its data folder, and what to do about it. Changes nothing; works beside a
// running server as well as on the folder of a stopped one. Blocks for as long as reading the database takes.
#pragma once

#include "server/core/server_settings.h"

#include <QtCore/QJsonObject>

#include <optional>

namespace rookery::server {

struct Finding {
    enum class Level { Ok, Warning, Problem };

    QString check; ///< One word: "store".
    Level level = Level::Ok;
    QString sentence; ///< What was found; where it is not good, what to do.
};

struct Patient {
    ServerSettings settings; ///< Those of the running server where there is one.
    bool isRunning = false;
    std::optional<Error> silence;       ///< A running server does not answer commands.
    std::optional<Error> settingsError; ///< The configuration cannot be read; settings are the defaults then.
    qint64 nowMs = 0;                   ///< Wall time.
};

/// At least one finding for each check, exactly one where all is well.
QList<Finding> examine(const Patient &patient);

Finding::Level worstOf(const QList<Finding> &findings);
/// "ok", "warning", "problem".
QLatin1String levelName(Finding::Level level);
/// {"worst": "warning", "findings": [{"check": "disk", "level": "warning", "sentence": "…"}, …]}
QJsonObject toJson(const QList<Finding> &findings);

} // namespace rookery::server
