// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/viewmodels/live_signin_viewmodel.h"

#include "client/core/known_servers.h"
#include "client/core/token_vault.h"
#include "client/viewmodels/found_servers_model.h"
#include "common/base/bytes.h"
#include "common/base/log_categories.h"
#include "common/presence/broadcaster.h"
#include "common/presence/server_finder.h"

namespace rookery::client {

struct LiveSignInViewModel::Network {
    Network(Clock &clock, RandomSource &random, const KnownServers &known)
        : channel({}, clock), finder(channel, clock, random), model(finder, known)
    {
        QSet<presence::ServerId> pinned;
        QList<presence::Endpoint> endpoints;
        for (const KnownServer &server : known.servers()) {
            if (server.serverId.size() == presence::ServerId::size)
                pinned.insert(presence::ServerId(server.serverId));
            const QHostAddress address(server.addresses.isEmpty() ? QString() : server.addresses.constFirst().host);
            if (!address.isNull())
                endpoints.append({address});
        }
        finder.setPinnedServers(pinned);
        finder.setKnownEndpoints(endpoints);
        if (const Result<Done> started = channel.start(); !started)
            qCInfo(lcPresence, "%s", qUtf8Printable(describe(started.error())));
    }

    presence::Broadcaster channel;
    presence::ServerFinder finder;
    FoundServersModel model;
};

LiveSignInViewModel::LiveSignInViewModel(Profile &profile, KnownServers &known, TokenVault &vault, Clock &clock,
                                         RandomSource &random, const Link::Settings &link, QObject *parent)
    : SignInViewModel(parent), m_profile(profile), m_known(known), m_vault(vault),
      m_network(std::make_unique<Network>(clock, random, known)), m_flow(known, clock, random, link),
      m_launcher(profile.directory())
{
    m_retryTimer.setInterval(1'000);
    connect(&m_retryTimer, &QTimer::timeout, this, [this] { setRetrySeconds(m_retrySeconds - 1); });
    connect(&m_network->finder, &presence::ServerFinder::scanFinished, this, [this] { setScanning(false); });
    connect(&m_launcher, &ServerLauncher::started, this, &LiveSignInViewModel::onServerStarted);
    connect(&m_launcher, &ServerLauncher::failed, this, &LiveSignInViewModel::onServerNotStarted);
    for (auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_network->model, changed, this, &SignInViewModel::serverChanged);
    connectFlow();
    rescan();
}

LiveSignInViewModel::~LiveSignInViewModel() = default;

void LiveSignInViewModel::connectFlow()
{
    connect(&m_flow, &SignInFlow::stateChanged, this, &LiveSignInViewModel::onFlowState);
    connect(&m_flow, &SignInFlow::failed, this, &LiveSignInViewModel::onFailed);
    connect(&m_flow, &SignInFlow::signedIn, this, &LiveSignInViewModel::onSignedIn);
    connect(&m_flow, &SignInFlow::ready, this, [this] {
        m_network->model.refreshKnown();
        Q_EMIT serverChanged();
    });
}

std::unique_ptr<LiveSignInViewModel::SignedInAccount> LiveSignInViewModel::takeAccount()
{
    return std::move(m_account);
}

void LiveSignInViewModel::setError(const Error &error)
{
    m_error = error;
    Q_EMIT errorChanged();
}

QAbstractListModel *LiveSignInViewModel::servers()
{
    return &m_network->model;
}

int LiveSignInViewModel::selectedServer() const
{
    return m_target.serverId.isEmpty() ? -1 : m_network->model.rowOf(m_target.serverId);
}

SignInServer LiveSignInViewModel::server() const
{
    SignInServer server;
    server.host = m_target.address.host;
    server.port = server.host.isEmpty() ? 0 : m_target.address.port;
    server.name = m_serverName;
    const bool isConnected = m_state == State::TrustNeeded || m_state == State::Ready || m_state == State::Submitting
        || m_state == State::Done;
    if (isConnected) {
        server.name = toText(m_flow.welcome().server_name());
        const wire::Registration registration = m_flow.welcome().registration();
        server.registrationAllowed = registration != wire::REGISTRATION_CLOSED;
        server.inviteNeeded = registration == wire::REGISTRATION_INVITE;
    }
    const bool showsKey = m_state == State::TrustNeeded || m_state == State::KeyChanged;
    if (showsKey) {
        server.phrase = m_flow.phrase();
        server.fingerprint = m_flow.fingerprint();
    }
    server.isKnown = !showsKey && !m_known.pinFor(m_target.serverId, m_target.address).isEmpty();
    return server;
}

QString LiveSignInViewModel::rememberedName() const
{
    const std::optional<AccountRecord> last = m_profile.lastAccount();
    return last ? last->userName : QString();
}

void LiveSignInViewModel::rescan()
{
    setScanning(true);
    m_network->finder.rescan();
}

void LiveSignInViewModel::selectServer(int row)
{
    if (row < 0 || row >= m_network->model.rowCount())
        return;
    const FoundServersModel::Row &chosen = m_network->model.row(row);
    SignInFlow::Target target;
    target.serverId = chosen.serverId;
    m_serverName = chosen.name;
    connectTo(chosen.addresses, target);
}

void LiveSignInViewModel::connectToAddress(const QString &address)
{
    m_serverName.clear();
    const Result<HostPort> parsed = HostPort::parse(address);
    if (parsed) {
        connectTo({*parsed}, {});
        return;
    }
    m_flow.cancel();
    m_target = {};
    Q_EMIT serverChanged();
    setError(parsed.error());
}

void LiveSignInViewModel::connectTo(const QList<HostPort> &addresses, const SignInFlow::Target &target)
{
    m_target = target;
    m_target.address = addresses.constFirst();
    m_otherAddresses = addresses.mid(1);
    setError(Error(ErrorCode::None));
    setRetrySeconds(0);
    m_flow.connectTo(m_target);
    Q_EMIT serverChanged();
}

void LiveSignInViewModel::startLocalServer()
{
    m_flow.cancel();
    m_target = {};
    m_serverName.clear();
    setError(Error(ErrorCode::None));
    setState(State::Connecting);
    Q_EMIT serverChanged();
    m_launcher.start();
}

void LiveSignInViewModel::onServerStarted(const LaunchedServer &server)
{
    if (m_state != State::Connecting)
        return; // something else has been chosen meanwhile
    SignInFlow::Target target;
    target.serverId = server.serverId;
    target.phrase = server.phrase;
    connectTo({server.address}, target);
}

void LiveSignInViewModel::onServerNotStarted(const Error &error)
{
    if (m_state != State::Connecting)
        return;
    if (error.code == ErrorCode::PortInUse || error.code == ErrorCode::StoreUnavailable) {
        // One runs here already, with the port or with the data folder; its key is compared like any other's.
        connectTo({{QStringLiteral("127.0.0.1"), limits::defaultPort}}, {});
        return;
    }
    setState(State::Choosing);
    setError(error);
}

void LiveSignInViewModel::trust()
{
    m_flow.trust();
}

void LiveSignInViewModel::cancelTrust()
{
    m_flow.cancel();
    m_target = {};
    setError(Error(ErrorCode::None));
    Q_EMIT serverChanged();
}

bool LiveSignInViewModel::mayAskAgain()
{
    if (m_state != State::Ready || m_retrySeconds > 0)
        return false;
    setError(Error(ErrorCode::None));
    return true;
}

void LiveSignInViewModel::signIn(const QString &name, const QString &password, KeepSignedIn keep)
{
    if (!mayAskAgain())
        return;
    m_keep = keep;
    m_flow.signIn(name, password);
}

void LiveSignInViewModel::createAccount(const QString &name, const QString &displayName, const QString &password,
                                        const QString &invite, KeepSignedIn keep)
{
    if (!mayAskAgain())
        return;
    m_keep = keep;
    m_flow.createAccount(name, displayName, password, invite);
}

void LiveSignInViewModel::onFlowState(SignInFlow::State state)
{
    switch (state) {
    case SignInFlow::State::Idle:
        if (m_state != State::Done && !m_account)
            setState(State::Choosing);
        break;
    case SignInFlow::State::Connecting:
        setState(State::Connecting);
        break;
    case SignInFlow::State::TrustNeeded:
        setState(State::TrustNeeded);
        break;
    case SignInFlow::State::KeyChanged:
        setState(State::KeyChanged);
        break;
    case SignInFlow::State::Ready:
        setState(State::Ready);
        break;
    case SignInFlow::State::Submitting:
    case SignInFlow::State::SignedIn: // Done follows when the token is kept
        setState(State::Submitting);
        break;
    }
    Q_EMIT serverChanged();
}

void LiveSignInViewModel::onFailed(const Error &error)
{
    const bool isUnreachable = error.code == ErrorCode::CannotReach || error.code == ErrorCode::TimedOut
        || error.code == ErrorCode::NotRookery;
    if (m_flow.state() == SignInFlow::State::Idle && isUnreachable && !m_otherAddresses.isEmpty()) {
        m_target.address = m_otherAddresses.takeFirst();
        m_flow.connectTo(m_target);
        return;
    }
    if (error.code == ErrorCode::RateLimited)
        setRetrySeconds(int((qMin<qint64>(error.retryMs, 3'600'000) + 999) / 1000));
    setError(error);
}

void LiveSignInViewModel::onSignedIn(const wire::SignedIn &signedIn)
{
    m_account = std::make_unique<SignedInAccount>();
    AccountRecord &account = m_account->account;
    account.serverId = toBytes(m_flow.welcome().server_id());
    account.serverName = toText(m_flow.welcome().server_name());
    account.pin = m_flow.pin();
    account.address = m_flow.target().address;
    account.userId = UserId(signedIn.self().id());
    account.userName = toText(signedIn.self().name());
    account.keepSignedIn = m_keep == KeepSignedIn::Yes;
    m_account->signedIn = signedIn;
    m_account->link = m_flow.takeLink();
    if (const Result<Done> kept = m_profile.remember(account); !kept)
        qCWarning(lcUi, "the account is not remembered: %s", qUtf8Printable(describe(kept.error())));
    const TokenVault::Keep keep = account.keepSignedIn ? TokenVault::Keep::Safely : TokenVault::Keep::InMemory;
    m_vault.store(account.key(), toBytes(signedIn.token()), keep, [this](const Result<TokenVault::Place> &stored) {
        // The session works all the same; only the next start asks for the password.
        if (!stored)
            qCWarning(lcUi, "the token is not kept: %s", qUtf8Printable(describe(stored.error())));
        setState(State::Done);
    });
}

void LiveSignInViewModel::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

void LiveSignInViewModel::setScanning(bool scanning)
{
    if (scanning == m_scanning)
        return;
    m_scanning = scanning;
    Q_EMIT scanningChanged();
}

void LiveSignInViewModel::setRetrySeconds(int seconds)
{
    if (seconds == m_retrySeconds)
        return;
    m_retrySeconds = qMax(0, seconds);
    if (m_retrySeconds == 0)
        m_retryTimer.stop();
    else if (!m_retryTimer.isActive())
        m_retryTimer.start();
    Q_EMIT retrySecondsChanged();
}

} // namespace rookery::client
