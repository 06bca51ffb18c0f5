// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How long to wait before the next attempt: doubling from 250 ms, each wait drawn between half and all of it; from
// the cap on drawn from the whole range ("full jitter", M. Brooker, "Exponential Backoff And Jitter", AWS 2015), so
// that many clients of a restarted server do not come in step. Plain value, no thread affinity.
#pragma once

#include "common/base/random_source.h"

namespace rookery {

class Backoff {
public:
    static constexpr int firstMs = 250;
    /// A server that comes back is found again within 5 s even without its beacon.
    static constexpr int capMs = 4'000;

    explicit Backoff(RandomSource &random) : m_random(random) {}

    /// The next wait, ms.
    int next();
    void reset() { m_attempt = 0; }
    int attempts() const { return m_attempt; }

private:
    RandomSource &m_random;
    int m_attempt = 0;
};

} // namespace rookery
