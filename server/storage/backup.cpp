// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/backup.h"

#include "server/storage/data_folder.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QScopeGuard>

namespace rookery::server {

namespace {

Error unwritable(const QString &path, const QString &reason)
{
    return Error(ErrorCode::FolderUnwritable, QStringLiteral("%1: %2").arg(path, reason));
}

/// VACUUM INTO takes an empty file, so that it is private from its first byte.
Result<Done> makePrivateFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return unwritable(path, file.errorString());
    return Done();
}

Result<Done> checkIntegrity(const QString &path)
{
    const Result<std::unique_ptr<Database>> copy = Database::open(path, Database::Access::ReadOnly);
    if (!copy)
        return copy.error();
    Rows rows = (*copy)->run("PRAGMA integrity_check");
    if (!rows.next())
        return rows.isOk() ? Error(ErrorCode::StoreUnavailable, path) : rows.error();
    if (rows.text(0) == QLatin1String("ok"))
        return Done();
    return Error(ErrorCode::StoreUnavailable, QStringLiteral("the copy is damaged: %1").arg(rows.text(0)));
}

Result<Done> copyInto(const QString &databasePath, Database::Access access, const QString &path)
{
    const Result<std::unique_ptr<Database>> source = Database::open(databasePath, access);
    if (!source)
        return source.error();
    const Rows copied = (*source)->run("VACUUM INTO ?", {path});
    return copied.isOk() ? Result<Done>(Done()) : copied.error();
}

Result<Done> copyDatabase(const QString &databasePath, Database::Access access, const QString &target)
{
    if (QFileInfo::exists(target))
        return unwritable(target, QStringLiteral("there is such a file already; name one that does not exist"));
    const QString partial = target + QStringLiteral(".partial");
    if (const Result<Done> made = makePrivateFile(partial); !made)
        return made;
    const auto cleanUp = qScopeGuard([&partial] { QFile::remove(partial); });
    if (const Result<Done> copied = copyInto(databasePath, access, partial); !copied)
        return copied;
    if (const Result<Done> checked = checkIntegrity(partial); !checked)
        return checked;
    if (const Result<Done> synced = syncToDisk(partial); !synced)
        return synced;
    // QFile::rename() does not replace a file that has come to be meanwhile.
    if (!QFile::rename(partial, target))
        return unwritable(target, QStringLiteral("the finished copy cannot be given this name"));
    return syncToDisk(QFileInfo(target).absolutePath());
}

} // namespace

Result<Done> backUpDatabase(const QString &databasePath, const QString &target)
{
    return copyDatabase(databasePath, Database::Access::ReadOnly, target);
}

Result<Done> copyDatabaseAtRest(const QString &databasePath, const QString &target)
{
    return copyDatabase(databasePath, accessAtRest(databasePath), target);
}

Database::Access accessAtRest(const QString &databasePath)
{
    return QFileInfo(databasePath + QStringLiteral("-wal")).size() > 0 ? Database::Access::ReadOnly
                                                                       : Database::Access::AtRest;
}

} // namespace rookery::server
