// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/app/core_host.h"

#include "common/base/log_categories.h"
#include "common/base/version.h"
#include "server/app/administration.h"
#include "server/app/server_options.h"
#include "server/core/directory.h"
#include "server/core/password_hasher.h"
#include "server/core/session_registry.h"
#include "server/core/throttle.h"
#include "server/core/write_gate.h"
#include "server/ctl/control_protocol.h"
#include "server/ctl/control_server.h"
#include "server/ctl/identity_answer.h"
#include "server/features/accounts.h"
#include "server/features/people.h"
#include "server/net/listener.h"
#include "server/operations/nightly_backup.h"
#include "server/operations/running_settings.h"
#include "server/storage/sqlite_store.h"

#include <QtCore/QCoreApplication>

namespace rookery::server {

namespace {
/// After SIGTERM a server that does not finish its work in this time ends without: everything acknowledged is on disk.
constexpr int drainLimitMs = 5'000;
/// Clients come back after a random time up to this, so that a restart is not a stampede.
constexpr int reconnectSpreadMs = 2'000;
} // namespace

struct CoreHost::Parts {
    std::unique_ptr<SqliteStore> store;
    Directory directory;
    std::unique_ptr<SessionRegistry> sessions;
    std::unique_ptr<PasswordHasher> hasher;
    std::unique_ptr<Throttle> throttle;
    std::unique_ptr<DiskGuard> disk;
    std::unique_ptr<WriteGate> writeGate;
    std::unique_ptr<ServerContext> context;
    Dispatcher dispatcher;
    Features features;
    std::vector<std::unique_ptr<Listener>> listeners;
    std::unique_ptr<ControlServer> control;
    std::unique_ptr<NightlyBackup> backup;
};

CoreHost::CoreHost(const ServerSettings &settings, const ServerIdentity &identity, Clock &clock, RandomSource &random,
                   const QByteArray &bootId, quint16 udpPort)
    : m_settings(settings), m_identity(identity), m_clock(clock), m_random(random), m_bootId(bootId), m_udpPort(udpPort)
{}

CoreHost::~CoreHost() = default;

void CoreHost::start()
{
    Result<std::unique_ptr<SqliteStore>> store = SqliteStore::open(m_settings.dataDirectory, this);
    if (!store) {
        Q_EMIT failed(store.error());
        return;
    }
    m_parts = std::make_unique<Parts>();
    m_parts->store = std::move(*store);
    m_parts->store->setFailureHandler([this](const Error &error) { Q_EMIT failed(error); });
    m_parts->store->loadDirectory([this](Result<DirectoryRecords> records) {
        if (!records)
            Q_EMIT failed(records.error());
        else
            onDirectory(std::move(*records));
    });
}

void CoreHost::onDirectory(DirectoryRecords records)
{
    Parts &parts = *m_parts;
    parts.directory.load(std::move(records));
    parts.sessions = std::make_unique<SessionRegistry>(m_clock);
    parts.hasher = std::make_unique<PasswordHasher>(m_identity.pepper(), this);
    parts.throttle = std::make_unique<Throttle>(m_clock);
    guardDisk();
    constexpr qsizetype groupKeyBytes = 32;
    parts.context = std::make_unique<ServerContext>(
        ServerContext{m_settings, m_identity, *parts.store, parts.directory, *parts.sessions, *parts.hasher,
                      *parts.throttle, m_clock, m_random, m_bootId, m_random.bytes(groupKeyBytes), m_udpPort,
                      m_clock.monotonicMs()});
    parts.features = makeFeatures(*parts.context, parts.dispatcher);

    connect(parts.sessions.get(), &SessionRegistry::received, this,
            [this](Session *session, const wire::Frame &frame) { m_parts->dispatcher.dispatch(*session, frame); });
    const auto countUsers = [this] { m_userCount = quint32(m_parts->sessions->signedInUsers()); };
    connect(parts.sessions.get(), &SessionRegistry::signedIn, this, countUsers);
    connect(parts.sessions.get(), &SessionRegistry::ended, this, [this, countUsers](Session *session) {
        countUsers();
        Q_EMIT sessionEnded(session->id());
    });
    connect(parts.features.accounts, &AccountsFeature::sessionKeyMade, this, &CoreHost::sessionKeyMade);

    const Result<QStringList> addresses = listen();
    if (!addresses) {
        Q_EMIT failed(addresses.error());
        return;
    }
    if (const Result<Done> opened = openControl(*addresses); !opened) {
        Q_EMIT failed(opened.error());
        return;
    }
    recordStart();
    Q_EMIT ready(*addresses, parts.listeners.front()->serverPort());
    if (!m_settings.backup.folder.isEmpty()) {
        parts.backup = std::make_unique<NightlyBackup>(m_settings.backup, *parts.store, m_clock);
        parts.backup->start();
    }
}

void CoreHost::guardDisk()
{
    m_parts->disk = std::make_unique<DiskGuard>([folder = m_settings.dataDirectory] { return freeBytesAt(folder); },
                                                m_settings.diskFloorBytes);
    connect(m_parts->store.get(), &SqliteStore::commitFailed, m_parts->disk.get(), &DiskGuard::check);
    m_parts->writeGate = std::make_unique<WriteGate>(m_clock, *m_parts->disk);
    m_parts->dispatcher.setWriteGate(m_parts->writeGate.get());
}

void CoreHost::record(const QString &actor, QLatin1String act, const QString &detail, Recording recording)
{
    m_parts->store->administration().record({0, {actor, m_clock.wallMs()}, act, 0, detail}, recording,
                                            [act](const Result<Done> &done) {
                                                // With a full disk the server still serves what it has.
                                                if (!done)
                                                    qCWarning(lcServer, "%s is not in the audit log: %s", act.data(),
                                                              qPrintable(describe(done.error())));
                                            });
}

void CoreHost::recordStart()
{
    record(actor::server(), act::serverStarted, QLatin1String(versionString), Recording::Always);
    record(actor::server(), act::settingsChanged, describe(m_settings), Recording::WhenDetailDiffers);
}

Result<QStringList> CoreHost::listen()
{
    QStringList addresses;
    for (const HostPort &address : m_settings.listen) {
        auto listener = std::make_unique<Listener>(m_identity.tlsConfiguration());
        const Result<HostPort> bound = listener->listenOn(address);
        if (!bound) {
            // "[::]" stands in the default list and a machine may have no IPv6 at all.
            const bool isMissingFamily = listener->serverError() == QAbstractSocket::UnsupportedSocketOperationError
                || listener->serverError() == QAbstractSocket::SocketAddressNotAvailableError;
            if (address.host == QLatin1String("::") && isMissingFamily) {
                qCInfo(lcServer, "no IPv6 here: %s", qPrintable(describe(bound.error())));
                continue;
            }
            return bound.error();
        }
        connect(listener.get(), &Listener::accepted, this,
                [this, accepting = listener.get()] { m_parts->sessions->open(accepting->takeAccepted()); });
        addresses += bound->toString();
        m_parts->listeners.push_back(std::move(listener));
    }
    if (m_parts->listeners.empty())
        return Error(ErrorCode::BadConfiguration, QStringLiteral("no address to listen on"));
    return addresses;
}

Result<Done> CoreHost::openControl(const QStringList &addresses)
{
    m_parts->control = std::make_unique<ControlServer>(controlSocketPath(m_settings.dataDirectory));
    registerAdministration(*m_parts->control, *m_parts->context);
    m_parts->control->on(QStringLiteral("stop"), [this](const QJsonObject &, const ControlServer::Reply &reply) {
        qCInfo(lcControl, "stop asked for");
        m_stopper = actor::localUser(m_parts->control->askerUid());
        reply(QJsonObject());
        Q_EMIT stopRequested();
    });
    m_parts->control->on(QStringLiteral("settings"),
                         [told = runningSettings(m_settings, addresses)](const QJsonObject &,
                                                                         const ControlServer::Reply &reply) {
                             reply(told);
                         });
    openRenewals();
    return m_parts->control->listen();
}

void CoreHost::openRenewals()
{
    using Renewal = Result<ServerIdentity> (*)(const QString &, RandomSource &, const Clock &);
    constexpr std::pair<const char *, Renewal> renewals[] = {{"renew-key", &ServerIdentity::renewKey},
                                                             {"renew-certificate", &ServerIdentity::renewCertificate}};
    for (const auto &[name, renewal] : renewals) {
        m_parts->control->on(QLatin1String(name),
                             [this, name = name, renewal = renewal](const QJsonObject &,
                                                                    const ControlServer::Reply &reply) {
                                 const Result<ServerIdentity> renewed = renewal(m_settings.dataDirectory, m_random,
                                                                                m_clock);
                                 if (!renewed)
                                     return reply(renewed.error());
                                 m_identity = *renewed;
                                 qCInfo(lcServer, "%s: phrase %s", name, qPrintable(m_identity.phrase().join(u' ')));
                                 for (const std::unique_ptr<Listener> &listener : m_parts->listeners)
                                     listener->setIdentity(m_identity.tlsConfiguration());
                                 reply(identityAnswer(m_identity));
                             });
    }
}

void CoreHost::noteDatagrams(SessionId session, bool heard)
{
    if (m_parts && m_parts->features.people)
        m_parts->features.people->noteDatagrams(session, heard);
}

void CoreHost::drain()
{
    if (!m_parts || !m_parts->context) {
        Q_EMIT drained();
        return;
    }
    if (m_drainTimer)
        return;
    for (const std::unique_ptr<Listener> &listener : m_parts->listeners)
        listener->close();
    m_parts->dispatcher.refuseAll(ErrorCode::ShuttingDown);
    record(m_stopper, act::serverStopped, {}, Recording::Always);
    m_drainTimer = new QTimer(this);
    m_drainTimer->setSingleShot(true);
    connect(m_drainTimer, &QTimer::timeout, this, &CoreHost::drained);
    m_drainTimer->start(drainLimitMs);
    // Writes are in order: when this one's callback comes, every earlier one has been answered.
    m_parts->store->setCursor(ConversationId(), UserId(), 0, 0, [this](const Result<Done> &) {
        connect(m_parts->sessions.get(), &SessionRegistry::ended, this, &CoreHost::checkDrained);
        m_parts->sessions->goodbyeAll(ErrorCode::ShuttingDown, reconnectSpreadMs);
        checkDrained();
    });
}

void CoreHost::checkDrained()
{
    if (m_parts->sessions->size() == 0 && m_drainTimer->isActive()) {
        m_drainTimer->stop();
        Q_EMIT drained();
    }
}

void CoreHost::finish()
{
    delete std::exchange(m_drainTimer, nullptr);
    if (!m_parts)
        return;
    m_parts->backup.reset();
    m_parts->control.reset();
    m_parts->listeners.clear();
    if (m_parts->sessions)
        m_parts->sessions->disconnect();
    m_parts->features.all.clear();
    m_parts->sessions.reset();
    m_parts->hasher.reset();
    // Ends the store's threads; what they still had to report would reach features that are gone.
    m_parts->store.reset();
    m_parts.reset();
    QCoreApplication::removePostedEvents(this, QEvent::MetaCall);
}

} // namespace rookery::server
