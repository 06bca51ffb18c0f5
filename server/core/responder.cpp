// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/responder.h"

#include "common/base/log_categories.h"
#include "common/protocol/error_codec.h"
#include "server/core/session.h"

namespace rookery::server {

Responder::Responder(Session &session, quint64 requestId, const char *requestName) : m_state(std::make_shared<State>())
{
    m_state->session = &session;
    m_state->requestId = requestId;
    m_state->requestName = requestName;
    session.noteRequest();
}

Responder::State::~State()
{
    if (answered || !session)
        return;
    qCWarning(lcSession, "%s was not answered by its handler", requestName);
    wire::Frame frame;
    *frame.mutable_error() = toWire(Error(ErrorCode::Internal));
    answer(std::move(frame));
}

void Responder::State::answer(wire::Frame frame)
{
    if (answered) {
        qCWarning(lcSession, "%s was answered twice by its handler", requestName);
        return;
    }
    answered = true;
    frame.clear_id();
    frame.set_re(requestId);
    if (!session)
        return;
    session->noteAnswer();
    session->send(frame);
}

void Responder::reply(wire::Frame frame) const
{
    m_state->answer(std::move(frame));
}

void Responder::fail(const Error &error) const
{
    if (error.code == ErrorCode::Internal || error.code == ErrorCode::StoreUnavailable)
        qCWarning(lcSession, "%s failed: %s", m_state->requestName, qPrintable(describe(error)));
    wire::Frame frame;
    *frame.mutable_error() = toWire(error);
    m_state->answer(std::move(frame));
}

void Responder::done() const
{
    wire::Frame frame;
    frame.mutable_ok();
    m_state->answer(std::move(frame));
}

} // namespace rookery::server
