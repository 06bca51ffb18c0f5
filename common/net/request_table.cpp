// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/request_table.h"

#include "common/protocol/error_codec.h"

namespace rookery {

quint64 RequestTable::add(Callback callback, qint64 timeoutMs)
{
    const quint64 id = ++m_lastId;
    m_requests.insert(id, {std::move(callback), m_clock.monotonicMs() + timeoutMs});
    return id;
}

bool RequestTable::resolve(const wire::Frame &reply)
{
    const auto found = m_requests.find(reply.re());
    if (found == m_requests.end())
        return false;
    const Callback callback = std::move(found->callback);
    m_requests.erase(found);
    if (reply.has_error())
        callback(fromWire(reply.error()));
    else
        callback(reply);
    return true;
}

void RequestTable::expire()
{
    const qint64 now = m_clock.monotonicMs();
    QList<Callback> overdue;
    for (auto request = m_requests.begin(); request != m_requests.end();) {
        if (request->deadlineMs <= now) {
            overdue.append(std::move(request->callback));
            request = m_requests.erase(request);
        } else {
            ++request;
        }
    }
    for (const Callback &callback : overdue)
        callback(Error(ErrorCode::TimedOut));
}

void RequestTable::cancelAll(const Error &reason)
{
    // A callback may add new requests: those belong to the next round.
    const QHash<quint64, Request> cancelled = std::exchange(m_requests, {});
    for (const Request &request : cancelled)
        request.callback(reason);
}

qint64 RequestTable::nextDeadlineMs() const
{
    qint64 earliest = -1;
    for (const Request &request : m_requests) {
        if (earliest < 0 || request.deadlineMs < earliest)
            earliest = request.deadlineMs;
    }
    return earliest;
}

} // namespace rookery
