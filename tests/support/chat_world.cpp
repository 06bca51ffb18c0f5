// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/chat_world.h"

#include "common/base/bytes.h"
#include "common/protocol/frame_codec.h"

#include <QtCore/QTimer>

namespace rookery::test {

using namespace client;

WorldTransport::WorldTransport(ChatWorld &world) : m_world(world)
{
    QTimer::singleShot(0, this, &WorldTransport::begin);
}

void WorldTransport::begin()
{
    if (m_isEnded)
        return;
    if (!m_world.isUp()) {
        abort(Error(ErrorCode::CannotReach));
        return;
    }
    m_isOpen = true;
    Q_EMIT opened();
}

void WorldTransport::send(const QByteArray &encodedFrame, Delivery)
{
    FrameReader reader(limits::frameBytes);
    reader.append(encodedFrame);
    Result<std::optional<wire::Frame>> frame = reader.next();
    if (!frame || !frame->has_value())
        return;
    QTimer::singleShot(0, this, [this, request = **frame] {
        if (m_isOpen)
            m_world.onFrame(*this, request);
    });
}

void WorldTransport::abort(const Error &reason)
{
    if (std::exchange(m_isEnded, true))
        return;
    m_isOpen = false;
    Q_EMIT closed(reason);
}

void WorldTransport::deliver(const wire::Frame &frame)
{
    if (m_isOpen)
        Q_EMIT received(frame);
}

ChatWorld::ChatWorld()
{
    addPerson(QStringLiteral("Liu Yang"), wire::PRESENCE_ONLINE);
}

ChatWorld::~ChatWorld() = default;

UserId ChatWorld::addPerson(const QString &name, wire::PresenceState presence, const QString &status)
{
    wire::User user;
    user.set_id(quint64(m_users.size()) + 1);
    user.set_name(toStd(name.section(u' ', 0, 0).toLower()));
    user.set_display_name(toStd(name));
    m_users.append(user);
    wire::Presence &known = m_presences[user.id()];
    known.set_user_id(user.id());
    known.set_state(presence);
    known.set_status_text(toStd(status));
    if (presence == wire::PRESENCE_OFFLINE)
        known.set_last_seen_ms(clock.wallMs() - 3'600'000);
    return UserId(user.id());
}

ChatWorld::Talk &ChatWorld::addTalk(wire::ConversationKind kind, const QString &title, const QList<UserId> &members)
{
    const quint64 id = quint64(m_talks.size()) + 1;
    Talk &talk = m_talks[id];
    talk.info.set_id(id);
    talk.info.set_kind(kind);
    talk.info.set_title(toStd(title));
    talk.info.add_members()->set_user_id(self.value);
    for (const UserId member : members)
        talk.info.add_members()->set_user_id(member.value);
    return talk;
}

ConversationId ChatWorld::addDirect(UserId other)
{
    return ConversationId(addTalk(wire::CONVERSATION_DIRECT, {}, {other}).info.id());
}

ConversationId ChatWorld::addGroup(const QString &title, const QList<UserId> &others)
{
    Talk &talk = addTalk(wire::CONVERSATION_GROUP, title, others);
    wire::Event &event = append(talk, others.value(0, self), clock.wallMs());
    event.mutable_group_created()->set_title(toStd(title));
    return ConversationId(talk.info.id());
}

wire::Event &ChatWorld::append(Talk &talk, UserId sender, qint64 timeMs)
{
    wire::Event event;
    event.set_conversation_id(talk.info.id());
    event.set_seq(quint64(talk.events.size()) + 1);
    event.set_time_ms(timeMs > 0 ? timeMs : clock.wallMs());
    event.set_sender_id(sender.value);
    event.set_client_id(toStd(random.bytes(ClientId::size)));
    talk.events.append(event);
    talk.info.set_last_seq(event.seq());
    return talk.events.last();
}

quint64 ChatWorld::say(ConversationId conversation, UserId sender, const QString &text, qint64 timeMs)
{
    wire::Event &event = append(m_talks[conversation.value], sender, timeMs);
    event.mutable_message()->set_text(toStd(text));
    pushEvent(event);
    return event.seq();
}

void ChatWorld::pushEvent(const wire::Event &event)
{
    wire::Frame frame;
    *frame.mutable_events()->add_events() = event;
    push(frame);
}

void ChatWorld::writing(ConversationId conversation, UserId who, bool active)
{
    wire::Frame frame;
    frame.mutable_typing()->set_conversation_id(conversation.value);
    frame.mutable_typing()->set_user_id(who.value);
    frame.mutable_typing()->set_active(active);
    push(frame);
}

void ChatWorld::setPresence(UserId who, wire::PresenceState state)
{
    m_presences[who.value].set_state(state);
    wire::Frame frame;
    frame.mutable_presence_delta()->set_version(++m_presenceVersion);
    *frame.mutable_presence_delta()->add_presences() = m_presences[who.value];
    push(frame);
}

void ChatWorld::setCursors(ConversationId conversation, UserId who, quint64 delivered, quint64 read)
{
    wire::Frame frame;
    for (wire::Member &member : *m_talks[conversation.value].info.mutable_members()) {
        if (member.user_id() != who.value)
            continue;
        member.set_delivered_seq(delivered);
        member.set_read_seq(read);
        wire::Cursor &cursor = *frame.mutable_cursors()->add_cursors();
        cursor.set_conversation_id(conversation.value);
        cursor.set_user_id(who.value);
        cursor.set_delivered_seq(delivered);
        cursor.set_read_seq(read);
    }
    push(frame);
}

void ChatWorld::setOwnRead(ConversationId conversation, quint64 read)
{
    setCursors(conversation, self, read, read);
}

void ChatWorld::push(const wire::Frame &frame)
{
    if (m_transport)
        QTimer::singleShot(0, m_transport, [transport = m_transport.data(), frame] { transport->deliver(frame); });
}

void ChatWorld::release()
{
    m_held = wire::Frame::BODY_NOT_SET;
    for (const auto &[transport, frame] : std::exchange(m_waiting, {})) {
        if (transport)
            transport->deliver(answer(frame));
    }
}

void ChatWorld::refuse(wire::Frame::BodyCase kind, ErrorCode code)
{
    m_refused = kind;
    m_refusal = code;
}

void ChatWorld::goDown()
{
    m_isUp = false;
    if (m_transport)
        m_transport->abort(Error(ErrorCode::Disconnected));
}

quint64 ChatWorld::lastSeq(ConversationId conversation) const
{
    return m_talks.value(conversation.value).info.last_seq();
}

quint64 ChatWorld::ownRead(ConversationId conversation) const
{
    const Talk talk = m_talks.value(conversation.value);
    return talk.info.members_size() > 0 ? talk.info.members(0).read_seq() : 0;
}

std::unique_ptr<AccountSession> ChatWorld::makeSession()
{
    AccountSettings settings;
    settings.directory = m_directory.path() + QStringLiteral("/account");
    settings.address = HostPort{QStringLiteral("192.168.1.20"), 7665};
    settings.pin = QByteArray(32, 'p');
    settings.deviceId = QByteArray(16, 'd');
    settings.clientName = QStringLiteral("test");
    settings.userName = QStringLiteral("liu");
    settings.useDatagrams = false;
    auto session = std::make_unique<AccountSession>(settings, clock, random);
    session->link().setTransportFactory([this] {
        auto transport = std::make_unique<WorldTransport>(*this);
        m_transport = transport.get();
        return transport;
    });
    if (!session->open())
        qFatal("the cache of the test did not open");
    return session;
}

void ChatWorld::onFrame(WorldTransport &transport, const wire::Frame &request)
{
    ++m_received[int(request.body_case())];
    if (request.body_case() == m_held)
        m_waiting.append({&transport, request});
    else
        transport.deliver(answer(request));
}

wire::Frame ChatWorld::answer(const wire::Frame &request)
{
    wire::Frame reply;
    if (m_refusal != ErrorCode::None && request.body_case() == m_refused) {
        reply.mutable_error()->set_code(quint32(m_refusal));
    } else if (request.has_hello()) {
        reply.mutable_welcome()->set_server_name("Office server");
        reply.mutable_welcome()->set_server_id(std::string(16, 's'));
        reply.mutable_welcome()->set_max_text_bytes(quint32(limits::messageTextBytes));
    } else if (request.has_resume()) {
        *reply.mutable_signed_in()->mutable_self() = m_users.first();
    } else if (request.has_get_roster()) {
        reply.mutable_roster()->set_version(m_presenceVersion);
        for (const wire::User &user : std::as_const(m_users))
            *reply.mutable_roster()->add_users() = user;
        for (const wire::Presence &presence : std::as_const(m_presences))
            *reply.mutable_roster()->add_presences() = presence;
    } else if (request.has_ping()) {
        reply.mutable_pong();
    } else {
        reply = answerTalk(request);
    }
    reply.set_re(request.id());
    return reply;
}

wire::Frame ChatWorld::answerTalk(const wire::Frame &request)
{
    wire::Frame reply;
    if (request.has_sync()) {
        for (Talk &talk : m_talks) {
            *reply.mutable_sync_reply()->add_conversations() = viewOf(talk);
            const qsizetype first = std::max<qsizetype>(0, talk.events.size() - limits::syncTailEvents);
            for (qsizetype i = first; i < talk.events.size(); ++i)
                *reply.mutable_sync_reply()->add_events() = talk.events.at(i);
        }
        reply.mutable_sync_reply();
    } else if (request.has_send_message()) {
        sent(request.send_message(), reply);
    } else if (request.has_edit_message() || request.has_recall_message()) {
        changed(request, reply);
    } else if (request.has_open_direct()) {
        *reply.mutable_conversation() =
            addTalk(wire::CONVERSATION_DIRECT, {}, {UserId(request.open_direct().user_id())}).info;
    } else if (request.has_create_group()) {
        QList<UserId> others;
        for (const quint64 id : request.create_group().member_ids())
            others.append(UserId(id));
        Talk &talk = addTalk(wire::CONVERSATION_GROUP, toText(request.create_group().title()), others);
        wire::Event &event = append(talk, self, 0);
        event.mutable_group_created()->set_title(request.create_group().title());
        pushEvent(event);
        *reply.mutable_conversation() = talk.info;
    } else if (request.has_get_history()) {
        const wire::GetHistory &page = request.get_history();
        const Talk &talk = m_talks[page.conversation_id()];
        const qsizetype end = page.before_seq() > 0 ? qsizetype(page.before_seq()) - 1 : talk.events.size();
        const qsizetype begin = page.before_seq() > 0 ? std::max<qsizetype>(0, end - page.limit())
                                                      : qsizetype(page.after_seq());
        for (qsizetype i = begin; i < std::min<qsizetype>(end, begin + page.limit()); ++i)
            *reply.mutable_history()->add_events() = talk.events.at(i);
        reply.mutable_history()->set_conversation_id(page.conversation_id());
        reply.mutable_history()->set_last_seq(talk.info.last_seq());
    } else {
        if (request.has_set_cursor()) {
            Talk &talk = m_talks[request.set_cursor().conversation_id()];
            wire::Member &member = *talk.info.mutable_members(0);
            member.set_read_seq(std::max<quint64>(member.read_seq(), request.set_cursor().read_seq()));
        }
        reply.mutable_ok();
    }
    return reply;
}

void ChatWorld::sent(const wire::SendMessage &message, wire::Frame &reply)
{
    wire::Event &event = append(m_talks[message.conversation_id()], self, 0);
    event.set_client_id(message.client_id());
    event.mutable_message()->set_text(message.text());
    pushEvent(event);
    reply.mutable_sent()->set_conversation_id(message.conversation_id());
    reply.mutable_sent()->set_seq(event.seq());
    reply.mutable_sent()->set_time_ms(event.time_ms());
}

void ChatWorld::changed(const wire::Frame &request, wire::Frame &reply)
{
    const bool isEdit = request.has_edit_message();
    const quint64 talk = isEdit ? request.edit_message().conversation_id() : request.recall_message().conversation_id();
    wire::Event &event = append(m_talks[talk], self, 0);
    if (isEdit) {
        event.mutable_message_edited()->set_target_seq(request.edit_message().target_seq());
        event.mutable_message_edited()->set_text(request.edit_message().text());
    } else {
        event.mutable_message_recalled()->set_target_seq(request.recall_message().target_seq());
    }
    reply.mutable_sent()->set_conversation_id(talk);
    reply.mutable_sent()->set_seq(event.seq());
    reply.mutable_sent()->set_time_ms(event.time_ms());
}

wire::Conversation &ChatWorld::viewOf(Talk &talk)
{
    quint32 unread = 0;
    for (const wire::Event &event : std::as_const(talk.events))
        unread += event.has_message() && event.sender_id() != self.value
            && event.seq() > talk.info.members(0).read_seq();
    talk.info.set_unread(unread);
    return talk.info;
}

} // namespace rookery::test
