// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/dispatcher.h"

#include "common/base/log_categories.h"
#include "common/protocol/frame_codec.h"
#include "server/core/server_limits.h"
#include "server/core/session.h"
#include "server/core/write_gate.h"

namespace rookery::server {

void Dispatcher::on(wire::Frame::BodyCase request, Preconditions preconditions, Handler handler)
{
    const bool isNew = m_routes.emplace(int(request), Route{preconditions, std::move(handler)}).second;
    Q_ASSERT_X(isNew, "Dispatcher::on", "two handlers for one request");
    Q_UNUSED(isNew);
}

Error Dispatcher::checkGrowth(const Session &session, const wire::Frame &frame, const Preconditions &preconditions)
{
    const bool bringsText = preconditions.rate == Rate::Message;
    if (!m_writeGate || !(bringsText || preconditions.growth == Growth::Store))
        return ErrorCode::None;
    return m_writeGate->admit(session.user(), bringsText ? qint64(frame.ByteSizeLong()) : 0);
}

Error Dispatcher::check(Session &session, const wire::Frame &frame, const Preconditions &preconditions)
{
    if (m_refusal != ErrorCode::None)
        return m_refusal;
    if (!session.isGreeted() && frame.body_case() != wire::Frame::kHello)
        return Error(ErrorCode::Malformed, QStringLiteral("no hello"));
    if (preconditions.signedIn == SignedIn::Required && !session.isSignedIn())
        return ErrorCode::NotSignedIn;
    if (preconditions.signedIn == SignedIn::NotYet && session.isSignedIn())
        return Error(ErrorCode::Malformed, QStringLiteral("signed in already"));
    if (session.unanswered() > limits::unansweredRequestsMax) {
        Error error(ErrorCode::Busy, QStringLiteral("too many requests wait"));
        error.retryMs = limits::unansweredRetryMs;
        return error;
    }
    qint64 retryMs = 0;
    if (preconditions.rate == Rate::Request)
        retryMs = session.requestRate().take();
    else if (preconditions.rate == Rate::Message)
        retryMs = session.messageRate().take();
    if (retryMs > 0) {
        Error error(ErrorCode::RateLimited);
        error.retryMs = retryMs;
        return error;
    }
    return checkGrowth(session, frame, preconditions);
}

void Dispatcher::dispatch(Session &session, const wire::Frame &frame)
{
    if (frameKind(frame) != FrameKind::Request) {
        session.abort(Error(ErrorCode::Malformed, QStringLiteral("not a request")));
        return;
    }
    ++m_requestCount;
    const Responder responder(session, frame.id(), bodyName(frame));
    const auto route = m_routes.find(int(frame.body_case()));
    if (route == m_routes.end()) {
        ++m_refusedCount;
        responder.fail(ErrorCode::Unsupported);
        return;
    }
    const Error refusal = check(session, frame, route->second.preconditions);
    if (refusal.code != ErrorCode::None) {
        ++m_refusedCount;
        responder.fail(refusal);
        return;
    }
    route->second.handler(session, frame, responder);
}

} // namespace rookery::server
