// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/platform/notifications.h"

#include <QtCore/QVariantMap>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

namespace rookery::ui {

namespace {

constexpr QLatin1String service("org.freedesktop.Notifications");
constexpr QLatin1String path("/org/freedesktop/Notifications");

QDBusMessage callOf(const QString &method)
{
    return QDBusMessage::createMethodCall(service, path, service, method);
}

} // namespace

Notifications::Notifications(QObject *parent) : QObject(parent) {}

void Notifications::connectToService()
{
    if (std::exchange(m_isConnected, true))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(onActionInvoked(uint, QString)));
    bus.connect(service, path, service, QStringLiteral("NotificationClosed"), this, SLOT(onClosed(uint, uint)));
}

void Notifications::show(ConversationId conversation, const QString &title, const QString &body)
{
    if (!QDBusConnection::sessionBus().isConnected()) {
        if (m_fallback)
            m_fallback(title, body);
        return;
    }
    connectToService();
    const QStringList actions{QStringLiteral("default"), tr("Open")};
    const QVariantMap hints{{QStringLiteral("category"), QStringLiteral("im.received")},
                            {QStringLiteral("desktop-entry"), QStringLiteral("rookery")}};
    constexpr int serverDecides = -1;
    QDBusMessage call = callOf(QStringLiteral("Notify"));
    call << QStringLiteral("Rookery") << m_shown.value(conversation) << QStringLiteral("rookery") << title
         << escaped(body) << actions << hints << serverDecides;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, conversation, title, body] {
        const QDBusPendingReply<uint> reply = *watcher;
        watcher->deleteLater();
        if (!reply.isError())
            m_shown.insert(conversation, reply.value());
        else if (m_fallback)
            m_fallback(title, body);
    });
}

void Notifications::withdraw(ConversationId conversation)
{
    const uint id = m_shown.take(conversation);
    if (id == 0)
        return;
    QDBusMessage call = callOf(QStringLiteral("CloseNotification"));
    call << id;
    QDBusConnection::sessionBus().asyncCall(call);
}

QString Notifications::escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

void Notifications::onActionInvoked(uint id, const QString &)
{
    const ConversationId conversation = m_shown.key(id);
    if (!conversation.isNull())
        Q_EMIT activated(conversation);
}

void Notifications::onClosed(uint id, uint)
{
    m_shown.remove(m_shown.key(id));
}

} // namespace rookery::ui
