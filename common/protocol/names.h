// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What names may look like, checked alike by server and client. Look-alikes are found by the skeleton of Unicode
// UTS #39 (ICU uspoof). Pure functions, any thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace rookery {

/// A user name trimmed and in NFC: letters of one script (with digits, '.', '-', '_'), 1 to 32 characters, beginning
/// and ending with a letter or digit. BadName otherwise.
Result<QString> checkedUserName(const QString &name);

/// A display name or title trimmed, in NFC, white space folded: no control, bidi or unassigned character, at most
/// maxCharacters. BadName otherwise, also when it is empty.
Result<QString> checkedDisplayText(const QString &text, int maxCharacters);

/// BadPassword unless 8 to 256 bytes of UTF-8.
Result<Done> checkedPassword(const QString &password);

/// Two names that a person could take for one another have the same skeleton (UTS #39 section 4, case folded first).
QByteArray nameSkeleton(const QString &name);

} // namespace rookery
