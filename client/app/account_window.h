// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Everything of one signed-in account that has a face: session, view models, main window, tray, notifications. Made when
// an account is known, destroyed when it is signed out. Wiring only. GUI thread.
#pragma once

#include "client/core/account_session.h"
#include "client/core/profile.h"
#include "client/ui/main/main_window.h"
#include "client/ui/platform/link_gate.h"
#include "client/ui/platform/notifications.h"
#include "client/ui/platform/tray.h"
#include "client/viewmodels/main_viewmodel.h"
#include "client/viewmodels/notification_viewmodel.h"

#include <QtCore/QObject>

#include <memory>

namespace rookery::client {
class KnownServers;
class TokenVault;
} // namespace rookery::client

namespace rookery::ui {
class UiSettings;
}

namespace rookery::app {

class AccountWindow : public QObject {
    Q_OBJECT

public:
    struct Services {
        Clock &clock;
        RandomSource &random;
        ui::Theme &theme;
        ui::UiSettings &settings;
        client::Profile &profile;
        client::KnownServers &known;
        client::TokenVault &vault;
    };
    enum class FirstShow { Visible, InTray };

    /// The session has been opened.
    AccountWindow(const Services &services, const client::AccountRecord &account,
                  std::unique_ptr<client::AccountSession> session);
    ~AccountWindow() override;

    static client::AccountSettings settingsOf(const Services &services, const client::AccountRecord &account);

    client::AccountSession &session() { return *m_session; }
    /// By a token of the vault; ended() with TokenExpired where there is none.
    void startByVault();
    void show(FirstShow first);
    void bringToFront();
    /// Says bye to the server.
    void stop();

Q_SIGNALS:
    /// The account can no longer be used here; None when the person has signed out.
    void ended(const rookery::Error &reason);
    void quitRequested();

private:
    void connectSession();
    void connectWindow();
    void onKeyRenewed(const QByteArray &pin);
    void connectNotices();
    void onClosed();
    void toggle();
    void keepToken(const QByteArray &token);

    Services m_services;
    client::AccountRecord m_account;
    std::unique_ptr<client::AccountSession> m_session;
    client::MainViewModel m_viewModel;
    client::NotificationViewModel m_notices;
    ui::LinkGate m_links;
    ui::Notifications m_notifications;
    std::unique_ptr<ui::Tray> m_tray;
    ui::MainWindow m_window;
    ConversationId m_lastNotified;
    Error m_problem{ErrorCode::None};
    bool m_isSigningOut = false;
};

} // namespace rookery::app
