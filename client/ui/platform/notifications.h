// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Notifications by the desktop's own service (org.freedesktop.Notifications), one per conversation, each replacing the
// one before. Their text is data: escaped, for servers may read markup. Without a service the caller's fallback shows
// them. Never waits for the bus. GUI thread.
#pragma once

#include "common/base/ids.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <functional>

class QDBusPendingCallWatcher;

namespace rookery::ui {

class Notifications : public QObject {
    Q_OBJECT

public:
    using Fallback = std::function<void(const QString &title, const QString &text)>;

    explicit Notifications(QObject *parent = nullptr);

    void setFallback(Fallback fallback) { m_fallback = std::move(fallback); }
    void show(ConversationId conversation, const QString &title, const QString &body);
    void withdraw(ConversationId conversation);

    /// Text as the service's markup shows it unchanged.
    static QString escaped(const QString &text);

Q_SIGNALS:
    /// The person has clicked the notification of that conversation.
    void activated(rookery::ConversationId conversation);

private Q_SLOTS:
    void onActionInvoked(uint id, const QString &action);
    void onClosed(uint id, uint reason);

private:
    void connectToService();

    Fallback m_fallback;
    QHash<ConversationId, uint> m_shown;
    bool m_isConnected = false;
};

} // namespace rookery::ui
