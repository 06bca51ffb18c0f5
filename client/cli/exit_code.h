// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What rookery-cli tells the shell. Scripts rely on the numbers: append only.
#pragma once

#include "common/base/error.h"

namespace rookery::cli {

enum class ExitCode {
    Done = 0,
    Usage = 2,
    CannotReach = 3, ///< No server there, none found, or several and none chosen.
    NotTrusted = 4,  ///< The server's key or certificate is not trusted.
    Refused = 5,     ///< The server, or this computer, said no.
    TimedOut = 6,
};

ExitCode exitCodeFor(const Error &error);

} // namespace rookery::cli
