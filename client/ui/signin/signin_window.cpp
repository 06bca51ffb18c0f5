// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/signin/signin_window.h"

#include "client/ui/error_text.h"
#include "client/ui/signin/account_form.h"
#include "client/ui/signin/server_picker.h"
#include "client/ui/signin/trust_panel.h"
#include "client/ui/widgets/text_label.h"

#include <QtGui/QResizeEvent>
#include <QtGui/QScreen>
#include <QtGui/QShortcut>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

namespace {

using client::SignInViewModel;
using State = SignInViewModel::State;

/// Layouts tell each other level by level, over several rounds of the event loop; less than a frame or two.
constexpr int settleMs = 20;
constexpr int columnWidth = 320 + 2 * ServerPicker::sideMargin;

/// Which part of the form an answer is about; General where it is none in particular.
AccountForm::Part formPart(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NameTaken:
    case ErrorCode::BadName:
        return AccountForm::Part::Name;
    case ErrorCode::BadCredentials:
    case ErrorCode::BadPassword:
    case ErrorCode::RateLimited:
        return AccountForm::Part::Password;
    case ErrorCode::InviteNeeded:
        return AccountForm::Part::Invite;
    default:
        return AccountForm::Part::General;
    }
}

bool isAboutConnection(ErrorCode code)
{
    switch (code) {
    case ErrorCode::CannotReach:
    case ErrorCode::UnknownHost:
    case ErrorCode::NotRookery:
    case ErrorCode::CertificateRefused:
    case ErrorCode::TimedOut:
    case ErrorCode::Disconnected:
    case ErrorCode::ShuttingDown:
    case ErrorCode::BadAddress:
    case ErrorCode::PortInUse:
    case ErrorCode::BadConfiguration:
    case ErrorCode::FolderUnwritable:
        return true;
    default:
        return false;
    }
}

} // namespace

