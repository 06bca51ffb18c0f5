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
#include <sys/file.h>
#include <sys/stat.h>
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

/// What root writes for a server that runs as somebody else must be that user's.
void giveToOwnerOfFolder(const QFileDevice &file, const QString &path)
{
#ifdef Q_OS_UNIX
    struct stat folder = {};
    if (::geteuid() != 0 || ::stat(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), &folder) != 0)
        return;
    if (::fchown(file.handle(), folder.st_uid, folder.st_gid) != 0)
        qCWarning(lcServer, "%s cannot be given to its owner", qUtf8Printable(path));
#else
    Q_UNUSED(file)
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
    giveToOwnerOfFolder(file, path);
    if (file.write(content) != content.size() || !file.commit())
        return failure(path, file);
    syncFolder(QFileInfo(path).absolutePath());
    return Done();
}

#ifdef Q_OS_UNIX

Result<Done> replaceSecretFile(const QString &from, const QString &to)
{
    // QFile::rename() does not replace; rename(2) does, at once.
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return Error(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::FolderUnwritable,
                     QStringLiteral("%1: %2").arg(to, qt_error_string(errno)));
    syncFolder(QFileInfo(to).absolutePath());
    return Done();
}

ErasedAfterwards::ErasedAfterwards(const QString &path)
    : m_descriptor(::open(QFile::encodeName(path).constData(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW))
{}

ErasedAfterwards::~ErasedAfterwards()
{
    struct stat file = {};
    // Still named: what should have taken its place has not.
    if (m_descriptor >= 0 && ::fstat(m_descriptor, &file) == 0 && file.st_nlink == 0) {
        const QByteArray zeros(qsizetype(file.st_size), '\0');
        if (::pwrite(m_descriptor, zeros.constData(), size_t(zeros.size()), 0) != zeros.size()
            || ::fdatasync(m_descriptor) != 0)
            qCWarning(lcServer, "a file that was replaced could not be erased");
    }
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

FolderLock::FolderLock(const QString &folder)
    : m_descriptor(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
{
    while (m_descriptor >= 0 && ::flock(m_descriptor, LOCK_EX) != 0 && errno == EINTR) {}
}

FolderLock::~FolderLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

#else

Result<Done> replaceSecretFile(const QString &from, const QString &to)
{
    if (!QFile::exists(from))
        return Error(ErrorCode::NotFound, from);
    if (QFile::exists(to) && !QFile::remove(to))
        return Error(ErrorCode::FolderUnwritable, to);
    return QFile::rename(from, to) ? Result<Done>(Done()) : Error(ErrorCode::FolderUnwritable, to);
}

ErasedAfterwards::ErasedAfterwards(const QString &) : m_descriptor(-1) {}
ErasedAfterwards::~ErasedAfterwards() = default;
FolderLock::FolderLock(const QString &) : m_descriptor(-1) {}
FolderLock::~FolderLock() = default;

#endif

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
