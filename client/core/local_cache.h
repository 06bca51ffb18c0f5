// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One account's database on this computer: people, conversations, events (event_cache.h), drafts and the outbox. The server's log is
// the truth, so all but the outbox could be fetched again. Transactions and durability: cache_database.h.
// Client's main thread.
#pragma once

#include "client/core/event_cache.h"
#include "client/core/types.h"

#include <QtCore/QHash>

#include <optional>

namespace rookery::client {

class LocalCache final : public EventCache {
public:
    /// A conversation as it is kept: the server's words, and how many of its messages are unread.
    struct StoredConversation {
        wire::Conversation conversation;
        quint32 unread = 0;
        quint64 countedSeq = 0; ///< Up to here the server has counted the unread.
    };
    struct StoredUser {
        wire::User user;
        qint64 lastSeenMs = 0;
    };
    struct Cursor {
        quint64 delivered = 0;
        quint64 read = 0;
    };
    LocalCache(QString directory, Clock &clock) : EventCache(std::move(directory), clock) {}

    QByteArray setting(const QString &key) const;
    void setSetting(const QString &key, const QByteArray &value);

    QList<StoredUser> users() const;
    void storeUser(const StoredUser &user);
    void clearUsers();

    QList<StoredConversation> conversations() const;
    void storeConversation(const StoredConversation &conversation);

    /// In the order of adding.
    QList<OutboxEntry> outbox() const;
    /// Survives kill -9 and loss of power once it has returned. DiskFull or StoreUnavailable.
    Result<Done> addToOutbox(const OutboxEntry &entry);
    /// Refused for good; with ErrorCode::None to be sent again.
    void setOutboxError(const ClientId &id, const Error &error);
    void removeFromOutbox(const ClientId &id);

    QHash<ConversationId, QString> drafts() const;
    void setDraft(ConversationId id, const QString &text);

    QHash<ConversationId, Cursor> cursors() const;
    void storeCursor(ConversationId id, const Cursor &cursor);
    /// The server has it; kept when it has moved on meanwhile.
    void removeCursor(ConversationId id, const Cursor &confirmed);

    /// How far a program has shown a conversation; 0 at first. Goes back with the log only.
    quint64 mark(const QString &key, ConversationId id) const;
    void setMark(const QString &key, ConversationId id, quint64 seq);
};

} // namespace rookery::client
