// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A client of the bare protocol, for conversation scripts: one connection over loopback TLS whose requests are
// answered before the call returns, and a queue of what was pushed meanwhile. Test's main thread.
#pragma once

#include "common/base/clock.h"
#include "common/base/random_source.h"
#include "common/net/framed_stream.h"
#include "common/net/request_table.h"

#include <memory>

namespace rookery::test {

class ScriptClient : public QObject {
    Q_OBJECT
public:
    /// How long an answer or a push may take before the script fails, ms: only ever waited for in full by a failure.
    static constexpr int patienceMs = 15'000;

    ScriptClient(QString name, Clock &clock, RandomSource &random);

    Result<wire::Welcome> connectTo(quint16 port);
    /// Only TLS: no hello is said. False when that did not work.
    bool connectSilently(quint16 port);
    void disconnectNow();
    bool isConnected() const { return m_stream && m_stream->isOpen(); }

    Result<wire::Frame> request(wire::Frame frame);
    /// Bytes as they are, for what no honest client would send.
    void sendRaw(const QByteArray &bytes);
    /// The first queued push that matches, taken out of the queue; waits for it. Nothing when it did not come.
    std::optional<wire::Frame> waitForPush(const std::function<bool(const wire::Frame &)> &matches);
    /// Waits until the connection has ended.
    bool waitForEnd();
    const QList<wire::Frame> &pushes() const { return m_pushes; }

    QString name;
    UserId user;
    QByteArray token;
    QByteArray deviceId;

private:
    bool waitUntil(const std::function<bool()> &condition);

    Clock &m_clock;
    RequestTable m_requests;
    std::unique_ptr<FramedStream> m_stream;
    QList<wire::Frame> m_pushes;
    bool m_ended = false;
    Error m_endReason{ErrorCode::None};
};

} // namespace rookery::test
