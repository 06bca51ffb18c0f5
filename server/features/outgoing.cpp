// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/outgoing.h"

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

} // namespace rookery::server
