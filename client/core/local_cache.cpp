// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/local_cache.h"

#include "client/core/cache_message.h"
#include "client/core/cache_statement.h"

namespace rookery::client {

QByteArray LocalCache::setting(const QString &key) const
{
    Statement statement(*this, "read_setting");
    return statement.bind(key).exec() && statement.next() ? statement.bytes(0) : QByteArray();
}

void LocalCache::setSetting(const QString &key, const QByteArray &value)
{
    Statement statement(*this, "write_setting");
    // A null array would be bound as NULL.
    run(statement.bind(key).bind(value.isNull() ? QByteArray("") : value));
}

QList<LocalCache::StoredUser> LocalCache::users() const
{
    QList<StoredUser> result;
    Statement statement(*this, "read_users");
    statement.exec();
    while (statement.next())
        result.append({parsed<wire::User>(statement.bytes(1)), statement.number(0)});
    return result;
}

void LocalCache::storeUser(const StoredUser &user)
{
    Statement statement(*this, "write_user");
    run(statement.bind(quint64(user.user.id())).bind(user.lastSeenMs).bind(serialised(user.user)));
}

void LocalCache::clearUsers()
{
    Statement statement(*this, "clear_users");
    run(statement);
}

QList<LocalCache::StoredConversation> LocalCache::conversations() const
{
    QList<StoredConversation> result;
    Statement statement(*this, "read_conversations");
    statement.exec();
    while (statement.next()) {
        result.append({parsed<wire::Conversation>(statement.bytes(2)), quint32(statement.number(0)),
                       quint64(statement.number(1))});
    }
    return result;
}

void LocalCache::storeConversation(const StoredConversation &stored)
{
    Statement statement(*this, "write_conversation");
    run(statement.bind(quint64(stored.conversation.id()))
            .bind(quint64(stored.unread))
            .bind(stored.countedSeq)
            .bind(serialised(stored.conversation)));
}

QList<OutboxEntry> LocalCache::outbox() const
{
    QList<OutboxEntry> result;
    Statement statement(*this, "read_outbox");
    statement.exec();
    while (statement.next()) {
        OutboxEntry entry;
        entry.clientId = ClientId(statement.bytes(0));
        entry.conversation = ConversationId(quint64(statement.number(1)));
        entry.text = statement.text(2);
        entry.createdMs = statement.number(3);
        entry.failed = statement.number(4) != 0;
        entry.error = Error(ErrorCode(statement.number(4)));
        entry.error.limit = statement.number(5);
        entry.error.actual = statement.number(6);
        result.append(entry);
    }
    return result;
}

Result<Done> LocalCache::addToOutbox(const OutboxEntry &entry)
{
    Statement statement(*this, "add_to_outbox");
    statement.bind(entry.clientId.bytes()).bind(entry.conversation).bind(entry.text).bind(entry.createdMs);
    return runDurably(statement);
}

void LocalCache::setOutboxError(const ClientId &id, const Error &error)
{
    Statement statement(*this, "set_outbox_error");
    run(statement.bind(quint64(error.code)).bind(error.limit).bind(error.actual).bind(id.bytes()));
}

void LocalCache::removeFromOutbox(const ClientId &id)
{
    Statement statement(*this, "remove_from_outbox");
    run(statement.bind(id.bytes()));
}

QHash<ConversationId, QString> LocalCache::drafts() const
{
    QHash<ConversationId, QString> result;
    Statement statement(*this, "read_drafts");
    statement.exec();
    while (statement.next())
        result.insert(ConversationId(quint64(statement.number(0))), statement.text(1));
    return result;
}

void LocalCache::setDraft(ConversationId id, const QString &text)
{
    Statement statement(*this, text.isEmpty() ? "remove_draft" : "write_draft");
    statement.bind(id);
    if (!text.isEmpty())
        statement.bind(text);
    run(statement);
}

QHash<ConversationId, LocalCache::Cursor> LocalCache::cursors() const
{
    QHash<ConversationId, Cursor> result;
    Statement statement(*this, "read_cursors");
    statement.exec();
    while (statement.next()) {
        result.insert(ConversationId(quint64(statement.number(0))),
                      {quint64(statement.number(1)), quint64(statement.number(2))});
    }
    return result;
}

void LocalCache::storeCursor(ConversationId id, const Cursor &cursor)
{
    Statement statement(*this, "write_cursor");
    run(statement.bind(id).bind(cursor.delivered).bind(cursor.read));
}

void LocalCache::removeCursor(ConversationId id, const Cursor &confirmed)
{
    Statement statement(*this, "remove_cursor");
    run(statement.bind(id).bind(confirmed.delivered).bind(confirmed.read));
}

quint64 LocalCache::mark(const QString &key, ConversationId id) const
{
    Statement statement(*this, "read_mark");
    return statement.bind(key).bind(id).exec() && statement.next() ? quint64(statement.number(0)) : 0;
}

void LocalCache::setMark(const QString &key, ConversationId id, quint64 seq)
{
    Statement statement(*this, "write_mark");
    run(statement.bind(key).bind(id).bind(seq));
}

} // namespace rookery::client
