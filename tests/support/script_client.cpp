// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/script_client.h"

#include "common/base/bytes.h"

#include <QtTest/QTest>

namespace rookery::test {

ScriptClient::ScriptClient(QString clientName, Clock &clock, RandomSource &random)
    : name(std::move(clientName)), deviceId(random.bytes(ClientId::size)), m_clock(clock), m_requests(clock)
{}

bool ScriptClient::waitUntil(const std::function<bool()> &condition)
{
    return QTest::qWaitFor(condition, patienceMs);
}

bool ScriptClient::connectSilently(quint16 port)
{
    m_ended = false;
    m_pushes.clear();
    m_stream = std::make_unique<FramedStream>(limits::frameBytes);
    connect(m_stream.get(), &Transport::received, this, [this](const wire::Frame &frame) {
        if (frameKind(frame) == FrameKind::Reply)
            m_requests.resolve(frame);
        else
            m_pushes.append(frame);
    });
    connect(m_stream.get(), &Transport::closed, this, [this](const Error &reason) {
        m_ended = true;
        m_endReason = reason;
        m_requests.cancelAll(Error(ErrorCode::Disconnected));
    });
    m_stream->connectTo(QStringLiteral("127.0.0.1"), port, {}, patienceMs);
    return waitUntil([this] { return m_ended || m_stream->isOpen(); }) && !m_ended;
}

Result<wire::Welcome> ScriptClient::connectTo(quint16 port)
{
    if (!connectSilently(port))
        return m_ended ? m_endReason : Error(ErrorCode::TimedOut);
    wire::Frame frame;
    frame.mutable_hello()->set_client_name("script");
    frame.mutable_hello()->set_device_id(toStd(deviceId));
    frame.mutable_hello()->set_device_name(toStd(name));
    const Result<wire::Frame> reply = request(std::move(frame));
    if (!reply)
        return reply.error();
    return reply->welcome();
}

void ScriptClient::disconnectNow()
{
    if (m_stream)
        m_stream->abort(Error(ErrorCode::Disconnected));
}

Result<wire::Frame> ScriptClient::request(wire::Frame frame)
{
    if (!isConnected())
        return ErrorCode::Disconnected;
    std::optional<Result<wire::Frame>> answer;
    frame.set_id(m_requests.add([&answer](Result<wire::Frame> reply) { answer = std::move(reply); }, patienceMs));
    m_stream->send(frame);
    if (!waitUntil([&answer] { return answer.has_value(); })) {
        m_requests.cancelAll(Error(ErrorCode::TimedOut));
        return ErrorCode::TimedOut;
    }
    return *answer;
}

void ScriptClient::sendRaw(const QByteArray &bytes)
{
    m_stream->send(bytes, Delivery::Lossless);
}

std::optional<wire::Frame> ScriptClient::waitForPush(const std::function<bool(const wire::Frame &)> &matches)
{
    qsizetype found = -1;
    waitUntil([&] {
        for (qsizetype at = 0; at < m_pushes.size(); ++at) {
            if (matches(m_pushes.at(at))) {
                found = at;
                return true;
            }
        }
        return m_ended;
    });
    if (found < 0)
        return std::nullopt;
    return m_pushes.takeAt(found);
}

bool ScriptClient::waitForEnd()
{
    return waitUntil([this] { return m_ended; });
}

} // namespace rookery::test
