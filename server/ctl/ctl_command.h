// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What was typed after "rookeryctl": a request to the server, or work on the folder of one that may be stopped. Reads
// the password file; no other side effect.
#pragma once

#include "server/ctl/control_protocol.h"

#include <QtCore/QStringList>

namespace rookery::server {

struct CtlCommand {
    enum class Kind { Request, Doctor, Restore, Help, Version };

    Kind kind = Kind::Request;
    QString dataDirectory;
    bool isDataGiven = false;
    bool asJson = false;
    ControlRequest request;    ///< For a restore: what was typed, as arguments "path" and "verify".
    QString configFile;        ///< For the doctor; empty where none was given.
    QString generatedPassword; ///< Made here because none was given: to be shown once.
};

/// BadConfiguration with a sentence for the person where it cannot be understood.
Result<CtlCommand> parseCtlCommand(const QStringList &arguments);
QString ctlHelpText();

} // namespace rookery::server
