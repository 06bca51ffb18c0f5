// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The server's end of a connection in memory: what the test feeds goes through the real framing and its limits, what
// the server sends is kept as frames. One thread.
#pragma once

#include "common/net/transport.h"

#include <QtCore/QList>

namespace rookery::test {

// No signals of its own, so it needs no meta-object.
class MemoryTransport final : public Transport {
public:
    explicit MemoryTransport(const QHostAddress &peer = QHostAddress(QHostAddress::LocalHost))
        : m_peer(peer), m_incoming(limits::frameBytesBeforeSignIn), m_outgoing(limits::frameBytes)
    {}

    using Transport::send;
    void send(const QByteArray &encodedFrame, Delivery) override
    {
        if (!m_open)
            return;
        m_outgoing.append(encodedFrame);
        while (const std::optional<wire::Frame> frame = m_outgoing.next().value())
            sent.append(*frame);
    }
    void setMaxFrameBytes(qsizetype bytes) override { m_incoming.setMaxFrameBytes(bytes); }
    void close() override { end(Error(ErrorCode::Disconnected)); }
    void abort(const Error &reason) override { end(reason); }
    bool isOpen() const override { return m_open; }
    QHostAddress peerAddress() const override { return m_peer; }
    QByteArray peerPin() const override { return {}; }

    /// Bytes from the client, in any slices.
    void feed(QByteArrayView bytes)
    {
        if (!m_open)
            return;
        m_incoming.append(bytes);
        while (m_open) {
            const Result<std::optional<wire::Frame>> next = m_incoming.next();
            if (!next)
                return end(next.error());
            if (!next->has_value())
                return;
            Q_EMIT received(**next);
        }
    }
    void end(const Error &reason)
    {
        if (std::exchange(m_open, false))
            Q_EMIT closed(reason);
    }

    /// Everything the server has sent, oldest first; the test takes out what it has seen.
    QList<wire::Frame> sent;

private:
    QHostAddress m_peer;
    FrameReader m_incoming;
    FrameReader m_outgoing;
    bool m_open = true;
};

} // namespace rookery::test
