// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/app/administration.h"

#include "common/base/version.h"
#include "common/protocol/frame_codec.h"
#include "common/protocol/names.h"
#include "server/core/directory.h"
#include "server/core/password_hasher.h"
#include "server/core/role_names.h"
#include "server/core/server_identity.h"
#include "server/core/server_limits.h"
#include "server/core/server_settings.h"
#include "server/core/session_registry.h"
#include "server/core/store.h"
#include "server/ctl/control_server.h"
#include "server/ctl/identity_answer.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>

#include <algorithm>

namespace rookery::server {

namespace {

using Reply = ControlServer::Reply;
using Command = void (*)(ServerContext &, const QJsonObject &, const Reply &);

constexpr qint64 dayMs = 24 * 3600 * 1000;
constexpr qsizetype inviteBytes = 15; // 120 bits, 20 characters of base64url

/// Set by registerAdministration(), whatever the asker has sent under this name.
const QString actorKey = QStringLiteral("actor");

AuditStamp stampIn(const ServerContext &context, const QJsonObject &arguments)
{
    return {arguments.value(actorKey).toString(), context.clock.wallMs()};
}

QString nameIn(const QJsonObject &arguments)
{
    return arguments.value(QLatin1String("name")).toString();
}

QString passwordIn(const QJsonObject &arguments)
{
    return arguments.value(QLatin1String("password")).toString();
}

QJsonObject asJson(const UserRecord &user)
{
    return {{QStringLiteral("id"), qint64(user.id.value)},     {QStringLiteral("name"), user.name},
            {QStringLiteral("displayName"), user.displayName}, {QStringLiteral("role"), roleName(user.role)},
            {QStringLiteral("disabled"), user.disabled},       {QStringLiteral("createdMs"), user.createdMs},
            {QStringLiteral("lastSeenMs"), user.lastSeenMs}};
}

/// The new state of a person goes to the directory and to everyone signed in.
void publish(ServerContext &context, const UserRecord &user)
{
    context.directory.put(user);
    wire::Frame frame;
    *frame.mutable_users_changed()->add_users() = toWire(user);
    context.sessions.sendToAll(encodeFrame(frame));
}

/// disconnectFor: not None where the person's connections end with it.
void change(ServerContext &context, const QString &name, const UserChange &change, ErrorCode disconnectFor,
            const Reply &reply)
{
    const UserRecord *user = context.directory.userByName(name);
    if (!user)
        return reply(Error(ErrorCode::NotFound, QStringLiteral("nobody of that name")));
    context.store.changeUser(user->id, change, [&context, disconnectFor, reply](const Result<UserRecord> &changed) {
        if (!changed)
            return reply(changed.error());
        publish(context, changed.value());
        if (disconnectFor != ErrorCode::None)
            context.sessions.disconnectUser(changed->id, disconnectFor);
        reply(asJson(changed.value()));
    });
}

void status(ServerContext &context, const QJsonObject &, const Reply &reply)
{
    context.store.statistics([&context, reply](const Result<StoreStatistics> &statistics) {
        if (!statistics)
            return reply(statistics.error());
        reply(QJsonObject{{QStringLiteral("name"), context.settings.name},
                          {QStringLiteral("release"), QLatin1String(versionString)},
                          {QStringLiteral("dataFolder"), context.settings.dataDirectory},
                          {QStringLiteral("uptimeMs"), context.clock.monotonicMs() - context.startedMs},
                          {QStringLiteral("connections"), qint64(context.sessions.size())},
                          {QStringLiteral("peopleHere"), qint64(context.sessions.signedInUsers())},
                          {QStringLiteral("people"), qint64(statistics->users)},
                          {QStringLiteral("conversations"), qint64(statistics->conversations)},
                          {QStringLiteral("events"), qint64(statistics->events)},
                          {QStringLiteral("commits"), qint64(statistics->commits)},
                          {QStringLiteral("appended"), qint64(statistics->appended)},
                          {QStringLiteral("databaseBytes"), statistics->databaseBytes}});
    });
}

void listUsers(ServerContext &context, const QJsonObject &, const Reply &reply)
{
    QList<UserRecord> users = context.directory.users();
    std::sort(users.begin(), users.end(), [](const UserRecord &a, const UserRecord &b) { return a.id < b.id; });
    QJsonArray rows;
    for (const UserRecord &user : std::as_const(users)) {
        QJsonObject row = asJson(user);
        row.insert(QStringLiteral("connected"), context.sessions.isConnected(user.id));
        rows.append(row);
    }
    reply(QJsonObject{{QStringLiteral("users"), rows}});
}

void addUser(ServerContext &context, const QJsonObject &arguments, const Reply &reply)
{
    const Result<QString> name = checkedUserName(nameIn(arguments));
    if (!name)
        return reply(name.error());
    const QString password = passwordIn(arguments);
    if (const Result<Done> checked = checkedPassword(password); !checked)
        return reply(checked.error());
    NewUser user;
    user.name = name.value();
    user.skeleton = nameSkeleton(user.name);
    user.nowMs = context.clock.wallMs();
    user.madeBy = stampIn(context, arguments).actor;
    context.hasher.hash(password, [&context, user, reply](const Result<QByteArray> &hash) mutable {
        if (!hash)
            return reply(hash.error());
        user.passwordHash = hash.value();
        context.store.createUser(user, [&context, reply](const Result<UserRecord> &created) {
            if (!created)
                return reply(created.error());
            publish(context, created.value());
            reply(asJson(created.value()));
        });
    });
}

void setPassword(ServerContext &context, const QJsonObject &arguments, const Reply &reply)
{
    const QString name = nameIn(arguments);
    const QString password = passwordIn(arguments);
    if (const Result<Done> checked = checkedPassword(password); !checked)
        return reply(checked.error());
    if (!context.directory.userByName(name))
        return reply(Error(ErrorCode::NotFound, QStringLiteral("nobody of that name")));
    UserChange wanted;
    wanted.by = stampIn(context, arguments);
    context.hasher.hash(password, [&context, name, wanted, reply](const Result<QByteArray> &hash) mutable {
        if (!hash)
            return reply(hash.error());
        wanted.passwordHash = hash.value();
        change(context, name, wanted, ErrorCode::TokenExpired, reply);
    });
}

void disable(ServerContext &context, const QJsonObject &arguments, const Reply &reply)
{
    UserChange wanted;
    wanted.disabled = true;
    wanted.by = stampIn(context, arguments);
    change(context, nameIn(arguments), wanted, ErrorCode::AccountDisabled, reply);
}

void enable(ServerContext &context, const QJsonObject &arguments, const Reply &reply)
{
    UserChange wanted;
    wanted.disabled = false;
    wanted.by = stampIn(context, arguments);
    change(context, nameIn(arguments), wanted, ErrorCode::None, reply);
}

void setRole(ServerContext &context, const QJsonObject &arguments, const Reply &reply)
{
    const Result<wire::ServerRole> role = roleFrom(arguments.value(QLatin1String("role")).toString());
    if (!role)
        return reply(role.error());
    UserChange wanted;
    wanted.role = role.value();
    wanted.by = stampIn(context, arguments);
    change(context, nameIn(arguments), wanted, ErrorCode::None, reply);
}

void listRooms(ServerContext &context, const QJsonObject &, const Reply &reply)
{
    QList<ConversationRecord> conversations = context.directory.conversations();
    std::sort(conversations.begin(), conversations.end(),
              [](const ConversationRecord &a, const ConversationRecord &b) { return a.id < b.id; });
    QJsonArray rows;
    for (const ConversationRecord &room : std::as_const(conversations)) {
        if (room.kind != wire::CONVERSATION_GROUP)
            continue;
        rows.append(QJsonObject{{QStringLiteral("id"), qint64(room.id.value)},
                                {QStringLiteral("title"), room.title},
                                {QStringLiteral("members"), qint64(room.members.size())},
                                {QStringLiteral("events"), qint64(room.lastSeq)}});
    }
    reply(QJsonObject{{QStringLiteral("rooms"), rows}});
}

void invite(ServerContext &context, const QJsonObject &arguments, const Reply &reply)
{
    const qint64 days = arguments.value(QLatin1String("days")).toInteger();
    if (days < 1)
        return reply(Error(ErrorCode::Malformed, QStringLiteral("days")));
    const QByteArray code = context.random.bytes(inviteBytes).toBase64(QByteArray::Base64UrlEncoding);
    const qint64 expiresMs = context.clock.wallMs() + days * dayMs;
    const NewInvite invite{QCryptographicHash::hash(code, QCryptographicHash::Sha256), expiresMs,
                           stampIn(context, arguments)};
    context.store.administration().addInvite(invite, [code, reply](const Result<InviteRecord> &added) {
        if (!added)
            return reply(added.error());
        reply(QJsonObject{{QStringLiteral("id"), qint64(added->id)},
                          {QStringLiteral("invite"), QLatin1String(code)},
                          {QStringLiteral("expiresMs"), added->expiresMs}});
    });
}

/// "ada" for "user 7", where there is such a person; else as it is.
QString readableActor(const ServerContext &context, const QString &actor)
{
    const QString prefix = actor::person(UserId(0)).chopped(1);
    if (!actor.startsWith(prefix))
        return actor;
    const UserRecord *user = context.directory.user(UserId(actor.mid(prefix.size()).toULongLong()));
    return user ? user->name : actor;
}

QJsonObject asJson(const ServerContext &context, const InviteRecord &invite)
{
    const UserRecord *user = context.directory.user(invite.usedBy);
    const QString state = invite.usedMs > 0          ? QStringLiteral("used")
        : invite.revokedMs > 0                       ? QStringLiteral("revoked")
        : invite.expiresMs <= context.clock.wallMs() ? QStringLiteral("expired")
                                                     : QStringLiteral("open");
    return {{QStringLiteral("id"), qint64(invite.id)},
            {QStringLiteral("state"), state},
            {QStringLiteral("madeBy"), readableActor(context, invite.madeBy)},
            {QStringLiteral("madeMs"), invite.madeMs},
            {QStringLiteral("expiresMs"), invite.expiresMs},
            {QStringLiteral("usedBy"), user ? user->name : QString()},
            {QStringLiteral("usedMs"), invite.usedMs},
            {QStringLiteral("revokedMs"), invite.revokedMs}};
}

void listInvites(ServerContext &context, const QJsonObject &, const Reply &reply)
{
    context.store.administration().listInvites([&context, reply](const Result<QList<InviteRecord>> &invites) {
        if (!invites)
            return reply(invites.error());
        QJsonArray rows;
        for (const InviteRecord &row : *invites)
            rows.append(asJson(context, row));
        reply(QJsonObject{{QStringLiteral("invites"), rows}});
    });
}

void revokeInvite(ServerContext &context, const QJsonObject &arguments, const Reply &reply)
{
    const qint64 id = arguments.value(QLatin1String("id")).toInteger();
    if (id < 1)
        return reply(Error(ErrorCode::Malformed, QStringLiteral("id")));
    context.store.administration().revokeInvite(quint64(id), stampIn(context, arguments),
                                                [&context, reply](const Result<InviteRecord> &revoked) {
                                                    if (!revoked)
                                                        return reply(revoked.error());
                                                    reply(asJson(context, *revoked));
                                                });
}

/// Whom or what an act concerned, for people.
QString readableSubject(const ServerContext &context, const AuditRecord &record)
{
    if (record.subject == 0)
        return {};
    if (record.act.startsWith(QLatin1String("invite.")))
        return QStringLiteral("invite %1").arg(record.subject);
    return readableActor(context, actor::person(UserId(record.subject)));
}

void audit(ServerContext &context, const QJsonObject &arguments, const Reply &reply)
{
    const qint64 last = arguments.value(QLatin1String("last")).toInteger();
    if (last < 1)
        return reply(Error(ErrorCode::Malformed, QStringLiteral("last")));
    const int count = int(qMin<qint64>(last, limits::auditTrailMax));
    context.store.administration().auditTrail(count, [&context, reply](const Result<QList<AuditRecord>> &trail) {
        if (!trail)
            return reply(trail.error());
        QJsonArray rows;
        for (const AuditRecord &row : *trail)
            rows.append(QJsonObject{{QStringLiteral("id"), qint64(row.id)},
                                    {QStringLiteral("timeMs"), row.by.nowMs},
                                    {QStringLiteral("act"), row.act},
                                    {QStringLiteral("actor"), readableActor(context, row.by.actor)},
                                    {QStringLiteral("subjectId"), qint64(row.subject)},
                                    {QStringLiteral("subject"), readableSubject(context, row)},
                                    {QStringLiteral("detail"), row.detail}});
        reply(QJsonObject{{QStringLiteral("audit"), rows}});
    });
}

void fingerprint(ServerContext &context, const QJsonObject &, const Reply &reply)
{
    reply(identityAnswer(context.identity));
}

void backup(ServerContext &context, const QJsonObject &arguments, const Reply &reply)
{
    const QString path = arguments.value(QLatin1String("path")).toString();
    if (!QFileInfo(path).isAbsolute())
        return reply(Error(ErrorCode::Malformed, QStringLiteral("the path is not absolute")));
    const AuditRecord record{0, stampIn(context, arguments), act::backupMade, 0, path};
    context.store.backup(path, [&context, record, path, reply](const Result<Done> &done) {
        if (!done)
            return reply(done.error());
        // The copy is good even where the record cannot be written.
        context.store.administration().record(record, Recording::Always, [path, reply](const Result<Done> &) {
            reply(QJsonObject{{QStringLiteral("path"), path}, {QStringLiteral("bytes"), QFileInfo(path).size()}});
        });
    });
}

constexpr std::pair<const char *, Command> commands[] = {
    {"status", status},
    {"user.list", listUsers},
    {"user.add", addUser},
    {"user.passwd", setPassword},
    {"user.disable", disable},
    {"user.enable", enable},
    {"user.role", setRole},
    {"room.list", listRooms},
    {"invite", invite},
    {"fingerprint", fingerprint},
    {"backup", backup},
    {"invite.list", listInvites},
    {"invite.revoke", revokeInvite},
    {"audit", audit},
};

} // namespace

void registerAdministration(ControlServer &control, ServerContext &context)
{
    for (const auto &[name, command] : commands) {
        control.on(QLatin1String(name),
                   [&context, &control, command = command](QJsonObject arguments, const Reply &reply) {
                       arguments.insert(actorKey, actor::localUser(control.askerUid()));
                       command(context, arguments, reply);
                   });
    }
}

} // namespace rookery::server
