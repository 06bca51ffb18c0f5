// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/app/application.h"

#include "client/ui/error_text.h"
#include "client/ui/signin/signin_window.h"
#include "client/ui/theme/system_scheme.h"
#include "common/base/log_categories.h"

#include <QtCore/QSysInfo>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMessageBox>

namespace rookery::app {

using namespace client;

namespace {

/// Time for the last frames to leave: cursors, the bye by UDP.
constexpr int farewellMs = 150;

} // namespace

Application::Application(const AppOptions &options, Profile &profile, ui::Theme &theme)
    : m_options(options), m_profile(profile), m_theme(theme),
      m_settings(profile.directory() + QStringLiteral("/windows.ini")), m_known(profile.knownServersPath()),
      m_vault(profile.tokensDirectory())
{
    QApplication::setQuitOnLastWindowClosed(false);
    applyLook();
    if (const Result<Done> loaded = m_known.load(); !loaded)
        qCWarning(lcUi, "known servers: %s", qUtf8Printable(describe(loaded.error())));
}

Application::~Application() = default;

void Application::applyLook()
{
    m_theme.setTextScale(m_settings.textScale());
    m_theme.setReducedMotion(m_settings.isReducedMotion());
    m_theme.setScheme(m_options.scheme.value_or(m_settings.scheme()));
}

void Application::start()
{
    const std::optional<AccountRecord> last = m_profile.lastAccount();
    const bool wantsOther = !m_options.link.isEmpty();
    if (last && last->keepSignedIn && !wantsOther && openAccount(*last)) {
        m_account->show(m_options.isHidden ? AccountWindow::FirstShow::InTray : AccountWindow::FirstShow::Visible);
        m_account->startByVault();
    } else {
        showSignIn(Error(ErrorCode::None));
        if (wantsOther)
            m_signIn->connectToAddress(addressOfLink(m_options.link));
    }
    // Opening the bus costs some ms: the first window is on screen before.
    QTimer::singleShot(0, this, &Application::followSystem);
}

void Application::followSystem()
{
    m_systemScheme = std::make_unique<ui::SystemScheme>();
    connect(m_systemScheme.get(), &ui::SystemScheme::darkChanged, &m_theme, &ui::Theme::setSystemDark);
    connect(m_systemScheme.get(), &ui::SystemScheme::reducedMotionChanged, &m_theme,
            &ui::Theme::setSystemReducedMotion);
    m_systemScheme->start();
}

void Application::ask(const QString &link)
{
    if (m_account) {
        m_account->bringToFront();
        return;
    }
    if (!m_signInWindow)
        return;
    m_signInWindow->showNormal();
    m_signInWindow->raise();
    m_signInWindow->activateWindow();
    const QString address = addressOfLink(link);
    if (!address.isEmpty())
        m_signIn->connectToAddress(address);
}

void Application::showSignIn(const Error &reason)
{
    Link::Settings link;
    link.deviceId = m_profile.deviceId();
    link.deviceName = QSysInfo::machineHostName();
    link.clientName = QStringLiteral("rookery");
    m_signIn = std::make_unique<LiveSignInViewModel>(m_profile, m_known, m_vault, m_clock, m_random, link);
    if (reason.code != ErrorCode::None)
        m_signIn->setError(reason);
    m_signInWindow = std::make_unique<ui::SignInWindow>(m_theme, *m_signIn);
    m_signInWindow->setWindowIcon(ui::programIcon(m_theme, false));
    connect(m_signInWindow.get(), &ui::SignInWindow::signedIn, this, &Application::onSignedIn, Qt::QueuedConnection);
    // Without an account there is nothing to keep running for.
    m_signInWindow->setAttribute(Qt::WA_QuitOnClose);
    QApplication::setQuitOnLastWindowClosed(true);
    m_signInWindow->show();
}

void Application::onSignedIn()
{
    const std::unique_ptr<LiveSignInViewModel::SignedInAccount> signedIn = m_signIn->takeAccount();
    if (!signedIn || !openAccount(signedIn->account))
        return;
    m_account->show(AccountWindow::FirstShow::Visible);
    m_account->session().start(signedIn->signedIn, std::move(signedIn->link));
    m_signInWindow.reset();
    m_signIn.reset();
}

bool Application::openAccount(const AccountRecord &account)
{
    auto session = std::make_unique<AccountSession>(AccountWindow::settingsOf(services(), account), m_clock, m_random);
    if (const Result<Done> opened = session->open(); !opened) {
        qCWarning(lcUi, "account: %s", qUtf8Printable(describe(opened.error())));
        QMessageBox box(QMessageBox::Warning, tr("Rookery"), ui::errorText(opened.error()), QMessageBox::Close);
        box.setTextFormat(Qt::PlainText);
        box.exec();
        return false;
    }
    QApplication::setQuitOnLastWindowClosed(false);
    m_account = std::make_unique<AccountWindow>(services(), account, std::move(session));
    connect(m_account.get(), &AccountWindow::ended, this, &Application::leaveAccount, Qt::QueuedConnection);
    connect(m_account.get(), &AccountWindow::quitRequested, this, &Application::quit, Qt::QueuedConnection);
    return true;
}

void Application::leaveAccount(const Error &reason)
{
    if (!m_account)
        return;
    showSignIn(reason);
    m_account.reset();
}

void Application::quit()
{
    if (m_account)
        m_account->stop();
    for (QWidget *window : QApplication::topLevelWidgets())
        window->hide();
    QTimer::singleShot(farewellMs, qApp, &QCoreApplication::quit);
}

AccountWindow::Services Application::services()
{
    return {m_clock, m_random, m_theme, m_settings, m_profile, m_known, m_vault};
}

} // namespace rookery::app
