// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The open requests of one connection: id -> what to do with the answer. Invariant: every callback is called exactly
// once, with the reply, with its error, or with TimedOut or Disconnected. One thread.
#pragma once

#include "common/base/clock.h"
#include "common/base/result.h"
#include "common/protocol/rookery.pb.h"

#include <QtCore/QHash>

#include <functional>

namespace rookery {

class RequestTable {
public:
    using Callback = std::function<void(Result<wire::Frame>)>;

    explicit RequestTable(Clock &clock) : m_clock(clock) {}

    /// Registers a request due within timeoutMs and returns the id to put into its frame.
    quint64 add(Callback callback, qint64 timeoutMs);
    /// Hands a reply to its request. False when nobody waits for it (late after a time-out, or never asked).
    bool resolve(const wire::Frame &reply);
    /// Fails every request that is overdue with TimedOut.
    void expire();
    /// Fails every request.
    void cancelAll(const Error &reason);
    qsizetype size() const { return m_requests.size(); }
    /// When the next request is overdue, ms of the clock's monotonic time; -1 when none is open.
    qint64 nextDeadlineMs() const;

private:
    struct Request {
        Callback callback;
        qint64 deadlineMs;
    };

    Clock &m_clock;
    QHash<quint64, Request> m_requests;
    quint64 m_lastId = 0;
};

} // namespace rookery
