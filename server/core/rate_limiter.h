// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Token buckets: a burst, then a steady rate. Exact in whole numbers, on the clock that does not jump. Thread of the
// owner.
#pragma once

#include "common/base/clock.h"

#include <QtCore/QByteArray>
#include <QtCore/QCache>

namespace rookery::server {

/// What may be taken at once, and how much comes back in which time. All at least 1.
struct Allowance {
    qint64 burst = 1;
    qint64 refill = 1;
    qint64 periodMs = 1'000;
};

class RateLimiter {
public:
    /// The bucket is full at first. burst * periodMs has to fit into 63 bits.
    RateLimiter(Clock &clock, const Allowance &allowance);
    RateLimiter(Clock &clock, int burst, int perSecond) : RateLimiter(clock, Allowance{burst, perSecond, 1'000}) {}

    /// After how many ms that much can be taken; 0: now. More than the burst counts as the burst.
    qint64 waitMs(qint64 amount = 1);
    /// Takes it and returns 0; where there is too little, takes nothing and returns waitMs().
    qint64 take(qint64 amount = 1);

private:
    qint64 inParts(qint64 amount) const;

    Clock &m_clock;
    const Allowance m_allowance;
    qint64 m_filled; // in parts: a token has periodMs of them, so refill parts come back each ms
    qint64 m_filledAtMs;
};

/// A bucket for each key, all alike. Memory is bounded: the least recently used is forgotten, which is to say full again.
class RateTable {
public:
    RateTable(Clock &clock, const Allowance &allowance, int keysMax)
        : m_clock(clock), m_allowance(allowance), m_buckets(keysMax)
    {}

    qint64 waitMs(const QByteArray &key, qint64 amount = 1) { return bucket(key).waitMs(amount); }
    qint64 take(const QByteArray &key, qint64 amount = 1) { return bucket(key).take(amount); }

private:
    RateLimiter &bucket(const QByteArray &key);

    Clock &m_clock;
    const Allowance m_allowance;
    QCache<QByteArray, RateLimiter> m_buckets;
};

} // namespace rookery::server
