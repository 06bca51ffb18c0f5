// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the doctor has to know of a running server's settings, as its control socket tells it: flags may say otherwise
// than the file. Pure functions, any thread.
#pragma once

#include "server/core/server_settings.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

namespace rookery::server {

/// addresses: what it listens on, with the real ports.
QJsonObject runningSettings(const ServerSettings &settings, const QStringList &addresses);
/// The settings with what the server has told in place of their own.
ServerSettings withRunningSettings(ServerSettings settings, const QJsonObject &told);

} // namespace rookery::server
