// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Looking up words of a sentence. Pure functions.
#pragma once

#include <QtCore/QStringList>

namespace rookery::test {

/// A null string where the key is not there.
inline QString valueAfter(const QStringList &words, const char *key)
{
    const qsizetype at = words.indexOf(QLatin1String(key));
    return at < 0 ? QString() : words.value(at + 1);
}

} // namespace rookery::test
