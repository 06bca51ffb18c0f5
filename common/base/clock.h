// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Time is passed in. Monotonic time drives every timer and limit; wall time is only stored and shown
// (RELIABILITY promise 7). Implementations may be read from any thread.
#pragma once

#include <QtCore/QtGlobal>

namespace rookery {

class Clock {
public:
    virtual ~Clock() = default;
    /// Milliseconds since an arbitrary point; never goes back.
    virtual qint64 monotonicMs() const = 0;
    /// Milliseconds since 1970-01-01T00:00Z; may step either way.
    virtual qint64 wallMs() const = 0;
};

class SystemClock final : public Clock {
public:
    qint64 monotonicMs() const override;
    qint64 wallMs() const override;
};

} // namespace rookery
