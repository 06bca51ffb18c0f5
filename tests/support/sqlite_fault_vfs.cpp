// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sqlite_fault_vfs.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QWaitCondition>

#include <sqlite3.h>

#include <new>

namespace rookery::test {

namespace {

/// What SQLite allocates for us: our part, then the file of the system's VFS.
struct FaultFile {
    sqlite3_file base;
    QString *path;
};

sqlite3_vfs *s_system = nullptr;
sqlite3_vfs s_shim;

FaultFile *own(sqlite3_file *file)
{
    return reinterpret_cast<FaultFile *>(file);
}
sqlite3_file *real(sqlite3_file *file)
{
    return reinterpret_cast<sqlite3_file *>(own(file) + 1);
}

/// Asks whether the operation may happen, does it, tells.
template <typename Action>
int change(const QString &path, const DiskOperation &operation, Action action)
{
    SqliteFaultVfs &disk = SqliteFaultVfs::instance();
    if (const int fault = disk.begin(); fault != SQLITE_OK)
        return fault;
    const int result = action();
    if (result == SQLITE_OK)
        disk.completed(path, operation);
    return result;
}

int closeFile(sqlite3_file *file)
{
    const int result = real(file)->pMethods->xClose(real(file));
    delete own(file)->path;
    own(file)->path = nullptr;
    return result;
}
int readFile(sqlite3_file *file, void *buffer, int count, sqlite3_int64 offset)
{
    return real(file)->pMethods->xRead(real(file), buffer, count, offset);
}
int writeFile(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    const DiskOperation operation{DiskOperation::Kind::Write,
                                  {},
                                  offset,
                                  QByteArray(static_cast<const char *>(bytes), count)};
    return change(*own(file)->path, operation,
                  [=] { return real(file)->pMethods->xWrite(real(file), bytes, count, offset); });
}
int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    return change(*own(file)->path, {DiskOperation::Kind::Truncate, {}, size, {}},
                  [=] { return real(file)->pMethods->xTruncate(real(file), size); });
}
int syncFile(sqlite3_file *file, int flags)
{
    return change(*own(file)->path, {DiskOperation::Kind::Sync, {}, 0, {}}, [=] {
        SqliteFaultVfs &disk = SqliteFaultVfs::instance();
        disk.delaySync();
        return disk.isSyncPretended() ? SQLITE_OK : real(file)->pMethods->xSync(real(file), flags);
    });
}
int sizeOfFile(sqlite3_file *file, sqlite3_int64 *size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lockFile(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}
int unlockFile(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}
int checkReservedLock(sqlite3_file *file, int *isReserved)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), isReserved);
}
int controlFile(sqlite3_file *file, int operation, void *argument)
{
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int sectorSize(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}
int characteristics(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int mapShared(sqlite3_file *file, int page, int pageSize, int extend, void volatile **memory)
{
    return real(file)->pMethods->xShmMap(real(file), page, pageSize, extend, memory);
}
int lockShared(sqlite3_file *file, int offset, int count, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void barrier(sqlite3_file *file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}
int unmapShared(sqlite3_file *file, int isToBeDeleted)
{
    return real(file)->pMethods->xShmUnmap(real(file), isToBeDeleted);
}

/// Version 2: without memory-mapped reading, which would pass us by.
const sqlite3_io_methods s_methods = {
    2,          closeFile,  readFile,          writeFile,   truncateFile, syncFile,        sizeOfFile,
    lockFile,   unlockFile, checkReservedLock, controlFile, sectorSize,   characteristics, mapShared,
    lockShared, barrier,    unmapShared,       nullptr,     nullptr,
};

int openFile(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    file->pMethods = nullptr;
    const int result = s_system->xOpen(s_system, name, real(file), flags, outFlags);
    if (result != SQLITE_OK)
        return result;
    own(file)->path = new QString(QString::fromUtf8(name ? name : ""));
    file->pMethods = &s_methods;
    return SQLITE_OK;
}

int deleteFile(sqlite3_vfs *, const char *name, int isDirectorySynced)
{
    return change(QString::fromUtf8(name), {DiskOperation::Kind::Delete, {}, 0, {}},
                  [=] { return s_system->xDelete(s_system, name, isDirectorySynced); });
}

} // namespace

SqliteFaultVfs &SqliteFaultVfs::instance()
{
    static SqliteFaultVfs disk;
    return disk;
}

SqliteFaultVfs::SqliteFaultVfs()
{
    sqlite3_initialize();
    s_system = sqlite3_vfs_find(nullptr);
    s_shim = *s_system;
    s_shim.zName = "rookery-faults";
    s_shim.szOsFile = int(sizeof(FaultFile)) + s_system->szOsFile;
    s_shim.xOpen = openFile;
    s_shim.xDelete = deleteFile;
    sqlite3_vfs_register(&s_shim, 1);
}

void SqliteFaultVfs::reset()
{
    const QMutexLocker lock(&m_mutex);
    m_observer = nullptr;
    m_syncing = Syncing::Real;
    m_syncDelayMs = 0;
    m_count = m_faults = m_failNumber = 0;
    m_folder.clear();
    m_filesAtStart.clear();
    m_log.clear();
}

void SqliteFaultVfs::setSyncing(Syncing syncing)
{
    const QMutexLocker lock(&m_mutex);
    m_syncing = syncing;
}

void SqliteFaultVfs::setSyncDelayMs(int ms)
{
    const QMutexLocker lock(&m_mutex);
    m_syncDelayMs = ms;
}

void SqliteFaultVfs::setObserver(Observer observer)
{
    const QMutexLocker lock(&m_mutex);
    m_observer = std::move(observer);
}

void SqliteFaultVfs::failAt(qint64 number, int resultCode, Extent extent)
{
    const QMutexLocker lock(&m_mutex);
    m_failNumber = number;
    m_failCode = resultCode;
    m_failExtent = extent;
}

void SqliteFaultVfs::clearFault()
{
    const QMutexLocker lock(&m_mutex);
    m_failNumber = 0;
}

void SqliteFaultVfs::record(const QString &folder)
{
    const QMutexLocker lock(&m_mutex);
    m_folder = QDir(folder).absolutePath();
    m_log.clear();
    m_filesAtStart.clear();
    for (const QFileInfo &info : QDir(folder).entryInfoList(QDir::Files)) {
        QFile file(info.filePath());
        if (!info.fileName().endsWith(QLatin1String("-shm")) && file.open(QIODevice::ReadOnly))
            m_filesAtStart.insert(info.fileName(), file.readAll());
    }
}

QHash<QString, QByteArray> SqliteFaultVfs::filesAtStart() const
{
    const QMutexLocker lock(&m_mutex);
    return m_filesAtStart;
}

QList<DiskOperation> SqliteFaultVfs::log() const
{
    const QMutexLocker lock(&m_mutex);
    return m_log;
}

qint64 SqliteFaultVfs::operations() const
{
    const QMutexLocker lock(&m_mutex);
    return m_count;
}

qint64 SqliteFaultVfs::faults() const
{
    const QMutexLocker lock(&m_mutex);
    return m_faults;
}

int SqliteFaultVfs::begin()
{
    const QMutexLocker lock(&m_mutex);
    ++m_count;
    const bool isFailing = m_failNumber > 0
        && (m_count == m_failNumber || (m_failExtent == Extent::FromThenOn && m_count > m_failNumber));
    if (!isFailing)
        return SQLITE_OK;
    ++m_faults;
    return m_failCode;
}

void SqliteFaultVfs::completed(const QString &path, DiskOperation operation)
{
    Observer observer;
    const QFileInfo info(path);
    operation.file = info.fileName();
    {
        const QMutexLocker lock(&m_mutex);
        if (!m_folder.isEmpty() && info.absolutePath() == m_folder)
            m_log.append(operation);
        observer = m_observer;
    }
    if (observer)
        observer(operation);
}

bool SqliteFaultVfs::isSyncPretended() const
{
    const QMutexLocker lock(&m_mutex);
    return m_syncing == Syncing::Pretended;
}

void SqliteFaultVfs::delaySync() const
{
    QMutexLocker lock(&m_mutex);
    if (m_syncDelayMs == 0)
        return;
    // Nobody wakes it: the disk takes its time.
    const QDeadlineTimer deadline(m_syncDelayMs);
    QWaitCondition never;
    while (never.wait(&m_mutex, deadline)) {}
}

} // namespace rookery::test
