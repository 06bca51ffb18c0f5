// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Answers of the server as people read them. Text that others chose is escaped: a name cannot steer the terminal.
#pragma once

#include "server/ctl/ctl_command.h"

namespace rookery::server {

/// With a line end; empty where there is nothing to say.
QString answerText(const CtlCommand &command, const QJsonObject &answer);
/// One sentence, with what to do where that is known.
QString errorText(const Error &error);

} // namespace rookery::server
