// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/connector.h"

#include "client/cli/error_sentence.h"
#include "common/base/bytes.h"
#include "common/net/pin.h"
#include "common/net/server_trust.h"

#include <QtCore/QFile>
#include <QtCore/QStandardPaths>
#include <QtCore/QSysInfo>

namespace rookery::cli {

using namespace client;

namespace {

constexpr qint64 passwordFileBytesMax = 4'096;

QString profileDirectory(const CommandLine &commandLine)
{
    if (!commandLine.profile.isEmpty())
        return commandLine.profile;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/rookery/cli");
}

} // namespace

Connector::Connector(const CommandLine &commandLine, Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent), m_commandLine(commandLine), m_clock(clock), m_random(random),
      m_profile(profileDirectory(commandLine)), m_known(m_profile.knownServersPath()),
      m_vault(m_profile.tokensDirectory())
{}

Connector::~Connector() = default;

void Connector::start()
{
    if (const Result<Done> opened = openProfile(); !opened) {
        fail(opened.error(), m_profile.directory());
        return;
    }
    if (!m_commandLine.authorityFile.isEmpty() && !readAuthorities(m_commandLine.authorityFile)) {
        Q_EMIT failed(ExitCode::Usage, tr("There is no certificate (PEM) in %1.").arg(m_commandLine.authorityFile));
        return;
    }
    const bool isRegister = m_commandLine.verb == Verb::Register;
    const std::optional<AccountRecord> account = m_profile.account(m_commandLine.user, m_commandLine.server);
    if (account && !isRegister)
        resume(*account);
    else if (m_commandLine.server)
        beginSignIn(*m_commandLine.server, {});
    else
        discover();
}

Result<Done> Connector::openProfile()
{
    if (Result<Done> opened = m_profile.open(m_random); !opened)
        return opened;
    return m_known.load();
}

void Connector::discover()
{
    m_discovery = std::make_unique<Discovery>(m_clock, m_random);
    connect(m_discovery.get(), &Discovery::finished, this, &Connector::onDiscovered);
    m_discovery->start(CommandLine::defaultDiscoveryMs, Discovery::Ending::Soon);
}

void Connector::onDiscovered(const QList<DiscoveredServer> &servers)
{
    if (servers.size() == 1) {
        beginSignIn(servers.constFirst().address, servers.constFirst().serverId);
        return;
    }
    Q_EMIT failed(ExitCode::CannotReach,
                  servers.isEmpty() ? tr("No server found on this network. Give --server HOST:PORT.")
                                    : tr("There are several servers on this network. Give --server HOST:PORT."));
}

void Connector::lookAgain(const Error &error)
{
    m_session->disconnect(this);
    m_session->stop();
    m_session.release()->deleteLater();
    m_discovery = std::make_unique<Discovery>(m_clock, m_random);
    connect(m_discovery.get(), &Discovery::finished, this, [this, error](const QList<DiscoveredServer> &servers) {
        for (const DiscoveredServer &server : servers) {
            if (server.serverId == m_account.serverId && server.address != m_account.address) {
                AccountRecord moved = m_account;
                moved.address = server.address;
                if (const Result<Done> kept = m_profile.remember(moved); !kept)
                    fail(kept.error(), m_profile.directory());
                else
                    resume(moved);
                return;
            }
        }
        fail(error, m_account.address.toString());
    });
    m_discovery->start(CommandLine::defaultDiscoveryMs, Discovery::Ending::Soon);
}

void Connector::resume(const AccountRecord &account)
{
    m_vault.load(account.key(), [this, account](const Result<QByteArray> &token) {
        if (!token) {
            beginSignIn(account.address, account.serverId);
            return;
        }
        AccountRecord used = account;
        // Another account of this profile may have seen the key renewed.
        const KnownServer *known = m_known.byId(account.serverId);
        if (!m_commandLine.pin.isEmpty())
            used.pin = m_commandLine.pin;
        else if (known)
            used.pin = known->pin;
        if (openSession(used))
            m_session->start(*token);
    });
}

Link::Settings Connector::linkSettings() const
{
    Link::Settings settings;
    settings.deviceId = m_profile.deviceId();
    settings.deviceName = QSysInfo::machineHostName().left(limits::deviceNameCharacters);
    settings.clientName = QStringLiteral("rookery-cli");
    settings.reconnect = Link::Reconnect::Never;
    return settings;
}

void Connector::beginSignIn(const HostPort &address, const QByteArray &serverId)
{
    if (m_commandLine.user.isEmpty() && m_account.userName.isEmpty()) {
        Q_EMIT failed(ExitCode::Usage, tr("Say who you are: --user NAME."));
        return;
    }
    if (!hasPassword()) {
        Q_EMIT failed(ExitCode::Usage, tr("Give the password with --password-file FILE, or in ROOKERY_PASSWORD."));
        return;
    }
    m_flow = std::make_unique<SignInFlow>(m_known, m_clock, m_random, linkSettings());
    connect(m_flow.get(), &SignInFlow::trustNeeded, this,
            [this](const QByteArray &, const QStringList &phrase) { onTrustNeeded(phrase); });
    connect(m_flow.get(), &SignInFlow::keyChanged, this,
            [this] { fail(Error(ErrorCode::KeyChanged), m_flow->target().address.toString()); });
    connect(m_flow.get(), &SignInFlow::failed, this,
            [this](const Error &error) { fail(error, m_flow->target().address.toString()); });
    connect(m_flow.get(), &SignInFlow::ready, this, &Connector::submit);
    connect(m_flow.get(), &SignInFlow::keyRenewed, this,
            [this](const QByteArray &pin) { tellRenewed(m_flow->target().address, pin); });
    connect(m_flow.get(), &SignInFlow::signedIn, this, &Connector::onSignedIn);
    SignInFlow::Target target;
    target.address = address;
    target.serverId = serverId;
    target.pin = m_commandLine.pin;
    target.authorityFile = m_commandLine.authorityFile;
    target.firstUse = m_commandLine.firstUse == FirstUse::Trust ? SignInFlow::FirstUse::Trust
                                                                : SignInFlow::FirstUse::Ask;
    m_flow->connectTo(target);
}

void Connector::onTrustNeeded(const QStringList &phrase)
{
    Q_EMIT failed(
        ExitCode::NotTrusted,
        tr("You have not used %1 before. Its key is \"%2\". If that is right, give --trust-first or --pin %3.")
            .arg(m_flow->target().address.toString(), phrase.join(u' '), QString::fromLatin1(m_flow->pin().toHex())));
}

void Connector::submit()
{
    const Result<QString> secret = password();
    if (!secret) {
        fail(secret.error(), m_commandLine.passwordFile);
        return;
    }
    const QString user = m_commandLine.user.isEmpty() ? m_account.userName : m_commandLine.user;
    if (m_commandLine.verb == Verb::Register)
        m_flow->createAccount(user, m_commandLine.displayName, *secret, m_commandLine.invite);
    else
        m_flow->signIn(user, *secret);
}

void Connector::onSignedIn(const wire::SignedIn &signedIn)
{
    AccountRecord account;
    account.serverId = toBytes(m_flow->welcome().server_id());
    account.serverName = toText(m_flow->welcome().server_name());
    account.pin = m_flow->pin();
    account.address = m_flow->target().address;
    account.userId = UserId(signedIn.self().id());
    account.userName = toText(signedIn.self().name());
    account.keepSignedIn = true;
    if (const Result<Done> kept = m_profile.remember(account); !kept) {
        fail(kept.error(), m_profile.directory());
        return;
    }
    m_vault.store(account.key(), toBytes(signedIn.token()), TokenVault::Keep::InFile,
                  [this, account, signedIn](const Result<TokenVault::Place> &stored) {
                      if (!stored) {
                          fail(stored.error(), m_profile.directory());
                          return;
                      }
                      if (m_commandLine.verb == Verb::Register)
                          Q_EMIT registered(account);
                      if (openSession(account))
                          m_session->start(signedIn, m_flow->takeLink());
                  });
}

bool Connector::openSession(const AccountRecord &account)
{
    m_account = account;
    AccountSettings settings;
    settings.directory = m_profile.accountDirectory(account);
    settings.address = account.address;
    settings.pin = account.pin;
    settings.authorityFile = m_commandLine.authorityFile;
    if (m_commandLine.pin.isEmpty() && settings.authorityFile.isEmpty())
        settings.authorityFile = m_known.authorityFileFor(account.serverId, account.address);
    settings.serverId = account.serverId;
    settings.deviceId = m_profile.deviceId();
    settings.deviceName = linkSettings().deviceName;
    settings.clientName = linkSettings().clientName;
    settings.userName = account.userName;
    // Whoever stays finds a server again that has moved; the others are gone before it matters.
    settings.useDatagrams = m_commandLine.verb == Verb::Listen && !m_commandLine.server;
    m_session = std::make_unique<AccountSession>(settings, m_clock, m_random);
    if (const Result<Done> opened = m_session->open(); !opened) {
        fail(opened.error(), settings.directory);
        return false;
    }
    connect(m_session.get(), &AccountSession::problem, this, &Connector::onSessionProblem);
    connect(m_session.get(), &AccountSession::keyRenewed, this, &Connector::onKeyRenewed);
    connect(m_session.get(), &AccountSession::tokenIssued, this, [this](const QByteArray &token) {
        if (token.isEmpty())
            m_vault.remove(m_account.key());
    });
    connect(m_session.get(), &AccountSession::stateChanged, this, [this](AccountSession::State state) {
        if (state == AccountSession::State::Online && !std::exchange(m_wasOnline, true))
            Q_EMIT online(*m_session);
    });
    return true;
}

void Connector::tellRenewed(const HostPort &address, const QByteArray &pin)
{
    Q_EMIT told(tr("The key of %1 was renewed, signed by the one you know. Its words are now \"%2\", its --pin is %3.")
                    .arg(address.toString(), phraseOf(pin).join(u' '), QString::fromLatin1(pin.toHex())));
}

void Connector::onKeyRenewed(const QByteArray &pin)
{
    tellRenewed(m_account.address, pin);
    m_account.pin = pin;
    Result<Done> kept = m_known.remember(m_account.serverId, m_account.address, pin, m_account.serverName);
    if (kept)
        kept = m_profile.remember(m_account);
    // The old key still vouches for the new one the next time.
    if (!kept)
        Q_EMIT told(errorSentence(kept.error(), m_profile.directory()));
}

void Connector::onSessionProblem(const Error &error)
{
    const bool isOver = m_session->state() == AccountSession::State::SignedOut;
    if (isOver && error.code == ErrorCode::TokenExpired && !m_wasOnline && hasPassword()) {
        m_session->disconnect(this);
        m_session.release()->deleteLater();
        beginSignIn(m_account.address, m_account.serverId);
        return;
    }
    if (!m_wasOnline && error.code == ErrorCode::CannotReach && !m_commandLine.server
        && !std::exchange(m_lookedAgain, true)) {
        lookAgain(error);
        return;
    }
    // Once it has been online, the session finds the server again by itself.
    if (isOver || !m_wasOnline)
        fail(error, m_account.address.toString());
}

bool Connector::hasPassword() const
{
    return !m_commandLine.passwordFile.isEmpty() || qEnvironmentVariableIsSet("ROOKERY_PASSWORD");
}

Result<QString> Connector::password() const
{
    if (m_commandLine.passwordFile.isEmpty())
        return qEnvironmentVariable("ROOKERY_PASSWORD");
    QFile file(m_commandLine.passwordFile);
    if (!file.open(QFile::ReadOnly))
        return Error(ErrorCode::NotFound, m_commandLine.passwordFile);
    QString line = QString::fromUtf8(file.read(passwordFileBytesMax)).section(u'\n', 0, 0);
    if (line.endsWith(u'\r'))
        line.chop(1);
    return line;
}

void Connector::fail(const Error &error, const QString &about)
{
    if (error.code == ErrorCode::KeyChanged && !m_commandLine.pin.isEmpty()) {
        Q_EMIT failed(exitCodeFor(error), tr("The key of %1 is not the one given with --pin.").arg(about));
        return;
    }
    Q_EMIT failed(exitCodeFor(error), errorSentence(error, about));
}

} // namespace rookery::cli
