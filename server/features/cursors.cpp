// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/cursors.h"

#include "common/protocol/capabilities.h"
#include "server/core/directory.h"
#include "server/core/session_registry.h"

#include <QtCore/QPointer>

namespace rookery::server {

QStringList CursorsFeature::capabilities() const
{
    return {capability::cursors};
}

void CursorsFeature::registerRequests(Dispatcher &dispatcher)
{
    dispatcher.on(wire::Frame::kSetCursor, {},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      setCursor(session, frame.set_cursor(), responder);
                  });
}

void CursorsFeature::setCursor(Session &session, const wire::SetCursor &request, const Responder &responder)
{
    const ConversationId id(request.conversation_id());
    if (!context().directory.isMember(id, session.user()))
        return responder.fail(ErrorCode::NotMember);
    const std::optional<MemberRecord> moved = context().directory.moveCursor(id, session.user(),
                                                                             request.delivered_seq(),
                                                                             request.read_seq());
    if (!moved)
        return responder.done();
    context().store.setCursor(id, session.user(), moved->deliveredSeq, moved->readSeq,
                              [this, id, moved, guard = QPointer<Session>(&session),
                               responder](const Result<Done> &stored) {
                                  if (!stored)
                                      return responder.fail(stored.error());
                                  responder.done();
                                  const ConversationRecord *conversation = context().directory.conversation(id);
                                  if (!conversation)
                                      return;
                                  wire::Frame frame;
                                  wire::Cursor *cursor = frame.mutable_cursors()->add_cursors();
                                  cursor->set_conversation_id(id.value);
                                  cursor->set_user_id(moved->user.value);
                                  cursor->set_delivered_seq(moved->deliveredSeq);
                                  cursor->set_read_seq(moved->readSeq);
                                  const QByteArray encoded = encodeFrame(frame);
                                  const QList<MemberRecord> members = conversation->members;
                                  for (const MemberRecord &member : members)
                                      context().sessions.sendToUser(member.user, encoded, Delivery::Lossless, guard);
                              });
}

} // namespace rookery::server
