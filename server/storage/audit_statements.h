// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads and writes of the audit log. Writes: writer thread, inside the transaction of the act they tell of; reads:
// reader thread.
#pragma once

#include "server/core/administration_store.h"
#include "server/storage/write_session.h"

namespace rookery::server::statements {

/// Nothing where the actor is empty. Takes out what limits::auditRecordsMax newer records have followed.
Result<Done> record(WriteSession &session, const AuditStamp &by, QLatin1String act, quint64 subject,
                    const QString &detail = {});
Result<Done> record(WriteSession &session, const AuditRecord &record, Recording recording);

Result<QList<AuditRecord>> auditTrail(Database &database, int count);

} // namespace rookery::server::statements
