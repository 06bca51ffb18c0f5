// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/history.h"

#include "common/protocol/capabilities.h"
#include "server/core/directory.h"
#include "server/core/session.h"

#include <QtCore/QPointer>

namespace rookery::server {

QStringList HistoryFeature::capabilities() const
{
    return {capability::history, capability::sync};
}

void HistoryFeature::registerRequests(Dispatcher &dispatcher)
{
    dispatcher.on(wire::Frame::kGetHistory, {},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      getHistory(session, frame.get_history(), responder);
                  });
    dispatcher.on(wire::Frame::kSync, {},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      sync(session, frame.sync(), responder);
                  });
}

void HistoryFeature::getHistory(Session &session, const wire::GetHistory &request, const Responder &responder)
{
    const ConversationId id(request.conversation_id());
    if (!context().directory.isMember(id, session.user()))
        return responder.fail(ErrorCode::NotMember);
    if (request.limit() > quint32(limits::historyPageMax)) {
        Error error(ErrorCode::TooLarge);
        error.limit = limits::historyPageMax;
        error.actual = request.limit();
        return responder.fail(error);
    }
    const int limit = request.limit() == 0 ? limits::historyPageDefault : int(request.limit());
    context().store.history(id, request.before_seq(), request.after_seq(), limit,
                            [this, id, user = session.user(), responder](const Result<HistoryPage> &page) {
                                if (!page)
                                    return responder.fail(page.error());
                                // Whoever was put out while the page was read does not get it.
                                if (!context().directory.isMember(id, user))
                                    return responder.fail(ErrorCode::NotMember);
                                wire::Frame frame;
                                wire::History *history = frame.mutable_history();
                                history->set_conversation_id(id.value);
                                history->set_last_seq(page->lastSeq);
                                for (const wire::Event &event : page->events)
                                    *history->add_events() = event;
                                responder.reply(std::move(frame));
                            });
}

void HistoryFeature::sync(Session &session, const wire::Sync &request, const Responder &responder)
{
    QHash<ConversationId, quint64> have;
    for (const ConversationId id : context().directory.conversationsOf(session.user()))
        have.insert(id, 0);
    for (const wire::HighWater &mark : request.have()) {
        const ConversationId id(mark.conversation_id());
        if (have.contains(id))
            have[id] = mark.last_seq();
    }
    const UserId user = session.user();
    const QList<ConversationId> asked = have.keys();
    context().store.missed(user, have, limits::syncTailEvents,
                           [this, user, asked, responder](const Result<Missed> &missed) {
                               if (!missed)
                                   return responder.fail(missed.error());
                               wire::Frame frame;
                               wire::SyncReply *reply = frame.mutable_sync_reply();
                               for (const ConversationId id : asked) {
                                   const ConversationRecord *conversation = context().directory.conversation(id);
                                   if (!conversation || !missed->lastSeq.contains(id)
                                       || !context().directory.isMember(id, user))
                                       continue;
                                   wire::Conversation *row = reply->add_conversations();
                                   *row = toWire(*conversation, missed->unread.value(id));
                                   // What was committed since is pushed to this session: end and unread count belong to one moment.
                                   row->set_last_seq(missed->lastSeq.value(id));
                               }
                               // Events that do not fit are left out whole: the client sees by last_seq that it lacks them and asks for pages.
                               size_t size = frame.ByteSizeLong();
                               for (const wire::Event &event : missed->events) {
                                   size += event.ByteSizeLong() + 8;
                                   if (size > size_t(limits::pageBytes))
                                       break;
                                   *reply->add_events() = event;
                               }
                               responder.reply(std::move(frame));
                           });
}

} // namespace rookery::server
