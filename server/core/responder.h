// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The answer to one request. Invariant: the asker gets exactly one reply; a handler that drops every copy without
// answering makes it an Internal error. Copies share the one answer. Lives on the network thread.
#pragma once

#include "common/base/result.h"
#include "common/protocol/rookery.pb.h"

#include <QtCore/QPointer>

#include <memory>

namespace rookery::server {

class Session;

class Responder {
public:
    Responder(Session &session, quint64 requestId, const char *requestName);

    /// Sends the reply; its `re` is filled in. A second answer is logged and dropped.
    void reply(wire::Frame frame) const;
    void fail(const Error &error) const;
    /// Ok, without a body of its own.
    void done() const;

private:
    struct State {
        QPointer<Session> session;
        quint64 requestId;
        const char *requestName;
        bool answered = false;
        ~State();
        void answer(wire::Frame frame);
    };
    std::shared_ptr<State> m_state;
};

} // namespace rookery::server
