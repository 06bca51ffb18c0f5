// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/rogue_client.h"

#include "tests/support/wire_frames.h"

#include <QtTest/QTest>

#include <poll.h>

namespace rookery::test {

RogueClient::RogueClient(quint16 port) : m_port(port), m_reader(limits::frameBytes)
{
    m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    connect(&m_socket, &QSslSocket::readyRead, this, [this] {
        if (!m_isReading)
            return;
        m_reader.append(m_socket.readAll());
        while (true) {
            Result<std::optional<wire::Frame>> next = m_reader.next();
            if (!next || !next->has_value())
                return;
            received.append(**next);
        }
    });
    connect(&m_socket, &QSslSocket::disconnected, this, [this] { m_hasEnded = true; });
    connect(&m_socket, &QSslSocket::errorOccurred, this, [this] { m_hasEnded = true; });
}

bool RogueClient::waitUntil(const std::function<bool()> &condition) const
{
    return QTest::qWaitFor(condition, patienceMs);
}

bool RogueClient::connectBare()
{
    m_socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
    return waitUntil([this] { return m_hasEnded || m_socket.state() == QAbstractSocket::ConnectedState; })
        && !m_hasEnded;
}

bool RogueClient::connectTls()
{
    m_socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_port);
    return waitUntil([this] { return m_hasEnded || m_socket.isEncrypted(); }) && !m_hasEnded;
}

bool RogueClient::greet()
{
    wire::Frame hello;
    hello.mutable_hello()->set_client_name("rogue");
    if (!m_socket.isEncrypted() && !connectTls())
        return false;
    const std::optional<wire::Frame> reply = ask(hello);
    return reply && reply->has_welcome();
}

bool RogueClient::signIn(const QByteArray &token)
{
    if (!greet())
        return false;
    const std::optional<wire::Frame> reply = ask(resumeFrame(token));
    return reply && reply->has_signed_in();
}

bool RogueClient::hasEnded() const
{
    if (m_hasEnded || m_isReading)
        return m_hasEnded;
    pollfd watched{int(m_socket.socketDescriptor()), POLLRDHUP, 0};
    return ::poll(&watched, 1, 0) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

QByteArray RogueClient::request(wire::Frame frame)
{
    frame.set_id(++m_lastId);
    return encodeFrame(frame);
}

void RogueClient::send(const QList<QByteArray> &frames)
{
    send(frames.join());
}

void RogueClient::stopReading()
{
    m_isReading = false;
    // Qt then leaves the rest to the kernel, and the kernel to the server.
    m_socket.setReadBufferSize(1);
    m_socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4'096);
}

std::optional<wire::Frame> RogueClient::answerTo(quint64 id)
{
    const auto find = [this, id] {
        return std::find_if(received.cbegin(), received.cend(),
                            [id](const wire::Frame &frame) { return frame.re() == id; });
    };
    waitUntil([&] { return m_hasEnded || find() != received.cend(); });
    const auto found = find();
    return found == received.cend() ? std::nullopt : std::optional(*found);
}

std::optional<wire::Frame> RogueClient::ask(const wire::Frame &frame)
{
    send(request(frame));
    return answerTo(m_lastId);
}

bool RogueClient::waitForEnd()
{
    return waitUntil([this] { return hasEnded(); });
}

} // namespace rookery::test
