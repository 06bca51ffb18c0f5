// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What keeps recorded, doubled and flooding datagrams cheap: a sliding window of sequence numbers per sender and
// boot (as in IPsec, RFC 4303 3.4.3), and token buckets. Values without thread affinity.
#pragma once

#include "common/presence/fixed_bytes.h"

#include <QtCore/QHash>
#include <QtNetwork/QHostAddress>

namespace rookery::presence {

/// The sequence numbers seen of one sender in one boot. Only numbers of authentic datagrams may be accepted.
class ReplayWindow {
public:
    /// Numbers this far behind the newest are refused, seen or not.
    static constexpr quint64 size = 64;

    /// True if accept() would take it: asked before an expensive check, without a trace.
    bool isNew(quint64 sequence) const;
    /// True once for each number that is not too old.
    bool accept(quint64 sequence);
    quint64 newest() const { return m_newest; }

private:
    quint64 m_newest = 0;
    quint64 m_seen = 0; // bit n: m_newest - n was accepted; 0 only before the first
};

/// Lets through at most a number per second, with a burst of the same size. Time is given by the caller, so it
/// follows the injected Clock.
class TokenBucket {
public:
    explicit TokenBucket(int perSecond) : m_perSecond(perSecond), m_thousandths(qint64(perSecond) * 1000) {}

    /// True if one more may pass at that monotonic time (ms).
    bool take(qint64 nowMs);

private:
    int m_perSecond;
    qint64 m_thousandths; // a token is 1000
    qint64 m_lastMs = 0;
    bool m_isStarted = false;
};

/// Signatures that may be verified: one budget for addresses that have shown a valid beacon, one for all others,
/// together verificationsPerSecond.
class VerifyBudget {
public:
    VerifyBudget();

    enum class Source { Known, Unknown };
    bool take(Source source, qint64 nowMs);

private:
    TokenBucket m_known;
    TokenBucket m_unknown;
};

/// Answers per source address and in all; remembers rememberedSources addresses.
class AnswerLimiter {
public:
    AnswerLimiter();
    bool take(const QHostAddress &source, qint64 nowMs);

private:
    struct Entry {
        TokenBucket bucket;
        qint64 lastMs;
    };
    void forgetOldest();

    TokenBucket m_all;
    QHash<QHostAddress, Entry> m_sources;
};

} // namespace rookery::presence
