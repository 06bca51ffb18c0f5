// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/viewmodels/notification_viewmodel.h"

#include "client/core/account_session.h"
#include "client/models/message_text.h"
#include "client/models/person_text.h"
#include "client/viewmodels/main_viewmodel.h"
#include "common/base/bytes.h"

#include <algorithm>

namespace rookery::client {

namespace {

constexpr int titleCharacters = 40;

} // namespace

NotificationViewModel::NotificationViewModel(AccountSession &session, MainViewModel &main, QObject *parent)
    : QObject(parent), m_session(session), m_main(main)
{
    connect(&session.log(), &EventLog::arrived, this, &NotificationViewModel::onArrived);
    connect(&session.conversations(), &ConversationBook::conversationChanged, this,
            &NotificationViewModel::onConversationChanged);
}

QString NotificationViewModel::trayText() const
{
    const quint32 unread = m_session.conversations().totalUnread();
    if (unread == 0)
        return tr("Rookery");
    QStringList names;
    constexpr qsizetype shown = 3;
    QList<ConversationSummary> summaries = m_session.conversations().conversations();
    summaries.removeIf([](const ConversationSummary &summary) { return summary.unread == 0; });
    std::sort(summaries.begin(), summaries.end(),
              [](const auto &a, const auto &b) { return a.lastActivityMs > b.lastActivityMs; });
    for (const ConversationSummary &summary : summaries.first(std::min(summaries.size(), shown)))
        names.append(previewText(titleOf(summary), titleCharacters));
    return tr("%1 unread from %2").arg(unread).arg(names.join(tr(", ", "between names")));
}

QString NotificationViewModel::titleOf(const ConversationSummary &summary) const
{
    return summary.kind == wire::CONVERSATION_GROUP ? summary.title
                                                    : personName(m_session.roster().person(summary.peer));
}

void NotificationViewModel::onArrived(ConversationId conversation, const QList<wire::Event> &messages)
{
    const bool isLookedAt = m_main.isWindowActive() && m_main.currentId() == conversation;
    if (messages.isEmpty() || isLookedAt || m_main.chosenPresence() == wire::PRESENCE_BUSY)
        return;
    const ConversationSummary summary = m_session.conversations().conversation(conversation);
    const wire::Event &newest = messages.last();
    const QString sender = personName(m_session.roster().person(UserId(newest.sender_id())));
    const bool isGroup = summary.kind == wire::CONVERSATION_GROUP;
    const int waiting = m_waiting[conversation] += int(messages.size());
    QString body = previewText(toText(newest.message().text()));
    if (isGroup)
        body = tr("%1: %2", "sender and message").arg(sender, body);
    const QString name = titleOf(summary);
    const QString title = waiting > 1 ? tr("%1 (%2 new)", "conversation, messages").arg(name, QString::number(waiting))
                                      : name;
    Q_EMIT notify(conversation, title, body);
}

void NotificationViewModel::onConversationChanged(ConversationId conversation)
{
    if (m_session.conversations().conversation(conversation).unread == 0 && m_waiting.remove(conversation) > 0)
        Q_EMIT withdraw(conversation);
}

} // namespace rookery::client
