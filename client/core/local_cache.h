// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One account's database on this computer: people, conversations, events, drafts and the outbox. The server's log is
// the truth, so all but the outbox could be fetched again.
//   1. A write is seen by later reads at once; the writes of one turn of the event loop are one transaction.
//   2. addToOutbox() returns after its transaction is committed and synced (synchronous=FULL): kill -9 or loss of
//      power afterwards loses no message. Other commits survive kill -9 (WAL).
//   3. A database of a newer release is refused and left as it is.
// Several programs may have the same database open. Client's main thread.
#pragma once

#include "client/core/types.h"
#include "common/base/result.h"

#include <QtCore/QHash>
#include <QtCore/QTimer>

#include <memory>
#include <optional>

namespace rookery {
class Clock;
}

namespace rookery::client {

class LocalCache {
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

    /// The database is cache.sqlite in that folder.
    LocalCache(QString directory, Clock &clock);
    ~LocalCache();

    /// FolderUnwritable, StoreNewer, StoreUnavailable.
    Result<Done> open();
    /// Ends the transaction of this turn now. DiskFull or StoreUnavailable.
    Result<Done> commit();

    QByteArray setting(const QString &key) const;
    void setSetting(const QString &key, const QByteArray &value);

    QList<StoredUser> users() const;
    void storeUser(const StoredUser &user);
    void clearUsers();

    QList<StoredConversation> conversations() const;
    void storeConversation(const StoredConversation &conversation);

    /// False when the disk refused one: then what is in the cache must not be counted as received.
    bool storeEvents(const QList<wire::Event> &events);
    /// At most limit events with seq in [from, to], ascending: the oldest or the newest of them.
    QList<wire::Event> events(ConversationId id, quint64 from, quint64 to, int limit, Order order) const;
    bool hasEvent(ConversationId id, quint64 seq) const;
    /// 0 when there is none.
    quint64 newestSeq(ConversationId id) const;
    std::optional<wire::Event> newestEvent(ConversationId id) const;
    std::optional<wire::Event> newestMessage(ConversationId id) const;
    /// Messages not by self with seq in [from, to].
    quint32 countMessagesOfOthers(ConversationId id, quint64 from, quint64 to, UserId self) const;

    /// In the order of adding.
    QList<OutboxEntry> outbox() const;
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

    /// How far a program has shown a conversation; 0 at first. Never goes back.
    quint64 mark(const QString &key, ConversationId id) const;
    void setMark(const QString &key, ConversationId id, quint64 seq);

    /// Version of the schema this release writes.
    static int schemaVersion();

private:
    class Statement;
    struct Private;

    Result<Done> migrate();
    Result<Done> applySchema(int version);
    Result<Done> loadStatements();
    bool begin();
    bool run(Statement &statement);
    Error lastError(const QString &what) const;

    QString m_directory;
    Clock &m_clock;
    QTimer m_commitTimer;
    std::unique_ptr<Private> m_private;
};

} // namespace rookery::client
