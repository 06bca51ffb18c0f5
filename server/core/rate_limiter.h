// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A token bucket: a burst, then a steady rate. Thread of its owner.
#pragma once

#include "common/base/clock.h"

namespace rookery::server {

class RateLimiter {
public:
    /// Both at least 1. The bucket is full at first.
    RateLimiter(Clock &clock, int burst, int perSecond);

    /// Takes a token and returns 0; where there is none, takes nothing and returns after how many ms there will be one.
    qint64 take();

private:
    Clock &m_clock;
    const qint64 m_capacity; // in thousandths of a token
    const qint64 m_perMs;    // thousandths of a token per ms
    qint64 m_filled;
    qint64 m_filledAtMs;
};

} // namespace rookery::server
