// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Edits, recalls and roles.
#include "server/core/permissions.h"
#include "tests/support/memory_store.h"

namespace rookery::server {

namespace {

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

/// The stored event is that draft, perhaps without its text by now.
bool isRepeat(const wire::Event &before, const wire::Event &draft)
{
    if (before.conversation_id() != draft.conversation_id() || before.body_case() != draft.body_case())
        return false;
    if (draft.has_message_recalled())
        return before.message_recalled().target_seq() == draft.message_recalled().target_seq();
    return before.message_edited().target_seq() == draft.message_edited().target_seq()
        && (before.message_edited().recalled() || before.message_edited().text() == draft.message_edited().text());
}

void forgetText(std::vector<wire::Event> &events, wire::Event &target)
{
    target.mutable_message()->clear_text();
    target.mutable_message()->set_recalled(true);
    for (wire::Event &event : events) {
        if (event.has_message_edited() && event.message_edited().target_seq() == target.seq()) {
            event.mutable_message_edited()->clear_text();
            event.mutable_message_edited()->set_recalled(true);
        }
    }
}

} // namespace

Result<Appended> MemoryStore::alterMessage(const MessageChange &change)
{
    wire::Event draft = draftOf(change);
    draft.set_conversation_id(change.conversation.value);
    if (const wire::Event *before = writtenBefore(change.sender, change.clientId))
        return isRepeat(*before, draft) ? Result<Appended>(Appended{*before, true}) : ErrorCode::ClientIdReused;
    const Result<Talk *> talk = talkOf(change.conversation, change.sender);
    if (!talk)
        return talk.error();
    std::vector<wire::Event> &events = (*talk)->events;
    if (change.targetSeq == 0 || change.targetSeq > events.size()
        || !events.at(size_t(change.targetSeq - 1)).has_message())
        return ErrorCode::NotFound;
    wire::Event &target = events.at(size_t(change.targetSeq - 1));
    const wire::MemberRole role = (*talk)->member(change.sender)->role;
    const bool isOwn = target.sender_id() == change.sender.value;
    const bool isModerator = permissions::mayModerate(role);
    if (change.text ? !isOwn || !permissions::mayWrite(role) : !isOwn && !isModerator)
        return ErrorCode::Forbidden;
    if (target.message().recalled())
        return ErrorCode::Recalled;
    if (!change.text && !isModerator && change.nowMs - target.time_ms() > change.recallMs)
        return ErrorCode::TooLate;
    if (!change.text)
        forgetText(events, target);
    const wire::Event event = (*talk)->append(change.sender, change.clientId.bytes(), change.nowMs, draft);
    m_written[{change.sender, change.clientId}] = {change.conversation, event.seq()};
    return Appended{event, false};
}

void MemoryStore::changeMessage(const MessageChange &change, StoreCallback<Appended> done)
{
    write(done, [&] { return alterMessage(change); });
}

Result<ConversationUpdate> MemoryStore::alterMember(const MemberChange &change)
{
    const Result<Talk *> group = groupOf(change.conversation, change.actor);
    if (!group)
        return group.error();
    ConversationRecord &record = (*group)->record;
    const wire::MemberRole own = (*group)->member(change.actor)->role;
    if (change.user == change.actor || !permissions::mayModerate(own))
        return ErrorCode::Forbidden;
    const MemberRecord *target = (*group)->member(change.user);
    if (!target)
        return ErrorCode::NotFound;
    if (change.role ? !permissions::maySetRole(own, target->role, *change.role)
                    : !permissions::mayRemove(own, target->role))
        return ErrorCode::Forbidden;
    if (change.role == target->role)
        return ConversationUpdate{record, {}};
    wire::Event draft;
    if (change.role) {
        for (MemberRecord &member : record.members) {
            if (member.user == change.user)
                member.role = *change.role;
            else if (member.user == change.actor && *change.role == wire::MEMBER_ROLE_OWNER)
                member.role = wire::MEMBER_ROLE_MODERATOR;
        }
        draft.mutable_member_role_changed()->set_user_id(change.user.value);
        draft.mutable_member_role_changed()->set_role(*change.role);
    } else {
        record.members.removeIf([&change](const MemberRecord &member) { return member.user == change.user; });
        draft.mutable_member_removed()->set_user_id(change.user.value);
    }
    const wire::Event event = (*group)->append(change.actor, {}, change.nowMs, draft);
    return ConversationUpdate{record, event};
}

void MemoryStore::changeMember(const MemberChange &change, StoreCallback<ConversationUpdate> done)
{
    write(done, [&] { return alterMember(change); });
}

} // namespace rookery::server
