// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/rate_limiter.h"

#include <algorithm>

namespace rookery::server {

RateLimiter::RateLimiter(Clock &clock, const Allowance &allowance)
    : m_clock(clock), m_allowance(allowance), m_filled(inParts(allowance.burst)), m_filledAtMs(clock.monotonicMs())
{
    Q_ASSERT(allowance.burst > 0 && allowance.refill > 0 && allowance.periodMs > 0);
}

qint64 RateLimiter::inParts(qint64 amount) const
{
    return std::min(amount, m_allowance.burst) * m_allowance.periodMs;
}

qint64 RateLimiter::waitMs(qint64 amount)
{
    const qint64 nowMs = m_clock.monotonicMs();
    const qint64 capacity = inParts(m_allowance.burst);
    // After a pause that fills the bucket its length does not matter: this keeps the product small.
    const qint64 elapsedMs = std::min(nowMs - m_filledAtMs, capacity / m_allowance.refill + 1);
    m_filled = std::min(capacity, m_filled + elapsedMs * m_allowance.refill);
    m_filledAtMs = nowMs;
    const qint64 missing = inParts(amount) - m_filled;
    return missing > 0 ? (missing + m_allowance.refill - 1) / m_allowance.refill : 0;
}

qint64 RateLimiter::take(qint64 amount)
{
    const qint64 wait = waitMs(amount);
    if (wait == 0)
        m_filled -= inParts(amount);
    return wait;
}

RateLimiter &RateTable::bucket(const QByteArray &key)
{
    RateLimiter *known = m_buckets.object(key);
    if (!known) {
        known = new RateLimiter(m_clock, m_allowance);
        m_buckets.insert(key, known);
    }
    return *known;
}

} // namespace rookery::server
