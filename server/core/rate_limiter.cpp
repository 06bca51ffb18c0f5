// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/rate_limiter.h"

#include <algorithm>

namespace rookery::server {

namespace {

constexpr qint64 wholeToken = 1000;

} // namespace

RateLimiter::RateLimiter(Clock &clock, int burst, int perSecond)
    : m_clock(clock), m_capacity(burst * wholeToken), m_perMs(perSecond), m_filled(m_capacity),
      m_filledAtMs(clock.monotonicMs())
{
    Q_ASSERT(burst > 0 && perSecond > 0);
}

qint64 RateLimiter::take()
{
    const qint64 nowMs = m_clock.monotonicMs();
    // After a pause that fills the bucket its length does not matter: this keeps the product small.
    const qint64 elapsedMs = std::min(nowMs - m_filledAtMs, m_capacity);
    m_filled = std::min(m_capacity, m_filled + elapsedMs * m_perMs);
    m_filledAtMs = nowMs;
    if (m_filled < wholeToken)
        return (wholeToken - m_filled + m_perMs - 1) / m_perMs;
    m_filled -= wholeToken;
    return 0;
}

} // namespace rookery::server
