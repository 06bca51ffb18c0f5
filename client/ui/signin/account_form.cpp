// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/signin/account_form.h"

#include "client/ui/widgets/button.h"
#include "client/ui/widgets/fields.h"
#include "client/ui/widgets/form_row.h"
#include "client/ui/widgets/icon_button.h"
#include "client/ui/widgets/loading.h"
#include "client/ui/widgets/text_label.h"
#include "common/protocol/limits.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

AccountForm::AccountForm(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(measure::space12);
    makeFields();
    makeFooter();
    linkTabOrder();
    connect(&theme, &Theme::changed, this, &AccountForm::showTrustIcon);
    showMode();
    setTrust(Trust::None);
}

void AccountForm::makeFields()
{
    m_name = new TextField(m_theme);
    m_name->setMaxLength(limits::userNameCharacters);
    m_name->setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    m_displayName = new TextField(m_theme);
    m_displayName->setMaxLength(limits::displayNameCharacters);
    m_password = new PasswordField(m_theme);
    m_invite = new TextField(m_theme);
    m_nameRow = new FormRow(m_theme, tr("Name"), m_name, this);
    m_displayNameRow = new FormRow(m_theme, tr("Name that others see (optional)"), m_displayName, this);
    m_passwordRow = new FormRow(m_theme, tr("Password"), m_password, this);
    m_inviteRow = new FormRow(m_theme, tr("Invite"), m_invite, this);
    m_keep = new QCheckBox(tr("Keep me signed in"), this);
    m_keep->setChecked(true);
    m_generalError = new TextLabel(m_theme, FontRole::Secondary, Token::Danger, this);
    m_generalError->setWordWrap(true);
    m_generalError->hide();
    m_submit = new Button(m_theme, QString(), ButtonVariant::Primary, this);
    m_submit->setLeastHeight(measure::field);
    for (QWidget *row : std::initializer_list<QWidget *>{m_nameRow, m_displayNameRow, m_passwordRow, m_inviteRow,
                                                         m_keep, m_generalError, m_submit})
        layout()->addWidget(row);
    layout()->setAlignment(m_keep, Qt::AlignLeft); // else a click far right of its text would toggle it

    for (QLineEdit *field : std::initializer_list<QLineEdit *>{m_name, m_displayName, m_password, m_invite})
        connect(field, &QLineEdit::returnPressed, this, &AccountForm::submit);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameRow->setError(QString()); });
    connect(m_invite, &QLineEdit::textEdited, this, [this] { m_inviteRow->setError(QString()); });
    connect(m_password, &QLineEdit::textEdited, this, [this] {
        if (m_submit->isEnabled()) // else the reason counts down to the next try
            m_passwordRow->setError(QString());
    });
    connect(m_submit, &QPushButton::clicked, this, &AccountForm::submit);
}

void AccountForm::makeFooter()
{
    auto *footer = new QHBoxLayout;
    footer->setSpacing(measure::space8 - 2);
    m_toggle = new Button(m_theme, QString(), ButtonVariant::Link, this);
    m_trustSpinner = new Spinner(m_theme, this);
    m_trustIcon = new QLabel(this);
    m_trustIcon->setTextFormat(Qt::PlainText);
    m_trustText = new TextLabel(m_theme, FontRole::Secondary, Token::Text2, this);
    footer->addWidget(m_toggle);
    footer->addStretch(1);
    footer->addWidget(m_trustSpinner);
    footer->addWidget(m_trustIcon);
    footer->addWidget(m_trustText);
    static_cast<QVBoxLayout *>(layout())->addLayout(footer);
    connect(m_toggle, &QPushButton::clicked, this, [this] {
        setMode(m_mode == Mode::SignIn ? Mode::CreateAccount : Mode::SignIn);
        focusFirstEmpty();
    });
}

void AccountForm::linkTabOrder()
{
    QWidget *before = nullptr;
    for (QWidget *stop : std::initializer_list<QWidget *>{m_name, m_displayName, m_password, &m_password->eye(),
                                                          m_invite, m_keep, m_submit, m_toggle}) {
        if (before)
            setTabOrder(before, stop);
        before = stop;
    }
}

void AccountForm::setMode(Mode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    clearErrors();
    showMode();
    Q_EMIT modeChanged();
}

