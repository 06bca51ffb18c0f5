// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What an administrator can choose, after parsing: plain values, the same for the life of the process.
#pragma once

#include "common/net/host_port.h"
#include "common/protocol/rookery.pb.h"

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QTime>

namespace rookery::server {

struct NightlyBackupSettings {
    QString folder; ///< Empty: no nightly backups.
    QTime time;     ///< Local.
    int keep = 0;   ///< How many files stay.
};

struct ServerSettings {
    QString dataDirectory;
    QString name;           ///< Shown to people.
    QList<HostPort> listen; ///< Host is an address; port 0 means any free one.
    bool discovery = true;
    quint16 discoveryPort = limits::defaultPort; ///< UDP.
    qint64 diskFloorBytes = 0;                   ///< Free space below which messages are refused; 0: none.
    wire::Registration registration = wire::REGISTRATION_OPEN;
    NightlyBackupSettings backup;
    QString logFile;                                               ///< Empty: stderr.
    qint64 recallMs = qint64(limits::recallSecondsDefault) * 1000; ///< Own messages; moderators have no limit.
};

} // namespace rookery::server
