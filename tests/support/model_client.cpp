// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/model_client.h"

#include "common/base/bytes.h"
#include "common/protocol/error_codec.h"

namespace rookery::test {

namespace {

using Entry = ReferenceLog::Entry;
using What = ReferenceLog::What;

template <typename Ids>
QList<quint64> sorted(const Ids &ids)
{
    QList<quint64> result(ids.begin(), ids.end());
    std::sort(result.begin(), result.end());
    return result;
}

QString placeText(const ReferenceLog::Place &place)
{
    return QStringLiteral("role %1, received %2, read %3").arg(int(place.role)).arg(place.delivered).arg(place.read);
}

} // namespace

Entry entryFrom(const wire::Event &event)
{
    Entry entry;
    entry.by = event.sender_id();
    entry.timeMs = event.time_ms();
    switch (event.body_case()) {
    case wire::Event::kMessage:
        entry.text = toText(event.message().text());
        entry.isGone = event.message().recalled();
        break;
    case wire::Event::kGroupCreated:
        entry.what = What::Created;
        entry.text = toText(event.group_created().title());
        entry.people = sorted(event.group_created().member_ids());
        break;
    case wire::Event::kMembersAdded:
        entry.what = What::Added;
        entry.people = sorted(event.members_added().user_ids());
        break;
    case wire::Event::kMemberLeft:
        entry.what = What::Left;
        entry.target = event.member_left().user_id();
        entry.extra = event.member_left().new_owner_id();
        break;
    case wire::Event::kMessageEdited:
        entry.what = What::Edited;
        entry.target = event.message_edited().target_seq();
        entry.text = toText(event.message_edited().text());
        entry.isGone = event.message_edited().recalled();
        break;
    case wire::Event::kMessageRecalled:
        entry.what = What::TakenBack;
        entry.target = event.message_recalled().target_seq();
        break;
    case wire::Event::kMemberRoleChanged:
        entry.what = What::RoleGiven;
        entry.target = event.member_role_changed().user_id();
        entry.extra = quint64(event.member_role_changed().role());
        break;
    case wire::Event::kMemberRemoved:
        entry.what = What::PutOut;
        entry.target = event.member_removed().user_id();
        break;
    case wire::Event::BODY_NOT_SET:
        break;
    }
    return entry;
}

QString compareEntry(const Entry &truth, const Entry &held)
{
    return truth == held ? QString() : QStringLiteral("\"%1\" instead of \"%2\"").arg(describe(held), describe(truth));
}

void ModelClient::connect(std::unique_ptr<ModelConnection> connection)
{
    m_connection = std::move(connection);
    m_asked.clear();
    m_answers.clear();
    forgetSync();
}

void ModelClient::forgetSync()
{
    for (View &view : m_rooms)
        view.isSynced = false;
}

quint64 ModelClient::ask(wire::Frame frame, const Entry &entry)
{
    frame.set_id(++m_lastRequest);
    m_asked.insert(m_lastRequest, {entry, frame.set_cursor()});
    m_connection->send(frame);
    return m_lastRequest;
}

void ModelClient::read()
{
    if (!m_connection)
        return;
    for (const wire::Frame &frame : m_connection->take()) {
        if (frame.re() == 0)
            readPush(frame);
        else
            readReply(frame);
    }
}

// In the order of arrival: a reply may be what makes sense of the push after it.
void ModelClient::readReply(const wire::Frame &frame)
{
    const auto asked = m_asked.find(frame.re());
    if (asked == m_asked.end())
        return complain(QStringLiteral("request %1 was answered twice").arg(frame.re()));
    if (frame.has_sent())
        noteOwn(frame.sent(), asked->entry);
    else if (frame.has_conversation())
        noteConversation(frame.conversation());
    else if (frame.has_sync_reply())
        noteSync(frame.sync_reply());
    else if (frame.has_ok() && asked->cursor.conversation_id() != 0)
        noteOwnCursor(asked->cursor);
    for (const wire::Event &event : frame.history().events())
        takeEvent(event, false);
    m_asked.erase(asked);
    m_answers.insert(frame.re(), frame);
}

bool ModelClient::isAnswered(quint64 request)
{
    read();
    return m_answers.contains(request);
}

Result<wire::Frame> ModelClient::takeAnswer(quint64 request)
{
    const wire::Frame frame = m_answers.take(request);
    if (frame.has_error())
        return fromWire(frame.error());
    return frame;
}

void ModelClient::complain(const QString &what)
{
    if (m_complaint.isEmpty())
        m_complaint = QStringLiteral("person %1: %2").arg(m_person).arg(what);
}

void ModelClient::readPush(const wire::Frame &frame)
{
    for (const wire::Event &event : frame.events().events())
        takeEvent(event, true);
    for (const wire::Cursor &cursor : frame.cursors().cursors()) {
        const auto room = m_rooms.find(cursor.conversation_id());
        if (room == m_rooms.end() || !room->members.contains(cursor.user_id())) {
            complain(QStringLiteral("a cursor came of somebody who is not in room %1").arg(cursor.conversation_id()));
            continue;
        }
        ReferenceLog::Place &place = room->members[cursor.user_id()];
        if (cursor.delivered_seq() < place.delivered || cursor.read_seq() < place.read)
            complain(QStringLiteral("a cursor went back in room %1").arg(cursor.conversation_id()));
        place.delivered = cursor.delivered_seq();
        place.read = cursor.read_seq();
    }
    if (frame.has_conversation_changed())
        noteConversation(frame.conversation_changed().conversation());
}

void ModelClient::noteConversation(const wire::Conversation &conversation)
{
    if (conversation.left()) {
        m_rooms.remove(conversation.id());
        return;
    }
    View &view = m_rooms[conversation.id()];
    view.title = toText(conversation.title());
    view.members.clear();
    for (const wire::Member &member : conversation.members()) {
        view.members.insert(member.user_id(),
                            {ReferenceLog::Role(member.role()), member.delivered_seq(), member.read_seq()});
    }
    if (!view.members.contains(m_person))
        complain(QStringLiteral("told of room %1 without being in it").arg(conversation.id()));
}

void ModelClient::takeEvent(const wire::Event &event, bool isPush)
{
    const auto room = m_rooms.find(event.conversation_id());
    if (room == m_rooms.end()) {
        complain(QStringLiteral("an event of room %1 came, which this device is not in").arg(event.conversation_id()));
        return;
    }
    if (isPush && room->events.contains(event.seq()))
        complain(QStringLiteral("event %1 of room %2 came twice").arg(event.seq()).arg(event.conversation_id()));
    if (isPush && !room->events.isEmpty() && event.seq() != room->events.lastKey() + 1)
        complain(QStringLiteral("event %1 of room %2 came after %3")
                     .arg(event.seq())
                     .arg(event.conversation_id())
                     .arg(room->events.lastKey()));
    Entry entry = entryFrom(event);
    if (m_times == Times::Unknown)
        entry.timeMs = 0;
    room->events.insert(event.seq(), entry);
    room->lastSeq = std::max<quint64>(room->lastSeq, event.seq());
    if (entry.what == What::TakenBack)
        applyRecall(*room, entry.target);
}

void ModelClient::applyRecall(View &view, quint64 target)
{
    for (auto entry = view.events.begin(); entry != view.events.end(); ++entry) {
        if (entry.key() == target || (entry->what == What::Edited && entry->target == target)) {
            entry->isGone = true;
            entry->text.clear();
        }
    }
}

void ModelClient::noteOwn(const wire::Sent &sent, Entry entry)
{
    View &view = m_rooms[sent.conversation_id()];
    const quint64 last = view.events.isEmpty() ? 0 : view.events.lastKey();
    if (last > 0 && sent.seq() <= last)
        return; // a repeat
    if (last > 0 && sent.seq() != last + 1)
        complain(QStringLiteral("an own event got seq %1 after %2").arg(sent.seq()).arg(last));
    entry.timeMs = m_times == Times::Known ? sent.time_ms() : 0;
    view.events.insert(sent.seq(), entry);
    view.lastSeq = std::max<quint64>(view.lastSeq, sent.seq());
    if (entry.what == What::TakenBack)
        applyRecall(view, entry.target);
}

void ModelClient::noteOwnCursor(const wire::SetCursor &cursor)
{
    View &view = m_rooms[cursor.conversation_id()];
    ReferenceLog::Place &place = view.members[m_person];
    place.read = std::max<quint64>(place.read, std::min<quint64>(cursor.read_seq(), view.lastSeq));
    place.delivered = std::max<quint64>(
        {place.delivered, place.read, std::min<quint64>(cursor.delivered_seq(), view.lastSeq)});
}

void ModelClient::noteSync(const wire::SyncReply &reply)
{
    QMap<quint64, View> before = std::exchange(m_rooms, {});
    for (const wire::Conversation &conversation : reply.conversations()) {
        View &view = m_rooms[conversation.id()];
        view.events = before.value(conversation.id()).events;
        noteConversation(conversation);
        view.lastSeq = conversation.last_seq();
        view.unread = conversation.unread();
        view.isSynced = true;
    }
    for (const wire::Event &event : reply.events())
        takeEvent(event, false);
}

wire::Frame ModelClient::syncFrame() const
{
    wire::Frame frame;
    frame.mutable_sync();
    for (auto room = m_rooms.cbegin(); room != m_rooms.cend(); ++room) {
        wire::HighWater *mark = frame.mutable_sync()->add_have();
        mark->set_conversation_id(room.key());
        mark->set_last_seq(room->events.isEmpty() ? 0 : room->events.lastKey());
    }
    return frame;
}

QMap<quint64, quint64> ModelClient::holes() const
{
    QMap<quint64, quint64> result;
    for (auto room = m_rooms.cbegin(); room != m_rooms.cend(); ++room) {
        quint64 have = room->events.isEmpty() ? 0 : room->events.firstKey() - 1;
        while (have < room->lastSeq && room->events.contains(have + 1))
            ++have;
        if (have < room->lastSeq)
            result.insert(room.key(), have);
    }
    return result;
}

QString ModelClient::compare(const ReferenceLog &truth) const
{
    const QString who = QStringLiteral("person %1, ").arg(m_person);
    if (m_rooms.keys() != truth.roomsOf(m_person))
        return who + QStringLiteral("is in other rooms");
    for (auto room = m_rooms.cbegin(); room != m_rooms.cend(); ++room) {
        const QString where = who + QStringLiteral("room %1: ").arg(room.key());
        const ReferenceLog::Room &real = *truth.rooms().constFind(room.key());
        if (room->title != real.title)
            return where + QStringLiteral("another title");
        if (room->members.keys() != real.members.keys())
            return where + QStringLiteral("other members");
        for (auto member = real.members.cbegin(); member != real.members.cend(); ++member) {
            const ReferenceLog::Place held = room->members.value(member.key());
            if (held != *member)
                return where
                    + QStringLiteral("%1 has %2 instead of %3")
                          .arg(member.key())
                          .arg(placeText(held), placeText(*member));
        }
        if (room->isSynced && room->unread != truth.unread(m_person, room.key()))
            return where
                + QStringLiteral("unread is %1 instead of %2")
                      .arg(room->unread)
                      .arg(truth.unread(m_person, room.key()));
        if (!room->events.isEmpty() && room->events.lastKey() != real.lastSeq())
            return where
                + QStringLiteral("the last event is %1 instead of %2").arg(room->events.lastKey()).arg(real.lastSeq());
        for (auto entry = room->events.cbegin(); entry != room->events.cend(); ++entry) {
            const QString difference = compareEntry(real.log.at(qsizetype(entry.key() - 1)), *entry);
            if (!difference.isEmpty())
                return where + QStringLiteral("event %1 is %2").arg(entry.key()).arg(difference);
        }
    }
    return {};
}

} // namespace rookery::test
