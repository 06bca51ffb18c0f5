// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/disk_guard.h"

#include "common/base/log_categories.h"
#include "server/core/server_limits.h"

#include <QtCore/QFile>

#include <filesystem>

namespace rookery::server {

DiskGuard::DiskGuard(FreeBytes freeBytes, qint64 floorBytes, QObject *parent)
    : QObject(parent), m_freeBytes(std::move(freeBytes)), m_floorBytes(floorBytes)
{
    if (m_floorBytes <= 0)
        return;
    connect(&m_timer, &QTimer::timeout, this, &DiskGuard::check);
    m_timer.start(limits::diskCheckMs);
    check();
}

void DiskGuard::check()
{
    const std::optional<qint64> freeBytes = m_floorBytes > 0 ? m_freeBytes() : std::nullopt;
    if (!freeBytes)
        return;
    // An eighth more to come back: what other programs write and remove around the floor is no news.
    const qint64 enough = m_isLow ? m_floorBytes + m_floorBytes / 8 : m_floorBytes;
    const bool isLow = *freeBytes < enough;
    if (isLow == m_isLow)
        return;
    m_isLow = isLow;
    const qint64 freeMebibytes = *freeBytes / limits::mebibyte;
    const qint64 floorMebibytes = m_floorBytes / limits::mebibyte;
    if (isLow)
        qCCritical(lcStore, "Messages are refused: %lld MiB of the disk are free, disk-floor is %lld MiB",
                   freeMebibytes, floorMebibytes);
    else
        qCInfo(lcStore, "Messages are taken again: %lld MiB of the disk are free", freeMebibytes);
}

std::optional<qint64> freeBytesAt(const QString &folder)
{
    std::error_code failure;
    const std::filesystem::space_info space =
        std::filesystem::space(std::filesystem::path(QFile::encodeName(folder).toStdString()), failure);
    if (failure)
        return std::nullopt;
    return qint64(std::min<std::uintmax_t>(space.available, std::numeric_limits<qint64>::max()));
}

} // namespace rookery::server
