// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// From a request to its handler. Preconditions are data beside the handler and are checked here, so that no handler
// can forget them; every request is answered (see Responder). Lives on the network thread.
#pragma once

#include "server/core/responder.h"

#include <functional>
#include <unordered_map>

namespace rookery::server {

class Session;
class WriteGate;

enum class SignedIn { Required, NotYet, Either };
/// Message: it brings text that is kept, so the write gate is asked, too.
enum class Rate { Request, Message, Free };
/// Store: it adds rows that stay, so there has to be room on the disk.
enum class Growth { None, Store };

struct Preconditions {
    SignedIn signedIn = SignedIn::Required;
    Rate rate = Rate::Request;
    Growth growth = Growth::None;
};

class Dispatcher {
public:
    using Handler = std::function<void(Session &, const wire::Frame &, Responder)>;

    /// One handler a request. Called while the server is wired up.
    void on(wire::Frame::BodyCase request, Preconditions preconditions, Handler handler);
    /// Handles a frame of a session: a request is answered, anything else ends the session as Malformed.
    void dispatch(Session &session, const wire::Frame &frame);
    /// Asked before requests that make the store grow; outlives the dispatcher's last request.
    void setWriteGate(WriteGate *gate) { m_writeGate = gate; }
    /// From now on every request is refused with that code (draining).
    void refuseAll(ErrorCode code) { m_refusal = code; }

    quint64 requestCount() const { return m_requestCount; }
    quint64 refusedCount() const { return m_refusedCount; }

private:
    struct Route {
        Preconditions preconditions;
        Handler handler;
    };
    /// None when the request may go on.
    Error check(Session &session, const wire::Frame &frame, const Preconditions &preconditions);
    Error checkGrowth(const Session &session, const wire::Frame &frame, const Preconditions &preconditions);

    std::unordered_map<int, Route> m_routes;
    WriteGate *m_writeGate = nullptr;
    ErrorCode m_refusal = ErrorCode::None;
    quint64 m_requestCount = 0;
    quint64 m_refusedCount = 0;
};

} // namespace rookery::server
