// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/invite_statements.h"

#include "server/core/server_limits.h"
#include "server/storage/audit_statements.h"

namespace rookery::server::statements {

namespace {

#define ROOKERY_INVITE_COLUMNS "id, made_by, made_ms, expires_ms, used_by, used_ms, revoked_ms"

InviteRecord inviteFrom(const Rows &rows)
{
    return {rows.id(0),         rows.text(1),   rows.number(2), rows.number(3),
            UserId(rows.id(4)), rows.number(5), rows.number(6)};
}

Result<InviteRecord> inviteById(WriteSession &session, quint64 id)
{
    Rows rows = session.run("SELECT " ROOKERY_INVITE_COLUMNS " FROM invites WHERE id = ?", {qint64(id)});
    if (!rows.next())
        return rows.isOk() ? Error(ErrorCode::NotFound, QStringLiteral("no invite of that number")) : rows.error();
    return inviteFrom(rows);
}

/// So that the table stays bounded whatever an administrator's script does.
Result<Done> makeRoom(WriteSession &session, qint64 nowMs)
{
    const qint64 before = nowMs - limits::closedInviteKeptMs;
    const Rows forgotten = session.run("DELETE FROM invites WHERE expires_ms < ? OR (used_ms > 0 AND used_ms < ?)"
                                       " OR (revoked_ms > 0 AND revoked_ms < ?)",
                                       {before, before, before});
    if (!forgotten.isOk())
        return forgotten.error();
    Rows open = session.run("SELECT count(*) FROM invites WHERE used_ms = 0 AND revoked_ms = 0 AND expires_ms > ?",
                            {nowMs});
    if (!open.next())
        return open.isOk() ? Error(ErrorCode::Internal) : open.error();
    if (open.number(0) < limits::openInvitesMax)
        return Done();
    Error error(ErrorCode::TooLarge, QStringLiteral("%1 invites are open; revoke some").arg(open.number(0)));
    error.limit = limits::openInvitesMax;
    error.actual = open.number(0) + 1;
    return error;
}

} // namespace

Result<InviteRecord> addInvite(WriteSession &session, const NewInvite &invite)
{
    if (const Result<Done> room = makeRoom(session, invite.by.nowMs); !room)
        return room.error();
    quint64 id = 0;
    {
        Rows inserted = session.run("INSERT INTO invites(hash, made_by, made_ms, expires_ms) VALUES (?, ?, ?, ?)",
                                    {invite.hash, invite.by.actor, invite.by.nowMs, invite.expiresMs});
        if (!inserted.isOk())
            return inserted.error();
        id = inserted.insertedId();
    }
    const Result<Done> recorded = record(session, invite.by, act::inviteMade, id);
    return recorded ? inviteById(session, id) : recorded.error();
}

Result<Done> useInvite(WriteSession &session, const QByteArray &inviteHash, UserId user, qint64 nowMs)
{
    quint64 id = 0;
    {
        Rows open = session.run("SELECT id FROM invites WHERE hash = ? AND used_ms = 0 AND revoked_ms = 0"
                                " AND expires_ms > ?",
                                {inviteHash, nowMs});
        if (!open.next())
            return open.isOk() ? ErrorCode::InviteNeeded : open.error();
        id = open.id(0);
    }
    const Rows used = session.run("UPDATE invites SET used_by = ?, used_ms = max(?, 1) WHERE id = ?",
                                  {qint64(user.value), nowMs, qint64(id)});
    if (!used.isOk())
        return used.error();
    return record(session, {actor::person(user), nowMs}, act::inviteUsed, id);
}

Result<InviteRecord> revokeInvite(WriteSession &session, quint64 id, const AuditStamp &by)
{
    const Result<InviteRecord> known = inviteById(session, id);
    if (!known)
        return known;
    if (known->usedMs > 0 || known->revokedMs > 0)
        return Error(ErrorCode::Forbidden,
                     known->usedMs > 0 ? QStringLiteral("the invite has been used")
                                       : QStringLiteral("the invite is revoked already"));
    const Rows revoked = session.run("UPDATE invites SET revoked_ms = max(?, 1) WHERE id = ?", {by.nowMs, qint64(id)});
    if (!revoked.isOk())
        return revoked.error();
    const Result<Done> recorded = record(session, by, act::inviteRevoked, id);
    return recorded ? inviteById(session, id) : recorded.error();
}

Result<QList<InviteRecord>> listInvites(Database &database)
{
    QList<InviteRecord> invites;
    Rows rows = database.run("SELECT " ROOKERY_INVITE_COLUMNS " FROM invites ORDER BY id DESC");
    while (rows.next())
        invites += inviteFrom(rows);
    return rows.isOk() ? Result<QList<InviteRecord>>(invites) : rows.error();
}

} // namespace rookery::server::statements
