// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/messages.h"

#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/protocol/capabilities.h"
#include "server/features/outgoing.h"

#include <QtCore/QPointer>

namespace rookery::server {

namespace {

Error checkSize(const std::string &text)
{
    if (text.size() <= size_t(limits::messageTextBytes))
        return ErrorCode::None;
    Error error(ErrorCode::TooLarge);
    error.limit = limits::messageTextBytes;
    error.actual = qint64(text.size());
    return error;
}

} // namespace

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
    if (const Error refusal = checkSize(request.text()); refusal.code != ErrorCode::None)
        return responder.fail(refusal);
    const QString text = cleanedMessageText(toText(request.text()));
    if (text.trimmed().isEmpty())
        return responder.fail(ErrorCode::EmptyText);
    message.body.set_text(toStd(text));
    // A few characters grow in NFC, to three times their size at the most.
    if (const Error refusal = checkSize(message.body.text()); refusal.code != ErrorCode::None)
        return responder.fail(refusal);
    if (!context().directory.isMember(message.conversation, message.sender))
        return responder.fail(ErrorCode::NotMember);
    context().store.append(message,
                           [this, guard = QPointer<Session>(&session), responder](const Result<Appended> &appended) {
                               if (!appended)
                                   return responder.fail(appended.error());
                               const wire::Event &event = appended->event;
                               wire::Frame frame;
                               wire::Sent *sent = frame.mutable_sent();
                               sent->set_conversation_id(event.conversation_id());
                               sent->set_seq(event.seq());
                               sent->set_time_ms(event.time_ms());
                               responder.reply(std::move(frame));
                               if (guard)
                                   guard->noteSent(ConversationId(event.conversation_id()), event.seq());
                               if (!appended->repeated)
                                   pushEvent(context(), event, guard);
                           });
}

} // namespace rookery::server
