// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/data_folder.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>

#ifdef Q_OS_UNIX
#include <chrono>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#else
#include <QtCore/QLockFile>
#endif

namespace rookery::server {

namespace {

Error unwritable(const QString &path, const QString &reason)
{
    return Error(ErrorCode::FolderUnwritable,
                 QStringLiteral("%1: %2; give the server a folder it may write, with --data").arg(path, reason));
}

QString lockPathIn(const QString &folder)
{
    return QDir(folder).filePath(QStringLiteral("lock"));
}

} // namespace

#ifdef Q_OS_UNIX

// flock(2): QLockFile decides by the process id in the file whether a lock is stale, which a container that always
// starts as process 1 defeats.
class DataFolder::Lock {
public:
    ~Lock()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    Result<Done> take(const QString &path)
    {
        // Root may restore into another user's folder, where the name must not lead to somebody else's file.
        m_descriptor = ::open(QFile::encodeName(path).constData(),
                              O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
        if (m_descriptor < 0)
            return unwritable(path, qt_error_string(errno));
        if (!lock()) {
            return Error(ErrorCode::StoreUnavailable,
                         QStringLiteral("%1: process %2 uses this folder already; stop it first, or give this server "
                                        "another folder with --data")
                             .arg(path, QString::number(holderIn(m_descriptor))));
        }
        const QByteArray processId = QByteArray::number(QCoreApplication::applicationPid()) + '\n';
        if (::ftruncate(m_descriptor, 0) != 0
            || ::write(m_descriptor, processId.constData(), size_t(processId.size())) != processId.size())
            return Error(errno == ENOSPC ? ErrorCode::DiskFull : ErrorCode::FolderUnwritable,
                         QStringLiteral("%1: %2").arg(path, qt_error_string(errno)));
        return Done();
    }

    static qint64 holderOf(const QString &path)
    {
        const int descriptor = ::open(QFile::encodeName(path).constData(),
                                      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (descriptor < 0)
            return 0;
        const bool isHeld = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
        const qint64 holder = isHeld ? holderIn(descriptor) : 0;
        ::close(descriptor);
        return holder;
    }

private:
    /// Whoever asks holderOf() has the lock for an instant, which must not keep a server from starting.
    bool lock() const
    {
        constexpr int attempts = 10;
        constexpr auto pause = std::chrono::milliseconds(5);
        for (int attempt = 1; ::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0; ++attempt) {
            if (attempt == attempts)
                return false;
            std::this_thread::sleep_for(pause);
        }
        return true;
    }

    static qint64 holderIn(int descriptor)
    {
        char text[32] = {};
        return ::pread(descriptor, text, sizeof text - 1, 0) > 0 ? QByteArray(text).trimmed().toLongLong() : 0;
    }

    int m_descriptor = -1;
};

Result<Done> syncToDisk(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool isSynced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int reason = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (isSynced)
        return Done();
    return Error(ErrorCode::StoreUnavailable, QStringLiteral("%1: %2").arg(path, qt_error_string(reason)));
}

#else

class DataFolder::Lock {
public:
    Result<Done> take(const QString &path)
    {
        m_file = std::make_unique<QLockFile>(path);
        m_file->setStaleLockTime(0);
        if (m_file->tryLock())
            return Done();
        if (m_file->error() == QLockFile::LockFailedError)
            return Error(ErrorCode::StoreUnavailable,
                         QStringLiteral("%1: another server uses this folder already; stop it first").arg(path));
        return unwritable(path, QStringLiteral("the lock file cannot be written"));
    }

    static qint64 holderOf(const QString &path)
    {
        qint64 process = 0;
        QString host;
        QString program;
        return QLockFile(path).getLockInfo(&process, &host, &program) ? process : 0;
    }

private:
    std::unique_ptr<QLockFile> m_file;
};

Result<Done> syncToDisk(const QString &)
{
    return Done();
}

#endif

DataFolder::DataFolder(QString path, std::unique_ptr<Lock> lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}
DataFolder::~DataFolder() = default;

QString DataFolder::databasePathIn(const QString &folder)
{
    return QDir(folder).filePath(QStringLiteral("rookery.sqlite"));
}

QString DataFolder::unfinishedRestoreIn(const QString &folder)
{
    return databasePathIn(folder) + QStringLiteral(".restoring");
}

qint64 DataFolder::holderOf(const QString &folder)
{
    return Lock::holderOf(lockPathIn(folder));
}

Result<std::unique_ptr<DataFolder>> DataFolder::claim(const QString &path)
{
    const QString absolute = QDir(path).absolutePath();
    if (!QFileInfo::exists(absolute)) {
        if (!QDir().mkpath(absolute))
            return unwritable(absolute, QStringLiteral("the folder cannot be made"));
        QFile::setPermissions(absolute, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    if (!QFileInfo(absolute).isDir())
        return unwritable(absolute, QStringLiteral("this is not a folder"));
    auto lock = std::make_unique<Lock>();
    if (const Result<Done> taken = lock->take(lockPathIn(absolute)); !taken)
        return taken.error();
    return std::unique_ptr<DataFolder>(new DataFolder(absolute, std::move(lock)));
}

} // namespace rookery::server
