// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/private_file.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace rookery::client {

namespace {

Error writeError(const QString &path)
{
    const ErrorCode code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::DiskFull : ErrorCode::FolderUnwritable;
    return Error(code, QStringLiteral("%1: %2").arg(path, qt_error_string(errno)));
}

} // namespace

Result<Done> makePrivateFolder(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists()) {
        errno = 0;
        if (!QDir().mkpath(path))
            return writeError(path);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    const QFileInfo made(path);
    if (!made.isDir() || !made.isWritable())
        return Error(ErrorCode::FolderUnwritable, path);
    return Done();
}

Result<Done> writePrivateFile(const QString &path, const QByteArray &content)
{
    // Two programs may write the same file at the same time: each in full, the last one stays.
    const QString temporary = QStringLiteral("%1.%2.new").arg(path).arg(QCoreApplication::applicationPid());
    QFile::remove(temporary);
    QFile file(temporary);
    if (!file.open(QFile::WriteOnly | QFile::NewOnly | QFile::Unbuffered, QFile::ReadOwner | QFile::WriteOwner))
        return writeError(temporary);
    if (file.write(content) != content.size() || ::fsync(file.handle()) != 0) {
        const Error error = writeError(temporary);
        file.close();
        QFile::remove(temporary);
        return error;
    }
    file.close();
    // QFile::rename() does not replace; rename(2) does, at once.
    if (std::rename(QFile::encodeName(temporary).constData(), QFile::encodeName(path).constData()) != 0)
        return writeError(path);
    return Done();
}

Result<QByteArray> readPrivateFile(const QString &path, qint64 maxBytes)
{
    QFile file(path);
    if (!file.exists())
        return Error(ErrorCode::NotFound, path);
    if (!file.open(QFile::ReadOnly))
        return Error(ErrorCode::Internal, QStringLiteral("%1: %2").arg(path, file.errorString()));
    if (file.size() > maxBytes)
        return Error(ErrorCode::Malformed, path);
    return file.readAll();
}

} // namespace rookery::client
