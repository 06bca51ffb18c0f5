// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/typing.h"

#include "common/protocol/capabilities.h"
#include "server/core/directory.h"
#include "server/core/permissions.h"
#include "server/core/session_registry.h"

namespace rookery::server {

QStringList TypingFeature::capabilities() const
{
    return {capability::typing};
}

void TypingFeature::registerRequests(Dispatcher &dispatcher)
{
    dispatcher.on(wire::Frame::kSetTyping, {},
                  [this](Session &session, const wire::Frame &request, const Responder &responder) {
                      const ConversationId id(request.set_typing().conversation_id());
                      const std::optional<wire::MemberRole> role = context().directory.roleOf(id, session.user());
                      if (!role)
                          return responder.fail(ErrorCode::NotMember);
                      if (!permissions::mayWrite(*role))
                          return responder.fail(ErrorCode::Forbidden);
                      wire::Frame frame;
                      wire::Typing *typing = frame.mutable_typing();
                      typing->set_conversation_id(id.value);
                      typing->set_user_id(session.user().value);
                      typing->set_active(request.set_typing().active());
                      const QByteArray encoded = encodeFrame(frame);
                      const QList<MemberRecord> members = context().directory.conversation(id)->members;
                      for (const MemberRecord &member : members) {
                          if (member.user != session.user())
                              context().sessions.sendToUser(member.user, encoded, Delivery::Ephemeral);
                      }
                      responder.done();
                  });
}

} // namespace rookery::server
