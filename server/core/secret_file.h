// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Small files only their owner may read (0600), never half-written. Any thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QByteArray>

namespace rookery::server {

/// NotFound where there is none. A file others can read is made private, with a warning.
Result<QByteArray> readSecretFile(const QString &path);

/// Written aside, synced, then renamed over the path. FolderUnwritable or DiskFull.
Result<Done> writeSecretFile(const QString &path, const QByteArray &content);

/// Makes the folder (0700) where it is missing. FolderUnwritable.
Result<Done> makePrivateFolder(const QString &path);

} // namespace rookery::server
