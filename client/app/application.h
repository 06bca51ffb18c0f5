// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The life of the program: sign-in window, then the account's windows, and back after signing out. Owns what they share.
// GUI thread.
#pragma once

#include "client/app/account_window.h"
#include "client/app/app_options.h"
#include "client/core/known_servers.h"
#include "client/core/token_vault.h"
#include "client/ui/platform/ui_settings.h"
#include "client/viewmodels/live_signin_viewmodel.h"

#include <QtCore/QObject>

#include <memory>

namespace rookery::ui {
class SignInWindow;
class SystemScheme;
} // namespace rookery::ui

namespace rookery::app {

class Application : public QObject {
    Q_OBJECT

public:
    /// The profile is open; all references must outlive this.
    Application(const AppOptions &options, client::Profile &profile, ui::Theme &theme);
    ~Application() override;

    void start();
    /// Another start of the program: to the front, and to that rookery:// address unless it is empty.
    void ask(const QString &link);

private:
    void applyLook();
    void followSystem();
    void showSignIn(const Error &reason);
    void onSignedIn();
    bool openAccount(const client::AccountRecord &account);
    void leaveAccount(const Error &reason);
    void quit();
    AccountWindow::Services services();

    AppOptions m_options;
    SystemClock m_clock;
    SystemRandomSource m_random;
    client::Profile &m_profile;
    ui::Theme &m_theme;
    ui::UiSettings m_settings;
    client::KnownServers m_known;
    client::TokenVault m_vault;
    std::unique_ptr<ui::SystemScheme> m_systemScheme;
    std::unique_ptr<client::LiveSignInViewModel> m_signIn;
    std::unique_ptr<ui::SignInWindow> m_signInWindow;
    std::unique_ptr<AccountWindow> m_account;
};

} // namespace rookery::app
