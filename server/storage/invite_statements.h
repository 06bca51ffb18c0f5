// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads and writes of invites. Writes: writer thread, with a savepoint; reads: reader thread.
#pragma once

#include "server/core/administration_store.h"
#include "server/storage/write_session.h"

namespace rookery::server::statements {

Result<InviteRecord> addInvite(WriteSession &session, const NewInvite &invite);
/// InviteNeeded unless it can be used still.
Result<Done> useInvite(WriteSession &session, const QByteArray &inviteHash, UserId user, qint64 nowMs);
Result<InviteRecord> revokeInvite(WriteSession &session, quint64 id, const AuditStamp &by);

Result<QList<InviteRecord>> listInvites(Database &database);

} // namespace rookery::server::statements
