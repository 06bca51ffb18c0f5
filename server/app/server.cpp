// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/app/server.h"

#include "common/base/log_categories.h"
#include "common/presence/broadcaster.h"
#include "common/presence/server_announcer.h"

namespace rookery::server {

namespace {
constexpr qsizetype bootIdBytes = 8;
} // namespace

Server::Server(ServerSettings settings, Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent), m_settings(std::move(settings)), m_clock(clock), m_random(random)
{
    m_networkThread.setObjectName(QStringLiteral("network"));
}

Server::~Server()
{
    m_announcer.reset();
    m_broadcaster.reset();
    endThread();
}

void Server::start()
{
    Result<ServerIdentity> identity = ServerIdentity::loadOrCreate(m_settings.dataDirectory, m_random, m_clock);
    if (!identity) {
        Q_EMIT failed(identity.error());
        return;
    }
    m_identity = std::move(*identity);
    const quint16 udpPort = m_settings.discovery ? m_settings.discoveryPort : quint16(0);
    m_core = std::make_unique<CoreHost>(m_settings, *m_identity, m_clock, m_random, m_random.bytes(bootIdBytes),
                                        udpPort);
    connect(m_core.get(), &CoreHost::ready, this, &Server::onReady);
    connect(m_core.get(), &CoreHost::failed, this, &Server::failed);
    connect(m_core.get(), &CoreHost::stopRequested, this, &Server::stop);
    connect(m_core.get(), &CoreHost::drained, this, [this] {
        m_announcer.reset();
        m_broadcaster.reset();
        endThread();
        Q_EMIT stopped();
    });
    m_core->moveToThread(&m_networkThread);
    m_networkThread.start();
    QMetaObject::invokeMethod(m_core.get(), &CoreHost::start, Qt::QueuedConnection);
}

void Server::onReady(const QStringList &addresses, quint16 port)
{
    m_addresses = addresses;
    m_port = port;
    if (m_settings.discovery)
        startDiscovery();
    Q_EMIT ready();
}

void Server::startDiscovery()
{
    presence::BroadcasterOptions options;
    options.port = m_settings.discoveryPort;
    m_broadcaster = std::make_unique<presence::Broadcaster>(options, m_clock);
    if (const Result<Done> started = m_broadcaster->start(); !started) {
        // Chat works without: clients can still be given the address.
        qCWarning(lcPresence, "discovery is limited: %s", qPrintable(describe(started.error())));
    }
    presence::AnnouncerSettings settings;
    settings.secretKey = m_identity->beaconSecretKey();
    settings.displayName = m_settings.name;
    settings.tcpPort = m_port;
    settings.userCount = [this] { return m_core ? m_core->userCount() : 0U; };
    m_announcer = std::make_unique<presence::ServerAnnouncer>(std::move(settings), *m_broadcaster, m_clock, m_random);
    connect(m_core.get(), &CoreHost::sessionKeyMade, m_announcer.get(), &presence::ServerAnnouncer::addSession);
    connect(m_core.get(), &CoreHost::sessionEnded, m_announcer.get(), &presence::ServerAnnouncer::removeSession);
    using presence::ServerAnnouncer;
    CoreHost *core = m_core.get();
    connect(m_announcer.get(), &ServerAnnouncer::heard, core,
            [core](SessionId session) { core->noteDatagrams(session, true); });
    connect(m_announcer.get(), &ServerAnnouncer::silent, core,
            [core](SessionId session) { core->noteDatagrams(session, false); });
    connect(m_announcer.get(), &ServerAnnouncer::bye, core,
            [core](SessionId session) { core->noteDatagrams(session, false); });
    m_announcer->start();
}

void Server::stop()
{
    if (!m_core) {
        Q_EMIT stopped();
        return;
    }
    QMetaObject::invokeMethod(m_core.get(), &CoreHost::drain, Qt::QueuedConnection);
}

void Server::endThread()
{
    if (!m_core)
        return;
    if (m_networkThread.isRunning()) {
        QMetaObject::invokeMethod(m_core.get(), &CoreHost::finish, Qt::BlockingQueuedConnection);
        m_networkThread.quit();
        m_networkThread.wait();
    }
    m_core.reset();
}

} // namespace rookery::server
