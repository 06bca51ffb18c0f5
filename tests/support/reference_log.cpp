// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_log.h"

#include <algorithm>

namespace rookery::test {

namespace {

using Answer = ReferenceLog::Answer;

Answer refused(ReferenceLog::Code code)
{
    Answer answer;
    answer.code = code;
    return answer;
}

} // namespace

ReferenceLog::Room *ReferenceLog::roomFor(quint64 who, quint64 room)
{
    const auto found = m_rooms.find(room);
    return found != m_rooms.end() && found->members.contains(who) ? &*found : nullptr;
}

ReferenceLog::Code ReferenceLog::checkGroup(quint64 who, quint64 room)
{
    const Room *found = roomFor(who, room);
    if (!found)
        return NotMember;
    return found->isGroup ? Fine : Forbidden;
}

std::optional<Answer> ReferenceLog::before(quint64 who, quint64 room, const QByteArray &clientId,
                                           const Entry &entry) const
{
    const auto written = m_written.constFind({who, clientId});
    if (written == m_written.cend())
        return std::nullopt;
    const Entry &stored = m_rooms.value(written->room).log.at(qsizetype(written->seq - 1));
    bool isSame = written->room == room && stored.what == entry.what && stored.target == entry.target
        && stored.people == entry.people;
    // Of what was recalled there is no text to compare with.
    if (!stored.isGone)
        isSame = isSame && stored.text == entry.text;
    if (!isSame)
        return refused(Reused);
    Answer answer;
    answer.room = written->room;
    answer.seq = written->seq;
    return answer;
}

Answer ReferenceLog::append(quint64 room, Entry entry, const QByteArray &clientId)
{
    Room &into = m_rooms[room];
    const quint64 by = entry.by;
    into.log.append(std::move(entry));
    if (!clientId.isEmpty())
        m_written.insert({by, clientId}, {room, into.lastSeq()});
    Answer answer;
    answer.room = room;
    answer.seq = into.lastSeq();
    answer.hasAppended = true;
    return answer;
}

Answer ReferenceLog::send(quint64 who, quint64 room, const QByteArray &clientId, const QString &text, qint64 nowMs)
{
    Room *found = roomFor(who, room);
    if (!found)
        return refused(NotMember);
    Entry entry;
    entry.by = who;
    entry.text = text;
    entry.timeMs = nowMs;
    if (const auto repeat = before(who, room, clientId, entry))
        return *repeat;
    if (found->members.value(who).role == Muted)
        return refused(Forbidden);
    return append(room, entry, clientId);
}

Answer ReferenceLog::edit(quint64 who, quint64 room, const QByteArray &clientId, quint64 target, const QString &text,
                          qint64 nowMs)
{
    Room *found = roomFor(who, room);
    if (!found)
        return refused(NotMember);
    Entry entry;
    entry.what = What::Edited;
    entry.by = who;
    entry.text = text;
    entry.target = target;
    entry.timeMs = nowMs;
    if (const auto repeat = before(who, room, clientId, entry))
        return *repeat;
    if (target < 1 || target > found->lastSeq() || found->log.at(qsizetype(target - 1)).what != What::Said)
        return refused(NotFound);
    const Entry &message = found->log.at(qsizetype(target - 1));
    if (message.by != who || found->members.value(who).role == Muted)
        return refused(Forbidden);
    if (message.isGone)
        return refused(Recalled);
    return append(room, entry, clientId);
}

Answer ReferenceLog::recall(quint64 who, quint64 room, const QByteArray &clientId, quint64 target, qint64 nowMs)
{
    Room *found = roomFor(who, room);
    if (!found)
        return refused(NotMember);
    Entry entry;
    entry.what = What::TakenBack;
    entry.by = who;
    entry.target = target;
    entry.timeMs = nowMs;
    if (const auto repeat = before(who, room, clientId, entry))
        return *repeat;
    if (target < 1 || target > found->lastSeq() || found->log.at(qsizetype(target - 1)).what != What::Said)
        return refused(NotFound);
    const Entry message = found->log.at(qsizetype(target - 1));
    const Role role = found->members.value(who).role;
    const bool isAboveOthers = role == Owner || role == Moderator;
    if (message.by != who && !isAboveOthers)
        return refused(Forbidden);
    if (message.isGone)
        return refused(Recalled);
    if (!isAboveOthers && nowMs - message.timeMs > m_recallMs)
        return refused(TooLate);
    for (qsizetype i = 0; i < found->log.size(); ++i) {
        Entry &other = found->log[i];
        const bool isItself = quint64(i) + 1 == target;
        if (isItself || (other.what == What::Edited && other.target == target)) {
            other.isGone = true;
            other.text.clear();
        }
    }
    return append(room, entry, clientId);
}

Answer ReferenceLog::openDirect(quint64 who, quint64 other, quint64 freshId)
{
    if (who == other)
        return refused(Forbidden);
    for (auto room = m_rooms.cbegin(); room != m_rooms.cend(); ++room) {
        if (!room->isGroup && room->members.contains(who) && room->members.contains(other)) {
            Answer answer;
            answer.room = room.key();
            return answer;
        }
    }
    Room room;
    room.members.insert(who, {});
    room.members.insert(other, {});
    m_rooms.insert(freshId, room);
    Answer answer;
    answer.room = freshId;
    return answer;
}

Answer ReferenceLog::createGroup(quint64 who, const QString &title, const QList<quint64> &others,
                                 const QByteArray &clientId, quint64 freshId, qint64 nowMs)
{
    Room room;
    room.isGroup = true;
    room.title = title;
    for (const quint64 person : others)
        room.members.insert(person, {});
    room.members.insert(who, {Owner, 0, 0});
    Entry entry;
    entry.what = What::Created;
    entry.by = who;
    entry.text = title;
    entry.people = room.members.keys();
    entry.timeMs = nowMs;
    // A repeat may ask from anywhere: it is the group that answers.
    const auto written = m_written.constFind({who, clientId});
    if (written != m_written.cend()) {
        const Answer repeat = *before(who, written->room, clientId, entry);
        const bool isIn = m_rooms.value(written->room).members.contains(who);
        return repeat.code == Fine && !isIn ? refused(NotMember) : repeat;
    }
    m_rooms.insert(freshId, room);
    return append(freshId, entry, clientId);
}

Answer ReferenceLog::add(quint64 who, quint64 room, const QList<quint64> &people, qint64 nowMs)
{
    if (const Code code = checkGroup(who, room); code == NotMember)
        return refused(code);
    Room &group = m_rooms[room];
    if (group.members.value(who).role == Muted || !group.isGroup)
        return refused(Forbidden);
    Entry entry;
    entry.what = What::Added;
    entry.by = who;
    entry.timeMs = nowMs;
    for (const quint64 person : people) {
        if (group.members.contains(person))
            continue;
        entry.people.append(person);
        // What was said before is not new to them.
        group.members.insert(person, {Member, group.lastSeq(), group.lastSeq()});
    }
    std::sort(entry.people.begin(), entry.people.end());
    Answer answer;
    answer.room = room;
    return entry.people.isEmpty() ? answer : append(room, entry);
}

Answer ReferenceLog::leave(quint64 who, quint64 room, qint64 nowMs)
{
    if (const Code code = checkGroup(who, room); code != Fine)
        return refused(code);
    Room &group = m_rooms[room];
    const bool wasOwner = group.members.take(who).role == Owner;
    Entry entry;
    entry.what = What::Left;
    entry.by = who;
    entry.target = who;
    entry.timeMs = nowMs;
    if (wasOwner) {
        for (const Role next : {Moderator, Member, Muted}) {
            for (auto member = group.members.begin(); member != group.members.end() && entry.extra == 0; ++member) {
                if (member->role == next) {
                    member->role = Owner;
                    entry.extra = member.key();
                }
            }
        }
    }
    return append(room, entry);
}

Answer ReferenceLog::giveRole(quint64 who, quint64 room, quint64 whom, Role role, qint64 nowMs)
{
    if (const Code code = checkGroup(who, room); code != Fine)
        return refused(code);
    Room &group = m_rooms[room];
    const Role own = group.members.value(who).role;
    if (whom == who || own == Member || own == Muted)
        return refused(Forbidden);
    if (!group.members.contains(whom))
        return refused(NotFound);
    const Role old = group.members.value(whom).role;
    const auto isLow = [](Role one) { return one == Member || one == Muted; };
    if (own == Moderator && !(isLow(old) && isLow(role)))
        return refused(Forbidden);
    Answer answer;
    answer.room = room;
    if (old == role)
        return answer;
    group.members[whom].role = role;
    if (role == Owner)
        group.members[who].role = Moderator;
    Entry entry;
    entry.what = What::RoleGiven;
    entry.by = who;
    entry.target = whom;
    entry.extra = quint64(role);
    entry.timeMs = nowMs;
    return append(room, entry);
}

Answer ReferenceLog::putOut(quint64 who, quint64 room, quint64 whom, qint64 nowMs)
{
    if (const Code code = checkGroup(who, room); code != Fine)
        return refused(code);
    Room &group = m_rooms[room];
    const Role own = group.members.value(who).role;
    if (whom == who || own == Member || own == Muted)
        return refused(Forbidden);
    if (!group.members.contains(whom))
        return refused(NotFound);
    const Role old = group.members.value(whom).role;
    if (own == Moderator && (old == Moderator || old == Owner))
        return refused(Forbidden);
    group.members.remove(whom);
    Entry entry;
    entry.what = What::PutOut;
    entry.by = who;
    entry.target = whom;
    entry.timeMs = nowMs;
    return append(room, entry);
}

Answer ReferenceLog::moveCursor(quint64 who, quint64 room, quint64 delivered, quint64 read)
{
    Room *found = roomFor(who, room);
    if (!found)
        return refused(NotMember);
    Place &place = found->members[who];
    place.read = std::max(place.read, std::min(read, found->lastSeq()));
    place.delivered = std::max({place.delivered, place.read, std::min(delivered, found->lastSeq())});
    return {};
}

QList<quint64> ReferenceLog::roomsOf(quint64 who) const
{
    QList<quint64> result;
    for (auto room = m_rooms.cbegin(); room != m_rooms.cend(); ++room) {
        if (room->members.contains(who))
            result.append(room.key());
    }
    return result;
}

quint32 ReferenceLog::unread(quint64 who, quint64 room) const
{
    const Room found = m_rooms.value(room);
    quint32 count = 0;
    for (qsizetype i = qsizetype(found.members.value(who).read); i < found.log.size(); ++i)
        count += found.log.at(i).what == What::Said && found.log.at(i).by != who ? 1 : 0;
    return count;
}

QString describe(const ReferenceLog::Entry &entry)
{
    static const QList<QString> names{QStringLiteral("said"),        QStringLiteral("created"),
                                      QStringLiteral("added"),       QStringLiteral("left"),
                                      QStringLiteral("edited"),      QStringLiteral("took back"),
                                      QStringLiteral("gave a role"), QStringLiteral("put out")};
    QStringList people;
    for (const quint64 person : entry.people)
        people.append(QString::number(person));
    return QStringLiteral("%1 %2 target %3 extra %4 [%5] \"%6\"%7")
        .arg(entry.by)
        .arg(names.at(int(entry.what)))
        .arg(entry.target)
        .arg(entry.extra)
        .arg(people.join(QLatin1Char(' ')), entry.text, entry.isGone ? QStringLiteral(" gone") : QString());
}

} // namespace rookery::test
