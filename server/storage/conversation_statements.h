// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes about conversations and their members. Writer thread. All need a savepoint: they can fail half-way.
#pragma once

#include "server/core/store.h"
#include "server/storage/write_session.h"

namespace rookery::server::statements {

Result<ConversationUpdate> openDirect(WriteSession &session, UserId first, UserId second);
/// The same client id with the same title and members gives the group made before, without an event.
Result<ConversationUpdate> createGroup(WriteSession &session, const NewGroup &group);
Result<ConversationUpdate> addMembers(WriteSession &session, ConversationId conversation, UserId actor,
                                      const QList<UserId> &users, qint64 nowMs);
/// A group that loses its last owner gets a new one: a moderator before a member, the earlier account first.
Result<ConversationUpdate> leaveGroup(WriteSession &session, ConversationId conversation, UserId user, qint64 nowMs);
Result<Done> setCursor(WriteSession &session, ConversationId conversation, UserId user, quint64 deliveredSeq,
                       quint64 readSeq);

} // namespace rookery::server::statements
