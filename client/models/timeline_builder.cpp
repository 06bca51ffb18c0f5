// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/timeline_builder.h"

#include "client/core/conversation_book.h"
#include "client/core/roster.h"
#include "client/models/person_text.h"

#include <QtCore/QDateTime>
#include <QtCore/QtEndian>

namespace rookery::client {

namespace {

TimelineKey ownKey(const ClientId &id)
{
    return {TimelineKey::Kind::Own, qFromBigEndian<quint64>(id.bytes().constData())};
}

qint64 localDay(qint64 timeMs)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs).date().toJulianDay();
}

} // namespace

QList<TimelineItem> TimelineBuilder::build(const Input &input)
{
    m_items.clear();
    m_names.clear();
    m_day = 0;
    m_unreadLineDone = !input.unread.isSet();
    addEdges(input);
    addRows(input);
    if (input.newer == EdgeState::End)
        addOutbox(input);
    if (input.newer == EdgeState::Loading || input.newer == EdgeState::Failed) {
        TimelineItem edge;
        edge.key = {TimelineKey::Kind::Newer, 0};
        edge.kind = TimelineItem::Kind::Edge;
        edge.edge = input.newer;
        m_items.append(edge);
    }
    markRuns();
    setStates(input.conversation);
    return std::move(m_items);
}

void TimelineBuilder::addEdges(const Input &input)
{
    // A group's first event says itself that the group begins there.
    const bool beginsByItself = input.older == EdgeState::End && !input.slice.isEmpty()
        && input.slice.rows().first().kind == SliceRow::Kind::GroupCreated;
    if (input.older == EdgeState::Idle || beginsByItself)
        return;
    TimelineItem edge;
    if (input.older == EdgeState::End) {
        edge.key = {TimelineKey::Kind::Start, 0};
        edge.kind = TimelineItem::Kind::Start;
        edge.timeMs = input.slice.isEmpty() ? 0 : input.slice.rows().first().timeMs;
    } else {
        edge.key = {TimelineKey::Kind::Older, 0};
        edge.kind = TimelineItem::Kind::Edge;
        edge.edge = input.older;
    }
    m_items.append(edge);
}

void TimelineBuilder::addRows(const Input &input)
{
    const UserId self = m_roster.self();
    m_items.reserve(input.slice.rows().size() + 8);
    for (const SliceRow &row : input.slice.rows()) {
        if (row.kind == SliceRow::Kind::Change)
            continue;
        TimelineItem item;
        item.seq = row.seq;
        item.clientId = row.clientId;
        item.sender = row.sender;
        item.timeMs = row.timeMs;
        item.isOwn = row.sender == self;
        item.key = {TimelineKey::Kind::Event, row.seq};
        if (row.kind == SliceRow::Kind::Message) {
            item.kind = TimelineItem::Kind::Message;
            item.text = row.text;
            item.isEdited = row.isEdited;
            item.senderName = name(row.sender);
            // Only one's own ids are looked at: another's are of their choosing and could be made to collide.
            if (item.isOwn && row.clientId.isValid())
                item.key = ownKey(row.clientId);
        } else {
            item.kind = TimelineItem::Kind::System;
            item.text = systemText(row);
        }
        addDayLine(row.timeMs, item.key);
        if (!m_unreadLineDone && row.seq > input.unread.after && !item.isOwn && row.kind == SliceRow::Kind::Message)
            addUnreadLine(input);
        m_items.append(item);
    }
}

void TimelineBuilder::addOutbox(const Input &input)
{
    QSet<ClientId> arrived; // The log may have a message a moment before the outbox lets it go.
    const QList<SliceRow> &rows = input.slice.rows();
    constexpr qsizetype recent = 256;
    for (qsizetype i = std::max<qsizetype>(0, rows.size() - recent); i < rows.size(); ++i)
        arrived.insert(rows.at(i).clientId);
    for (const OutboxEntry &entry : input.outbox) {
        if (arrived.contains(entry.clientId))
            continue;
        TimelineItem item;
        item.key = ownKey(entry.clientId);
        item.kind = TimelineItem::Kind::Message;
        item.clientId = entry.clientId;
        item.sender = m_roster.self();
        item.senderName = name(item.sender);
        item.text = entry.text;
        item.timeMs = entry.createdMs;
        item.isOwn = true;
        item.state = entry.failed ? MessageState::Failed : MessageState::Queued;
        item.failure = entry.failed ? entry.error.code : ErrorCode::None;
        addDayLine(item.timeMs, item.key);
        m_items.append(item);
    }
}

void TimelineBuilder::addDayLine(qint64 timeMs, const TimelineKey &before)
{
    const qint64 day = localDay(timeMs);
    if (day == m_day)
        return;
    m_day = day;
    TimelineItem item;
    item.key = {TimelineKey::Kind::Day, before.number};
    item.kind = TimelineItem::Kind::Day;
    item.timeMs = timeMs;
    m_items.append(item);
}

void TimelineBuilder::addUnreadLine(const Input &input)
{
    m_unreadLineDone = true;
    TimelineItem item;
    item.key = {TimelineKey::Kind::Unread, input.unread.after};
    item.kind = TimelineItem::Kind::Unread;
    const UserId self = m_roster.self();
    for (const SliceRow &row : input.slice.rows()) {
        if (row.seq > input.unread.after && row.seq <= input.unread.upTo && row.sender != self
            && row.kind == SliceRow::Kind::Message)
            ++item.count;
    }
    // What the slice does not reach yet is counted by the server's number.
    if (input.slice.lastSeq() < input.unread.upTo)
        item.count = int(std::max<quint32>(quint32(item.count), m_book.conversation(input.conversation).unread));
    m_items.append(item);
}

