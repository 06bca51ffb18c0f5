// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The whole server as one object: identity, the network thread with its CoreHost, UDP discovery on the calling thread.
// Lives on the main thread; a test may have several in one process.
#pragma once

#include "server/app/core_host.h"

#include <QtCore/QThread>

namespace rookery::presence {
class Broadcaster;
class ServerAnnouncer;
} // namespace rookery::presence

namespace rookery::server {

class Server final : public QObject {
    Q_OBJECT
public:
    Server(ServerSettings settings, Clock &clock, RandomSource &random, QObject *parent = nullptr);
    /// Ends at once what is not stopped yet.
    ~Server() override;

    /// ready() or failed() follows; failed() at once when keys or discovery cannot be had.
    void start();
    /// Drains; stopped() follows.
    void stop();

    const ServerSettings &settings() const { return m_settings; }
    /// As it was at the start; renew-key and renew-certificate change what the network thread shows.
    const ServerIdentity &identity() const { return *m_identity; }
    /// After ready(): "127.0.0.1:7665" and so on.
    QStringList addresses() const { return m_addresses; }
    quint16 port() const { return m_port; }

Q_SIGNALS:
    void ready();
    void failed(const rookery::Error &error);
    void stopped();

private:
    void onReady(const QStringList &addresses, quint16 port);
    void startDiscovery();
    void endThread();

    ServerSettings m_settings;
    Clock &m_clock;
    RandomSource &m_random;
    std::optional<ServerIdentity> m_identity;
    std::unique_ptr<presence::Broadcaster> m_broadcaster;
    std::unique_ptr<presence::ServerAnnouncer> m_announcer;
    QThread m_networkThread;
    std::unique_ptr<CoreHost> m_core;
    QStringList m_addresses;
    quint16 m_port = 0;
};

} // namespace rookery::server
