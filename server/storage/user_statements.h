// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes about people and their tokens. Writer thread.
#pragma once

#include "server/core/store.h"
#include "server/storage/write_session.h"

namespace rookery::server::statements {

/// Columns of a UserRecord, in the order userFrom() reads them.
inline constexpr int userColumns = 7;
#define ROOKERY_USER_COLUMNS "u.id, u.name, u.display_name, u.role, u.disabled, u.created_ms, u.last_seen_ms"
UserRecord userFrom(const Rows &rows);

Result<UserRecord> createUser(WriteSession &session, const NewUser &user);
Result<UserRecord> changeUser(WriteSession &session, UserId user, const UserChange &change);
Result<Done> setLastSeen(WriteSession &session, UserId user, qint64 lastSeenMs);
Result<Done> addToken(WriteSession &session, const NewToken &token);
Result<Done> removeToken(WriteSession &session, const QByteArray &tokenHash);

/// NotFound where there is no such person.
Result<UserRecord> userById(WriteSession &session, UserId user);

} // namespace rookery::server::statements
