// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/audit_statements.h"

#include "server/core/server_limits.h"

#include <algorithm>

namespace rookery::server::statements {

namespace {

Result<Done> add(WriteSession &session, const AuditRecord &record)
{
    quint64 id = 0;
    {
        Rows inserted = session.run("INSERT INTO audit(time_ms, act, actor, subject, detail) VALUES (?, ?, ?, ?, ?)",
                                    {record.by.nowMs, record.act, record.by.actor, qint64(record.subject),
                                     record.detail});
        if (!inserted.isOk())
            return inserted.error();
        id = inserted.insertedId();
    }
    const Rows trimmed = session.run("DELETE FROM audit WHERE id <= ?", {qint64(id) - limits::auditRecordsMax});
    return trimmed.isOk() ? Result<Done>(Done()) : trimmed.error();
}

} // namespace

Result<Done> record(WriteSession &session, const AuditStamp &by, QLatin1String act, quint64 subject,
                    const QString &detail)
{
    return by.actor.isEmpty() ? Result<Done>(Done()) : add(session, {0, by, act, subject, detail});
}

Result<Done> record(WriteSession &session, const AuditRecord &record, Recording recording)
{
    if (recording == Recording::WhenDetailDiffers) {
        Rows newest = session.run("SELECT detail FROM audit WHERE act = ? ORDER BY id DESC LIMIT 1", {record.act});
        if (newest.next() && newest.text(0) == record.detail)
            return Done();
        if (!newest.isOk())
            return newest.error();
    }
    return add(session, record);
}

Result<QList<AuditRecord>> auditTrail(Database &database, int count)
{
    QList<AuditRecord> records;
    Rows rows = database.run("SELECT id, time_ms, actor, act, subject, detail FROM audit ORDER BY id DESC LIMIT ?",
                             {std::clamp(count, 1, limits::auditTrailMax)});
    while (rows.next())
        records += AuditRecord{rows.id(0), {rows.text(2), rows.number(1)}, rows.text(3), rows.id(4), rows.text(5)};
    if (!rows.isOk())
        return rows.error();
    std::reverse(records.begin(), records.end());
    return records;
}

} // namespace rookery::server::statements
