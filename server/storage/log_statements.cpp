// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/log_statements.h"

#include "common/base/bytes.h"
#include "server/storage/event_codec.h"

namespace rookery::server::statements {

namespace {

/// What is stored under the sender's client id; empty where nothing is.
Result<std::optional<Appended>> storedBefore(WriteSession &session, const NewMessage &message,
                                             const StoredBody &body)
{
    Rows rows = session.run("SELECT conversation_id, seq, time_ms, kind, body FROM events"
                            " WHERE sender_id = ? AND client_id = ?",
                            {qint64(message.sender.value), message.clientId.bytes()});
    if (!rows.next())
        return rows.isOk() ? Result<std::optional<Appended>>(std::nullopt) : rows.error();
    if (rows.id(0) != message.conversation.value || rows.number(3) != body.kind || rows.bytes(4) != body.bytes)
        return ErrorCode::ClientIdReused;
    Appended before;
    before.repeated = true;
    before.event.set_conversation_id(rows.id(0));
    before.event.set_seq(rows.id(1));
    before.event.set_time_ms(rows.number(2));
    before.event.set_sender_id(message.sender.value);
    before.event.set_client_id(toStd(message.clientId.bytes()));
    *before.event.mutable_message() = message.body;
    return std::optional(before);
}

/// NotFound where the conversation is unknown, NotMember where the sender is not in it.
Result<Done> requireMember(WriteSession &session, const NewMessage &message)
{
    Rows rows = session.run("SELECT 1 FROM members WHERE conversation_id = ? AND user_id = ?",
                            {qint64(message.conversation.value), qint64(message.sender.value)});
    if (rows.next())
        return Done();
    if (!rows.isOk())
        return rows.error();
    const Result<quint64> lastSeq = session.lastSeq(message.conversation);
    return lastSeq ? ErrorCode::NotMember : lastSeq.error();
}

} // namespace

Result<Appended> append(WriteSession &session, const NewMessage &message)
{
    if (!message.clientId.isValid())
        return Error(ErrorCode::Malformed, QStringLiteral("the client id of a message is not 16 bytes"));
    wire::Event draft;
    *draft.mutable_message() = message.body;
    // A repeat is answered even after its sender left: it was accepted then.
    const Result<std::optional<Appended>> before = storedBefore(session, message, storedBody(draft));
    if (!before)
        return before.error();
    if (before->has_value())
        return **before;
    if (const Result<Done> member = requireMember(session, message); !member)
        return member.error();
    const Result<wire::Event> event = session.appendEvent(message.conversation, message.sender,
                                                          message.clientId.bytes(), message.nowMs, draft);
    if (!event)
        return event.error();
    return Appended{event.value(), false};
}

} // namespace rookery::server::statements
