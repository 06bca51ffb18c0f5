// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A client of the bare protocol that may break every rule: it sends any bytes at any time, stops reading, and does not
// care what becomes of it. It does nothing by itself. Test's main thread; calls that wait run the event loop.
#pragma once

#include "common/protocol/frame_codec.h"

#include <QtNetwork/QSslSocket>

#include <functional>

namespace rookery::test {

class RogueClient final : public QObject {
    Q_OBJECT
public:
    /// How long what must happen may take, ms.
    static constexpr int patienceMs = 15'000;

    explicit RogueClient(quint16 port);
    ~RogueClient() override { m_socket.abort(); }

    /// TCP alone; TLS too; and Hello; and signed in by token. False when the server ended it.
    bool connectBare();
    bool connectTls();
    bool greet();
    bool signIn(const QByteArray &token);

    /// The bytes of a request; the id is the next one.
    QByteArray request(wire::Frame frame);
    void send(const QByteArray &bytes) { m_socket.write(bytes); }
    /// In one write: what is pipelined arrives together.
    void send(const QList<QByteArray> &frames);
    /// From now on nothing is taken from the network; the server feels it when the system's buffers are full.
    void stopReading();
    qint64 unsentBytes() const { return m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite(); }

    /// Waits for the answer to that request; nothing when the connection ended first.
    std::optional<wire::Frame> answerTo(quint64 id);
    /// Sends a request and waits for its answer.
    std::optional<wire::Frame> ask(const wire::Frame &frame);
    bool waitUntil(const std::function<bool()> &condition) const;
    bool waitForEnd();
    /// The server has closed it; seen even by one that reads nothing.
    bool hasEnded() const;
    quint64 lastId() const { return m_lastId; }

    QList<wire::Frame> received;

private:
    const quint16 m_port;
    QSslSocket m_socket;
    FrameReader m_reader;
    quint64 m_lastId = 0;
    bool m_isReading = true;
    bool m_hasEnded = false;
};

} // namespace rookery::test
