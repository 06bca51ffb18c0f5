// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Conversations and their logs.
#include "tests/support/memory_store.h"

#include "common/base/bytes.h"
#include "common/protocol/limits.h"
#include "server/core/permissions.h"

#include <algorithm>

namespace rookery::server {

namespace {

QList<UserId> distinct(QList<UserId> users)
{
    std::sort(users.begin(), users.end());
    users.erase(std::unique(users.begin(), users.end()), users.end());
    return users;
}

Error tooManyMembers(qsizetype count)
{
    Error error(ErrorCode::TooLarge);
    error.limit = limits::groupMembersMax;
    error.actual = count;
    return error;
}

/// From newest to oldest while they fit a page; at least one where mustGiveOne.
template <typename Iterator>
QList<wire::Event> take(Iterator from, Iterator to, int count, size_t &budget, bool mustGiveOne)
{
    QList<wire::Event> events;
    for (; from != to && events.size() < count; ++from) {
        const size_t bytes = from->ByteSizeLong();
        if (bytes > budget && !(mustGiveOne && events.isEmpty())) {
            budget = 0;
            break;
        }
        budget -= std::min(budget, bytes);
        events += *from;
    }
    return events;
}

} // namespace

const MemberRecord *MemoryStore::Talk::member(UserId user) const
{
    const auto found = std::find_if(record.members.cbegin(), record.members.cend(),
                                    [user](const MemberRecord &row) { return row.user == user; });
    return found == record.members.cend() ? nullptr : &*found;
}

wire::Event MemoryStore::Talk::append(UserId sender, const QByteArray &clientId, qint64 nowMs, wire::Event draft)
{
    draft.set_conversation_id(record.id.value);
    draft.set_seq(++record.lastSeq);
    draft.set_time_ms(nowMs);
    draft.set_sender_id(sender.value);
    draft.set_client_id(toStd(clientId));
    events.push_back(draft);
    return draft;
}

// ---- Conversations ------------------------------------------------------------------------------------------------

MemoryStore::Talk &MemoryStore::newTalk(wire::ConversationKind kind, const QString &title)
{
    const ConversationId id(++m_lastTalk);
    Talk &talk = m_talks[id];
    talk.record.id = id;
    talk.record.kind = kind;
    talk.record.title = title;
    return talk;
}

Result<ConversationUpdate> MemoryStore::makeDirect(UserId first, UserId second)
{
    if (first == second)
        return ErrorCode::Malformed;
    for (const auto &[id, talk] : m_talks) {
        if (talk.record.kind == wire::CONVERSATION_DIRECT && talk.member(first) && talk.member(second))
            return ConversationUpdate{talk.record, {}};
    }
    if (!m_people.contains(first) || !m_people.contains(second))
        return ErrorCode::NotFound;
    Talk &talk = newTalk(wire::CONVERSATION_DIRECT, {});
    for (const UserId user : distinct({first, second}))
        talk.record.members += MemberRecord{user};
    return ConversationUpdate{talk.record, {}};
}

void MemoryStore::openDirect(UserId first, UserId second, StoreCallback<ConversationUpdate> done)
{
    write(done, [&] { return makeDirect(first, second); });
}

const wire::Event *MemoryStore::writtenBefore(UserId sender, const ClientId &clientId) const
{
    const auto place = m_written.find({sender, clientId});
    if (place == m_written.end())
        return nullptr;
    return &m_talks.at(place->second.first).events.at(size_t(place->second.second - 1));
}

Result<ConversationUpdate> MemoryStore::makeGroup(const NewGroup &group)
{
    if (!group.clientId.isValid())
        return ErrorCode::Malformed;
    const QList<UserId> members = distinct(group.members + QList<UserId>{group.creator});
    if (members.size() > limits::groupMembersMax)
        return tooManyMembers(members.size());
    wire::Event draft;
    draft.mutable_group_created()->set_title(toStd(group.title));
    for (const UserId member : members)
        draft.mutable_group_created()->add_member_ids(member.value);
    if (const wire::Event *before = writtenBefore(group.creator, group.clientId)) {
        if (before->group_created().SerializeAsString() != draft.group_created().SerializeAsString()
            || !before->has_group_created())
            return ErrorCode::ClientIdReused;
        const Talk &made = m_talks.at(ConversationId(before->conversation_id()));
        if (!made.member(group.creator))
            return ErrorCode::NotMember;
        return ConversationUpdate{made.record, {}};
    }
    for (const UserId member : members) {
        if (!m_people.contains(member))
            return ErrorCode::NotFound;
    }
    Talk &talk = newTalk(wire::CONVERSATION_GROUP, group.title);
    for (const UserId member : members) {
        const auto role = member == group.creator ? wire::MEMBER_ROLE_OWNER : wire::MEMBER_ROLE_MEMBER;
        talk.record.members += MemberRecord{member, role};
    }
    const wire::Event event = talk.append(group.creator, group.clientId.bytes(), group.nowMs, draft);
    m_written[{group.creator, group.clientId}] = {talk.record.id, event.seq()};
    return ConversationUpdate{talk.record, event};
}

void MemoryStore::createGroup(const NewGroup &group, StoreCallback<ConversationUpdate> done)
{
    write(done, [&] { return makeGroup(group); });
}

Result<MemoryStore::Talk *> MemoryStore::groupOf(ConversationId id, UserId actor)
{
    const auto talk = m_talks.find(id);
    if (talk == m_talks.end())
        return ErrorCode::NotFound;
    if (!talk->second.member(actor))
        return ErrorCode::NotMember;
    if (talk->second.record.kind != wire::CONVERSATION_GROUP)
        return ErrorCode::Forbidden;
    return &talk->second;
}

Result<ConversationUpdate> MemoryStore::join(ConversationId id, UserId actor, const QList<UserId> &users, qint64 nowMs)
{
    const Result<Talk *> group = groupOf(id, actor);
    if (!group)
        return group.error();
    Talk &talk = **group;
    QList<UserId> joining = distinct(users);
    joining.removeIf([&talk](UserId user) { return talk.member(user) != nullptr; });
    if (!permissions::mayWrite(talk.member(actor)->role))
        return ErrorCode::Forbidden;
    if (joining.isEmpty())
        return ConversationUpdate{talk.record, {}};
    if (const qsizetype count = talk.record.members.size() + joining.size(); count > limits::groupMembersMax)
        return tooManyMembers(count);
    wire::Event draft;
    for (const UserId user : std::as_const(joining)) {
        if (!m_people.contains(user))
            return ErrorCode::NotFound;
        draft.mutable_members_added()->add_user_ids(user.value);
    }
    for (const UserId user : std::as_const(joining))
        talk.record.members += MemberRecord{user, wire::MEMBER_ROLE_MEMBER, talk.record.lastSeq, talk.record.lastSeq};
    std::sort(talk.record.members.begin(), talk.record.members.end(),
              [](const MemberRecord &a, const MemberRecord &b) { return a.user < b.user; });
    const wire::Event event = talk.append(actor, {}, nowMs, draft);
    return ConversationUpdate{talk.record, event};
}

void MemoryStore::addMembers(ConversationId conversation, UserId actor, const QList<UserId> &users, qint64 nowMs,
                             StoreCallback<ConversationUpdate> done)
{
    write(done, [&] { return join(conversation, actor, users, nowMs); });
}

Result<ConversationUpdate> MemoryStore::leave(ConversationId id, UserId user, qint64 nowMs)
{
    const Result<Talk *> group = groupOf(id, user);
    if (!group)
        return group.error();
    QList<MemberRecord> &members = (*group)->record.members;
    const bool wasOwner = (*group)->member(user)->role == wire::MEMBER_ROLE_OWNER;
    members.removeIf([user](const MemberRecord &member) { return member.user == user; });
    wire::Event draft;
    draft.mutable_member_left()->set_user_id(user.value);
    // The highest role, then the oldest account, takes over where no owner is left: first of the equal ones.
    const auto heir = std::max_element(members.begin(), members.end(), [](const auto &a, const auto &b) {
        return permissions::succession(a.role) < permissions::succession(b.role);
    });
    if (wasOwner && heir != members.end()) {
        heir->role = wire::MEMBER_ROLE_OWNER;
        draft.mutable_member_left()->set_new_owner_id(heir->user.value);
    }
    const wire::Event event = (*group)->append(user, {}, nowMs, draft);
    return ConversationUpdate{(*group)->record, event};
}

void MemoryStore::leaveGroup(ConversationId conversation, UserId user, qint64 nowMs,
                             StoreCallback<ConversationUpdate> done)
{
    write(done, [&] { return leave(conversation, user, nowMs); });
}

// ---- The log ------------------------------------------------------------------------------------------------------

Result<MemoryStore::Talk *> MemoryStore::talkOf(ConversationId id, UserId member)
{
    const auto talk = m_talks.find(id);
    if (talk == m_talks.end())
        return ErrorCode::NotFound;
    return talk->second.member(member) ? Result<Talk *>(&talk->second) : ErrorCode::NotMember;
}

Result<Appended> MemoryStore::say(const NewMessage &message)
{
    if (!message.clientId.isValid())
        return ErrorCode::Malformed;
    if (const wire::Event *before = writtenBefore(message.sender, message.clientId)) {
        const bool isSame = before->conversation_id() == message.conversation.value && before->has_message()
            && (before->message().text() == message.body.text() || before->message().recalled());
        return isSame ? Result<Appended>(Appended{*before, true}) : ErrorCode::ClientIdReused;
    }
    const Result<Talk *> talk = talkOf(message.conversation, message.sender);
    if (!talk)
        return talk.error();
    if (!permissions::mayWrite((*talk)->member(message.sender)->role))
        return ErrorCode::Forbidden;
    wire::Event draft;
    *draft.mutable_message() = message.body;
    const wire::Event event = (*talk)->append(message.sender, message.clientId.bytes(), message.nowMs, draft);
    m_written[{message.sender, message.clientId}] = {message.conversation, event.seq()};
    ++m_statistics.appended;
    return Appended{event, false};
}

void MemoryStore::append(const NewMessage &message, StoreCallback<Appended> done)
{
    write(done, [&] { return say(message); });
}

void MemoryStore::history(ConversationId conversation, quint64 beforeSeq, quint64 afterSeq, int limit,
                          StoreCallback<HistoryPage> done)
{
    const auto talk = m_talks.find(conversation);
    if (talk == m_talks.end())
        return answer<HistoryPage>(std::move(done), ErrorCode::NotFound);
    const std::vector<wire::Event> &events = talk->second.events;
    const int count = std::clamp(limit, 1, limits::historyPageMax);
    size_t budget = size_t(limits::pageBytes);
    HistoryPage page;
    page.lastSeq = talk->second.record.lastSeq;
    if (beforeSeq == 0 && afterSeq > 0) {
        const auto first = events.begin() + qsizetype(std::min(afterSeq, page.lastSeq));
        page.events = take(first, events.end(), count, budget, true);
    } else {
        const quint64 upTo = beforeSeq == 0 ? page.lastSeq : std::min(beforeSeq - 1, page.lastSeq);
        page.events = take(std::reverse_iterator(events.begin() + qsizetype(upTo)), events.rend(), count, budget, true);
        std::reverse(page.events.begin(), page.events.end());
    }
    answer<HistoryPage>(std::move(done), std::move(page));
}

void MemoryStore::missed(UserId user, const QHash<ConversationId, quint64> &have, int tailEvents,
                         StoreCallback<Missed> done)
{
    Missed missed;
    size_t budget = size_t(limits::pageBytes);
    for (const auto &[id, talk] : m_talks) {
        const MemberRecord *member = talk.member(user);
        if (!member)
            continue;
        missed.lastSeq.insert(id, talk.record.lastSeq);
        missed.unread.insert(id, quint32(std::count_if(talk.events.begin(), talk.events.end(), [&](const auto &event) {
                                 return event.seq() > member->readSeq && event.has_message()
                                     && event.sender_id() != user.value;
                             })));
        const quint64 known = have.value(id);
        if (known >= talk.record.lastSeq || budget == 0)
            continue;
        QList<wire::Event> tail = take(talk.events.rbegin(),
                                       std::reverse_iterator(talk.events.begin() + qsizetype(known)), tailEvents,
                                       budget, false);
        std::reverse(tail.begin(), tail.end());
        missed.events += tail;
    }
    answer<Missed>(std::move(done), std::move(missed));
}

Result<Done> MemoryStore::moveCursor(ConversationId id, UserId user, quint64 deliveredSeq, quint64 readSeq)
{
    const auto talk = m_talks.find(id);
    if (talk == m_talks.end())
        return ErrorCode::NotFound;
    for (MemberRecord &member : talk->second.record.members) {
        if (member.user != user)
            continue;
        const quint64 read = std::min(readSeq, talk->second.record.lastSeq);
        member.readSeq = std::max(member.readSeq, read);
        member.deliveredSeq = std::max(
            {member.deliveredSeq, read, std::min(deliveredSeq, talk->second.record.lastSeq)});
        return Done();
    }
    return ErrorCode::NotMember;
}

void MemoryStore::setCursor(ConversationId conversation, UserId user, quint64 deliveredSeq, quint64 readSeq,
                            StoreCallback<Done> done)
{
    write(done, [&] { return moveCursor(conversation, user, deliveredSeq, readSeq); });
}

} // namespace rookery::server
