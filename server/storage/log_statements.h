// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Adding a message to the log: the hot path. Writer thread.
#pragma once

#include "server/core/store.h"
#include "server/storage/write_session.h"

namespace rookery::server::statements {

/// Refuses before it writes, so it needs no savepoint. NotFound, NotMember, ClientIdReused.
Result<Appended> append(WriteSession &session, const NewMessage &message);

} // namespace rookery::server::statements
