// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Small files that only their owner may read: tokens, pins, account records. Any thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QByteArray>

namespace rookery::client {

/// Makes a folder with its parents; a new one gets mode 0700. FolderUnwritable when that fails or it cannot be written.
Result<Done> makePrivateFolder(const QString &path);

/// Replaces the file as a whole, mode 0600 from the first moment, on disk when this returns: after a crash the old or
/// the new content is there, never half. FolderUnwritable or DiskFull.
Result<Done> writePrivateFile(const QString &path, const QByteArray &content);

/// The content; NotFound when there is no such file; Malformed when it is larger than maxBytes; Internal otherwise.
Result<QByteArray> readPrivateFile(const QString &path, qint64 maxBytes = 1'000'000);

} // namespace rookery::client
