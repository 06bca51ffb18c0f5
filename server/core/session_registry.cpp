// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/session_registry.h"

#include "common/base/log_categories.h"
#include "server/core/address_key.h"
#include "server/core/server_limits.h"

namespace rookery::server {

namespace {
constexpr int silenceCheckMs = 1'000;
/// Lines in the log about connections turned away: nobody fills the disk with them.
constexpr Allowance turnedAwayLines{10, 1, 10'000};
} // namespace

SessionRegistry::SessionRegistry(Clock &clock, QObject *parent)
    : QObject(parent), m_clock(clock),
      m_connectionRates(clock, {limits::connectionBurst, limits::connectionsPerSecond, 1'000},
                        limits::countedAddressesMax),
      m_turnedAwayLines(clock, turnedAwayLines), m_silenceTimer(this)
{
    connect(&m_silenceTimer, &QTimer::timeout, this, [this] {
        for (Session *session : all())
            session->checkSilence();
    });
    m_silenceTimer.start(silenceCheckMs);
}

SessionRegistry::~SessionRegistry()
{
    for (Session *session : std::as_const(m_sessions)) {
        session->disconnect(this);
        delete session;
    }
}

/// Ends the connection least likely to be an honest person's: one that has not said hello rather than one at the
/// sign-in window, of the address with the most of them, the oldest.
void SessionRegistry::endOneWaiting()
{
    Session *victim = nullptr;
    const auto rank = [this](const Session &session) {
        return std::pair(!session.isGreeted(), m_waitingByAddress.value(session.peerAddress()));
    };
    for (Session *session : std::as_const(m_waiting)) {
        if (!victim || rank(*session) > rank(*victim))
            victim = session;
    }
    if (victim)
        victim->abort(Error(ErrorCode::Busy));
}

void SessionRegistry::forgetWaiting(Session &session)
{
    m_waiting.remove(session.id());
    const auto count = m_waitingByAddress.find(session.peerAddress());
    if (count != m_waitingByAddress.end() && --*count <= 0)
        m_waitingByAddress.erase(count);
}

/// Nothing can be said before TLS is up, and a handshake is what is to be saved.
void SessionRegistry::turnAway(Transport &transport, const char *why)
{
    ++m_turnedAway;
    if (m_turnedAwayLines.take() == 0)
        qCInfo(lcSession, "%s: %s (%llu turned away since the last such line)",
               qPrintable(transport.peerAddress().toString()), why, qulonglong(std::exchange(m_turnedAway, 0)));
    transport.abort(Error(ErrorCode::Busy));
}

Session *SessionRegistry::open(std::unique_ptr<Transport> transport)
{
    const QHostAddress address = transport->peerAddress();
    if (m_waitingByAddress.value(address) >= limits::waitingConnectionsPerAddress) {
        turnAway(*transport, "too many connections waiting to sign in");
        return nullptr;
    }
    if (m_connectionRates.take(addressKey(address)) > 0) {
        turnAway(*transport, "too many connections a second");
        return nullptr;
    }
    if (m_waiting.size() >= limits::waitingConnectionsMax)
        endOneWaiting();
    auto *session = new Session(SessionId(++m_lastId), std::move(transport), m_clock);
    m_sessions.insert(session->id(), session);
    m_waiting.insert(session->id(), session);
    ++m_waitingByAddress[address];
    connect(session, &Session::received, this, &SessionRegistry::received);
    connect(session, &Session::ended, this, &SessionRegistry::onEnded);
    return session;
}

void SessionRegistry::signIn(Session &session, UserId user, const QByteArray &tokenHash)
{
    Q_ASSERT(m_sessions.contains(session.id()) && !session.isSignedIn());
    forgetWaiting(session);
    session.signIn(user, tokenHash);
    m_byUser.insert(user, &session);
    Q_EMIT signedIn(&session);
}

void SessionRegistry::onEnded(Session *session, const Error &reason)
{
    if (!m_sessions.remove(session->id()))
        return;
    if (session->isSignedIn()) {
        m_byUser.remove(session->user(), session);
    } else {
        forgetWaiting(*session);
    }
    qCDebug(lcSession, "session %llu ended: %s", qulonglong(session->id().value), qPrintable(describe(reason)));
    Q_EMIT ended(session, reason);
    session->deleteLater();
}

void SessionRegistry::sendToUser(UserId user, const QByteArray &encodedFrame, Delivery delivery, const Session *except)
{
    // A send that overflows ends its session and changes the map: iterate over a copy.
    const QList<Session *> sessions = sessionsOf(user);
    for (Session *session : sessions) {
        if (session != except)
            session->send(encodedFrame, delivery);
    }
}

void SessionRegistry::sendToAll(const QByteArray &encodedFrame, Delivery delivery)
{
    const QList<Session *> sessions = m_byUser.values();
    for (Session *session : sessions)
        session->send(encodedFrame, delivery);
}

void SessionRegistry::disconnectUser(UserId user, ErrorCode why)
{
    const QList<Session *> sessions = sessionsOf(user);
    for (Session *session : sessions)
        session->goodbye(why);
}

void SessionRegistry::goodbyeAll(ErrorCode why, int reconnectSpreadMs)
{
    for (Session *session : all())
        session->goodbye(why, reconnectSpreadMs);
}

} // namespace rookery::server
