// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/local_cache.h"

#include "client/core/cache_statement.h"
#include "common/base/bytes.h"
#include "common/base/log_categories.h"

#include <algorithm>

namespace rookery::client {

namespace {

template <typename Message>
QByteArray serialised(const Message &message)
{
    return toBytes(message.SerializeAsString());
}

template <typename Message>
Message parsed(const QByteArray &bytes)
{
    Message message;
    if (!message.ParseFromArray(bytes.constData(), int(bytes.size()))) {
        qCWarning(lcCache, "a row of the cache does not parse");
        message.Clear();
    }
    return message;
}

} // namespace

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

bool LocalCache::storeEvents(const QList<wire::Event> &events)
{
    bool complete = true;
    for (const wire::Event &event : events) {
        Statement statement(*this, "write_event");
        statement.bind(quint64(event.conversation_id()))
            .bind(quint64(event.seq()))
            .bind(quint64(event.sender_id()))
            .bind(quint64(event.has_message()))
            .bind(serialised(event));
        complete = run(statement) && complete;
    }
    return complete;
}

void LocalCache::removeEventsAfter(ConversationId id, quint64 seq)
{
    Statement events(*this, "remove_events_after");
    run(events.bind(id).bind(seq));
    Statement marks(*this, "cut_back_marks");
    run(marks.bind(seq).bind(id));
}

QList<wire::Event> LocalCache::events(ConversationId id, quint64 from, quint64 to, int limit, Order order) const
{
    QList<wire::Event> result;
    if (limit <= 0 || from > to)
        return result;
    Statement statement(*this, order == Order::Oldest ? "read_oldest_events" : "read_newest_events");
    // SQLite's integers are signed: "to the end" must not become negative.
    const quint64 last = std::min(to, quint64(std::numeric_limits<qint64>::max()));
    statement.bind(id).bind(from).bind(last).bind(quint64(limit)).exec();
    while (statement.next())
        result.append(parsed<wire::Event>(statement.bytes(0)));
    if (order == Order::Newest)
        std::reverse(result.begin(), result.end());
    return result;
}

bool LocalCache::hasEvent(ConversationId id, quint64 seq) const
{
    Statement statement(*this, "has_event");
    return statement.bind(id).bind(seq).exec() && statement.next();
}

std::optional<wire::Event> LocalCache::newest(ConversationId id, Kind kind) const
{
    Statement statement(*this, kind == Kind::Any ? "newest_event" : "newest_message");
    if (!statement.bind(id).exec() || !statement.next())
        return {};
    return parsed<wire::Event>(statement.bytes(0));
}

quint32 LocalCache::countMessagesOfOthers(ConversationId id, quint64 from, quint64 to, UserId self) const
{
    Statement statement(*this, "count_messages_of_others");
    statement.bind(id).bind(from).bind(to).bind(self);
    return statement.exec() && statement.next() ? quint32(statement.number(0)) : 0;
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
