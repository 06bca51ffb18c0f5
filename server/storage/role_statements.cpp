// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/role_statements.h"

#include "server/core/permissions.h"
#include "server/storage/conversation_statements.h"

namespace rookery::server::statements {

namespace {

/// The target as it stands, where the actor may do that.
Result<MemberRecord> checked(const ConversationRecord &group, const MemberChange &change)
{
    const wire::MemberRole own = memberIn(group, change.actor)->role;
    // Whoever may not moderate learns nothing about others either.
    if (change.user == change.actor || !permissions::mayModerate(own))
        return ErrorCode::Forbidden;
    const MemberRecord *target = memberIn(group, change.user);
    if (!target)
        return ErrorCode::NotFound;
    const bool isAllowed = change.role ? permissions::maySetRole(own, target->role, *change.role)
                                       : permissions::mayRemove(own, target->role);
    return isAllowed ? Result<MemberRecord>(*target) : ErrorCode::Forbidden;
}

Result<Done> apply(WriteSession &session, const MemberChange &change)
{
    if (!change.role)
        return deleteMember(session, change.conversation, change.user);
    const Result<Done> set = setRole(session, change.conversation, change.user, *change.role);
    if (!set || *change.role != wire::MEMBER_ROLE_OWNER)
        return set;
    return setRole(session, change.conversation, change.actor, wire::MEMBER_ROLE_MODERATOR);
}

} // namespace

Result<ConversationUpdate> changeMember(WriteSession &session, const MemberChange &change)
{
    const Result<ConversationRecord> group = groupOf(session, change.conversation, change.actor);
    if (!group)
        return group.error();
    const Result<MemberRecord> target = checked(group.value(), change);
    if (!target)
        return target.error();
    if (change.role == target->role)
        return ConversationUpdate{group.value(), std::nullopt};
    if (const Result<Done> applied = apply(session, change); !applied)
        return applied.error();
    wire::Event draft;
    if (change.role) {
        draft.mutable_member_role_changed()->set_user_id(change.user.value);
        draft.mutable_member_role_changed()->set_role(*change.role);
    } else {
        draft.mutable_member_removed()->set_user_id(change.user.value);
    }
    const Result<wire::Event> event = session.appendEvent(change.conversation, change.actor, QByteArray(), change.nowMs,
                                                          draft);
    return event ? updated(session, change.conversation, event.value()) : event.error();
}

} // namespace rookery::server::statements
