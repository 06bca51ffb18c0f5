// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Wakes its owner's tick() when the injected Clock reaches a time. The owner does what is due by the Clock and sets
// the next time: a system timer that fires early or late changes nothing but the moment of looking, and a test
// with a Clock of its own just calls tick().
#pragma once

#include "common/base/clock.h"

#include <QtCore/QTimer>

#include <functional>

namespace rookery::presence {

class WakeTimer {
public:
    WakeTimer(const Clock &clock, std::function<void()> tick) : m_clock(clock)
    {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, std::move(tick));
    }

    /// Replaces the earlier time.
    void wakeAt(qint64 monotonicMs)
    {
        constexpr qint64 farthestMs = 60'000; // fits an int; waking once a minute for nothing costs nothing
        m_timer.start(int(qBound(qint64(1), monotonicMs - m_clock.monotonicMs(), farthestMs)));
    }
    void stop() { m_timer.stop(); }

private:
    const Clock &m_clock;
    QTimer m_timer;
};

} // namespace rookery::presence
