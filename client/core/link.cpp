// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/link.h"

#include "common/base/bytes.h"
#include "common/base/log_categories.h"
#include "common/base/text.h"
#include "common/base/version.h"
#include "common/net/framed_stream.h"
#include "common/protocol/capabilities.h"

namespace rookery::client {

namespace {

/// A connection that lasted this long was a good one: the next loss begins with the shortest wait again, ms.
constexpr qint64 steadyMs = 5'000;
/// A reconnect spread from the network is not believed beyond this, ms.
constexpr int maxSpreadMs = 60'000;
/// Longest sleep of the timer, ms: it then looks at the clock again.
constexpr qint64 longestSleepMs = 60'000;

wire::Frame helloFrame(const Link::Settings &settings)
{
    wire::Frame frame;
    wire::Hello &hello = *frame.mutable_hello();
    hello.set_client_name(toStd(settings.clientName));
    hello.set_client_version(versionString);
    hello.set_device_id(toStd(settings.deviceId));
    hello.set_device_name(toStd(settings.deviceName));
    using namespace capability;
    for (QLatin1String name : {accounts, messages, history, sync, cursors, typing, groups, presence, heartbeats})
        hello.add_capabilities(name.data(), size_t(name.size()));
    return frame;
}

} // namespace

Link::Link(Clock &clock, RandomSource &random, Settings settings, QObject *parent)
    : QObject(parent), m_clock(clock), m_random(random), m_settings(std::move(settings)),
      m_requests(std::make_unique<RequestTable>(clock)), m_backoff(random)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Link::tick);
}

Link::~Link()
{
    if (m_transport)
        m_transport->disconnect(this);
    m_requests->cancelAll(Error(ErrorCode::Disconnected));
}

void Link::setTransportFactory(TransportFactory factory)
{
    m_factory = std::move(factory);
}

void Link::start(const HostPort &address, const ServerTrust &trust)
{
    stop();
    m_address = address;
    m_trust = trust;
    m_backoff.reset();
    connectNow();
}

void Link::setAddress(const HostPort &address)
{
    if (address == m_address)
        return;
    m_address = address;
    if (m_state == State::Waiting)
        connectNow();
}

void Link::stop()
{
    if (std::unique_ptr<Transport> transport = releaseTransport()) {
        // Lives on until what is queued is written, or until its own deadline.
        Transport *closing = transport.release();
        closing->setParent(this);
        connect(closing, &Transport::closed, closing, &QObject::deleteLater);
        if (closing->isOpen())
            closing->close();
        else
            closing->deleteLater();
    }
    m_goodbyeSpreadMs = -1;
    setState(State::Idle);
    m_requests->cancelAll(Error(ErrorCode::Disconnected));
    wake();
}

void Link::takeOver(Link &other)
{
    stop();
    Q_ASSERT(other.m_state == State::Ready);
    other.m_requests->cancelAll(Error(ErrorCode::Disconnected));
    m_requests = std::exchange(other.m_requests, std::make_unique<RequestTable>(other.m_clock));
    m_transport = other.releaseTransport();
    m_address = other.m_address;
    m_peerPin = other.m_peerPin;
    m_trust = other.m_trust;
    if (!m_trust.isByAuthority())
        m_trust = ServerTrust(other.m_peerPin, toBytes(other.m_welcome.server_id()));
    m_welcome = other.m_welcome;
    other.setState(State::Idle);
    listenTo(*m_transport);
    becomeReady();
}

void Link::drop(const Error &reason)
{
    if (m_transport)
        m_transport->abort(reason);
}

void Link::retryNow()
{
    if (m_state == State::Waiting)
        connectNow();
}

void Link::doubt()
{
    if (m_state != State::Ready)
        return;
    if (!m_pingOpen)
        sendPing();
    m_pongPatienceMs = limits::doubtedPongTimeoutMs;
    wake();
}

qint64 Link::silentMs() const
{
    return m_state == State::Ready ? m_clock.monotonicMs() - m_lastHeardMs : 0;
}

void Link::retryWithin(int spreadMs)
{
    if (m_state != State::Waiting)
        return;
    const qint64 at = m_clock.monotonicMs() + m_random.below(quint32(qBound(0, spreadMs, maxSpreadMs)) + 1);
    m_retryAtMs = qMin(m_retryAtMs, at);
    wake();
}

QHostAddress Link::peerAddress() const
{
    return m_transport ? m_transport->peerAddress() : QHostAddress();
}

