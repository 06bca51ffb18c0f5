// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/change_statements.h"

#include "server/core/permissions.h"
#include "server/storage/event_codec.h"
#include "server/storage/log_statements.h"

namespace rookery::server::statements {

namespace {

struct Target {
    UserId author;
    qint64 timeMs = 0;
    bool isRecalled = false;
};

/// NotFound where there is no message with that number.
Result<Target> targetOf(WriteSession &session, ConversationId conversation, quint64 seq)
{
    const Result<quint64> lastSeq = session.lastSeq(conversation);
    if (!lastSeq)
        return lastSeq.error();
    if (seq == 0 || seq > lastSeq.value())
        return ErrorCode::NotFound;
    Rows rows = session.run("SELECT sender_id, time_ms, kind, body FROM events WHERE conversation_id = ? AND seq = ?",
                            {qint64(conversation.value), qint64(seq)});
    if (!rows.next())
        return rows.isOk() ? Error(ErrorCode::NotFound) : rows.error();
    wire::Event event;
    if (rows.number(2) != wire::Event::kMessage || !setBody(event, wire::Event::kMessage, rows.bytes(3)))
        return ErrorCode::NotFound;
    return Target{UserId(rows.id(0)), rows.number(1), event.message().recalled()};
}

Result<Done> replaceBody(WriteSession &session, ConversationId conversation, quint64 seq, const wire::Event &bodyOnly)
{
    Rows rows = session.run("UPDATE events SET body = ? WHERE conversation_id = ? AND seq = ?",
                            {storedBody(bodyOnly).bytes, qint64(conversation.value), qint64(seq)});
    return rows.isOk() ? Result<Done>(Done()) : rows.error();
}

Result<QList<quint64>> editsOf(WriteSession &session, ConversationId conversation, quint64 targetSeq)
{
    QList<quint64> seqs;
    Rows rows = session.run("SELECT seq FROM message_edits WHERE conversation_id = ? AND target_seq = ?",
                            {qint64(conversation.value), qint64(targetSeq)});
    while (rows.next())
        seqs += rows.id(0);
    return rows.isOk() ? Result<QList<quint64>>(seqs) : rows.error();
}

/// Takes the text out of the message and of every edit of it.
Result<Done> forgetText(WriteSession &session, ConversationId conversation, quint64 targetSeq)
{
    const Result<QList<quint64>> edits = editsOf(session, conversation, targetSeq);
    if (!edits)
        return edits.error();
    wire::Event message;
    message.mutable_message()->set_recalled(true);
    if (const Result<Done> done = replaceBody(session, conversation, targetSeq, message); !done)
        return done;
    wire::Event edit;
    edit.mutable_message_edited()->set_target_seq(targetSeq);
    edit.mutable_message_edited()->set_recalled(true);
    for (const quint64 seq : edits.value()) {
        if (const Result<Done> done = replaceBody(session, conversation, seq, edit); !done)
            return done;
    }
    Rows rows = session.run("DELETE FROM message_edits WHERE conversation_id = ? AND target_seq = ?",
                            {qint64(conversation.value), qint64(targetSeq)});
    return rows.isOk() ? Result<Done>(Done()) : rows.error();
}

Error tooLate(qint64 allowedMs)
{
    Error error(ErrorCode::TooLate);
    error.limit = allowedMs;
    return error;
}

/// None where that role may do it now.
Error checked(const MessageChange &change, const Target &target, wire::MemberRole role)
{
    const bool isOwn = target.author == change.sender;
    const bool isModerator = permissions::mayModerate(role);
    const bool isAllowed = change.text ? isOwn && permissions::mayWrite(role) : isOwn || isModerator;
    if (!isAllowed)
        return ErrorCode::Forbidden;
    if (target.isRecalled)
        return ErrorCode::Recalled;
    if (!change.text && !isModerator && change.nowMs - target.timeMs > change.recallMs)
        return tooLate(change.recallMs);
    return ErrorCode::None;
}

wire::Event draftOf(const MessageChange &change)
{
    wire::Event draft;
    if (change.text) {
        draft.mutable_message_edited()->set_target_seq(change.targetSeq);
        draft.mutable_message_edited()->set_text(*change.text);
    } else {
        draft.mutable_message_recalled()->set_target_seq(change.targetSeq);
    }
    return draft;
}

Result<Done> noteEdit(WriteSession &session, ConversationId conversation, quint64 targetSeq, quint64 seq)
{
    Rows rows = session.run("INSERT INTO message_edits(conversation_id, target_seq, seq) VALUES (?, ?, ?)",
                            {qint64(conversation.value), qint64(targetSeq), qint64(seq)});
    return rows.isOk() ? Result<Done>(Done()) : rows.error();
}

} // namespace

Result<Appended> changeMessage(WriteSession &session, const MessageChange &change)
{
    const wire::Event draft = draftOf(change);
    const Result<std::optional<Appended>> before = storedBefore(session,
                                                                {change.conversation, change.sender, change.clientId},
                                                                draft);
    if (!before)
        return before.error();
    if (before->has_value())
        return **before;
    const Result<wire::MemberRole> role = roleOf(session, change.conversation, change.sender);
    if (!role)
        return role.error();
    const Result<Target> target = targetOf(session, change.conversation, change.targetSeq);
    if (!target)
        return target.error();
    if (const Error refusal = checked(change, target.value(), role.value()); refusal.code != ErrorCode::None)
        return refusal;

    const Result<wire::Event> event = session.appendEvent(change.conversation, change.sender, change.clientId.bytes(),
                                                          change.nowMs, draft);
    if (!event)
        return event.error();
    const Result<Done> done = change.text ? noteEdit(session, change.conversation, change.targetSeq, event->seq())
                                          : forgetText(session, change.conversation, change.targetSeq);
    return done ? Result<Appended>(Appended{event.value(), false}) : done.error();
}

} // namespace rookery::server::statements
