// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// From a command line to an account that is online: by the token of the profile, or with name and password; the server
// from the command line, the profile or the network. One thread.
#pragma once

#include "client/cli/command_line.h"
#include "client/cli/discovery.h"
#include "client/cli/exit_code.h"
#include "client/core/account_session.h"
#include "client/core/known_servers.h"
#include "client/core/profile.h"
#include "client/core/sign_in_flow.h"
#include "client/core/token_vault.h"

namespace rookery::cli {

class Connector : public QObject {
    Q_OBJECT
public:
    Connector(const CommandLine &commandLine, Clock &clock, RandomSource &random, QObject *parent = nullptr);
    ~Connector() override;

    /// One of the signals follows.
    void start();

Q_SIGNALS:
    /// For register: the account is made. The session need not be online yet.
    void registered(const rookery::client::AccountRecord &account);
    /// Once, when everything the server has is here.
    void online(rookery::client::AccountSession &session);
    /// Worth knowing, and no reason to stop.
    void told(const QString &sentence);
    /// Why it did not come so far, or why a signed-in account was sent away later.
    void failed(rookery::cli::ExitCode code, const QString &sentence);

private:
    Result<Done> openProfile();
    void discover();
    void onDiscovered(const QList<DiscoveredServer> &servers);
    void resume(const client::AccountRecord &account);
    /// Its server did not answer where it was last: it may have moved. Fails with that error when it is not found.
    void lookAgain(const Error &error);
    void beginSignIn(const HostPort &address, const QByteArray &serverId);
    void onTrustNeeded(const QStringList &phrase);
    void submit();
    void onSignedIn(const wire::SignedIn &signedIn);
    bool openSession(const client::AccountRecord &account);
    void tellRenewed(const HostPort &address, const QByteArray &pin);
    void onKeyRenewed(const QByteArray &pin);
    void onSessionProblem(const Error &error);
    Result<QString> password() const;
    bool hasPassword() const;
    void fail(const Error &error, const QString &about);
    client::Link::Settings linkSettings() const;

    const CommandLine m_commandLine;
    Clock &m_clock;
    RandomSource &m_random;
    client::Profile m_profile;
    client::KnownServers m_known;
    client::TokenVault m_vault;
    std::unique_ptr<Discovery> m_discovery;
    std::unique_ptr<client::SignInFlow> m_flow;
    std::unique_ptr<client::AccountSession> m_session;
    client::AccountRecord m_account;
    bool m_wasOnline = false;
    bool m_lookedAgain = false;
};

} // namespace rookery::cli
