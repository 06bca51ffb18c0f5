// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// "HOST", "HOST:PORT", "[IPv6]:PORT" and back (RFC 3986 section 3.2.2 for the brackets). Plain value, any thread.
#pragma once

#include "common/base/result.h"
#include "common/protocol/limits.h"

#include <QtCore/QString>

namespace rookery {

struct HostPort {
    QString host;
    quint16 port = limits::defaultPort;

    /// BadAddress for an empty host or a port that is not 0 to 65535. Surrounding white space and a leading
    /// "rookery://" are passed over.
    static Result<HostPort> parse(const QString &text);
    /// With the port, IPv6 in brackets.
    QString toString() const;
    friend bool operator==(const HostPort &a, const HostPort &b) = default;
};

} // namespace rookery
