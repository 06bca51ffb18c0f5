// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a connection is to everything above it: frames go in, frames come out, and it ends once with a reason.
// A transport lives on one thread; all calls and signals are on that thread.
#pragma once

#include "common/base/error.h"
#include "common/protocol/frame_codec.h"

#include <QtCore/QObject>
#include <QtNetwork/QHostAddress>

namespace rookery {

/// Whether a frame may be left out when the receiver is slow.
enum class Delivery {
    Lossless,  ///< Closing the connection is better than leaving it out.
    Ephemeral, ///< Typing, presence: left out while the send queue is over its limit.
};

class Transport : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Queues bytes made by encodeFrame(); they leave in one write per turn of the event loop. After close: no effect.
    /// A lossless frame that finds the queue over limits::sendQueueBytes closes the connection.
    virtual void send(const QByteArray &encodedFrame, Delivery delivery) = 0;
    void send(const wire::Frame &frame, Delivery delivery = Delivery::Lossless) { send(encodeFrame(frame), delivery); }

    /// Longest frame accepted from now on, bytes.
    virtual void setMaxFrameBytes(qsizetype bytes) = 0;
    /// Writes what is queued, then ends. closed() follows.
    virtual void close() = 0;
    /// Ends at once; what is queued is lost. closed() follows.
    virtual void abort(const Error &reason) = 0;
    virtual bool isOpen() const = 0;
    virtual QHostAddress peerAddress() const = 0;
    /// SHA-256 of the peer's SubjectPublicKeyInfo; empty where the peer showed no certificate.
    virtual QByteArray peerPin() const = 0;
    /// Whether the peer's key is that one or has followed it by valid statements of the server with that id
    /// (common/net/key_succession.h).
    virtual bool succeeds(const QByteArray &formerPin, const QByteArray &serverId) const
    {
        Q_UNUSED(serverId)
        return peerPin() == formerPin;
    }

Q_SIGNALS:
    void opened();
    void received(const rookery::wire::Frame &frame);
    /// Once; Disconnected for an orderly end by the peer.
    void closed(const rookery::Error &reason);
};

} // namespace rookery
