// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/theme/system_scheme.h"

#include "common/base/log_categories.h"

#include <QtCore/QFile>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtDBus/QDBusVariant>

namespace rookery::ui {

namespace {

constexpr QLatin1String portalService("org.freedesktop.portal.Desktop");
constexpr QLatin1String portalPath("/org/freedesktop/portal/desktop");
constexpr QLatin1String portalInterface("org.freedesktop.portal.Settings");
constexpr QLatin1String appearance("org.freedesktop.appearance");
constexpr QLatin1String colourScheme("color-scheme");
constexpr QLatin1String desktopInterface("org.gnome.desktop.interface");
constexpr QLatin1String animations("enable-animations");

/// Without an address libdbus would start a bus of its own through a helper program, and wait for it.
bool hasSessionBus()
{
    if (qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const QString folder = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !folder.isEmpty() && QFile::exists(folder + QStringLiteral("/bus"));
}

} // namespace

SystemScheme::SystemScheme(QObject *parent) : QObject(parent) {}

void SystemScheme::start()
{
    if (!hasSessionBus())
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        qCDebug(lcUi) << "no session bus: light or dark is taken from the palette";
        return;
    }
    bus.connect(portalService, portalPath, portalInterface, QStringLiteral("SettingChanged"), this,
                SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    read(appearance, colourScheme);
    read(desktopInterface, animations);
}

void SystemScheme::read(const QString &space, const QString &key)
{
    QDBusMessage call = QDBusMessage::createMethodCall(portalService, portalPath, portalInterface,
                                                       QStringLiteral("Read"));
    call << space << key;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, space, key] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        if (reply.isValid())
            apply(space, key, reply.value().variant());
    });
}

void SystemScheme::onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    apply(space, key, value.variant());
}

void SystemScheme::apply(const QString &space, const QString &key, QVariant value)
{
    // Read() of the portal's first version wraps the value in a second variant.
    if (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    if (space == appearance && key == colourScheme) {
        // 0 no preference, 1 dark, 2 light (org.freedesktop.impl.portal.Settings)
        const uint scheme = value.toUInt();
        // A desktop that offers only "default" and "dark" says 0 when it goes back to light.
        if (scheme == 1 || scheme == 2 || m_saidDark)
            Q_EMIT darkChanged(scheme == 1);
        m_saidDark = scheme == 1;
    } else if (space == desktopInterface && key == animations) {
        Q_EMIT reducedMotionChanged(!value.toBool());
    }
}

} // namespace rookery::ui