bool Link::succeeds(const QByteArray &formerPin, const QByteArray &serverId) const
{
    return m_transport && m_transport->succeeds(formerPin, serverId);
}

bool Link::hasCapability(QLatin1String name) const
{
    for (const std::string &capability : m_welcome.capabilities()) {
        if (QLatin1String(capability.data(), qsizetype(capability.size())) == name)
            return true;
    }
    return false;
}

qint64 Link::nextAttemptMs() const
{
    return m_state == State::Waiting ? qMax<qint64>(0, m_retryAtMs - m_clock.monotonicMs()) : 0;
}

void Link::request(wire::Frame frame, RequestTable::Callback callback, int timeoutMs)
{
    const bool isHello = frame.has_hello() && m_state == State::Connecting;
    if (!m_transport || (m_state != State::Ready && !isHello)) {
        callback(Error(ErrorCode::Disconnected));
        return;
    }
    frame.set_id(m_requests->add(std::move(callback), timeoutMs));
    m_transport->send(frame);
    wake();
}

void Link::connectNow()
{
    m_peerPin.clear();
    m_welcome.Clear();
    m_goodbyeSpreadMs = -1;
    if (m_factory) {
        m_transport = m_factory();
        listenTo(*m_transport);
        setState(State::Connecting);
        if (m_transport && m_transport->isOpen())
            onOpened();
    } else {
        auto stream = std::make_unique<FramedStream>(limits::frameBytes);
        FramedStream &connecting = *stream;
        m_transport = std::move(stream);
        listenTo(connecting);
        setState(State::Connecting);
        if (m_transport.get() == &connecting)
            connecting.connectTo(m_address.host, m_address.port, m_trust, m_settings.connectDeadlineMs);
    }
    wake();
}

void Link::listenTo(Transport &transport)
{
    connect(&transport, &Transport::opened, this, &Link::onOpened);
    connect(&transport, &Transport::received, this, &Link::onReceived);
    connect(&transport, &Transport::closed, this, &Link::onClosed);
}

void Link::onOpened()
{
    m_peerPin = m_transport->peerPin();
    m_lastHeardMs = m_clock.monotonicMs();
    request(
        helloFrame(m_settings), [this](const Result<wire::Frame> &reply) { onWelcome(reply); },
        m_settings.connectDeadlineMs);
}

void Link::onWelcome(const Result<wire::Frame> &reply)
{
    // Cancelled by stop() or by the end of the connection: said there.
    if (m_state != State::Connecting || !m_transport)
        return;
    if (!reply) {
        const bool silent = reply.error().code == ErrorCode::TimedOut;
        m_transport->abort(silent ? Error(ErrorCode::NotRookery, QStringLiteral("no answer to hello")) : reply.error());
        return;
    }
    if (!reply->has_welcome()) {
        m_transport->abort(Error(ErrorCode::NotRookery, QStringLiteral("no welcome")));
        return;
    }
    m_welcome = reply->welcome();
    const bool isRenewed = !m_trust.isByAuthority() && !m_trust.pin.isEmpty() && m_peerPin != m_trust.pin;
    if (isRenewed && !m_transport->succeeds(m_trust.pin, toBytes(m_welcome.server_id()))) {
        m_transport->abort(Error(ErrorCode::KeyChanged, QStringLiteral("the new key is another server's")));
        return;
    }
    if (isRenewed) {
        m_trust.pin = m_peerPin;
        Q_EMIT keyRenewed(m_peerPin);
    }
    becomeReady();
}

void Link::becomeReady()
{
    m_readySinceMs = m_lastHeardMs = m_pingSentMs = m_clock.monotonicMs();
    m_pingOpen = false;
    m_goodbyeSpreadMs = -1;
    m_lastError = Error(ErrorCode::None);
    setState(State::Ready);
    wake();
    if (m_state == State::Ready)
        Q_EMIT ready();
}

void Link::onReceived(const wire::Frame &frame)
{
    m_lastHeardMs = m_clock.monotonicMs();
    m_pongPatienceMs = limits::pongTimeoutMs;
    switch (frameKind(frame)) {
    case FrameKind::Reply:
        // A late answer to a request that has timed out is no reason to close.
        if (!m_requests->resolve(frame))
            ++m_strayFrames;
        return;
    case FrameKind::Push:
        if (m_state != State::Ready) {
            ++m_strayFrames;
            return;
        }
        if (frame.has_goodbye())
            m_goodbyeSpreadMs = int(qMin<quint32>(frame.goodbye().reconnect_spread_ms(), maxSpreadMs));
        Q_EMIT pushed(frame);
        return;
    case FrameKind::Request:
    case FrameKind::Invalid:
        ++m_strayFrames;
        m_transport->abort(
            Error(ErrorCode::Malformed, QStringLiteral("%1 from the server").arg(QLatin1String(bodyName(frame)))));
        return;
    }
}

