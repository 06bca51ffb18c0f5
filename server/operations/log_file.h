// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Log lines into a file (0640) that others may rotate: it is opened anew as soon as it was moved away or removed, and
// on reopen(). One line an event, whatever is in it, written in one piece. Critical lines go to stderr, too: whoever
// starts the server there should see why it ends. One instance a process; any thread may log.
#pragma once

#include "common/base/result.h"

#include <QtCore/QMutex>
#include <QtCore/QString>

namespace rookery::server {

class LogFile {
public:
    explicit LogFile(QString path);
    /// Log lines go to stderr again.
    ~LogFile();
    LogFile(const LogFile &) = delete;
    LogFile &operator=(const LogFile &) = delete;

    /// Takes over Qt's log lines. FolderUnwritable, and then they stay where they were.
    Result<Done> open();
    /// The file that was written so far is closed. Where the path cannot be opened it goes on being written, and
    /// stderr says so once.
    void reopen();
    void write(const QString &line);

private:
    static void handle(QtMsgType type, const QMessageLogContext &context, const QString &message);
    bool isMovedAway() const;
    Result<Done> openLocked();
    void reopenLocked();

    const QString m_path;
    QMutex m_mutex;
    int m_descriptor = -1;
    bool m_hasComplained = false;
    QtMessageHandler m_former = nullptr;
};

} // namespace rookery::server