void AccountForm::setRegistrationOffered(bool offered)
{
    m_toggle->setVisible(offered || m_mode == Mode::CreateAccount);
}

void AccountForm::setInviteNeeded(bool needed)
{
    m_inviteNeeded = needed;
    showMode();
}

void AccountForm::showMode()
{
    const bool create = m_mode == Mode::CreateAccount;
    m_displayNameRow->setVisible(create);
    m_inviteRow->setVisible(create && m_inviteNeeded);
    m_toggle->setText(create ? tr("I have an account") : tr("Create account"));
    if (m_submitting)
        m_submit->setText(create ? tr("Creating account...") : tr("Signing in..."));
    else
        m_submit->setText(create ? tr("Create account") : tr("Sign in"));
}

void AccountForm::setName(const QString &name)
{
    m_name->setText(name);
}

AccountForm::Entry AccountForm::entry() const
{
    return {m_name->text().trimmed(), m_displayName->text().trimmed(), m_password->text(), m_invite->text().trimmed(),
            m_keep->isChecked()};
}

void AccountForm::focusFirstEmpty()
{
    QLineEdit *field = m_name->text().isEmpty() ? static_cast<QLineEdit *>(m_name) : m_password;
    field->setFocus(Qt::OtherFocusReason);
}

FormRow &AccountForm::rowOf(Part part) const
{
    if (part == Part::Invite && m_inviteRow->isVisibleTo(this))
        return *m_inviteRow;
    return part == Part::Name ? *m_nameRow : *m_passwordRow;
}

void AccountForm::setError(Part part, const QString &text)
{
    if (part == Part::General) {
        m_generalError->setText(text);
        m_generalError->setVisible(!text.isEmpty());
        return;
    }
    FormRow &row = rowOf(part);
    const bool isNew = row.error().isEmpty();
    row.setError(text);
    if (!isNew) // a countdown rewrites its text every second and leaves the cursor alone
        return;
    row.field().setFocus(Qt::OtherFocusReason);
    row.field().selectAll();
}

void AccountForm::clearErrors()
{
    for (FormRow *row : {m_nameRow, m_displayNameRow, m_passwordRow, m_inviteRow})
        row->setError(QString());
    setError(Part::General, QString());
}

void AccountForm::setSubmitEnabled(bool enabled)
{
    m_submit->setEnabled(enabled);
}

void AccountForm::setSubmitting(bool submitting)
{
    m_submitting = submitting;
    showMode();
}

void AccountForm::setTrust(Trust trust)
{
    m_trust = trust;
    m_trustSpinner->setVisible(trust == Trust::Connecting);
    m_trustText->setVisible(trust != Trust::None);
    switch (trust) {
    case Trust::None:
        break;
    case Trust::Connecting:
        m_trustText->setText(tr("Connecting..."));
        break;
    case Trust::Known:
        m_trustText->setText(tr("Secure, known server"));
        break;
    case Trust::New:
        m_trustText->setText(tr("New server"));
        break;
    }
    showTrustIcon();
}

void AccountForm::showTrustIcon()
{
    const bool known = m_trust == Trust::Known;
    m_trustIcon->setVisible(known || m_trust == Trust::New);
    m_trustIcon->setPixmap(m_theme.icon(known ? QStringLiteral("lock") : QStringLiteral("shield-alert"), Token::Text2,
                                        m_theme.grown(measure::inlineIcon), devicePixelRatioF()));
}

QWidget &AccountForm::firstTabStop() const
{
    return *m_name;
}

void AccountForm::submit()
{
    if (!m_submit->isEnabled())
        return;
    const Entry typed = entry();
    if (typed.name.isEmpty())
        return setError(Part::Name, tr("Enter your name."));
    if (typed.password.isEmpty()) {
        // Enter in the name goes on to the password; only a second Enter there is a mistake to speak of.
        if (m_name->hasFocus())
            return m_password->setFocus(Qt::OtherFocusReason);
        return setError(Part::Password, tr("Enter your password."));
    }
    if (m_inviteRow->isVisibleTo(this) && typed.invite.isEmpty())
        return setError(Part::Invite, tr("Enter the invite you were given."));
    Q_EMIT submitted();
}

} // namespace rookery::ui