void Link::onClosed(const Error &reason)
{
    if (reason.code == ErrorCode::Malformed || reason.code == ErrorCode::TooLarge)
        ++m_strayFrames;
    if (m_peerPin.isEmpty() && m_transport)
        m_peerPin = m_transport->peerPin();
    endAttempt(reason);
}

void Link::endAttempt(const Error &reason)
{
    qCInfo(lcLink, "%s: %s", qUtf8Printable(escapedForLog(m_address.toString())), qUtf8Printable(describe(reason)));
    // This runs inside a signal of the transport.
    if (std::unique_ptr<Transport> transport = releaseTransport())
        transport.release()->deleteLater();
    const bool wasSteady = m_state == State::Ready && m_clock.monotonicMs() - m_readySinceMs >= steadyMs;
    if (wasSteady)
        m_backoff.reset();
    m_lastError = reason;
    m_pingOpen = false;
    m_pongPatienceMs = limits::pongTimeoutMs;
    if (m_settings.reconnect == Reconnect::Never || reason.code == ErrorCode::KeyChanged) {
        setState(State::Idle);
    } else if (m_goodbyeSpreadMs >= 0) {
        // A server that says Goodbye to everybody who comes is no better than one that is not there.
        const int spreadMs = int(m_random.below(quint32(m_goodbyeSpreadMs) + 1));
        waitFor(wasSteady ? spreadMs : qMax(spreadMs, m_backoff.next()));
    } else {
        waitFor(qMax(m_backoff.next(), int(qMin<qint64>(reason.retryMs, maxSpreadMs))));
    }
    m_requests->cancelAll(reason.code == ErrorCode::KeyChanged ? reason : Error(ErrorCode::Disconnected));
    Q_EMIT failed(reason);
}

void Link::sendPing()
{
    m_pingSentMs = m_clock.monotonicMs();
    m_pingOpen = true;
    wire::Frame frame;
    frame.mutable_ping();
    // tick() watches the answer, and longer than this: other frames show life as well.
    request(
        std::move(frame),
        [this](const Result<wire::Frame> &reply) {
            if (!reply)
                return;
            m_pingOpen = false;
            if (reply->has_pong())
                Q_EMIT ponged(reply->pong());
            else
                ++m_strayFrames;
        },
        limits::sessionSilenceMs);
}

void Link::tick()
{
    const qint64 now = m_clock.monotonicMs();
    if (m_state == State::Waiting && now >= m_retryAtMs) {
        connectNow();
        return;
    }
    m_requests->expire();
    if (m_state == State::Ready) {
        if (m_pingOpen && now - qMax(m_pingSentMs, m_lastHeardMs) >= m_pongPatienceMs) {
            m_transport->abort(Error(ErrorCode::TimedOut, QStringLiteral("no pong")));
            return;
        }
        if (!m_pingOpen && now - m_pingSentMs >= limits::pingIntervalMs)
            sendPing();
    }
    wake();
}

void Link::wake()
{
    qint64 at = m_requests->nextDeadlineMs();
    const auto earliest = [&at](qint64 time) { at = at < 0 ? time : qMin(at, time); };
    if (m_state == State::Waiting)
        earliest(m_retryAtMs);
    if (m_state == State::Ready) {
        earliest(m_pingOpen ? qMax(m_pingSentMs, m_lastHeardMs) + m_pongPatienceMs
                            : m_pingSentMs + limits::pingIntervalMs);
    }
    if (at < 0)
        m_timer.stop();
    else
        m_timer.start(int(qBound<qint64>(1, at - m_clock.monotonicMs(), longestSleepMs)));
}

void Link::waitFor(int delayMs)
{
    m_retryAtMs = m_clock.monotonicMs() + delayMs;
    setState(State::Waiting);
    wake();
}

std::unique_ptr<Transport> Link::releaseTransport()
{
    if (m_transport)
        m_transport->disconnect(this);
    return std::move(m_transport);
}

void Link::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

} // namespace rookery::client
