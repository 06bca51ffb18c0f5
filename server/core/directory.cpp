// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/directory.h"

#include "common/base/bytes.h"

#include <algorithm>

namespace rookery::server {

namespace {

/// Cursors are moved here before they are stored: what comes from the store may be behind.
void keepCursors(QList<MemberRecord> &members, const QList<MemberRecord> &before)
{
    QHash<UserId, MemberRecord> known;
    known.reserve(before.size());
    for (const MemberRecord &member : before)
        known.insert(member.user, member);
    for (MemberRecord &member : members) {
        const MemberRecord earlier = known.value(member.user);
        member.deliveredSeq = qMax(member.deliveredSeq, earlier.deliveredSeq);
        member.readSeq = qMax(member.readSeq, earlier.readSeq);
    }
}

} // namespace

void Directory::load(DirectoryRecords records)
{
    for (const UserRecord &user : std::as_const(records.users))
        put(user);
    for (const ConversationRecord &conversation : std::as_const(records.conversations))
        put(conversation);
}

const UserRecord *Directory::user(UserId id) const
{
    const auto found = m_users.constFind(id);
    return found == m_users.constEnd() ? nullptr : &*found;
}

const UserRecord *Directory::userByName(const QString &name) const
{
    const auto found = m_userNames.constFind(name.toCaseFolded());
    return found == m_userNames.constEnd() ? nullptr : user(*found);
}

void Directory::put(const UserRecord &user)
{
    UserRecord now = user;
    if (const UserRecord *before = this->user(user.id))
        now.lastSeenMs = before->lastSeenMs; // was put in here before it was stored
    m_users.insert(user.id, now);
    m_userNames.insert(user.name.toCaseFolded(), user.id);
}

void Directory::setLastSeen(UserId id, qint64 lastSeenMs)
{
    const auto found = m_users.find(id);
    if (found != m_users.end())
        found->lastSeenMs = lastSeenMs;
}

const ConversationRecord *Directory::conversation(ConversationId id) const
{
    const auto found = m_conversations.constFind(id);
    return found == m_conversations.constEnd() ? nullptr : &*found;
}

QList<ConversationId> Directory::conversationsOf(UserId user) const
{
    return m_memberships.value(user).values();
}

bool Directory::isMember(ConversationId id, UserId user) const
{
    const auto found = m_memberships.constFind(user);
    return found != m_memberships.constEnd() && found->contains(id);
}

std::optional<wire::MemberRole> Directory::roleOf(ConversationId id, UserId user) const
{
    const ConversationRecord *record = isMember(id, user) ? conversation(id) : nullptr;
    if (!record)
        return std::nullopt;
    const auto found = std::find_if(record->members.cbegin(), record->members.cend(),
                                    [user](const MemberRecord &member) { return member.user == user; });
    return found == record->members.cend() ? std::nullopt : std::optional(found->role);
}

void Directory::put(const ConversationRecord &conversation)
{
    ConversationRecord now = conversation;
    if (const ConversationRecord *before = this->conversation(conversation.id)) {
        for (const MemberRecord &member : before->members)
            m_memberships[member.user].remove(conversation.id);
        keepCursors(now.members, before->members);
    }
    for (const MemberRecord &member : std::as_const(now.members))
        m_memberships[member.user].insert(conversation.id);
    m_conversations.insert(conversation.id, now);
}

void Directory::setLastSeq(ConversationId id, quint64 seq)
{
    const auto found = m_conversations.find(id);
    if (found != m_conversations.end())
        found->lastSeq = qMax(found->lastSeq, seq);
}

std::optional<MemberRecord> Directory::moveCursor(ConversationId id, UserId user, quint64 deliveredSeq, quint64 readSeq)
{
    const auto conversation = m_conversations.find(id);
    if (conversation == m_conversations.end())
        return std::nullopt;
    const auto member = std::find_if(conversation->members.begin(), conversation->members.end(),
                                     [user](const MemberRecord &row) { return row.user == user; });
    if (member == conversation->members.end())
        return std::nullopt;
    // What is read has been received; nobody can have more than there is.
    const quint64 read = qMin(qMax(member->readSeq, readSeq), conversation->lastSeq);
    const quint64 delivered = qMin(qMax(qMax(member->deliveredSeq, deliveredSeq), read), conversation->lastSeq);
    if (read == member->readSeq && delivered == member->deliveredSeq)
        return std::nullopt;
    member->readSeq = read;
    member->deliveredSeq = delivered;
    return *member;
}

wire::User toWire(const UserRecord &user)
{
    wire::User result;
    result.set_id(user.id.value);
    result.set_name(toStd(user.name));
    result.set_display_name(toStd(user.displayName));
    result.set_role(user.role);
    result.set_disabled(user.disabled);
    return result;
}

wire::Conversation toWire(const ConversationRecord &conversation, quint32 unread, bool left)
{
    wire::Conversation result;
    result.set_id(conversation.id.value);
    result.set_kind(conversation.kind);
    result.set_title(toStd(conversation.title));
    for (const MemberRecord &member : conversation.members) {
        wire::Member *row = result.add_members();
        row->set_user_id(member.user.value);
        row->set_role(member.role);
        row->set_delivered_seq(member.deliveredSeq);
        row->set_read_seq(member.readSeq);
    }
    result.set_last_seq(conversation.lastSeq);
    result.set_unread(unread);
    result.set_left(left);
    return result;
}

} // namespace rookery::server
