// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The sign-in window's view model on the real network: discovery, sign-in flow, keyring and profile. When the state is
// Done, takeAccount() gives what an AccountSession needs. Main thread.
#pragma once

#include "client/core/profile.h"
#include "client/core/server_launcher.h"
#include "client/core/sign_in_flow.h"
#include "client/viewmodels/signin_viewmodel.h"

#include <QtCore/QTimer>

#include <memory>

namespace rookery::client {

class FoundServersModel;
class KnownServers;
class TokenVault;

class LiveSignInViewModel final : public SignInViewModel {
    Q_OBJECT
public:
    /// An account that has just been signed in, for AccountSession::start(signedIn, link). Its token is in the vault
    /// already, under account.key().
    struct SignedInAccount {
        AccountRecord account;
        wire::SignedIn signedIn;
        std::unique_ptr<Link> link;
    };

    /// All references must outlive this; the profile is open and the known servers are loaded. link.reconnect is not
    /// used.
    LiveSignInViewModel(Profile &profile, KnownServers &known, TokenVault &vault, Clock &clock, RandomSource &random,
                        const Link::Settings &link, QObject *parent = nullptr);
    ~LiveSignInViewModel() override;

    /// In Done, once.
    std::unique_ptr<SignedInAccount> takeAccount();
    /// Why nobody is signed in any more, to be shown at first: TokenExpired, AccountDisabled.
    void setError(const Error &error);

    QAbstractListModel *servers() override;
    bool isScanning() const override { return m_scanning; }
    int selectedServer() const override;
    State state() const override { return m_state; }
    SignInServer server() const override;
    Error error() const override { return m_error; }
    int retrySeconds() const override { return m_retrySeconds; }
    QString rememberedName() const override;

    void rescan() override;
    void selectServer(int row) override;
    void connectToAddress(const QString &address) override;
    void startLocalServer() override;
    void trust() override;
    void cancelTrust() override;
    void signIn(const QString &name, const QString &password, KeepSignedIn keep) override;
    void createAccount(const QString &name, const QString &displayName, const QString &password, const QString &invite,
                       KeepSignedIn keep) override;

private:
    struct Network;

    void connectFlow();
    void connectTo(const QList<HostPort> &addresses, const SignInFlow::Target &target);
    void onFlowState(SignInFlow::State state);
    void onFailed(const Error &error);
    void onSignedIn(const wire::SignedIn &signedIn);
    void onServerStarted(const LaunchedServer &server);
    void onServerNotStarted(const Error &error);
    bool mayAskAgain();
    void setState(State state);
    void setScanning(bool scanning);
    void setRetrySeconds(int seconds);

    Profile &m_profile;
    KnownServers &m_known;
    TokenVault &m_vault;
    std::unique_ptr<Network> m_network;
    SignInFlow m_flow;
    ServerLauncher m_launcher;
    QTimer m_retryTimer;
    std::unique_ptr<SignedInAccount> m_account;
    SignInFlow::Target m_target;
    QList<HostPort> m_otherAddresses; ///< Of the same server, still to be tried.
    QString m_serverName;
    Error m_error{ErrorCode::None};
    KeepSignedIn m_keep = KeepSignedIn::No;
    State m_state = State::Choosing;
    int m_retrySeconds = 0;
    bool m_scanning = false;
};

} // namespace rookery::client
