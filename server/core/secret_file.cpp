// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/secret_file.h"

#include "common/base/log_categories.h"
#include "server/core/server_limits.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace rookery::server {

namespace {

constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
    | QFile::WriteOther | QFile::ExeOther;

Error failure(const QString &path, const QFileDevice &file)
{
    const bool isFull = file.error() == QFileDevice::ResourceError;
    return Error(isFull ? ErrorCode::DiskFull : ErrorCode::FolderUnwritable,
                 QStringLiteral("%1: %2").arg(path, file.errorString()));
}

/// The new name is in the folder after a power loss, too.
void syncFolder(const QString &path)
{
#ifdef Q_OS_UNIX
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 || ::fsync(descriptor) != 0)
        qCWarning(lcServer, "%s cannot be synced", qUtf8Printable(path));
    if (descriptor >= 0)
        ::close(descriptor);
#else
    Q_UNUSED(path)
#endif
}

} // namespace

Result<QByteArray> readSecretFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return Error(ErrorCode::NotFound, path);
    if (file.permissions() & others) {
        qCWarning(lcServer, "%s could be used by others; only its owner may from now on", qUtf8Printable(path));
        file.setPermissions(ownerOnly);
    }
    if (!file.open(QIODevice::ReadOnly))
        return failure(path, file);
    return file.read(limits::secretFileBytes);
}

Result<Done> writeSecretFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failure(path, file);
    file.setPermissions(ownerOnly);
    if (file.write(content) != content.size() || !file.commit())
        return failure(path, file);
    syncFolder(QFileInfo(path).absolutePath());
    return Done();
}

Result<Done> makePrivateFolder(const QString &path)
{
    const QFileInfo folder(path);
    if (folder.isDir())
        return Done();
    if (folder.exists() || !QDir().mkpath(path))
        return Error(ErrorCode::FolderUnwritable,
                     QStringLiteral("%1: the folder cannot be made; give another with --data").arg(path));
    QFile::setPermissions(path, ownerOnly | QFile::ExeOwner);
    return Done();
}

} // namespace rookery::server
