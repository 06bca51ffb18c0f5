// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes about conversations and their members. Writer thread. All need a savepoint: they can fail half-way.
#pragma once

#include "server/core/store.h"
#include "server/storage/write_session.h"

namespace rookery::server::statements {

/// Null where that person is not in it.
const MemberRecord *memberIn(const ConversationRecord &conversation, UserId user);
/// The group as it stands, where that person is in it: NotFound, NotMember, Forbidden (not a group).
Result<ConversationRecord> groupOf(WriteSession &session, ConversationId conversation, UserId actor);
/// The conversation as it now stands, with the event that changed it.
Result<ConversationUpdate> updated(WriteSession &session, ConversationId conversation,
                                   const std::optional<wire::Event> &event);
Result<Done> setRole(WriteSession &session, ConversationId conversation, UserId user, wire::MemberRole role);
Result<Done> deleteMember(WriteSession &session, ConversationId conversation, UserId user);

Result<ConversationUpdate> openDirect(WriteSession &session, UserId first, UserId second);
/// The same client id with the same title and members gives the group made before, without an event; NotMember where
/// the creator is no longer in it.
Result<ConversationUpdate> createGroup(WriteSession &session, const NewGroup &group);
Result<ConversationUpdate> addMembers(WriteSession &session, ConversationId conversation, UserId actor,
                                      const QList<UserId> &users, qint64 nowMs);
/// A group that its owner leaves gets a new one: a moderator before a member before the muted, the earlier account
/// first.
Result<ConversationUpdate> leaveGroup(WriteSession &session, ConversationId conversation, UserId user, qint64 nowMs);
Result<Done> setCursor(WriteSession &session, ConversationId conversation, UserId user, quint64 deliveredSeq,
                       quint64 readSeq);

} // namespace rookery::server::statements
