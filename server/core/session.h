// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One connection and who is signed in on it. Owns the transport. Lives on the network thread; deleted by the registry
// after ended().
#pragma once

#include "common/base/ids.h"
#include "common/net/transport.h"
#include "server/core/rate_limiter.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

#include <memory>

namespace rookery::server {

class Session final : public QObject {
    Q_OBJECT
public:
    Session(SessionId id, std::unique_ptr<Transport> transport, Clock &clock, QObject *parent = nullptr);

    SessionId id() const { return m_id; }
    UserId user() const { return m_user; }
    bool isGreeted() const { return m_greeted; }
    bool isSignedIn() const { return !m_user.isNull(); }
    const wire::Hello &hello() const { return m_hello; }
    /// Kept from the beginning: a closed socket no longer knows it.
    QHostAddress peerAddress() const { return m_peerAddress; }
    const QByteArray &tokenHash() const { return m_tokenHash; }

    void greet(const wire::Hello &hello);
    /// From here on frames of the full size are accepted.
    void signIn(UserId user, const QByteArray &tokenHash);

    void send(const QByteArray &encodedFrame, Delivery delivery = Delivery::Lossless);
    void send(const wire::Frame &frame) { send(encodeFrame(frame)); }
    /// Remembers, for the next pong, that this event was sent.
    void noteSent(ConversationId conversation, quint64 seq) { m_highWater.insert(conversation, seq); }
    /// The marks since the last call.
    QHash<ConversationId, quint64> takeHighWater() { return std::exchange(m_highWater, {}); }

    /// Requests that wait for their answers; kept by Responder.
    int unanswered() const { return m_unanswered; }
    void noteRequest() { ++m_unanswered; }
    void noteAnswer() { --m_unanswered; }

    RateLimiter &messageRate() { return m_messageRate; }
    RateLimiter &requestRate() { return m_requestRate; }

    /// Says Goodbye with that code and closes.
    void goodbye(ErrorCode code, int reconnectSpreadMs = 0);
    void abort(const Error &reason) { m_transport->abort(reason); }
    /// Its datagrams have stopped: it must be heard over TCP soon (see checkSilence).
    void setSuspect(bool suspect);
    /// Ends a connection that has been silent or waiting to sign in for too long.
    void checkSilence();

Q_SIGNALS:
    void received(rookery::server::Session *session, const rookery::wire::Frame &frame);
    void ended(rookery::server::Session *session, const rookery::Error &reason);

private:
    qint64 silenceLimitMs() const;

    const SessionId m_id;
    std::unique_ptr<Transport> m_transport;
    const QHostAddress m_peerAddress;
    Clock &m_clock;
    RateLimiter m_messageRate;
    RateLimiter m_requestRate;
    wire::Hello m_hello;
    UserId m_user;
    QByteArray m_tokenHash;
    QHash<ConversationId, quint64> m_highWater;
    qint64 m_lastHeardMs;
    const qint64 m_openedMs;
    int m_unanswered = 0;
    bool m_greeted = false;
    bool m_suspect = false;
};

} // namespace rookery::server
