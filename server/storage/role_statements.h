// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What members of a group may do, and putting them out. The rules are in server/core/permissions.h. Writer thread;
// needs a savepoint.
#pragma once

#include "server/core/store.h"
#include "server/storage/write_session.h"

namespace rookery::server::statements {

Result<ConversationUpdate> changeMember(WriteSession &session, const MemberChange &change);

} // namespace rookery::server::statements
