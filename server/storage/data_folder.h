// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The server's folder and the lock that keeps a second server out of it. The lock is the kernel's: it goes with the
// process, however that ends. Any thread.
#pragma once

#include "common/base/result.h"

#include <memory>

namespace rookery::server {

class DataFolder {
public:
    /// Makes the folder (0700) where it is missing and claims it. FolderUnwritable, or StoreUnavailable where another
    /// server uses it.
    static Result<std::unique_ptr<DataFolder>> claim(const QString &path);
    ~DataFolder();
    DataFolder(const DataFolder &) = delete;
    DataFolder &operator=(const DataFolder &) = delete;

    const QString &path() const { return m_path; }
    QString databasePath() const { return databasePathIn(m_path); }
    static QString databasePathIn(const QString &folder);
    /// While this file is there, a restore has been interrupted and the database may not be used.
    static QString unfinishedRestoreIn(const QString &folder);
    /// The process that holds the folder's lock, 0 for nobody. Takes the lock for an instant to find out.
    static qint64 holderOf(const QString &folder);

private:
    class Lock;
    DataFolder(QString path, std::unique_ptr<Lock> lock);

    QString m_path;
    std::unique_ptr<Lock> m_lock;
};

/// Returns when the content of the file, or the names in the folder, are on the disk.
Result<Done> syncToDisk(const QString &path);

} // namespace rookery::server
