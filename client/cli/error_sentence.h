// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The sentence on stderr for an error. A script's user reads it; a script reads the exit code.
#pragma once

#include "client/cli/exit_code.h"

namespace rookery::cli {

/// Translated, one line. about: the server, person, group or file it is about, where there is one.
QString errorSentence(const Error &error, const QString &about = {});

} // namespace rookery::cli
