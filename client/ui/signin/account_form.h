// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Name, password and the main button, for signing in and for making an account. Checks only that nothing is left
// empty; everything else is the server's to say. What was typed is kept whatever happens, except after success.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

class QCheckBox;
class QLabel;

namespace rookery::ui {

class Button;
class FormRow;
class PasswordField;
class Spinner;
class TextField;
class TextLabel;

class AccountForm : public QWidget {
    Q_OBJECT

public:
    enum class Mode { SignIn, CreateAccount };
    enum class Part { Name, Password, Invite, General };
    enum class Trust { None, Connecting, Known, New };

    struct Entry {
        QString name;
        QString displayName;
        QString password;
        QString invite;
        bool keepSignedIn = false;
    };

    explicit AccountForm(const Theme &theme, QWidget *parent = nullptr);

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    /// Whether the way between the two modes is offered.
    void setRegistrationOffered(bool offered);
    void setInviteNeeded(bool needed);

    void setName(const QString &name);
    Entry entry() const;
    /// To the first field that is still empty.
    void focusFirstEmpty();

    /// Puts the reason beside that part and the cursor into it, the text selected so that typing replaces it.
    void setError(Part part, const QString &text);
    void clearErrors();

    /// Off while the server is asked, and while it lets nobody try.
    void setSubmitEnabled(bool enabled);
    void setSubmitting(bool submitting);
    void setTrust(Trust trust);

    QWidget &firstTabStop() const;

Q_SIGNALS:
    void submitted();
    void modeChanged();

private:
    void makeFields();
    void makeFooter();
    void linkTabOrder();
    void submit();
    void showMode();
    void showTrustIcon();
    FormRow &rowOf(Part part) const;

    const Theme &m_theme;
    Mode m_mode = Mode::SignIn;
    Trust m_trust = Trust::None;
    bool m_inviteNeeded = false;
    bool m_submitting = false;
    TextField *m_name = nullptr;
    TextField *m_displayName = nullptr;
    PasswordField *m_password = nullptr;
    TextField *m_invite = nullptr;
    FormRow *m_nameRow = nullptr;
    FormRow *m_displayNameRow = nullptr;
    FormRow *m_passwordRow = nullptr;
    FormRow *m_inviteRow = nullptr;
    QCheckBox *m_keep = nullptr;
    TextLabel *m_generalError = nullptr;
    Button *m_submit = nullptr;
    Button *m_toggle = nullptr;
    Spinner *m_trustSpinner = nullptr;
    QLabel *m_trustIcon = nullptr;
    TextLabel *m_trustText = nullptr;
};

} // namespace rookery::ui
