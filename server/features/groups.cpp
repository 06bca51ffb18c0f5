// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/groups.h"

#include "common/base/bytes.h"
#include "common/protocol/capabilities.h"
#include "common/protocol/names.h"
#include "server/core/permissions.h"
#include "server/features/outgoing.h"

#include <QtCore/QPointer>

namespace rookery::server {

namespace {

/// Distinct ids, `without` left out.
QList<UserId> distinctUsers(const google::protobuf::RepeatedField<google::protobuf::uint64> &ids, UserId without)
{
    QList<UserId> users;
    for (const quint64 id : ids) {
        const UserId user(id);
        if (user != without && !users.contains(user))
            users.append(user);
    }
    return users;
}

} // namespace

QStringList GroupsFeature::capabilities() const
{
    return {capability::groups};
}

void GroupsFeature::registerRequests(Dispatcher &dispatcher)
{
    dispatcher.on(wire::Frame::kOpenDirect, {SignedIn::Required, Rate::Request, Growth::Store},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      openDirect(session, frame.open_direct(), responder);
                  });
    dispatcher.on(wire::Frame::kCreateGroup, {SignedIn::Required, Rate::Request, Growth::Store},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      createGroup(session, frame.create_group(), responder);
                  });
    dispatcher.on(wire::Frame::kAddMembers, {SignedIn::Required, Rate::Request, Growth::Store},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      addMembers(session, frame.add_members(), responder);
                  });
    dispatcher.on(wire::Frame::kLeaveGroup, {},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      leaveGroup(session, frame.leave_group(), responder);
                  });
}

Error GroupsFeature::checkRoom(const QList<UserId> &users) const
{
    for (const UserId user : users) {
        const UserRecord *record = context().directory.user(user);
        if (!record || record->disabled)
            return Error(ErrorCode::NotFound, QStringLiteral("user %1").arg(user.value));
        const qsizetype count = context().directory.conversationsOf(user).size();
        if (count >= limits::conversationsPerUserMax) {
            Error error(ErrorCode::TooLarge);
            error.limit = limits::conversationsPerUserMax;
            error.actual = count + 1;
            return error;
        }
    }
    return ErrorCode::None;
}

void GroupsFeature::openDirect(Session &session, const wire::OpenDirect &request, const Responder &responder)
{
    const UserId other(request.user_id());
    if (other == session.user())
        return responder.fail(ErrorCode::Forbidden);
    const UserRecord *record = context().directory.user(other);
    if (!record)
        return responder.fail(ErrorCode::NotFound);
    context().store.openDirect(session.user(), other,
                               [this, guard = QPointer<Session>(&session),
                                responder](const Result<ConversationUpdate> &opened) {
                                   if (!opened)
                                       return responder.fail(opened.error());
                                   const bool isNew = !context().directory.conversation(opened->conversation.id);
                                   answerConversation(*opened, responder);
                                   if (isNew)
                                       pushConversation(context(), *opened, guard);
                               });
}

void GroupsFeature::createGroup(Session &session, const wire::CreateGroup &request, const Responder &responder)
{
    NewGroup group;
    group.creator = session.user();
    group.clientId = ClientId(toBytes(request.client_id()));
    group.members = distinctUsers(request.member_ids(), session.user());
    group.nowMs = context().clock.wallMs();
    if (!group.clientId.isValid() || request.member_ids_size() > limits::groupMembersPerRequest)
        return responder.fail(ErrorCode::Malformed);
    const Result<QString> title = checkedDisplayText(toText(request.title()), limits::groupTitleCharacters);
    if (!title)
        return responder.fail(title.error());
    group.title = *title;
    if (const Error refusal = checkRoom(group.members + QList<UserId>{session.user()}); refusal.code != ErrorCode::None)
        return responder.fail(refusal);
    context().store.createGroup(group,
                                [this, guard = QPointer<Session>(&session),
                                 responder](const Result<ConversationUpdate> &created) {
                                    if (!created)
                                        return responder.fail(created.error());
                                    const bool isNew = !context().directory.conversation(created->conversation.id);
                                    answerConversation(*created, responder);
                                    if (isNew)
                                        pushConversation(context(), *created, guard);
                                });
}

void GroupsFeature::addMembers(Session &session, const wire::AddMembers &request, const Responder &responder)
{
    const ConversationId id(request.conversation_id());
    const QList<UserId> users = distinctUsers(request.user_ids(), session.user());
    if (users.isEmpty() || request.user_ids_size() > limits::groupMembersPerRequest)
        return responder.fail(ErrorCode::Malformed);
    const ConversationRecord *conversation = context().directory.conversation(id);
    if (!conversation || !context().directory.isMember(id, session.user()))
        return responder.fail(ErrorCode::NotMember);
    if (!permissions::mayWrite(*context().directory.roleOf(id, session.user())))
        return responder.fail(ErrorCode::Forbidden);
    if (conversation->members.size() + users.size() > limits::groupMembersMax) {
        Error error(ErrorCode::TooLarge);
        error.limit = limits::groupMembersMax;
        error.actual = conversation->members.size() + users.size();
        return responder.fail(error);
    }
    if (const Error refusal = checkRoom(users); refusal.code != ErrorCode::None)
        return responder.fail(refusal);
    context().store.addMembers(id, session.user(), users, context().clock.wallMs(),
                               [this, guard = QPointer<Session>(&session),
                                responder](const Result<ConversationUpdate> &changed) {
                                   if (!changed)
                                       return responder.fail(changed.error());
                                   answerConversation(*changed, responder);
                                   if (changed->event)
                                       pushConversation(context(), *changed, guard);
                               });
}

void GroupsFeature::leaveGroup(Session &session, const wire::LeaveGroup &request, const Responder &responder)
{
    const ConversationId id(request.conversation_id());
    const UserId leaver = session.user();
    if (!context().directory.isMember(id, leaver))
        return responder.fail(ErrorCode::NotMember);
    context().store.leaveGroup(id, leaver, context().clock.wallMs(),
                               [this, leaver, responder](const Result<ConversationUpdate> &changed) {
                                   if (!changed)
                                       return responder.fail(changed.error());
                                   responder.done();
                                   wire::Frame frame;
                                   *frame.mutable_conversation_changed()->mutable_conversation() =
                                       toWire(changed->conversation, 0, true);
                                   context().sessions.sendToUser(leaver, encodeFrame(frame));
                                   pushConversation(context(), *changed, nullptr);
                               });
}

} // namespace rookery::server
