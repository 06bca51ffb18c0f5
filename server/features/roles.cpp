// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/roles.h"

#include "common/protocol/capabilities.h"
#include "server/features/outgoing.h"

#include <QtCore/QPointer>

namespace rookery::server {

QStringList RolesFeature::capabilities() const
{
    return {capability::roles};
}

void RolesFeature::registerRequests(Dispatcher &dispatcher)
{
    dispatcher.on(wire::Frame::kSetMemberRole, {},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      setMemberRole(session, frame.set_member_role(), responder);
                  });
    dispatcher.on(wire::Frame::kRemoveMember, {},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      removeMember(session, frame.remove_member(), responder);
                  });
}

void RolesFeature::setMemberRole(Session &session, const wire::SetMemberRole &request, const Responder &responder)
{
    const ConversationId id(request.conversation_id());
    if (!wire::MemberRole_IsValid(request.role()))
        return responder.fail(ErrorCode::Malformed);
    if (!context().directory.isMember(id, session.user()))
        return responder.fail(ErrorCode::NotMember);
    context().store.changeMember({id, session.user(), UserId(request.user_id()), request.role(),
                                  context().clock.wallMs()},
                                 [this, guard = QPointer<Session>(&session),
                                  responder](const Result<ConversationUpdate> &changed) {
                                     if (!changed)
                                         return responder.fail(changed.error());
                                     answerConversation(*changed, responder);
                                     if (changed->event)
                                         pushConversation(context(), *changed, guard);
                                 });
}

void RolesFeature::removeMember(Session &session, const wire::RemoveMember &request, const Responder &responder)
{
    const ConversationId id(request.conversation_id());
    const UserId removed(request.user_id());
    if (!context().directory.isMember(id, session.user()))
        return responder.fail(ErrorCode::NotMember);
    context().store.changeMember({id, session.user(), removed, std::nullopt, context().clock.wallMs()},
                                 [this, removed, guard = QPointer<Session>(&session),
                                  responder](const Result<ConversationUpdate> &changed) {
                                     if (!changed)
                                         return responder.fail(changed.error());
                                     answerConversation(*changed, responder);
                                     tellRemoved(removed, *changed);
                                     pushConversation(context(), *changed, guard);
                                 });
}

void RolesFeature::tellRemoved(UserId user, const ConversationUpdate &update)
{
    wire::Frame events;
    *events.mutable_events()->add_events() = *update.event;
    context().sessions.sendToUser(user, encodeFrame(events));
    wire::Frame left;
    *left.mutable_conversation_changed()->mutable_conversation() = toWire(update.conversation, 0, true);
    context().sessions.sendToUser(user, encodeFrame(left));
}

} // namespace rookery::server
