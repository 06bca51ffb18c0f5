// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Making accounts, signing in by password and by token, signing out. An unknown name and a wrong password get the same
// answer after the same work. Network thread; Argon2id runs in the hasher's pool.
#pragma once

#include "server/core/feature.h"
#include "server/core/rate_limiter.h"
#include "server/core/store.h"

#include <QtCore/QPointer>

namespace rookery::server {

class AccountsFeature final : public Feature {
    Q_OBJECT
public:
    explicit AccountsFeature(ServerContext &context, QObject *parent = nullptr);
    QStringList capabilities() const override;
    void registerRequests(Dispatcher &dispatcher) override;

Q_SIGNALS:
    /// A session has signed in; its datagrams are tagged with this key from now on.
    void sessionKeyMade(rookery::SessionId session, rookery::UserId user, const QByteArray &key);

private:
    void createAccount(Session &session, const wire::CreateAccount &request, const Responder &responder);
    void storeAccount(QPointer<Session> session, NewUser user, const Responder &responder);
    void signIn(Session &session, const wire::SignIn &request, const Responder &responder);
    void checkPassword(QPointer<Session> session, const QString &password, const QByteArray &skeleton,
                       const std::optional<Credentials> &found, const Responder &responder);
    /// Stores the password anew where a guess at the stored one costs something else than it should by now.
    void rehash(const QString &password, const Credentials &before);
    void resume(Session &session, const wire::Resume &request, const Responder &responder);
    void signOut(Session &session, const Responder &responder);
    void issueToken(QPointer<Session> session, UserId user, const Responder &responder);
    void begin(Session &session, UserId user, const QByteArray &token, const QByteArray &tokenHash,
               const Responder &responder);

    /// Says no, and records it, once for each lock and not often.
    void refuseLocked(const Session &session, const QByteArray &skeleton, const QString &name, qint64 retryMs,
                      const Responder &responder);

    bool m_ownerPending = false;
    RateLimiter m_refusalRecords;
    RateTable m_creations; ///< By addressKey().
};

} // namespace rookery::server
