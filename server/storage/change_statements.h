// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Changing what was said: edits and recalls are events of their own; a recall also takes the text out of the rows of
// the message and of its edits. Refuses before it writes, so it needs no savepoint. Writer thread.
#pragma once

#include "server/core/store.h"
#include "server/storage/write_session.h"

namespace rookery::server::statements {

Result<Appended> changeMessage(WriteSession &session, const MessageChange &change);

} // namespace rookery::server::statements
