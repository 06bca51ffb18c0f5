// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// From a committed change to the connections of those it concerns. A frame is encoded once and shared. Network thread.
#pragma once

#include "server/core/directory.h"
#include "server/core/responder.h"
#include "server/core/server_context.h"
#include "server/core/session_registry.h"

namespace rookery::server {

/// Pushes a stored event to every connection of every member but `except`, and moves the directory's last seq.
void pushEvent(ServerContext &context, const wire::Event &event, const Session *except);

/// Puts the change into the directory and tells every member (and the conversation's event, where there is one).
void pushConversation(ServerContext &context, const ConversationUpdate &update, const Session *except);

/// What answers a request that appends to the log: Sent, then the event to every connection but the asker's own, which
/// knows the rest. A repeat is answered and not pushed.
StoreCallback<Appended> answerAppended(ServerContext &context, Session &session, const Responder &responder);

/// Answers with the conversation as it now stands.
void answerConversation(const ConversationUpdate &update, const Responder &responder);

} // namespace rookery::server
