// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether there is room on the disk for more. Below the floor the server takes no new text, so that a commit never
// meets a full disk; reading goes on, and it recovers by itself. A look is one system call. Network thread.
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>
#include <optional>

namespace rookery::server {

class DiskGuard final : public QObject {
    Q_OBJECT
public:
    /// Bytes this process can still write; nothing where that cannot be told, and then nothing changes.
    using FreeBytes = std::function<std::optional<qint64>()>;

    /// Looks now and then every limits::diskCheckMs. A floor of 0: never low.
    DiskGuard(FreeBytes freeBytes, qint64 floorBytes, QObject *parent = nullptr);

    bool isLow() const { return m_isLow; }
    /// Looks now: a commit has failed.
    void check();

private:
    const FreeBytes m_freeBytes;
    const qint64 m_floorBytes;
    bool m_isLow = false;
    QTimer m_timer;
};

/// Of the file system that holds the folder.
std::optional<qint64> freeBytesAt(const QString &folder);

} // namespace rookery::server
