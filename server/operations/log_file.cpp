// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/operations/log_file.h"

#include "common/base/text.h"

#include <QtCore/QFile>

#include <cstdio>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>

namespace rookery::server {

namespace {

LogFile *current = nullptr; // Qt's handler is a plain function.

bool isSevere(QtMsgType type)
{
    return type == QtCriticalMsg || type == QtFatalMsg;
}

void toStderr(const QString &line)
{
    const QByteArray bytes = line.toLocal8Bit() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
}

} // namespace

LogFile::LogFile(QString path) : m_path(std::move(path)) {}

LogFile::~LogFile()
{
    if (current == this) {
        qInstallMessageHandler(m_former);
        current = nullptr;
    }
    const QMutexLocker lock(&m_mutex);
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

Result<Done> LogFile::open()
{
    const QMutexLocker lock(&m_mutex);
    if (const Result<Done> opened = openLocked(); !opened)
        return opened;
    current = this;
    m_former = qInstallMessageHandler(&LogFile::handle);
    return Done();
}

void LogFile::reopen()
{
    const QMutexLocker lock(&m_mutex);
    reopenLocked();
}

void LogFile::write(const QString &line)
{
    const QMutexLocker lock(&m_mutex);
    if (isMovedAway())
        reopenLocked();
    const QByteArray bytes = escapedForLog(line, std::numeric_limits<qsizetype>::max()).toUtf8() + '\n';
    // In one piece, at the end of the file: nobody else's line comes in between (O_APPEND).
    const bool isWritten = ::write(m_descriptor, bytes.constData(), size_t(bytes.size())) == bytes.size();
    if (!isWritten && !std::exchange(m_hasComplained, true))
        toStderr(QStringLiteral("%1 cannot be written: %2").arg(m_path, qt_error_string(errno)));
}

void LogFile::handle(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QString line = qFormatLogMessage(type, context, message);
    if (current)
        current->write(line);
    if (!current || isSevere(type))
        toStderr(line);
}

bool LogFile::isMovedAway() const
{
    struct stat there = {};
    struct stat ours = {};
    if (::stat(QFile::encodeName(m_path).constData(), &there) != 0)
        return true;
    return ::fstat(m_descriptor, &ours) != 0 || there.st_ino != ours.st_ino || there.st_dev != ours.st_dev;
}

Result<Done> LogFile::openLocked()
{
    constexpr mode_t ownerWritesGroupReads = 0640;
    const int descriptor = ::open(QFile::encodeName(m_path).constData(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
                                  ownerWritesGroupReads);
    if (descriptor < 0)
        return Error(ErrorCode::FolderUnwritable,
                     QStringLiteral("%1: %2; give another file with --log-file").arg(m_path, qt_error_string(errno)));
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = descriptor;
    m_hasComplained = false;
    return Done();
}

void LogFile::reopenLocked()
{
    const Result<Done> opened = openLocked();
    if (!opened && !std::exchange(m_hasComplained, true))
        toStderr(QStringLiteral("The log file cannot be opened anew: ") + opened.error().detail);
}

} // namespace rookery::server
