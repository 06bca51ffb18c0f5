// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/write_gate.h"

#include "server/core/server_limits.h"

#include <algorithm>

namespace rookery::server {

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 dayMs = 24 * 60 * minuteMs;

Error later(ErrorCode code, qint64 retryMs, const QString &reason)
{
    Error error(code, reason);
    error.retryMs = retryMs;
    return error;
}

} // namespace

WriteGate::WriteGate(Clock &clock, DiskGuard &disk)
    : m_disk(disk),
      m_bytes(clock, {limits::messageBytesBurst, limits::messageBytesPerMinute, minuteMs}, limits::countedUsersMax),
      m_messages(clock, {limits::messagesPerDay, limits::messagesPerDay, dayMs}, limits::countedUsersMax)
{}

Error WriteGate::admit(UserId user, qint64 messageBytes)
{
    if (m_disk.isLow())
        return later(ErrorCode::DiskFull, limits::diskRetryMs, QStringLiteral("below disk-floor"));
    if (messageBytes == 0)
        return ErrorCode::None;
    const QByteArray key = QByteArray::number(user.value);
    if (const qint64 waitMs = std::max(m_bytes.waitMs(key, messageBytes), m_messages.waitMs(key)); waitMs > 0)
        return later(ErrorCode::RateLimited, waitMs, QStringLiteral("quota of user %1").arg(user.value));
    m_bytes.take(key, messageBytes);
    m_messages.take(key);
    return ErrorCode::None;
}

} // namespace rookery::server
