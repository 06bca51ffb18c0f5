// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What stands before every request that makes the store grow: room on the disk, and what one person may fill it with,
// over all their connections. Forgets at a restart, which nobody but the administrator can bring about. Network thread.
#pragma once

#include "common/base/ids.h"
#include "common/base/result.h"
#include "server/core/disk_guard.h"
#include "server/core/rate_limiter.h"

namespace rookery::server {

class WriteGate {
public:
    WriteGate(Clock &clock, DiskGuard &disk);

    /// DiskFull or RateLimited, each with retryMs; Error::code is None where it may be. messageBytes: how long the
    /// request is where it brings text, else 0, and then only the disk counts.
    Error admit(UserId user, qint64 messageBytes);

private:
    DiskGuard &m_disk;
    RateTable m_bytes;
    RateTable m_messages;
};

} // namespace rookery::server
