// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/messages.h"

#include "common/base/bytes.h"
#include "common/protocol/capabilities.h"
#include "server/features/message_text.h"
#include "server/features/outgoing.h"

namespace rookery::server {

QStringList MessagesFeature::capabilities() const
{
    return {capability::messages};
}

void MessagesFeature::registerRequests(Dispatcher &dispatcher)
{
    dispatcher.on(wire::Frame::kSendMessage, {SignedIn::Required, Rate::Message},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      sendMessage(session, frame.send_message(), responder);
                  });
}

void MessagesFeature::sendMessage(Session &session, const wire::SendMessage &request, const Responder &responder)
{
    NewMessage message;
    message.conversation = ConversationId(request.conversation_id());
    message.sender = session.user();
    message.clientId = ClientId(toBytes(request.client_id()));
    message.nowMs = context().clock.wallMs();
    if (!message.clientId.isValid())
        return responder.fail(ErrorCode::Malformed);
    const Result<std::string> text = acceptedText(request.text());
    if (!text)
        return responder.fail(text.error());
    message.body.set_text(*text);
    if (!context().directory.isMember(message.conversation, message.sender))
        return responder.fail(ErrorCode::NotMember);
    context().store.append(message, answerAppended(context(), session, responder));
}

} // namespace rookery::server
