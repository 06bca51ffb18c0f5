// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The icon in the system tray: a click opens or hides the window; a dot and the tool tip tell of unread messages. Where
// the desktop has no tray it does nothing, and isAvailable() says so. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtCore/QTimer>
#include <QtWidgets/QSystemTrayIcon>

#include <memory>

class QMenu;

namespace rookery::client {
class MainViewModel;
class NotificationViewModel;
} // namespace rookery::client

namespace rookery::ui {

class Tray : public QObject {
    Q_OBJECT

public:
    Tray(const Theme &theme, client::MainViewModel &main, client::NotificationViewModel &notifications,
         QObject *parent = nullptr);
    ~Tray() override;

    static bool isAvailable() { return QSystemTrayIcon::isSystemTrayAvailable(); }
    void show();
    /// For desktops without a notification service; plain text.
    void showMessage(const QString &title, const QString &text);

Q_SIGNALS:
    /// The icon was clicked: open the window, or hide it.
    void toggleRequested();
    void openRequested();
    void quitRequested();
    /// What showMessage() showed was clicked.
    void messageClicked();

private:
    void fillMenu();
    void refresh();
    void setIconDotted(bool dotted);

    const Theme &m_theme;
    client::MainViewModel &m_main;
    client::NotificationViewModel &m_notifications;
    QSystemTrayIcon m_icon;
    std::unique_ptr<QMenu> m_menu;
    QTimer m_blink;
    quint32 m_shownUnread = 0;
    int m_blinksLeft = 0;
    bool m_isDotted = false;
};

/// The program's icon, with or without a red dot.
QIcon programIcon(const Theme &theme, bool dotted);

} // namespace rookery::ui