SignInWindow::SignInWindow(const Theme &theme, SignInViewModel &model, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_model(model)
{
    setWindowTitle(tr("Sign in - Rookery"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/rookery.svg")));
    setAutoFillBackground(true);
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(makeContent());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);

    // A widget hides at once, but the layouts around it hear of it by one event each: measured before all of them are
    // through, the window would grow by what is no longer there.
    m_settled.setSingleShot(true);
    m_settled.setInterval(settleMs);
    connect(&m_settled, &QTimer::timeout, this, &SignInWindow::growToContent);
    connectModel();
    connectParts();
    m_form->setName(model.rememberedName());
    showServer();
    showState();
    showError();
    resize(theme.grown(measure::signInWidth), measure::signInHeight);
    setMinimumSize(measure::signInWidth - measure::space32, measure::windowMinimumHeight - measure::space32);
}

QWidget *SignInWindow::makeContent()
{
    m_content = new QWidget;
    m_content->installEventFilter(this);
    auto *centre = new QHBoxLayout(m_content);
    centre->setContentsMargins(measure::space24, measure::space24, measure::space24, measure::space24);
    m_column = new QWidget(m_content);
    auto *column = new QVBoxLayout(m_column);
    column->setContentsMargins(0, 0, 0, 0);
    m_formPage = makeFormPage();
    m_trustPanel = new TrustPanel(m_theme, m_column);
    m_trustPanel->hide();
    column->addWidget(m_formPage);
    column->addWidget(m_trustPanel);
    column->addStretch(1);
    centre->addStretch(1);
    centre->addWidget(m_column, 100);
    centre->addStretch(1);
    m_column->setMaximumWidth(m_theme.grown(columnWidth));
    return m_content;
}

QWidget *SignInWindow::makeFormPage()
{
    auto *page = new QWidget(m_column);
    m_logo = new QLabel(page);
    m_logo->setTextFormat(Qt::PlainText);
    m_logo->setAlignment(Qt::AlignCenter);
    m_heading = new TextLabel(m_theme, FontRole::Heading, Token::Text, page);
    m_subtitle = new TextLabel(m_theme, FontRole::Body, Token::Text2, page);
    for (TextLabel *label : {m_heading, m_subtitle}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_picker = new ServerPicker(m_theme, page);
    m_form = new AccountForm(m_theme, page);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_logo);
    column->addSpacing(measure::space12);
    column->addWidget(m_heading);
    column->addWidget(m_subtitle);
    column->addSpacing(measure::space16);
    column->addWidget(m_picker);
    column->addSpacing(measure::space12);
    auto *inset = new QVBoxLayout;
    inset->setContentsMargins(ServerPicker::sideMargin, 0, ServerPicker::sideMargin, 0);
    inset->addWidget(m_form);
    column->addLayout(inset);
    setTabOrder(&m_picker->lastTabStop(), &m_form->firstTabStop());
    showLogo();
    showHeading();
    return page;
}

void SignInWindow::connectModel()
{
    m_picker->setServers(m_model.servers());
    connect(&m_model, &SignInViewModel::stateChanged, this, &SignInWindow::showState);
    connect(&m_model, &SignInViewModel::serverChanged, this, &SignInWindow::showServer);
    connect(&m_model, &SignInViewModel::errorChanged, this, &SignInWindow::showError);
    connect(&m_model, &SignInViewModel::retrySecondsChanged, this, &SignInWindow::showError);
    connect(&m_model, &SignInViewModel::scanningChanged, this, [this] { m_picker->setScanning(m_model.isScanning()); });
    m_picker->setScanning(m_model.isScanning());
}

void SignInWindow::connectParts()
{
    connect(m_picker, &ServerPicker::rescanRequested, this, [this] { m_model.rescan(); });
    connect(m_picker, &ServerPicker::serverChosen, this, [this](int row) {
        m_lastAddress.clear();
        m_model.selectServer(row);
    });
    connect(m_picker, &ServerPicker::addressEntered, this, [this](const QString &address) {
        m_lastAddress = address;
        m_model.connectToAddress(address);
    });
    connect(m_picker, &ServerPicker::localServerRequested, this, [this] { m_model.startLocalServer(); });
    connect(m_picker, &ServerPicker::retryRequested, this, &SignInWindow::retry);
    connect(m_form, &AccountForm::submitted, this, &SignInWindow::submit);
    connect(m_form, &AccountForm::modeChanged, this, &SignInWindow::showHeading);
    connect(m_trustPanel, &TrustPanel::trusted, this, [this] { m_model.trust(); });
    connect(m_trustPanel, &TrustPanel::cancelled, this, [this] {
        m_submitWhenReady = false;
        m_model.cancelTrust();
    });
    connect(&m_theme, &Theme::changed, this, [this] {
        m_column->setMaximumWidth(m_theme.grown(columnWidth));
        showLogo();
        m_settled.start();
    });
    auto *rescan = new QShortcut(QKeySequence(Qt::Key_F5), this);
    connect(rescan, &QShortcut::activated, this, [this] { m_model.rescan(); });
}

void SignInWindow::showState()
{
    const State state = m_model.state();
    const client::SignInServer server = m_model.server();
    const bool asksTrust = state == State::TrustNeeded || state == State::KeyChanged;
    const bool formWasHidden = m_formPage->isHidden();
    m_formPage->setVisible(!asksTrust);
    if (asksTrust) {
        const QString where = server.name.isEmpty() ? server.host
                                                    : QStringLiteral("%1 · %2").arg(server.name, server.host);
        m_trustPanel->show(state == State::TrustNeeded ? TrustPanel::Kind::FirstUse : TrustPanel::Kind::KeyChanged,
                           where, server.phrase, server.fingerprint);
    } else {
        m_trustPanel->hide();
        if (formWasHidden)
            m_form->focusFirstEmpty();
    }
    m_picker->setBusy(state == State::Connecting || state == State::Submitting);
    m_form->setSubmitting(state == State::Submitting);
    m_form->setSubmitEnabled(state != State::Submitting && m_model.retrySeconds() == 0);
    showServer();
    if (state == State::Ready && m_submitWhenReady) {
        m_submitWhenReady = false;
        submit();
    } else if (state == State::Choosing) {
        m_submitWhenReady = false;
    } else if (state == State::Done) {
        Q_EMIT signedIn();
    }
}

void SignInWindow::showServer()
{
    const client::SignInServer server = m_model.server();
    const State state = m_model.state();
    const bool connected = state == State::Ready || state == State::Submitting;
    m_picker->setChosenRow(m_model.selectedServer());
    m_form->setRegistrationOffered(!connected || server.registrationAllowed);
    m_form->setInviteNeeded(server.inviteNeeded);
    if (state == State::Connecting)
        m_form->setTrust(AccountForm::Trust::Connecting);
    else if (connected)
        m_form->setTrust(server.isKnown ? AccountForm::Trust::Known : AccountForm::Trust::New);
    else
        m_form->setTrust(AccountForm::Trust::None);
    showHeading();
}

void SignInWindow::showHeading()
{
    const client::SignInServer server = m_model.server();
    const QString where = server.name.isEmpty() ? server.host : server.name;
    const bool create = m_form->mode() == AccountForm::Mode::CreateAccount;
    m_heading->setText(create ? tr("Create an account") : tr("Sign in to Rookery"));
    // A server that is in the list is marked there; one reached by its address is only named here.
    const bool byAddress = m_model.selectedServer() < 0 && !where.isEmpty();
    m_subtitle->setText(byAddress ? tr("On %1").arg(where) : tr("Choose a server of this network"));
}

void SignInWindow::showError()
{
    const Error error = m_model.error();
    const client::SignInServer server = m_model.server();
    const int seconds = m_model.retrySeconds();
    m_form->setSubmitEnabled(m_model.state() != State::Submitting && seconds == 0);
    const bool waits = error.code == ErrorCode::RateLimited;
    if (error.code == ErrorCode::None || (waits && seconds == 0)) {
        m_picker->setError(QString());
        m_form->clearErrors();
        return;
    }
    const QString text = errorText(error, {server.host, server.port, m_form->entry().name, seconds});
    if (isAboutConnection(error.code)) {
        m_form->clearErrors();
        showConnectionError(text);
        return;
    }
    if (error.code == ErrorCode::KeyChanged || error.code == ErrorCode::NotTrusted)
        return; // the trust panel says it
    m_picker->setError(QString());
    m_form->setError(formPart(error.code), text);
}

void SignInWindow::showConnectionError(const QString &text)
{
    m_picker->setError(text);
    if (m_model.error().code == ErrorCode::BadAddress)
        m_picker->showAddressEntry();
}

void SignInWindow::submit()
{
    const State state = m_model.state();
    if (state != State::Ready) {
        const bool chosen = m_model.selectedServer() >= 0 || !m_model.server().host.isEmpty();
        if (!chosen) {
            m_picker->setError(tr("Choose a server first."));
            return;
        }
        m_submitWhenReady = true;
        if (state == State::Choosing)
            retry();
        return;
    }
    const AccountForm::Entry entry = m_form->entry();
    const auto keep = entry.keepSignedIn ? client::KeepSignedIn::Yes : client::KeepSignedIn::No;
    m_form->clearErrors();
    if (m_form->mode() == AccountForm::Mode::SignIn)
        m_model.signIn(entry.name, entry.password, keep);
    else
        m_model.createAccount(entry.name, entry.displayName.isEmpty() ? entry.name : entry.displayName, entry.password,
                              entry.invite, keep);
}

void SignInWindow::retry()
{
    if (m_model.selectedServer() >= 0)
        m_model.selectServer(m_model.selectedServer());
    else if (!m_lastAddress.isEmpty())
        m_model.connectToAddress(m_lastAddress);
    else
        m_model.startLocalServer();
}

void SignInWindow::showLogo()
{
    const int size = m_theme.grown(measure::signInLogo);
    m_logo->setPixmap(QIcon(QStringLiteral(":/icons/rookery.svg")).pixmap(QSize(size, size), devicePixelRatioF()));
}

void SignInWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_settled.start();
    if (m_trustPanel->isHidden())
        m_form->focusFirstEmpty();
}

void SignInWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (isVisible() && event->spontaneous())
        m_resizedByPerson = true;
}

bool SignInWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_content && event->type() == QEvent::LayoutRequest)
        m_settled.start();
    return QWidget::eventFilter(watched, event);
}

/// The window grows with what it has to show, as far as the screen goes, until somebody has set its size.
void SignInWindow::growToContent()
{
    if (m_resizedByPerson || !isVisible())
        return;
    const int wanted = m_theme.grown(measure::signInWidth);
    const int height = m_content->layout()->hasHeightForWidth() ? m_content->layout()->totalHeightForWidth(wanted)
                                                                : m_content->sizeHint().height();
    const QSize available = screen()->availableSize() * 9 / 10;
    const QSize target = QSize(wanted, height).expandedTo(size()).boundedTo(available).expandedTo(minimumSize());
    if (target == size())
        return;
    resize(target);
}

} // namespace rookery::ui
