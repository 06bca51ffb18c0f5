// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Who exists and who talks with whom, in memory: read once from the store, then kept in step by the callbacks of
// committed writes, which come in commit order. Lives on the network thread.
//
// Invariant: a change is put in here only after it is on disk (cursors excepted: they only move forward).
#pragma once

#include "server/core/store.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

namespace rookery::server {

class Directory {
public:
    void load(DirectoryRecords records);

    const UserRecord *user(UserId id) const;
    const UserRecord *userByName(const QString &name) const;
    QList<UserRecord> users() const { return m_users.values(); }
    qsizetype userCount() const { return m_users.size(); }
    /// A new person, or the new state of a known one.
    void put(const UserRecord &user);
    void setLastSeen(UserId id, qint64 lastSeenMs);

    const ConversationRecord *conversation(ConversationId id) const;
    QList<ConversationRecord> conversations() const { return m_conversations.values(); }
    QList<ConversationId> conversationsOf(UserId user) const;
    bool isMember(ConversationId id, UserId user) const;
    /// Nothing where that person is not in it.
    std::optional<wire::MemberRole> roleOf(ConversationId id, UserId user) const;
    /// A new conversation, or the new state of a known one.
    void put(const ConversationRecord &conversation);
    void setLastSeq(ConversationId id, quint64 seq);
    /// Moves cursors forward; returns the member as it is then, nothing when neither moved.
    std::optional<MemberRecord> moveCursor(ConversationId id, UserId user, quint64 deliveredSeq, quint64 readSeq);

private:
    QHash<UserId, UserRecord> m_users;
    QHash<QString, UserId> m_userNames; // case folded
    QHash<ConversationId, ConversationRecord> m_conversations;
    QHash<UserId, QSet<ConversationId>> m_memberships;
};

// The same records as they go over the wire.
wire::User toWire(const UserRecord &user);
/// As one member sees it, with that many unread messages.
wire::Conversation toWire(const ConversationRecord &conversation, quint32 unread, bool left = false);

} // namespace rookery::server
