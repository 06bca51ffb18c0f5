// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// rookeryd's option table and the settings made of it. Any thread.
#pragma once

#include "common/config/option_table.h"
#include "server/core/server_settings.h"

namespace rookery::server {

const OptionTable &serverOptions();

/// BadConfiguration or BadAddress with a detail that names the option.
Result<ServerSettings> serverSettings(const OptionValues &values);

struct ConfigFile {
    QString path;
    bool mustExist = false;
};

/// Of the arguments, the environment and the file. BadConfiguration or BadAddress with a detail that names the source.
Result<ServerSettings> readServerSettings(const ConfigFile &file, const QStringList &arguments);

/// One line, for the audit log: "name=Office listen=0.0.0.0:7665 ...".
QString describe(const ServerSettings &settings);

/// The file read when --config is not given: rookeryd.conf in /etc/rookery.
QString defaultConfigFile();

} // namespace rookery::server
