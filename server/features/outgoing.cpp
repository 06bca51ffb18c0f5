// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/outgoing.h"

#include <QtCore/QPointer>

namespace rookery::server {

void pushEvent(ServerContext &context, const wire::Event &event, const Session *except)
{
    const ConversationId id(event.conversation_id());
    context.directory.setLastSeq(id, event.seq());
    const ConversationRecord *conversation = context.directory.conversation(id);
    if (!conversation)
        return;
    wire::Frame frame;
    *frame.mutable_events()->add_events() = event;
    const QByteArray encoded = encodeFrame(frame);
    // Sending may end a session, never change the members: these are a copy all the same, being shared implicitly.
    const QList<MemberRecord> members = conversation->members;
    for (const MemberRecord &member : members) {
        for (Session *session : context.sessions.sessionsOf(member.user)) {
            if (session == except)
                continue;
            session->noteSent(id, event.seq());
            session->send(encoded);
        }
    }
}

void pushConversation(ServerContext &context, const ConversationUpdate &update, const Session *except)
{
    context.directory.put(update.conversation);
    wire::Frame frame;
    // Unread counts differ between members; 0 is right for a new conversation, and clients count events themselves.
    *frame.mutable_conversation_changed()->mutable_conversation() = toWire(update.conversation, 0);
    const QByteArray encoded = encodeFrame(frame);
    for (const MemberRecord &member : update.conversation.members)
        context.sessions.sendToUser(member.user, encoded, Delivery::Lossless, except);
    if (update.event)
        pushEvent(context, *update.event, nullptr);
}

StoreCallback<Appended> answerAppended(ServerContext &context, Session &session, const Responder &responder)
{
    return [&context, guard = QPointer<Session>(&session), responder](const Result<Appended> &appended) {
        if (!appended)
            return responder.fail(appended.error());
        const wire::Event &event = appended->event;
        wire::Frame frame;
        wire::Sent *sent = frame.mutable_sent();
        sent->set_conversation_id(event.conversation_id());
        sent->set_seq(event.seq());
        sent->set_time_ms(event.time_ms());
        responder.reply(std::move(frame));
        if (guard)
            guard->noteSent(ConversationId(event.conversation_id()), event.seq());
        if (!appended->repeated)
            pushEvent(context, event, guard);
    };
}

void answerConversation(const ConversationUpdate &update, const Responder &responder)
{
    wire::Frame frame;
    *frame.mutable_conversation() = toWire(update.conversation, 0);
    responder.reply(std::move(frame));
}

} // namespace rookery::server
