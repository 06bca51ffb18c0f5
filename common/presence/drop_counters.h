// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Datagrams dropped since the start, by reason: for diagnostics and for rookeryctl status. A plain value.
#pragma once

#include <QtCore/QtGlobal>

namespace rookery::presence {

struct DropCounters {
    quint64 malformed = 0;
    quint64 forged = 0;   ///< Wrong signature or tag.
    quint64 replayed = 0; ///< Seen before, another boot, or a nonce that is too old.
    quint64 unknown = 0;  ///< A session this server does not have, or one peer too many.
    quint64 limited = 0;  ///< Over a budget of answers or verifications.
};

} // namespace rookery::presence