void TimelineBuilder::markRuns()
{
    for (qsizetype i = 1; i < m_items.size(); ++i) {
        TimelineItem &earlier = m_items[i - 1];
        TimelineItem &later = m_items[i];
        if (earlier.kind != TimelineItem::Kind::Message || later.kind != TimelineItem::Kind::Message)
            continue;
        if (earlier.sender == later.sender && later.timeMs - earlier.timeMs <= runGapMs) {
            earlier.isLastOfRun = false;
            later.isFirstOfRun = false;
        }
    }
}

void TimelineBuilder::setStates(ConversationId conversation)
{
    // From the newest up: what stands before a message that was read was read as well.
    bool isRead = false;
    for (qsizetype i = m_items.size() - 1; i >= 0; --i) {
        TimelineItem &item = m_items[i];
        if (item.kind != TimelineItem::Kind::Message || !item.isOwn || item.seq == 0)
            continue;
        item.state = isRead ? MessageState::Read : m_book.stateOf(conversation, item.seq);
        isRead = item.state == MessageState::Read;
    }
}

QString TimelineBuilder::systemText(const SliceRow &row)
{
    const bool isOwn = row.sender == m_roster.self();
    switch (row.kind) {
    case SliceRow::Kind::GroupCreated:
        return isOwn ? tr("You created the group “%1”.").arg(row.text)
                     : tr("%1 created the group “%2”.").arg(name(row.sender), row.text);
    case SliceRow::Kind::MembersAdded: {
        QStringList names;
        constexpr qsizetype shown = 5;
        for (const UserId person : row.people.first(std::min(row.people.size(), shown)))
            names.append(name(person));
        QString joined = names.join(tr(", ", "between names"));
        if (row.people.size() > shown)
            joined = tr("%1 and %2 more").arg(joined, QString::number(row.people.size() - shown));
        return isOwn ? tr("You added %1.").arg(joined) : tr("%1 added %2.").arg(name(row.sender), joined);
    }
    case SliceRow::Kind::MemberLeft:
        return leftText(row);
    case SliceRow::Kind::Recalled:
        return recalledText(row);
    case SliceRow::Kind::RoleChanged:
        return roleText(row);
    case SliceRow::Kind::MemberRemoved:
        return removedText(row);
    case SliceRow::Kind::Message:
    case SliceRow::Kind::Change:
        break;
    }
    return row.text;
}

QString TimelineBuilder::leftText(const SliceRow &row)
{
    const UserId who = row.people.isEmpty() ? row.sender : row.people.first();
    const QString left = who == m_roster.self() ? tr("You left the group.") : tr("%1 left the group.").arg(name(who));
    if (row.other.isNull())
        return left;
    return row.other == m_roster.self() ? tr("%1 You own it now.").arg(left)
                                        : tr("%1 %2 owns it now.").arg(left, name(row.other));
}

QString TimelineBuilder::recalledText(const SliceRow &row)
{
    const UserId self = m_roster.self();
    // Whose recall is not known took it back themselves, as nearly always.
    const UserId who = row.other.isNull() ? row.sender : row.other;
    if (who == row.sender)
        return who == self ? tr("You recalled a message.") : tr("%1 recalled a message.").arg(name(who));
    if (who == self)
        return tr("You recalled a message of %1.").arg(name(row.sender));
    return row.sender == self ? tr("%1 recalled a message of yours.").arg(name(who))
                              : tr("%1 recalled a message of %2.").arg(name(who), name(row.sender));
}

QString TimelineBuilder::roleText(const SliceRow &row)
{
    const UserId self = m_roster.self();
    const UserId whose = row.people.isEmpty() ? UserId() : row.people.first();
    const bool byMe = row.sender == self;
    const QString by = byMe ? QString() : name(row.sender);
    if (whose == self) {
        switch (row.role) {
        case wire::MEMBER_ROLE_OWNER:
            return tr("%1 handed the group over to you.").arg(by);
        case wire::MEMBER_ROLE_MODERATOR:
            return tr("%1 made you a moderator.").arg(by);
        case wire::MEMBER_ROLE_MUTED:
            return tr("%1 muted you.").arg(by);
        default:
            return tr("%1 made you a member.").arg(by);
        }
    }
    switch (row.role) {
    case wire::MEMBER_ROLE_OWNER:
        return byMe ? tr("You handed the group over to %1.").arg(name(whose))
                    : tr("%1 handed the group over to %2.").arg(by, name(whose));
    case wire::MEMBER_ROLE_MODERATOR:
        return byMe ? tr("You made %1 a moderator.").arg(name(whose))
                    : tr("%1 made %2 a moderator.").arg(by, name(whose));
    case wire::MEMBER_ROLE_MUTED:
        return byMe ? tr("You muted %1.").arg(name(whose)) : tr("%1 muted %2.").arg(by, name(whose));
    default:
        return byMe ? tr("You made %1 a member.").arg(name(whose)) : tr("%1 made %2 a member.").arg(by, name(whose));
    }
}

QString TimelineBuilder::removedText(const SliceRow &row)
{
    const UserId self = m_roster.self();
    const UserId who = row.people.isEmpty() ? UserId() : row.people.first();
    if (who == self)
        return tr("%1 removed you from the group.").arg(name(row.sender));
    return row.sender == self ? tr("You removed %1 from the group.").arg(name(who))
                              : tr("%1 removed %2 from the group.").arg(name(row.sender), name(who));
}

QString TimelineBuilder::name(UserId id)
{
    auto found = m_names.find(id);
    if (found == m_names.end())
        found = m_names.insert(id, personName(m_roster.person(id)));
    return *found;
}

} // namespace rookery::client
