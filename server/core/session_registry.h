// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Every connection, and by person. Owns the sessions; delivers a frame, encoded once, to all connections of many
// people. Lives on the network thread.
#pragma once

#include "server/core/session.h"

#include <QtCore/QMap>
#include <QtCore/QTimer>

namespace rookery::server {

class SessionRegistry final : public QObject {
    Q_OBJECT
public:
    explicit SessionRegistry(Clock &clock, QObject *parent = nullptr);
    ~SessionRegistry() override;

    /// Takes over a connection. Nothing (and the transport is closed) where its address has too many that have not
    /// signed in, or connects too often. Where there are too many in all, one of those gives way: newcomers cannot be locked out.
    Session *open(std::unique_ptr<Transport> transport);
    void signIn(Session &session, UserId user, const QByteArray &tokenHash);

    Session *session(SessionId id) const { return m_sessions.value(id); }
    QList<Session *> sessionsOf(UserId user) const { return m_byUser.values(user); }
    QList<Session *> all() const { return m_sessions.values(); }
    bool isConnected(UserId user) const { return m_byUser.contains(user); }
    qsizetype size() const { return m_sessions.size(); }
    qsizetype signedInUsers() const { return m_byUser.uniqueKeys().size(); }

    void sendToUser(UserId user, const QByteArray &encodedFrame, Delivery delivery = Delivery::Lossless,
                    const Session *except = nullptr);
    void sendToAll(const QByteArray &encodedFrame, Delivery delivery = Delivery::Lossless);
    /// Ends every connection of a person (account disabled, password changed).
    void disconnectUser(UserId user, ErrorCode why);
    void goodbyeAll(ErrorCode why, int reconnectSpreadMs);

Q_SIGNALS:
    void received(rookery::server::Session *session, const rookery::wire::Frame &frame);
    void signedIn(rookery::server::Session *session);
    /// The session is still whole; it is deleted when control returns to the event loop.
    void ended(rookery::server::Session *session, const rookery::Error &reason);

private:
    void endOneWaiting();
    void forgetWaiting(Session &session);
    void turnAway(Transport &transport, const char *why);
    void onEnded(Session *session, const Error &reason);

    Clock &m_clock;
    QHash<SessionId, Session *> m_sessions;
    QMultiHash<UserId, Session *> m_byUser;
    RateTable m_connectionRates; ///< By addressKey().
    RateLimiter m_turnedAwayLines;
    quint64 m_turnedAway = 0; ///< Since the last line in the log.
    QHash<QHostAddress, int> m_waitingByAddress;
    QMap<SessionId, Session *> m_waiting; ///< Not signed in; the oldest first.
    quint64 m_lastId = 0;
    QTimer m_silenceTimer;
};

} // namespace rookery::server
