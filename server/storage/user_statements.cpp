// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_statements.h"

namespace rookery::server::statements {

namespace {

/// Devices a person stays signed in with; the oldest sign-in beyond that is forgotten, so the table stays bounded.
constexpr int tokensPerPerson = 32;

Result<Done> outcome(const Rows &rows)
{
    return rows.isOk() ? Result<Done>(Done()) : rows.error();
}

Result<Done> useInvite(WriteSession &session, const QByteArray &inviteHash, qint64 nowMs)
{
    if (Rows expired = session.run("DELETE FROM invites WHERE expires_ms <= ?", {nowMs}); !expired.isOk())
        return expired.error();
    Rows used = session.run("DELETE FROM invites WHERE hash = ?", {inviteHash});
    if (!used.isOk())
        return used.error();
    return used.changedRows() == 1 ? Result<Done>(Done()) : ErrorCode::InviteNeeded;
}

Result<Done> removeTokens(WriteSession &session, UserId user)
{
    return outcome(session.run("DELETE FROM tokens WHERE user_id = ?", {qint64(user.value)}));
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
    if (!user.inviteHash.isEmpty()) {
        if (const Result<Done> used = useInvite(session, user.inviteHash, user.nowMs); !used)
            return used.error();
    }
    Rows inserted = session.run("INSERT INTO users(name, skeleton, display_name, password_hash, role, created_ms)"
                                " VALUES (?, ?, ?, ?, ?, ?)",
                                {user.name, user.skeleton, user.displayName, user.passwordHash, int(user.role),
                                 user.nowMs});
    if (!inserted.isOk())
        return inserted.error();
    return userById(session, UserId(inserted.insertedId()));
}

Result<UserRecord> changeUser(WriteSession &session, UserId user, const UserChange &change)
{
    const qint64 id = qint64(user.value);
    Result<Done> done = Done();
    if (change.displayName)
        done = outcome(session.run("UPDATE users SET display_name = ? WHERE id = ?", {*change.displayName, id}));
    if (done && change.passwordHash)
        done = outcome(session.run("UPDATE users SET password_hash = ? WHERE id = ?", {*change.passwordHash, id}));
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
    const Result<Done> trimmed = outcome(session.run(
        "DELETE FROM tokens WHERE hash IN (SELECT hash FROM tokens WHERE user_id = ?"
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

Result<Done> addInvite(WriteSession &session, const QByteArray &inviteHash, qint64 expiresMs)
{
    return outcome(session.run("INSERT INTO invites(hash, expires_ms) VALUES (?, ?)", {inviteHash, expiresMs}));
}

} // namespace rookery::server::statements
