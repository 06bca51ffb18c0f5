// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/replay_window.h"

#include "common/presence/presence_limits.h"

namespace rookery::presence {

bool ReplayWindow::isNew(quint64 sequence) const
{
    if (m_seen == 0 || sequence > m_newest)
        return true;
    const quint64 behind = m_newest - sequence;
    return behind < size && (m_seen & (quint64(1) << behind)) == 0;
}

bool ReplayWindow::accept(quint64 sequence)
{
    if (!isNew(sequence))
        return false;
    if (m_seen == 0) {
        m_newest = sequence;
        m_seen = 1;
    } else if (sequence > m_newest) {
        const quint64 ahead = sequence - m_newest;
        m_seen = ahead < size ? (m_seen << ahead) | 1 : 1;
        m_newest = sequence;
    } else {
        m_seen |= quint64(1) << (m_newest - sequence);
    }
    return true;
}

bool TokenBucket::take(qint64 nowMs)
{
    const qint64 full = qint64(m_perSecond) * 1000;
    if (m_isStarted) {
        // Beyond one second the bucket is full anyway; the bound also keeps the product small.
        const qint64 elapsedMs = qBound(qint64(0), nowMs - m_lastMs, qint64(1000));
        m_thousandths = qMin(full, m_thousandths + elapsedMs * m_perSecond);
    }
    m_lastMs = m_isStarted ? qMax(m_lastMs, nowMs) : nowMs;
    m_isStarted = true;
    if (m_thousandths < 1000)
        return false;
    m_thousandths -= 1000;
    return true;
}

VerifyBudget::VerifyBudget() : m_known(verificationsPerSecond / 2), m_unknown(verificationsPerSecond / 2) {}

bool VerifyBudget::take(Source source, qint64 nowMs)
{
    return source == Source::Known ? m_known.take(nowMs) : m_unknown.take(nowMs);
}

AnswerLimiter::AnswerLimiter() : m_all(answersPerSecond) {}

bool AnswerLimiter::take(const QHostAddress &source, qint64 nowMs)
{
    auto entry = m_sources.find(source);
    if (entry == m_sources.end()) {
        if (m_sources.size() >= rememberedSources)
            forgetOldest();
        entry = m_sources.insert(source, {TokenBucket(answersPerSourcePerSecond), nowMs});
    }
    entry->lastMs = nowMs;
    return entry->bucket.take(nowMs) && m_all.take(nowMs);
}

void AnswerLimiter::forgetOldest()
{
    const auto oldest = std::min_element(m_sources.begin(), m_sources.end(),
                                         [](const Entry &a, const Entry &b) { return a.lastMs < b.lastMs; });
    m_sources.erase(oldest);
}

} // namespace rookery::presence
