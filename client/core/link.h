// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The connection to one server: connects, checks the pin, says hello, reconnects with back-off, pings, and correlates
// requests with replies. Knows nothing of accounts. Lives on the client's main thread.
#pragma once

#include "common/base/clock.h"
#include "common/base/random_source.h"
#include "common/net/backoff.h"
#include "common/net/host_port.h"
#include "common/net/request_table.h"
#include "common/net/server_trust.h"
#include "common/net/transport.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>
#include <memory>

namespace rookery::client {

class Link : public QObject {
    Q_OBJECT
public:
    enum class State {
        Idle,       ///< Not asked to connect, or stopped by stop() or a hard error.
        Waiting,    ///< Between attempts; nextAttemptMs() tells how long.
        Connecting, ///< TCP, TLS and Hello under way.
        Ready,      ///< Welcome received: requests can be sent.
    };
    Q_ENUM(State)

    /// What happens when the server cannot be reached or the connection is lost.
    enum class Reconnect { Never, Always };

    struct Settings {
        QByteArray deviceId; ///< 16 bytes.
        QString deviceName;
        QString clientName; ///< "rookery", "rookery-cli".
        Reconnect reconnect = Reconnect::Always;
        int connectDeadlineMs = 5'000; ///< For one attempt: name, TCP, TLS.
    };
    using TransportFactory = std::function<std::unique_ptr<Transport>()>;

    Link(Clock &clock, RandomSource &random, Settings settings, QObject *parent = nullptr);
    ~Link() override;

    /// For tests: another transport than FramedStream. With one, address and pin are not used.
    void setTransportFactory(TransportFactory factory);

    /// Connects and stays connected. An empty pin accepts any key: read peerPin() at ready and send no password
    /// before a person or a pin has confirmed it.
    void start(const HostPort &address, const ServerTrust &trust);
    /// Another address of the same server, from a beacon: used for the next attempt, which is made now when waiting.
    void setAddress(const HostPort &address);
    void stop();
    /// Continues over the connection of another link, which must be Ready and is Idle afterwards; ready() follows. Open
    /// requests of the other end with Disconnected. The key seen there is the one expected from now on.
    void takeOver(Link &other);
    /// Ends this connection attempt or connection for that reason; what follows is as if the server had closed it.
    void drop(const Error &reason);
    /// Ends the waiting between attempts.
    void retryNow();
    /// There is reason to think that the connection leads nowhere any more: asks, and waits for the answer not as long
    /// as for that of an ordinary ping.
    void doubt();
    /// While Ready: since when nothing has come from the other end, ms.
    qint64 silentMs() const;
    /// The server's beacon was heard: try again after a random part of spreadMs, if not connected.
    void retryWithin(int spreadMs);

    State state() const { return m_state; }
    HostPort address() const { return m_address; }
    /// The key of the server as last seen; after KeyChanged the new, refused one.
    QByteArray peerPin() const { return m_peerPin; }
    /// How the server is known; after keyRenewed() by its new key.
    const ServerTrust &trust() const { return m_trust; }
    /// Whether the key of the connection that is Ready is that one or has rightfully followed it.
    bool succeeds(const QByteArray &formerPin, const QByteArray &serverId) const;
    /// The other end of the connection that is Ready.
    QHostAddress peerAddress() const;
    /// Of the connection that is Ready.
    const wire::Welcome &welcome() const { return m_welcome; }
    bool hasCapability(QLatin1String name) const;
    /// While Waiting: until the next attempt, ms.
    qint64 nextAttemptMs() const;
    /// Why the last attempt or connection ended.
    Error lastError() const { return m_lastError; }

    /// Frames and replies that no server of this protocol sends: late, never asked for, or of the wrong kind.
    quint64 strayFrames() const { return m_strayFrames; }
    /// Does what is due by the clock: the timers call it, and tests with a clock of their own.
    void tick();

    /// Sends a request; the callback is called exactly once, with Disconnected at once when not Ready, and at the
    /// latest by stop() or the end of this object: whoever owns both stops the link before what the callbacks reach is
    /// gone.
    void request(wire::Frame frame, RequestTable::Callback callback, int timeoutMs = limits::requestTimeoutMs);

Q_SIGNALS:
    void stateChanged(rookery::client::Link::State state);
    /// Welcome received; the connection is new: nobody is signed in on it.
    void ready();
    void pushed(const rookery::wire::Frame &frame);
    /// The answer to our ping, with the high-water marks.
    void ponged(const rookery::wire::Pong &pong);
    /// Attempt or connection ended. KeyChanged, or any error with Reconnect::Never, also leads to Idle.
    void failed(const rookery::Error &error);
    /// The server has another key, which the one known so far has signed: keep it, before ready().
    void keyRenewed(const QByteArray &pin);

private:
    void connectNow();
    void listenTo(Transport &transport);
    void onOpened();
    void onReceived(const wire::Frame &frame);
    void onClosed(const Error &reason);
    void onWelcome(const Result<wire::Frame> &reply);
    void becomeReady();
    void sendPing();
    void endAttempt(const Error &reason);
    void setState(State state);
    void waitFor(int delayMs);
    void wake();
    std::unique_ptr<Transport> releaseTransport();

    Clock &m_clock;
    RandomSource &m_random;
    Settings m_settings;
    TransportFactory m_factory;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<RequestTable> m_requests;
    Backoff m_backoff;
    QTimer m_timer;
    HostPort m_address;
    ServerTrust m_trust;
    QByteArray m_peerPin;
    wire::Welcome m_welcome;
    Error m_lastError{ErrorCode::None};
    State m_state = State::Idle;
    qint64 m_retryAtMs = 0;
    qint64 m_readySinceMs = 0;
    qint64 m_lastHeardMs = 0;
    qint64 m_pingSentMs = 0;
    int m_goodbyeSpreadMs = -1; ///< From the server's Goodbye; -1 without one.
    bool m_pingOpen = false;
    int m_pongPatienceMs = limits::pongTimeoutMs;
    quint64 m_strayFrames = 0;
};

} // namespace rookery::client
