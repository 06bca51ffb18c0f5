// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A backup every night, and the removal of old ones. Lives on the network thread; the copy is made on the store's.
//   N1  Wall time only says which hour it is. Between two backups at least 4 h pass by the monotonic clock, between a
//       failure and the next attempt an hour: setting the clock never makes a storm.
//   N2  A night that passed while the server was stopped is made up at the start, where the newest backup is older
//       than a day. A clock that plainly has not been set yet makes none.
//   N3  Old backups go only after a new one is there.
#pragma once

#include "common/base/clock.h"
#include "server/core/server_settings.h"

#include <QtCore/QObject>

namespace rookery::server {

class Store;

class NightlyBackup final : public QObject {
    Q_OBJECT
public:
    /// The references outlive this; the store may still answer after it.
    NightlyBackup(const NightlyBackupSettings &settings, Store &store, Clock &clock, QObject *parent = nullptr);

    /// Looks now and every minute from now on.
    void start();
    /// Makes a backup if it is time for one.
    void look();
    bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void made(const QString &path);
    void failed(const rookery::Error &error);

private:
    void takeOverFromBefore();
    bool isTime() const;
    qint64 lastHourMs(qint64 wallMs) const;
    Result<Done> checkRoom(qint64 databaseBytes) const;
    void run();
    void copy();
    void finish(const QString &path, const Result<Done> &done);

    const NightlyBackupSettings m_settings;
    Store &m_store;
    Clock &m_clock;
    bool m_isRunning = false;
    qint64 m_notBeforeMs = 0; // monotonic
    qint64 m_doneWallMs = 0;  // what was due up to then is done
    qint64 m_doneMs = 0;      // the same moment, monotonic
};

} // namespace rookery::server
