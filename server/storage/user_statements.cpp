// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_statements.h"

#include "server/core/role_names.h"
#include "server/storage/audit_statements.h"
#include "server/storage/invite_statements.h"

namespace rookery::server::statements {

namespace {

/// Devices a person stays signed in with; the oldest sign-in beyond that is forgotten, so the table stays bounded.
constexpr int tokensPerPerson = 32;

Result<Done> outcome(const Rows &rows)
{
    return rows.isOk() ? Result<Done>(Done()) : rows.error();
}

Result<Done> removeTokens(WriteSession &session, UserId user)
{
    return outcome(session.run("DELETE FROM tokens WHERE user_id = ?", {qint64(user.value)}));
}

/// What is changed apart from the display name, which is the person's own affair.
Result<Done> recordChange(WriteSession &session, UserId user, const UserChange &change)
{
    Result<Done> done = Done();
    if (change.role) {
        const Result<UserRecord> before = userById(session, user);
        if (!before)
            return before.error();
        done = record(session, change.by, act::roleChanged, user.value,
                      QStringLiteral("%1, was %2").arg(roleName(*change.role), roleName(before->role)));
    }
    if (done && change.passwordHash)
        done = record(session, change.by, act::passwordReset, user.value);
    if (done && change.disabled)
        done = record(session, change.by, *change.disabled ? act::accountDisabled : act::accountEnabled, user.value);
    return done;
}

} // namespace

UserRecord userFrom(const Rows &rows)
{
    UserRecord user;
    user.id = UserId(rows.id(0));
    user.name = rows.text(1);
    user.displayName = rows.text(2);
    user.role = wire::ServerRole(rows.number(3));
    user.disabled = rows.number(4) != 0;
    user.createdMs = rows.number(5);
    user.lastSeenMs = rows.number(6);
    return user;
}

Result<UserRecord> userById(WriteSession &session, UserId user)
{
    Rows rows = session.run("SELECT " ROOKERY_USER_COLUMNS " FROM users u WHERE u.id = ?", {qint64(user.value)});
    if (!rows.next())
        return rows.isOk() ? Error(ErrorCode::NotFound) : rows.error();
    return userFrom(rows);
}

Result<UserRecord> createUser(WriteSession &session, const NewUser &user)
{
    {
        Rows taken = session.run("SELECT 1 FROM users WHERE skeleton = ?", {user.skeleton});
        if (taken.next())
            return ErrorCode::NameTaken;
        if (!taken.isOk())
            return taken.error();
    }
    UserId id;
    {
        Rows inserted = session.run("INSERT INTO users(name, skeleton, display_name, password_hash, role, created_ms)"
                                    " VALUES (?, ?, ?, ?, ?, ?)",
                                    {user.name, user.skeleton, user.displayName, user.passwordHash, int(user.role),
                                     user.nowMs});
        if (!inserted.isOk())
            return inserted.error();
        id = UserId(inserted.insertedId());
    }
    const AuditStamp by{user.madeBy.isEmpty() ? actor::person(id) : user.madeBy, user.nowMs};
    Result<Done> done = record(session, by, act::accountMade, id.value, roleName(user.role));
    if (done && !user.inviteHash.isEmpty())
        done = useInvite(session, user.inviteHash, id, user.nowMs);
    return done ? userById(session, id) : done.error();
}

Result<UserRecord> changeUser(WriteSession &session, UserId user, const UserChange &change)
{
    const qint64 id = qint64(user.value);
    Result<Done> done = recordChange(session, user, change);
    if (done && change.displayName)
        done = outcome(session.run("UPDATE users SET display_name = ? WHERE id = ?", {*change.displayName, id}));
    if (done && change.passwordHash)
        done = outcome(session.run("UPDATE users SET password_hash = ? WHERE id = ?", {*change.passwordHash, id}));
    if (done && change.rehash)
        done = outcome(session.run("UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?",
                                   {change.rehash->to, id, change.rehash->from}));
    if (done && change.role)
        done = outcome(session.run("UPDATE users SET role = ? WHERE id = ?", {int(*change.role), id}));
    if (done && change.disabled)
        done = outcome(session.run("UPDATE users SET disabled = ? WHERE id = ?", {int(*change.disabled), id}));
    if (done && (change.passwordHash || change.disabled.value_or(false)))
        done = removeTokens(session, user);
    return done ? userById(session, user) : done.error();
}

Result<Done> setLastSeen(WriteSession &session, UserId user, qint64 lastSeenMs)
{
    return outcome(session.run("UPDATE users SET last_seen_ms = ? WHERE id = ?", {lastSeenMs, qint64(user.value)}));
}

Result<Done> addToken(WriteSession &session, const NewToken &token)
{
    const Result<UserRecord> user = userById(session, token.user);
    if (!user)
        return user.error();
    if (user->disabled)
        return ErrorCode::AccountDisabled;
    const qint64 id = qint64(token.user.value);
    const Result<Done> trimmed = outcome(
        session.run("DELETE FROM tokens WHERE hash IN (SELECT hash FROM tokens WHERE user_id = ?"
                    " ORDER BY created_ms DESC LIMIT -1 OFFSET ?)",
                    {id, tokensPerPerson - 1}));
    if (!trimmed)
        return trimmed;
    return outcome(session.run("INSERT INTO tokens(hash, user_id, device_id, device_name, created_ms)"
                               " VALUES (?, ?, ?, ?, ?)",
                               {token.tokenHash, id, token.deviceId, token.deviceName, token.nowMs}));
}

Result<Done> removeToken(WriteSession &session, const QByteArray &tokenHash)
{
    return outcome(session.run("DELETE FROM tokens WHERE hash = ?", {tokenHash}));
}

} // namespace rookery::server::statements
