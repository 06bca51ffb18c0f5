// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/backoff.h"

namespace rookery {

int Backoff::next()
{
    const int doublings = qMin(m_attempt, 16);
    ++m_attempt;
    const qint64 bound = qMin<qint64>(capMs, qint64(firstMs) << doublings);
    const bool capped = bound == capMs;
    const int least = capped ? 0 : int(bound / 2);
    return least + int(m_random.below(quint32(bound - least + 1)));
}

} // namespace rookery
