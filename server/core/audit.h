// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the audit log says: who did what to whom, and when. Names of acts and actors are stored as they stand here, so
// they are append-only. Never a password, a token, an invite's code or a text of people. Plain values, any thread.
#pragma once

#include "common/base/ids.h"

#include <QtCore/QString>

namespace rookery::server {

namespace act {
inline constexpr QLatin1String accountMade("account.made");         // subject: the person; detail: the role
inline constexpr QLatin1String accountDisabled("account.disabled"); // subject: the person
inline constexpr QLatin1String accountEnabled("account.enabled");   // subject: the person
inline constexpr QLatin1String roleChanged("account.role");         // subject: the person; detail: new and old role
inline constexpr QLatin1String passwordReset("account.password");   // subject: the person
inline constexpr QLatin1String inviteMade("invite.made");           // subject: the invite
inline constexpr QLatin1String inviteUsed("invite.used");           // subject: the invite
inline constexpr QLatin1String inviteRevoked("invite.revoked");     // subject: the invite
inline constexpr QLatin1String signInRefused("sign-in.refused");    // subject: the person, 0 where nobody is meant
inline constexpr QLatin1String backupMade("backup.made");           // detail: the path
inline constexpr QLatin1String serverStarted("server.started");     // detail: the release
inline constexpr QLatin1String serverStopped("server.stopped");
inline constexpr QLatin1String settingsChanged("server.settings"); // detail: the settings since that start
} // namespace act

namespace actor {
/// The server by itself.
inline QString server()
{
    return QStringLiteral("server");
}
/// Whoever gave a command on this machine; below 0 where the system does not tell.
inline QString localUser(qint64 uid)
{
    return uid < 0 ? QStringLiteral("local") : QStringLiteral("uid %1").arg(uid);
}
inline QString person(UserId user)
{
    return QStringLiteral("user %1").arg(user.value);
}
/// Somebody who has not signed in.
inline QString at(const QString &address)
{
    return QStringLiteral("address %1").arg(address);
}
} // namespace actor

/// Who makes a change, and when. An empty actor: nothing is recorded.
struct AuditStamp {
    QString actor;
    qint64 nowMs = 0;
};

struct AuditRecord {
    quint64 id = 0; ///< Given by the store; later acts have higher ones.
    AuditStamp by;
    QString act;
    quint64 subject = 0; ///< The person's or the invite's id; 0 where there is none.
    QString detail;
};

} // namespace rookery::server
