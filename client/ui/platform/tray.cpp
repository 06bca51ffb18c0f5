// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/platform/tray.h"

#include "client/ui/main/rail.h"
#include "client/ui/theme/controls.h"
#include "client/viewmodels/main_viewmodel.h"
#include "client/viewmodels/notification_viewmodel.h"

#include <QtGui/QPainter>
#include <QtWidgets/QMenu>

namespace rookery::ui {

namespace {

constexpr int blinkMs = 600;
constexpr int blinkSeconds = 6;

} // namespace

QIcon programIcon(const Theme &theme, bool dotted)
{
    QIcon icon;
    for (const int side : {22, 32, 48, 64}) {
        QPixmap pixmap = theme.icon(QStringLiteral("rookery"), Token::Accent, side, 1.0);
        if (dotted && !pixmap.isNull()) {
            QPainter painter(&pixmap);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.colour(Token::Badge));
            const qreal dot = side * 0.4;
            painter.drawEllipse(QRectF(side - dot, 0, dot, dot));
        }
        icon.addPixmap(pixmap);
    }
    return icon;
}

Tray::Tray(const Theme &theme, client::MainViewModel &main, client::NotificationViewModel &notifications,
           QObject *parent)
    : QObject(parent), m_theme(theme), m_main(main), m_notifications(notifications), m_menu(std::make_unique<QMenu>())
{
    m_icon.setContextMenu(m_menu.get());
    m_blink.setInterval(blinkMs);
    connect(&m_blink, &QTimer::timeout, this, [this] {
        setIconDotted(!m_isDotted || m_blinksLeft <= 1);
        if (--m_blinksLeft <= 0)
            m_blink.stop();
    });
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            Q_EMIT toggleRequested();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::messageClicked);
    connect(&main, &client::MainViewModel::totalUnreadChanged, this, &Tray::refresh);
    connect(&main, &client::MainViewModel::selfChanged, this, &Tray::fillMenu);
    connect(&theme, &Theme::changed, this, [this] {
        fillMenu();
        setIconDotted(m_isDotted);
    });
    fillMenu();
    setIconDotted(false);
    refresh();
}

Tray::~Tray() = default;

void Tray::show()
{
    m_icon.show();
}

void Tray::showMessage(const QString &title, const QString &text)
{
    m_icon.showMessage(title, text, programIcon(m_theme, false));
}

void Tray::fillMenu()
{
    m_menu->clear();
    m_menu->addAction(tr("Open Rookery"), this, &Tray::openRequested);
    m_menu->addSeparator();
    addStatusActions(*m_menu, m_theme, m_main);
    m_menu->addSeparator();
    m_menu->addAction(tr("Quit"), this, &Tray::quitRequested);
}

// A new message alternates the icon for six seconds, then the dot stays: no endless flashing.
void Tray::refresh()
{
    const quint32 unread = m_main.totalUnread();
    m_icon.setToolTip(plainToolTip(m_notifications.trayText()));
    if (unread > m_shownUnread && !m_theme.isReducedMotion()) {
        m_blinksLeft = blinkSeconds * 1000 / blinkMs;
        m_blink.start();
    } else if (unread == 0) {
        m_blink.stop();
    }
    if (!m_blink.isActive())
        setIconDotted(unread > 0);
    m_shownUnread = unread;
}

void Tray::setIconDotted(bool dotted)
{
    m_isDotted = dotted;
    m_icon.setIcon(programIcon(m_theme, dotted));
}

} // namespace rookery::ui
