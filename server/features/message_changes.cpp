// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/message_changes.h"

#include "common/base/bytes.h"
#include "common/protocol/capabilities.h"
#include "server/core/server_settings.h"
#include "server/features/message_text.h"
#include "server/features/outgoing.h"

namespace rookery::server {

namespace {

template <typename Request>
MessageChange changeFrom(const Session &session, const Request &request)
{
    MessageChange change;
    change.conversation = ConversationId(request.conversation_id());
    change.sender = session.user();
    change.clientId = ClientId(toBytes(request.client_id()));
    change.targetSeq = request.target_seq();
    return change;
}

} // namespace

QStringList MessageChangesFeature::capabilities() const
{
    return {capability::edits, capability::recalls};
}

void MessageChangesFeature::registerRequests(Dispatcher &dispatcher)
{
    dispatcher.on(wire::Frame::kEditMessage, {SignedIn::Required, Rate::Message},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      editMessage(session, frame.edit_message(), responder);
                  });
    dispatcher.on(wire::Frame::kRecallMessage, {SignedIn::Required, Rate::Message},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      recallMessage(session, frame.recall_message(), responder);
                  });
}

void MessageChangesFeature::editMessage(Session &session, const wire::EditMessage &request, const Responder &responder)
{
    MessageChange change = changeFrom(session, request);
    const Result<std::string> text = acceptedText(request.text());
    if (change.clientId.isValid() && !text)
        return responder.fail(text.error());
    if (text)
        change.text = *text;
    apply(session, change, responder);
}

void MessageChangesFeature::recallMessage(Session &session, const wire::RecallMessage &request,
                                          const Responder &responder)
{
    MessageChange change = changeFrom(session, request);
    change.recallMs = context().settings.recallMs;
    apply(session, change, responder);
}

void MessageChangesFeature::apply(Session &session, MessageChange change, const Responder &responder)
{
    change.nowMs = context().clock.wallMs();
    if (!change.clientId.isValid())
        return responder.fail(ErrorCode::Malformed);
    if (!context().directory.isMember(change.conversation, change.sender))
        return responder.fail(ErrorCode::NotMember);
    context().store.changeMessage(change, answerAppended(context(), session, responder));
}

} // namespace rookery::server
