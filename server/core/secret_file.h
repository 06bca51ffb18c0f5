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

/// Written aside, synced, then renamed over the path; belongs to whom the folder belongs. FolderUnwritable or DiskFull.
Result<Done> writeSecretFile(const QString &path, const QByteArray &content);

/// Puts the file in the place of another, at once and for good. FolderUnwritable; NotFound where there is no such file.
Result<Done> replaceSecretFile(const QString &from, const QString &to);
/// As far as the file system lets anyone, the bytes of the file that stood at the path are gone afterwards, too.
class ErasedAfterwards {
public:
    explicit ErasedAfterwards(const QString &path);
    ~ErasedAfterwards();
    ErasedAfterwards(const ErasedAfterwards &) = delete;
    ErasedAfterwards &operator=(const ErasedAfterwards &) = delete;

private:
    int m_descriptor;
};

/// One process at a time changes the secrets in a folder; waits for the others, who need milliseconds.
class FolderLock {
public:
    explicit FolderLock(const QString &folder);
    ~FolderLock();
    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;

private:
    int m_descriptor;
};

/// Makes the folder (0700) where it is missing. FolderUnwritable.
Result<Done> makePrivateFolder(const QString &path);

} // namespace rookery::server
