// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/log_statements.h"

#include "common/base/bytes.h"
#include "server/core/permissions.h"
#include "server/storage/event_codec.h"

namespace rookery::server::statements {

namespace {

/// Whether what was stored was the draft before its text was taken away.
bool isRecalledForm(const wire::Event &stored, const wire::Event &draft)
{
    if (stored.has_message() && draft.has_message())
        return stored.message().recalled();
    return stored.has_message_edited() && draft.has_message_edited() && stored.message_edited().recalled()
        && stored.message_edited().target_seq() == draft.message_edited().target_seq();
}

} // namespace

Result<std::optional<Appended>> storedBefore(WriteSession &session, const Writing &writing, const wire::Event &draft)
{
    if (!writing.clientId.isValid())
        return Error(ErrorCode::Malformed, QStringLiteral("the client id is not 16 bytes"));
    Rows rows = session.run("SELECT conversation_id, seq, time_ms, kind, body FROM events"
                            " WHERE sender_id = ? AND client_id = ?",
                            {qint64(writing.sender.value), writing.clientId.bytes()});
    if (!rows.next())
        return rows.isOk() ? Result<std::optional<Appended>>(std::nullopt) : rows.error();
    const StoredBody body = storedBody(draft);
    const StoredBody stored{int(rows.number(3)), rows.bytes(4)};
    Appended before;
    before.repeated = true;
    before.event.set_conversation_id(rows.id(0));
    before.event.set_seq(rows.id(1));
    before.event.set_time_ms(rows.number(2));
    before.event.set_sender_id(writing.sender.value);
    before.event.set_client_id(toStd(writing.clientId.bytes()));
    setBody(before.event, stored.kind, stored.bytes);
    const bool isSame = stored.kind == body.kind && stored.bytes == body.bytes;
    if (rows.id(0) != writing.conversation.value || (!isSame && !isRecalledForm(before.event, draft)))
        return ErrorCode::ClientIdReused;
    return std::optional(before);
}

Result<wire::MemberRole> roleOf(WriteSession &session, ConversationId conversation, UserId user)
{
    Rows rows = session.run("SELECT role FROM members WHERE conversation_id = ? AND user_id = ?",
                            {qint64(conversation.value), qint64(user.value)});
    if (rows.next())
        return wire::MemberRole(rows.number(0));
    if (!rows.isOk())
        return rows.error();
    const Result<quint64> lastSeq = session.lastSeq(conversation);
    return lastSeq ? ErrorCode::NotMember : lastSeq.error();
}

Result<Appended> append(WriteSession &session, const NewMessage &message)
{
    wire::Event draft;
    *draft.mutable_message() = message.body;
    // A repeat is answered even after its sender left or was muted: it was accepted then.
    const Result<std::optional<Appended>> before =
        storedBefore(session, {message.conversation, message.sender, message.clientId}, draft);
    if (!before)
        return before.error();
    if (before->has_value())
        return **before;
    const Result<wire::MemberRole> role = roleOf(session, message.conversation, message.sender);
    if (!role)
        return role.error();
    if (!permissions::mayWrite(role.value()))
        return ErrorCode::Forbidden;
    const Result<wire::Event> event = session.appendEvent(message.conversation, message.sender,
                                                          message.clientId.bytes(), message.nowMs, draft);
    if (!event)
        return event.error();
    return Appended{event.value(), false};
}

} // namespace rookery::server::statements
