// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One account's database on this computer: people, conversations, events, drafts and the outbox. The server's log is
// the truth, so all but the outbox could be fetched again. Transactions and durability: cache_database.h.
// Client's main thread.
#pragma once

#include "client/core/cache_database.h"
#include "client/core/types.h"

#include <QtCore/QHash>

#include <optional>

namespace rookery::client {

class LocalCache final : public CacheDatabase {
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
    enum class Order { Oldest, Newest };

    /// Which events count.
    enum class Kind { Any, Message };

    LocalCache(QString directory, Clock &clock) : CacheDatabase(std::move(directory), clock) {}

    QByteArray setting(const QString &key) const;
    void setSetting(const QString &key, const QByteArray &value);

    QList<StoredUser> users() const;
    void storeUser(const StoredUser &user);
    void clearUsers();

    QList<StoredConversation> conversations() const;
    void storeConversation(const StoredConversation &conversation);

    /// False when the disk refused one: then what is in the cache must not be counted as received.
    bool storeEvents(const QList<wire::Event> &events);
    /// Programs that have shown more have then shown up to that seq.
    void removeEventsAfter(ConversationId id, quint64 seq);
    /// At most limit events with seq in [from, to], ascending: the oldest or the newest of them.
    QList<wire::Event> events(ConversationId id, quint64 from, quint64 to, int limit, Order order) const;
    bool hasEvent(ConversationId id, quint64 seq) const;
    std::optional<wire::Event> newest(ConversationId id, Kind kind) const;
    /// Messages not by self with seq in [from, to].
    quint32 countMessagesOfOthers(ConversationId id, quint64 from, quint64 to, UserId self) const;

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
