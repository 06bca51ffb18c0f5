// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Decides which arriving messages are worth a notification, and in which words: none for what one is looking at, none
// while busy, one per conversation that is replaced by the next. Main thread.
#pragma once

#include "client/core/types.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

namespace rookery::client {

class AccountSession;
class MainViewModel;

class NotificationViewModel : public QObject {
    Q_OBJECT

public:
    NotificationViewModel(AccountSession &session, MainViewModel &main, QObject *parent = nullptr);

    /// "3 unread from Alice, Line 4", or the program's name.
    QString trayText() const;

Q_SIGNALS:
    /// Plain text; body may have several lines.
    void notify(rookery::ConversationId conversation, const QString &title, const QString &body);
    /// What was notified of that conversation has been read.
    void withdraw(rookery::ConversationId conversation);

private:
    void onArrived(ConversationId conversation, const QList<wire::Event> &messages);
    QString titleOf(const ConversationSummary &summary) const;
    void onConversationChanged(ConversationId conversation);

    AccountSession &m_session;
    MainViewModel &m_main;
    QHash<ConversationId, int> m_waiting; ///< Messages since the last time it was read.
};

} // namespace rookery::client
