// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The first window: choose a server of this network, compare its words once, give a name and a password. Binds to a
// SignInViewModel and holds no state of its own but what is typed. Both arguments must outlive it. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"
#include "client/viewmodels/signin_viewmodel.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QLabel;
class QScrollArea;

namespace rookery::ui {

class AccountForm;
class ServerPicker;
class TextLabel;
class TrustPanel;

class SignInWindow : public QWidget {
    Q_OBJECT

public:
    SignInWindow(const Theme &theme, client::SignInViewModel &model, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The view model reached Done.
    void signedIn();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeContent();
    QWidget *makeFormPage();
    void connectModel();
    void connectParts();
    void showState();
    void showServer();
    void showError();
    void showConnectionError(const QString &text);
    void showHeading();
    void showLogo();
    void submit();
    void retry();
    void growToContent();

    const Theme &m_theme;
    client::SignInViewModel &m_model;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_content = nullptr;
    QWidget *m_column = nullptr;
    QWidget *m_formPage = nullptr;
    TrustPanel *m_trustPanel = nullptr;
    QLabel *m_logo = nullptr;
    TextLabel *m_heading = nullptr;
    TextLabel *m_subtitle = nullptr;
    ServerPicker *m_picker = nullptr;
    AccountForm *m_form = nullptr;
    QTimer m_settled;
    QString m_lastAddress;
    bool m_submitWhenReady = false;
    bool m_resizedByPerson = false;
};

} // namespace rookery::ui
