// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/read_statements.h"

#include "common/base/bytes.h"
#include "common/protocol/limits.h"
#include "server/storage/event_codec.h"
#include "server/storage/user_statements.h"

#include <algorithm>
#include <limits>

namespace rookery::server::statements {

namespace {

#define ROOKERY_EVENT_COLUMNS "conversation_id, seq, time_ms, sender_id, client_id, kind, body"

/// Numbers and tags of an event on the wire, besides its body and ids.
constexpr qsizetype eventOverheadBytes = 64;

/// SQLite's numbers are signed; no log is as long as that, so nothing is lost by cutting.
qint64 numberOf(quint64 seq)
{
    return qint64(std::min(seq, quint64(std::numeric_limits<qint64>::max())));
}

struct ReadEvent {
    wire::Event event;
    qsizetype bytes = 0; ///< On the wire, at most.
};

ReadEvent eventFrom(const Rows &rows)
{
    ReadEvent read;
    read.event.set_conversation_id(rows.id(0));
    read.event.set_seq(rows.id(1));
    read.event.set_time_ms(rows.number(2));
    read.event.set_sender_id(rows.id(3));
    read.event.set_client_id(toStd(rows.bytes(4)));
    const QByteArray body = rows.bytes(6);
    setBody(read.event, int(rows.number(5)), body);
    read.bytes = body.size() + eventOverheadBytes;
    return read;
}

/// Adds events until the budget is used up; at least one where mustGiveOne.
QList<wire::Event> take(Rows rows, qsizetype &budget, bool mustGiveOne)
{
    QList<wire::Event> events;
    while (rows.next()) {
        ReadEvent read = eventFrom(rows);
        const bool isFirst = mustGiveOne && events.isEmpty();
        if (read.bytes > budget && !isFirst) {
            budget = 0;
            break;
        }
        budget -= std::min(budget, read.bytes);
        events += std::move(read.event);
    }
    return events;
}

Result<QHash<ConversationId, qsizetype>> readConversations(Database &database, QList<ConversationRecord> &into)
{
    QHash<ConversationId, qsizetype> places;
    Rows rows = database.run("SELECT id, kind, title, last_seq FROM conversations ORDER BY id");
    while (rows.next()) {
        ConversationRecord conversation;
        conversation.id = ConversationId(rows.id(0));
        conversation.kind = wire::ConversationKind(rows.number(1));
        conversation.title = rows.text(2);
        conversation.lastSeq = rows.id(3);
        places.insert(conversation.id, into.size());
        into += conversation;
    }
    return rows.isOk() ? Result<QHash<ConversationId, qsizetype>>(places) : rows.error();
}

struct Talk {
    ConversationId conversation;
    quint64 readSeq = 0;
    quint64 lastSeq = 0;
};

Result<QList<Talk>> talksOf(Database &database, UserId user)
{
    QList<Talk> talks;
    Rows rows = database.run("SELECT m.conversation_id, m.read_seq, c.last_seq FROM members m"
                             " JOIN conversations c ON c.id = m.conversation_id"
                             " LEFT JOIN events e ON e.conversation_id = c.id AND e.seq = c.last_seq"
                             " WHERE m.user_id = ? ORDER BY e.time_ms DESC",
                             {qint64(user.value)});
    while (rows.next())
        talks += Talk{ConversationId(rows.id(0)), rows.id(1), rows.id(2)};
    return rows.isOk() ? Result<QList<Talk>>(talks) : rows.error();
}

Result<quint32> unreadOf(Database &database, UserId user, const Talk &talk)
{
    Rows rows = database.run("SELECT count(*) FROM events WHERE conversation_id = ? AND seq > ? AND kind = ?"
                             " AND sender_id <> ?",
                             {qint64(talk.conversation.value), qint64(talk.readSeq), int(wire::Event::kMessage),
                              qint64(user.value)});
    if (!rows.next())
        return rows.isOk() ? Error(ErrorCode::Internal) : rows.error();
    return quint32(rows.number(0));
}

} // namespace

Result<DirectoryRecords> loadDirectory(Database &database)
{
    DirectoryRecords records;
    {
        Rows rows = database.run("SELECT " ROOKERY_USER_COLUMNS " FROM users u ORDER BY u.id");
        while (rows.next())
            records.users += userFrom(rows);
        if (!rows.isOk())
            return rows.error();
    }
    const auto places = readConversations(database, records.conversations);
    if (!places)
        return places.error();
    Rows rows = database.run("SELECT conversation_id, user_id, role, delivered_seq, read_seq FROM members"
                             " ORDER BY conversation_id, user_id");
    while (rows.next()) {
        records.conversations[places->value(ConversationId(rows.id(0)))].members +=
            MemberRecord{UserId(rows.id(1)), wire::MemberRole(rows.number(2)), rows.id(3), rows.id(4)};
    }
    return rows.isOk() ? Result<DirectoryRecords>(records) : rows.error();
}

Result<std::optional<Credentials>> findCredentials(Database &database, const QByteArray &skeleton)
{
    Rows rows = database.run("SELECT " ROOKERY_USER_COLUMNS ", u.password_hash FROM users u WHERE u.skeleton = ?",
                             {skeleton});
    if (!rows.next())
        return rows.isOk() ? Result<std::optional<Credentials>>(std::nullopt) : rows.error();
    return std::optional(Credentials{userFrom(rows), rows.bytes(userColumns)});
}

Result<std::optional<UserId>> findToken(Database &database, const QByteArray &tokenHash)
{
    Rows rows = database.run("SELECT user_id FROM tokens WHERE hash = ?", {tokenHash});
    if (!rows.next())
        return rows.isOk() ? Result<std::optional<UserId>>(std::nullopt) : rows.error();
    return std::optional(UserId(rows.id(0)));
}

Result<HistoryPage> history(Database &database, ConversationId conversation, quint64 beforeSeq, quint64 afterSeq,
                            int limit)
{
    const qint64 id = qint64(conversation.value);
    HistoryPage page;
    {
        Rows rows = database.run("SELECT last_seq FROM conversations WHERE id = ?", {id});
        if (!rows.next())
            return rows.isOk() ? Error(ErrorCode::NotFound) : rows.error();
        page.lastSeq = rows.id(0);
    }
    const int count = std::clamp(limit, 1, limits::historyPageMax);
    qsizetype budget = limits::pageBytes;
    if (beforeSeq == 0 && afterSeq > 0) {
        page.events = take(database.run("SELECT " ROOKERY_EVENT_COLUMNS " FROM events WHERE conversation_id = ?"
                                        " AND seq > ? ORDER BY seq LIMIT ?",
                                        {id, numberOf(afterSeq), count}),
                           budget, true);
    } else {
        const quint64 end = beforeSeq > 0 ? beforeSeq : page.lastSeq + 1;
        page.events = take(database.run("SELECT " ROOKERY_EVENT_COLUMNS " FROM events WHERE conversation_id = ?"
                                        " AND seq < ? ORDER BY seq DESC LIMIT ?",
                                        {id, numberOf(end), count}),
                           budget, true);
        std::reverse(page.events.begin(), page.events.end());
    }
    return database.fault() ? Result<HistoryPage>(database.fault()->error) : page;
}

Result<Missed> missed(Database &database, UserId user, const QHash<ConversationId, quint64> &have, int tailEvents)
{
    const Result<QList<Talk>> talks = talksOf(database, user);
    if (!talks)
        return talks.error();
    Missed missed;
    qsizetype budget = limits::pageBytes;
    for (const Talk &talk : talks.value()) {
        const Result<quint32> unread = unreadOf(database, user, talk);
        if (!unread)
            return unread.error();
        missed.unread.insert(talk.conversation, unread.value());
        missed.lastSeq.insert(talk.conversation, talk.lastSeq);
        const quint64 known = have.value(talk.conversation);
        if (known >= talk.lastSeq || budget == 0)
            continue;
        QList<wire::Event> tail = take(database.run("SELECT " ROOKERY_EVENT_COLUMNS
                                                    " FROM events WHERE conversation_id = ? AND seq > ?"
                                                    " ORDER BY seq DESC LIMIT ?",
                                                    {qint64(talk.conversation.value), numberOf(known), tailEvents}),
                                       budget, false);
        std::reverse(tail.begin(), tail.end());
        missed.events += tail;
    }
    return database.fault() ? Result<Missed>(database.fault()->error) : missed;
}

Result<StoreStatistics> statistics(Database &database)
{
    // Sequence numbers have no gaps, so their sum is the number of events: no need to count millions of rows.
    Rows rows = database.run("SELECT (SELECT count(*) FROM users), count(*), coalesce(sum(last_seq), 0)"
                             " FROM conversations");
    if (!rows.next())
        return rows.isOk() ? Error(ErrorCode::Internal) : rows.error();
    StoreStatistics statistics;
    statistics.users = rows.id(0);
    statistics.conversations = rows.id(1);
    statistics.events = rows.id(2);
    return statistics;
}

} // namespace rookery::server::statements
