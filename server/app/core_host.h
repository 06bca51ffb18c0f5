// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Everything that lives on the network thread, made, wired and ended there: store handle, directory, sessions,
// features, listeners, control socket. Made on any thread, moved to the network thread before start().
#pragma once

#include "server/core/administration_store.h"
#include "server/core/server_context.h"
#include "server/core/server_identity.h"
#include "server/core/server_settings.h"
#include "server/features/features.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <atomic>
#include <memory>

namespace rookery::server {

class ControlServer;
class Listener;
class SqliteStore;
struct DirectoryRecords;

class CoreHost final : public QObject {
    Q_OBJECT
public:
    /// All references but the identity outlive the host.
    CoreHost(const ServerSettings &settings, const ServerIdentity &identity, Clock &clock, RandomSource &random,
             const QByteArray &bootId, quint16 udpPort);
    ~CoreHost() override;

    /// Opens the store and the listeners; ready() or failed() follows.
    void start();
    /// Takes nothing new, finishes what is under way, says goodbye; drained() follows within drainLimitMs.
    void drain();
    /// Destroys everything; the last call on the network thread.
    void finish();
    void noteDatagrams(rookery::SessionId session, bool heard);
    /// People signed in; any thread.
    quint32 userCount() const { return m_userCount.load(std::memory_order_relaxed); }

Q_SIGNALS:
    void ready(const QStringList &addresses, quint16 port);
    void failed(const rookery::Error &error);
    void drained();
    void stopRequested();
    void sessionKeyMade(rookery::SessionId session, rookery::UserId user, const QByteArray &key);
    void sessionEnded(rookery::SessionId session);

private:
    struct Parts;

    void onDirectory(DirectoryRecords records);
    Result<QStringList> listen();
    Result<Done> openControl(const QStringList &addresses);
    void openRenewals();
    void checkDrained();
    void record(const QString &actor, QLatin1String act, const QString &detail, Recording recording);
    void recordStart();
    void guardDisk();

    const ServerSettings &m_settings;
    ServerIdentity m_identity; ///< Renewed while running; read on the network thread only.
    Clock &m_clock;
    RandomSource &m_random;
    const QByteArray m_bootId;
    const quint16 m_udpPort;
    std::unique_ptr<Parts> m_parts;
    std::atomic<quint32> m_userCount{0};
    QTimer *m_drainTimer = nullptr;
    QString m_stopper = actor::server(); ///< For the audit log: whoever asked for the end, else the system did.
};

} // namespace rookery::server
