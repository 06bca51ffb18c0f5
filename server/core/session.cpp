// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/session.h"

#include "common/base/log_categories.h"

namespace rookery::server {

namespace {
/// A live client pings within pingIntervalMs; this is the grace for its way here.
constexpr qint64 suspectGraceMs = 3'000;
} // namespace

Session::Session(SessionId id, std::unique_ptr<Transport> transport, Clock &clock, QObject *parent)
    : QObject(parent), m_id(id), m_transport(std::move(transport)), m_peerAddress(m_transport->peerAddress()),
      m_clock(clock), m_messageRate(clock, limits::messageBurst, limits::messagesPerSecond),
      m_requestRate(clock, limits::requestBurst, limits::requestsPerSecond), m_lastHeardMs(clock.monotonicMs()),
      m_openedMs(clock.monotonicMs())
{
    connect(m_transport.get(), &Transport::received, this, [this](const wire::Frame &frame) {
        m_lastHeardMs = m_clock.monotonicMs();
        Q_EMIT received(this, frame);
    });
    connect(m_transport.get(), &Transport::closed, this, [this](const Error &reason) { Q_EMIT ended(this, reason); });
}

void Session::greet(const wire::Hello &hello)
{
    m_hello = hello;
    m_greeted = true;
}

void Session::signIn(UserId user, const QByteArray &tokenHash)
{
    m_user = user;
    m_tokenHash = tokenHash;
    m_transport->setMaxFrameBytes(limits::frameBytes);
}

void Session::send(const QByteArray &encodedFrame, Delivery delivery)
{
    m_transport->send(encodedFrame, delivery);
}

void Session::goodbye(ErrorCode code, int reconnectSpreadMs)
{
    wire::Frame frame;
    frame.mutable_goodbye()->set_code(quint32(code));
    frame.mutable_goodbye()->set_reconnect_spread_ms(quint32(reconnectSpreadMs));
    send(frame);
    m_transport->close();
}

void Session::setSuspect(bool suspect)
{
    m_suspect = suspect;
}

qint64 Session::silenceLimitMs() const
{
    if (!isSignedIn())
        return m_greeted ? limits::signInIdleMs : limits::signInDeadlineMs;
    return m_suspect ? limits::pingIntervalMs + suspectGraceMs : limits::sessionSilenceMs;
}

void Session::checkSilence()
{
    // Talking is no excuse for not saying hello: such a connection holds a place of those who wait to sign in.
    const qint64 silentMs = m_clock.monotonicMs() - (m_greeted ? m_lastHeardMs : m_openedMs);
    if (silentMs <= silenceLimitMs())
        return;
    // Anyone can connect and say nothing: that fills no log.
    if (isSignedIn())
        qCInfo(lcSession, "session %llu silent for %lld ms, closing", qulonglong(m_id.value), silentMs);
    m_transport->abort(Error(ErrorCode::TimedOut));
}

} // namespace rookery::server
