// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Adding a message to the log: the hot path. Writer thread.
#pragma once

#include "server/core/store.h"
#include "server/storage/write_session.h"

namespace rookery::server::statements {

/// Where and by whom something is written, and under which id.
struct Writing {
    ConversationId conversation;
    UserId sender;
    ClientId clientId;
};

/// What is stored under the sender's client id; empty where nothing is. ClientIdReused where it is not the same as the
/// draft. What was recalled since has no text to compare with.
Result<std::optional<Appended>> storedBefore(WriteSession &session, const Writing &writing, const wire::Event &draft);

/// NotFound where the conversation is unknown, NotMember where the person is not in it.
Result<wire::MemberRole> roleOf(WriteSession &session, ConversationId conversation, UserId user);

/// Refuses before it writes, so it needs no savepoint. NotFound, NotMember, Forbidden (muted), ClientIdReused.
Result<Appended> append(WriteSession &session, const NewMessage &message);

} // namespace rookery::server::statements
