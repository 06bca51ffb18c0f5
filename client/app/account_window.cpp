// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/app/account_window.h"

#include "client/core/known_servers.h"
#include "client/core/token_vault.h"
#include "client/ui/platform/ui_settings.h"
#include "common/base/log_categories.h"
#include "common/net/pin.h"

#include <QtCore/QPointer>
#include <QtCore/QSysInfo>

namespace rookery::app {

using namespace client;

AccountWindow::AccountWindow(const Services &services, const AccountRecord &account,
                             std::unique_ptr<AccountSession> session)
    : m_services(services), m_account(account), m_session(std::move(session)), m_viewModel(*m_session, services.clock),
      m_notices(*m_session, m_viewModel), m_window({services.theme, services.settings, m_links}, m_viewModel)
{
    m_window.setWindowIcon(ui::programIcon(services.theme, false));
    connectSession();
    connectWindow();
    connectNotices();
}

AccountWindow::~AccountWindow() = default;

AccountSettings AccountWindow::settingsOf(const Services &services, const AccountRecord &account)
{
    AccountSettings settings;
    settings.directory = services.profile.accountDirectory(account);
    settings.address = account.address;
    // Another account of this profile may have seen the key renewed.
    const KnownServer *known = services.known.byId(account.serverId);
    settings.pin = known ? known->pin : account.pin;
    settings.authorityFile = services.known.authorityFileFor(account.serverId, account.address);
    settings.serverId = account.serverId;
    settings.deviceId = services.profile.deviceId();
    settings.deviceName = QSysInfo::machineHostName();
    settings.clientName = QStringLiteral("rookery");
    settings.userName = account.userName;
    return settings;
}

void AccountWindow::connectSession()
{
    connect(m_session.get(), &AccountSession::tokenIssued, this, &AccountWindow::keepToken);
    connect(m_session.get(), &AccountSession::keyRenewed, this, &AccountWindow::onKeyRenewed);
    connect(m_session.get(), &AccountSession::problem, this, [this](const Error &error) { m_problem = error; });
    connect(
        m_session.get(), &AccountSession::stateChanged, this,
        [this](AccountSession::State state) {
            if (state == AccountSession::State::SignedOut)
                Q_EMIT ended(m_isSigningOut ? Error(ErrorCode::None) : m_problem);
        },
        Qt::QueuedConnection); // The problem may be told after the state, and whoever hears this destroys us.
}

void AccountWindow::onKeyRenewed(const QByteArray &pin)
{
    m_account.pin = pin;
    Result<Done> kept = m_services.known.remember(m_account.serverId, m_account.address, pin, m_account.serverName);
    if (kept)
        kept = m_services.profile.remember(m_account);
    // The old key still vouches for the new one the next time.
    if (!kept)
        qCWarning(lcUi, "the renewed key is not kept: %s", qUtf8Printable(describe(kept.error())));
    m_notifications.show(ConversationId(), tr("The server has a new key"),
                         tr("Its old key has signed it, so there is nothing to do. The new words are: %1")
                             .arg(phraseOf(pin).join(u' ')));
}

void AccountWindow::connectWindow()
{
    connect(&m_window, &ui::MainWindow::closed, this, &AccountWindow::onClosed);
    connect(&m_window, &ui::MainWindow::quitRequested, this, &AccountWindow::quitRequested);
    connect(&m_window, &ui::MainWindow::signOutRequested, this, [this] {
        m_isSigningOut = true;
        m_services.vault.remove(m_account.key());
        m_viewModel.signOut();
    });
}

void AccountWindow::connectNotices()
{
    connect(&m_notices, &NotificationViewModel::notify, this,
            [this](ConversationId conversation, const QString &title, const QString &body) {
                m_lastNotified = conversation;
                m_notifications.show(conversation, title, body);
            });
    connect(&m_notices, &NotificationViewModel::withdraw, &m_notifications, &ui::Notifications::withdraw);
    connect(&m_notifications, &ui::Notifications::activated, this, [this](ConversationId conversation) {
        bringToFront();
        m_viewModel.openConversation(conversation);
    });
}

void AccountWindow::startByVault()
{
    const QPointer<AccountWindow> guard(this);
    m_services.vault.load(m_account.key(), [guard](const Result<QByteArray> &token) {
        if (!guard)
            return;
        if (token)
            guard->m_session->start(*token);
        else
            Q_EMIT guard->ended(Error(ErrorCode::TokenExpired));
    });
}

void AccountWindow::show(FirstShow first)
{
    if (first == FirstShow::Visible || !ui::Tray::isAvailable())
        m_window.show();
    m_tray = std::make_unique<ui::Tray>(m_services.theme, m_viewModel, m_notices);
    m_notifications.setFallback(
        [this](const QString &title, const QString &text) { m_tray->showMessage(title, text); });
    connect(m_tray.get(), &ui::Tray::toggleRequested, this, &AccountWindow::toggle);
    connect(m_tray.get(), &ui::Tray::openRequested, this, &AccountWindow::bringToFront);
    connect(m_tray.get(), &ui::Tray::quitRequested, this, &AccountWindow::quitRequested);
    connect(m_tray.get(), &ui::Tray::messageClicked, this, [this] {
        bringToFront();
        m_viewModel.openConversation(m_lastNotified);
    });
    m_tray->show();
}

void AccountWindow::bringToFront()
{
    m_window.bringToFront();
}

void AccountWindow::stop()
{
    m_viewModel.closeConversation(); // Its draft is kept.
    m_session->stop();
}

void AccountWindow::onClosed()
{
    if (!m_services.settings.keepsRunning() || !ui::Tray::isAvailable()) {
        Q_EMIT quitRequested();
        return;
    }
    if (m_services.settings.isTrayExplained())
        return;
    m_services.settings.setTrayExplained();
    m_notifications.show(ConversationId(), tr("Rookery goes on running"),
                         tr("You still get messages. Open it or quit from its icon in the tray."));
}

void AccountWindow::toggle()
{
    if (m_window.isVisible() && !m_window.isMinimized() && m_window.isActiveWindow())
        m_window.hide();
    else
        bringToFront();
}

void AccountWindow::keepToken(const QByteArray &token)
{
    if (token.isEmpty()) {
        m_services.vault.remove(m_account.key());
        return;
    }
    const auto keep = m_account.keepSignedIn ? TokenVault::Keep::Safely : TokenVault::Keep::InMemory;
    m_services.vault.store(m_account.key(), token, keep, [](const Result<TokenVault::Place> &stored) {
        if (!stored)
            qCWarning(lcUi, "you will have to sign in again next time: %s", qUtf8Printable(describe(stored.error())));
    });
}

} // namespace rookery::app
