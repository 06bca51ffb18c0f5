// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/event_cache.h"

#include "client/core/cache_message.h"
#include "client/core/cache_statement.h"

#include <algorithm>

namespace rookery::client {

namespace {

/// SQLite's integers are signed: "to the end" must not become negative.
quint64 bounded(quint64 seq)
{
    return std::min(seq, quint64(std::numeric_limits<qint64>::max()));
}

/// The message that an edit or a recall is about; 0 for other events.
quint64 targetOf(const wire::Event &event)
{
    if (event.has_message_edited())
        return event.message_edited().target_seq();
    return event.has_message_recalled() ? event.message_recalled().target_seq() : 0;
}

void takeTextAway(wire::Event &event)
{
    if (event.has_message_edited()) {
        event.mutable_message_edited()->clear_text();
        event.mutable_message_edited()->set_recalled(true);
    } else {
        event.mutable_message()->clear_text();
        event.mutable_message()->set_recalled(true);
    }
}

} // namespace

bool EventCache::storeEvents(const QList<wire::Event> &events)
{
    bool complete = true;
    for (const wire::Event &event : events) {
        complete = write(event.has_message() ? asItReads(event) : event) && complete;
        // A change of what comes after it is a server's mistake and changes nothing.
        if (const quint64 target = targetOf(event); target != 0 && target < event.seq())
            complete = applyChange(event) && complete;
    }
    return complete;
}

void EventCache::removeEventsAfter(ConversationId id, quint64 seq)
{
    for (const char *name : {"remove_events_after", "remove_changes_after"}) {
        Statement statement(*this, name);
        run(statement.bind(id).bind(seq));
    }
    Statement marks(*this, "cut_back_marks");
    run(marks.bind(seq).bind(id));
}

bool EventCache::write(const wire::Event &event)
{
    Statement statement(*this, "write_event");
    statement.bind(quint64(event.conversation_id()))
        .bind(quint64(event.seq()))
        .bind(quint64(event.sender_id()))
        .bind(quint64(event.has_message()))
        .bind(serialised(event));
    return run(statement);
}

bool EventCache::applyChange(const wire::Event &change)
{
    const ConversationId id(change.conversation_id());
    const quint64 target = targetOf(change);
    {
        Statement statement(*this, "write_change");
        statement.bind(id).bind(target).bind(quint64(change.seq())).bind(quint64(change.has_message_recalled()));
        if (!run(statement))
            return false;
    }
    const std::optional<wire::Event> message = eventAt(id, target);
    if (message && message->has_message() && !write(asItReads(*message)))
        return false;
    if (!change.has_message_recalled())
        return true;
    for (const quint64 seq : editsOf(id, target)) {
        std::optional<wire::Event> edit = eventAt(id, seq);
        if (!edit || !edit->has_message_edited())
            continue;
        takeTextAway(*edit);
        if (!write(*edit))
            return false;
    }
    return true;
}

wire::Event EventCache::asItReads(wire::Event message) const
{
    const ConversationId id(message.conversation_id());
    quint64 newestEdit = 0;
    bool isRecalled = false;
    {
        Statement statement(*this, "read_changes_of");
        statement.bind(id).bind(quint64(message.seq())).exec();
        while (statement.next()) {
            isRecalled = isRecalled || statement.number(1) != 0;
            newestEdit = std::max(newestEdit, quint64(statement.number(0)));
        }
    }
    if (isRecalled) {
        takeTextAway(message);
        return message;
    }
    const std::optional<wire::Event> edit = newestEdit > 0 ? eventAt(id, newestEdit) : std::nullopt;
    // An edit without text was recalled with its message; the recall itself may not be here yet.
    if (edit && edit->message_edited().recalled())
        takeTextAway(message);
    else if (edit && edit->has_message_edited() && edit->sender_id() == message.sender_id())
        message.mutable_message()->set_text(edit->message_edited().text());
    return message;
}

std::optional<wire::Event> EventCache::eventAt(ConversationId id, quint64 seq) const
{
    const QList<wire::Event> found = events(id, seq, seq, 1, Order::Oldest);
    return found.isEmpty() ? std::nullopt : std::optional(found.constFirst());
}

QList<quint64> EventCache::editsOf(ConversationId id, quint64 target) const
{
    QList<quint64> seqs;
    Statement statement(*this, "read_changes_of");
    statement.bind(id).bind(target).exec();
    while (statement.next()) {
        if (statement.number(1) == 0)
            seqs.append(quint64(statement.number(0)));
    }
    return seqs;
}

QHash<quint64, MessageChange> EventCache::changes(ConversationId id, quint64 from, quint64 to) const
{
    QHash<quint64, MessageChange> result;
    Statement statement(*this, "read_changes");
    statement.bind(id).bind(bounded(from)).bind(bounded(to)).exec();
    while (statement.next()) {
        MessageChange &change = result[quint64(statement.number(0))];
        if (statement.number(1) != 0)
            change.recalledBy = UserId(quint64(statement.number(2)));
        else
            change.isEdited = true;
    }
    return result;
}

QList<wire::Event> EventCache::events(ConversationId id, quint64 from, quint64 to, int limit, Order order) const
{
    QList<wire::Event> result;
    if (limit <= 0 || from > to)
        return result;
    Statement statement(*this, order == Order::Oldest ? "read_oldest_events" : "read_newest_events");
    statement.bind(id).bind(from).bind(bounded(to)).bind(quint64(limit)).exec();
    while (statement.next())
        result.append(parsed<wire::Event>(statement.bytes(0)));
    if (order == Order::Newest)
        std::reverse(result.begin(), result.end());
    return result;
}

bool EventCache::hasEvent(ConversationId id, quint64 seq) const
{
    Statement statement(*this, "has_event");
    return statement.bind(id).bind(seq).exec() && statement.next();
}

quint64 EventCache::newestSeq(ConversationId id) const
{
    Statement statement(*this, "newest_seq");
    return statement.bind(id).exec() && statement.next() ? quint64(statement.number(0)) : 0;
}

std::optional<wire::Event> EventCache::newest(ConversationId id, Kind kind) const
{
    Statement statement(*this, kind == Kind::Any ? "newest_event" : "newest_message");
    if (!statement.bind(id).exec() || !statement.next())
        return {};
    return parsed<wire::Event>(statement.bytes(0));
}

quint32 EventCache::countMessagesOfOthers(ConversationId id, quint64 from, quint64 to, UserId self) const
{
    Statement statement(*this, "count_messages_of_others");
    statement.bind(id).bind(from).bind(to).bind(self);
    return statement.exec() && statement.next() ? quint32(statement.number(0)) : 0;
}

} // namespace rookery::client
