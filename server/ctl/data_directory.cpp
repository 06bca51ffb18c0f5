// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/ctl/data_directory.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QStandardPaths>

namespace rookery::server {

QString defaultDataDirectory()
{
    const QFileInfo system(QStringLiteral("/var/lib/rookery"));
    if (system.isDir() && system.isReadable() && system.isWritable())
        return system.filePath();
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
        .filePath(QStringLiteral("rookery/server"));
}

} // namespace rookery::server
