// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A clock that stands still until the test moves it. One thread moves it, any thread may read it.
#pragma once

#include "common/base/clock.h"

#include <atomic>

namespace rookery {

class ManualClock final : public Clock {
public:
    qint64 monotonicMs() const override { return m_monotonicMs; }
    qint64 wallMs() const override { return m_wallMs; }

    /// Time passes.
    void advance(qint64 ms)
    {
        m_monotonicMs += ms;
        m_wallMs += ms;
    }
    /// Somebody sets the wall clock; monotonic time does not notice.
    void setWallMs(qint64 ms) { m_wallMs = ms; }

private:
    std::atomic<qint64> m_monotonicMs = 1'000'000;
    std::atomic<qint64> m_wallMs = 1'767'225'600'000; // 2026-01-01T00:00Z
};

} // namespace rookery
