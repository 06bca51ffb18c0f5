// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/conversation_statements.h"

#include "common/base/bytes.h"
#include "common/protocol/limits.h"
#include "server/core/permissions.h"
#include "server/storage/event_codec.h"

#include <algorithm>

namespace rookery::server::statements {

namespace {

Result<Done> requireUser(WriteSession &session, UserId user)
{
    Rows rows = session.run("SELECT 1 FROM users WHERE id = ?", {qint64(user.value)});
    if (rows.next())
        return Done();
    return rows.isOk() ? Error(ErrorCode::NotFound) : rows.error();
}

Result<Done> insertMember(WriteSession &session, ConversationId conversation, UserId user, wire::MemberRole role,
                          quint64 seenSeq)
{
    Rows rows = session.run("INSERT INTO members(conversation_id, user_id, role, delivered_seq, read_seq)"
                            " VALUES (?, ?, ?, ?, ?)",
                            {qint64(conversation.value), qint64(user.value), int(role), qint64(seenSeq),
                             qint64(seenSeq)});
    return rows.isOk() ? Result<Done>(Done()) : rows.error();
}

/// The conversation as it now stands, in this transaction.
Result<ConversationRecord> conversationById(WriteSession &session, ConversationId conversation)
{
    const Result<quint64> lastSeq = session.lastSeq(conversation);
    if (!lastSeq)
        return lastSeq.error();
    ConversationRecord record;
    record.id = conversation;
    record.lastSeq = lastSeq.value();
    {
        Rows rows = session.run("SELECT kind, title FROM conversations WHERE id = ?", {qint64(conversation.value)});
        if (!rows.next())
            return rows.isOk() ? Error(ErrorCode::NotFound) : rows.error();
        record.kind = wire::ConversationKind(rows.number(0));
        record.title = rows.text(1);
    }
    Rows rows = session.run("SELECT user_id, role, delivered_seq, read_seq FROM members WHERE conversation_id = ?"
                            " ORDER BY user_id",
                            {qint64(conversation.value)});
    while (rows.next())
        record.members += MemberRecord{UserId(rows.id(0)), wire::MemberRole(rows.number(1)), rows.id(2), rows.id(3)};
    return rows.isOk() ? Result<ConversationRecord>(record) : rows.error();
}

Error tooManyMembers(qsizetype count)
{
    Error error(ErrorCode::TooLarge, QStringLiteral("members of a group"));
    error.limit = limits::groupMembersMax;
    error.actual = count;
    return error;
}

/// Sorted, once each.
QList<UserId> distinct(QList<UserId> users)
{
    std::sort(users.begin(), users.end());
    users.erase(std::unique(users.begin(), users.end()), users.end());
    return users;
}

/// The group that was made under this client id, if there is one.
Result<std::optional<ConversationId>> groupMadeBefore(WriteSession &session, const NewGroup &group,
                                                      const StoredBody &body)
{
    Rows rows = session.run("SELECT conversation_id, kind, body FROM events WHERE sender_id = ? AND client_id = ?",
                            {qint64(group.creator.value), group.clientId.bytes()});
    if (!rows.next())
        return rows.isOk() ? Result<std::optional<ConversationId>>(std::nullopt) : rows.error();
    if (rows.number(1) != body.kind || rows.bytes(2) != body.bytes)
        return ErrorCode::ClientIdReused;
    return std::optional(ConversationId(rows.id(0)));
}

Result<ConversationId> insertConversation(WriteSession &session, wire::ConversationKind kind, const QString &title,
                                          const QVariant &directKey)
{
    Rows rows = session.run("INSERT INTO conversations(kind, title, direct_key) VALUES (?, ?, ?)",
                            {int(kind), title, directKey});
    if (!rows.isOk())
        return rows.error();
    return ConversationId(rows.insertedId());
}

/// Who owns a group that its owner leaves; nobody where it is empty then.
UserId heirOf(const ConversationRecord &group, UserId owner)
{
    const MemberRecord *heir = nullptr;
    for (const MemberRecord &member : group.members) { // by user id, so the earlier account comes first
        if (member.user == owner)
            continue;
        if (!heir || permissions::succession(member.role) > permissions::succession(heir->role))
            heir = &member;
    }
    return heir ? heir->user : UserId();
}

} // namespace

const MemberRecord *memberIn(const ConversationRecord &conversation, UserId user)
{
    const auto found = std::find_if(conversation.members.cbegin(), conversation.members.cend(),
                                    [user](const MemberRecord &member) { return member.user == user; });
    return found == conversation.members.cend() ? nullptr : &*found;
}

Result<ConversationUpdate> updated(WriteSession &session, ConversationId conversation,
                                   const std::optional<wire::Event> &event)
{
    const Result<ConversationRecord> record = conversationById(session, conversation);
    if (!record)
        return record.error();
    return ConversationUpdate{record.value(), event};
}

Result<ConversationRecord> groupOf(WriteSession &session, ConversationId conversation, UserId actor)
{
    Result<ConversationRecord> record = conversationById(session, conversation);
    if (!record)
        return record;
    if (!memberIn(record.value(), actor))
        return ErrorCode::NotMember;
    if (record->kind != wire::CONVERSATION_GROUP)
        return ErrorCode::Forbidden;
    return record;
}

Result<Done> setRole(WriteSession &session, ConversationId conversation, UserId user, wire::MemberRole role)
{
    Rows rows = session.run("UPDATE members SET role = ? WHERE conversation_id = ? AND user_id = ?",
                            {int(role), qint64(conversation.value), qint64(user.value)});
    return rows.isOk() ? Result<Done>(Done()) : rows.error();
}

Result<Done> deleteMember(WriteSession &session, ConversationId conversation, UserId user)
{
    Rows rows = session.run("DELETE FROM members WHERE conversation_id = ? AND user_id = ?",
                            {qint64(conversation.value), qint64(user.value)});
    return rows.isOk() ? Result<Done>(Done()) : rows.error();
}

Result<ConversationUpdate> openDirect(WriteSession &session, UserId first, UserId second)
{
    if (first == second)
        return Error(ErrorCode::Malformed, QStringLiteral("a direct conversation with oneself"));
    const auto [low, high] = std::minmax(first, second);
    const QString key = QStringLiteral("%1:%2").arg(low.value).arg(high.value);
    {
        Rows rows = session.run("SELECT id FROM conversations WHERE direct_key = ?", {key});
        if (rows.next())
            return updated(session, ConversationId(rows.id(0)), std::nullopt);
        if (!rows.isOk())
            return rows.error();
    }
    for (const UserId user : {low, high}) {
        if (const Result<Done> known = requireUser(session, user); !known)
            return known.error();
    }
    const Result<ConversationId> made = insertConversation(session, wire::CONVERSATION_DIRECT, QString(), key);
    if (!made)
        return made.error();
    for (const UserId user : {low, high}) {
        if (const Result<Done> in = insertMember(session, *made, user, wire::MEMBER_ROLE_MEMBER, 0); !in)
            return in.error();
    }
    return updated(session, *made, std::nullopt);
}

Result<ConversationUpdate> createGroup(WriteSession &session, const NewGroup &group)
{
    if (!group.clientId.isValid())
        return Error(ErrorCode::Malformed, QStringLiteral("the client id of a group is not 16 bytes"));
    const QList<UserId> members = distinct(group.members + QList<UserId>{group.creator});
    if (members.size() > limits::groupMembersMax)
        return tooManyMembers(members.size());
    wire::Event draft;
    draft.mutable_group_created()->set_title(toStd(group.title));
    for (const UserId member : members)
        draft.mutable_group_created()->add_member_ids(member.value);

    const Result<std::optional<ConversationId>> before = groupMadeBefore(session, group, storedBody(draft));
    if (!before)
        return before.error();
    if (before->has_value()) {
        const Result<ConversationUpdate> made = updated(session, **before, std::nullopt);
        // Whoever left or was put out since learns nothing of the group by asking again.
        return made && !memberIn(made->conversation, group.creator) ? ErrorCode::NotMember : made;
    }

    const Result<ConversationId> made = insertConversation(session, wire::CONVERSATION_GROUP, group.title, QVariant());
    if (!made)
        return made.error();
    for (const UserId member : members) {
        if (const Result<Done> known = requireUser(session, member); !known)
            return known.error();
        const auto role = member == group.creator ? wire::MEMBER_ROLE_OWNER : wire::MEMBER_ROLE_MEMBER;
        if (const Result<Done> in = insertMember(session, *made, member, role, 0); !in)
            return in.error();
    }
    const Result<wire::Event> event = session.appendEvent(*made, group.creator, group.clientId.bytes(), group.nowMs,
                                                          draft);
    return event ? updated(session, *made, event.value()) : event.error();
}

Result<ConversationUpdate> addMembers(WriteSession &session, ConversationId conversation, UserId actor,
                                      const QList<UserId> &users, qint64 nowMs)
{
    const Result<ConversationRecord> group = groupOf(session, conversation, actor);
    if (!group)
        return group.error();
    if (!permissions::mayWrite(memberIn(group.value(), actor)->role))
        return ErrorCode::Forbidden;
    QList<UserId> joining = distinct(users);
    joining.removeIf([&group](UserId user) { return memberIn(group.value(), user) != nullptr; });
    if (joining.isEmpty())
        return ConversationUpdate{group.value(), std::nullopt};
    if (const qsizetype count = group->members.size() + joining.size(); count > limits::groupMembersMax)
        return tooManyMembers(count);

    wire::Event draft;
    for (const UserId user : std::as_const(joining)) {
        if (const Result<Done> known = requireUser(session, user); !known)
            return known.error();
        // What was said before somebody came is not new to them: their cursors begin at the end.
        if (const Result<Done> in = insertMember(session, conversation, user, wire::MEMBER_ROLE_MEMBER, group->lastSeq);
            !in)
            return in.error();
        draft.mutable_members_added()->add_user_ids(user.value);
    }
    const Result<wire::Event> event = session.appendEvent(conversation, actor, QByteArray(), nowMs, draft);
    return event ? updated(session, conversation, event.value()) : event.error();
}

Result<ConversationUpdate> leaveGroup(WriteSession &session, ConversationId conversation, UserId user, qint64 nowMs)
{
    const Result<ConversationRecord> group = groupOf(session, conversation, user);
    if (!group)
        return group.error();
    wire::Event draft;
    draft.mutable_member_left()->set_user_id(user.value);
    if (const Result<Done> gone = deleteMember(session, conversation, user); !gone)
        return gone.error();
    const bool wasOwner = memberIn(group.value(), user)->role == wire::MEMBER_ROLE_OWNER;
    if (const UserId heir = heirOf(group.value(), user); wasOwner && !heir.isNull()) {
        if (const Result<Done> promoted = setRole(session, conversation, heir, wire::MEMBER_ROLE_OWNER); !promoted)
            return promoted.error();
        draft.mutable_member_left()->set_new_owner_id(heir.value);
    }
    const Result<wire::Event> event = session.appendEvent(conversation, user, QByteArray(), nowMs, draft);
    return event ? updated(session, conversation, event.value()) : event.error();
}

Result<Done> setCursor(WriteSession &session, ConversationId conversation, UserId user, quint64 deliveredSeq,
                       quint64 readSeq)
{
    const Result<quint64> lastSeq = session.lastSeq(conversation);
    if (!lastSeq)
        return lastSeq.error();
    const quint64 read = std::min(readSeq, lastSeq.value());
    // What was read was also received.
    const quint64 delivered = std::max(read, std::min(deliveredSeq, lastSeq.value()));
    Rows rows = session.run("UPDATE members SET delivered_seq = max(delivered_seq, ?), read_seq = max(read_seq, ?)"
                            " WHERE conversation_id = ? AND user_id = ?",
                            {qint64(delivered), qint64(read), qint64(conversation.value), qint64(user.value)});
    if (!rows.isOk())
        return rows.error();
    return rows.changedRows() == 1 ? Result<Done>(Done()) : ErrorCode::NotMember;
}

} // namespace rookery::server::statements
