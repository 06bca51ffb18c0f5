// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/timeline_model.h"

#include "client/core/conversation_book.h"
#include "client/core/event_log.h"
#include "client/core/outbox.h"
#include "client/core/roster.h"
#include "common/base/bytes.h"

#include <QtCore/QPointer>

#include <algorithm>

namespace rookery::client {

namespace {

void takeGroupEvent(const wire::Event &event, SliceRow &row)
{
    switch (event.body_case()) {
    case wire::Event::kGroupCreated:
        row.kind = SliceRow::Kind::GroupCreated;
        row.text = toText(event.group_created().title());
        break;
    case wire::Event::kMembersAdded:
        row.kind = SliceRow::Kind::MembersAdded;
        for (const quint64 id : event.members_added().user_ids())
            row.people.append(UserId(id));
        break;
    case wire::Event::kMemberLeft:
        row.kind = SliceRow::Kind::MemberLeft;
        row.people.append(UserId(event.member_left().user_id()));
        row.other = UserId(event.member_left().new_owner_id());
        break;
    case wire::Event::kMemberRoleChanged:
        row.kind = SliceRow::Kind::RoleChanged;
        row.people.append(UserId(event.member_role_changed().user_id()));
        row.role = event.member_role_changed().role();
        break;
    case wire::Event::kMemberRemoved:
        row.kind = SliceRow::Kind::MemberRemoved;
        row.people.append(UserId(event.member_removed().user_id()));
        break;
    default:
        row.kind = SliceRow::Kind::Change;
        break;
    }
}

SliceRow toRow(const wire::Event &event, const MessageChange &change)
{
    SliceRow row;
    row.seq = event.seq();
    row.sender = UserId(event.sender_id());
    row.timeMs = event.time_ms();
    row.clientId = ClientId(toBytes(event.client_id()));
    if (!event.has_message()) {
        takeGroupEvent(event, row);
    } else if (event.message().recalled()) {
        row.kind = SliceRow::Kind::Recalled;
        row.other = change.recalledBy;
    } else {
        row.text = toText(event.message().text());
        row.isEdited = change.isEdited;
    }
    return row;
}

} // namespace

TimelineModel::TimelineModel(Roster &roster, ConversationBook &book, EventLog &log, Outbox &outbox, QObject *parent)
    : QObject(parent), m_roster(roster), m_book(book), m_log(log), m_outbox(outbox)
{
    m_tick.setSingleShot(true);
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &TimelineModel::rebuild);
    connect(&m_log, &EventLog::stored, this, &TimelineModel::onStored);
    connect(&m_log, &EventLog::removed, this, [this](ConversationId id) {
        if (id == m_conversation)
            open(id);
    });
    const auto onConversation = [this](ConversationId id) {
        if (id == m_conversation)
            scheduleRebuild();
    };
    connect(&m_outbox, &Outbox::changed, this, onConversation);
    connect(&m_book, &ConversationBook::cursorsChanged, this, onConversation);
    connect(&m_book, &ConversationBook::conversationChanged, this, onConversation);
    connect(&m_roster, &Roster::resetDone, this, &TimelineModel::scheduleRebuild);
}

void TimelineModel::open(ConversationId conversation)
{
    m_tick.stop();
    m_conversation = conversation;
    m_isReading = false;
    m_wasRead = false;
    m_unread = {};
    openSlice();
    m_items = build();
    Q_EMIT reset();
    Q_EMIT edgesChanged();
}

void TimelineModel::openSlice()
{
    const ConversationSummary summary = m_book.conversation(m_conversation);
    m_slice.clear();
    m_slice.setNewestSeq(summary.lastSeq);
    if (summary.unread > 0 && summary.lastSeq > summary.readSeq)
        m_unread = {summary.readSeq, summary.lastSeq};
    if (m_unread.isSet() && m_log.has(m_conversation, m_unread.after + 1)) {
        const quint64 anchor = m_unread.after + 1;
        m_slice.reset(rowsOf(m_log.before(m_conversation, anchor, pageRows)
                             + m_log.after(m_conversation, anchor - 1, 2 * pageRows)),
                      anchor);
    } else {
        m_slice.reset(rowsOf(m_log.newest(m_conversation, pageRows)), summary.lastSeq);
    }
    m_older = EdgeState::Idle;
    m_newer = EdgeState::Idle;
    updateEdges();
    if (m_slice.isEmpty() && summary.lastSeq > 0)
        loadOlder();
}

QList<SliceRow> TimelineModel::rowsOf(const QList<wire::Event> &events) const
{
    QList<SliceRow> rows;
    if (events.isEmpty())
        return rows;
    const QHash<quint64, MessageChange> changes = m_log.changes(m_conversation, events.constFirst().seq(),
                                                                events.constLast().seq());
    rows.reserve(events.size());
    for (const wire::Event &event : events)
        rows.append(toRow(event, changes.value(event.seq())));
    return rows;
}

int TimelineModel::indexOf(const TimelineKey &key) const
{
    // Looked for from the end: most questions are about what is new.
    for (qsizetype row = m_items.size() - 1; row >= 0; --row) {
        if (m_items.at(row).key == key)
            return int(row);
    }
    return -1;
}

int TimelineModel::unreadLine() const
{
    return m_unread.isSet() ? indexOf({TimelineKey::Kind::Unread, m_unread.after}) : -1;
}

void TimelineModel::loadOlder()
{
    if (m_conversation.isNull() || m_older == EdgeState::Loading || m_older == EdgeState::End)
        return;
    const quint64 first = m_slice.isEmpty() ? m_book.conversation(m_conversation).lastSeq + 1 : m_slice.firstSeq();
    if (m_slice.prepend(rowsOf(m_log.before(m_conversation, first, pageRows))) > 0) {
        if (m_slice.rows().size() > rowsMax)
            m_slice.trimBack(rowsAfterTrim);
        m_older = EdgeState::Idle;
        updateEdges();
        rebuild();
        return;
    }
    m_older = EdgeState::Loading;
    const QPointer<TimelineModel> guard(this);
    const ConversationId conversation = m_conversation;
    m_log.fetchBefore(conversation, first, pageRows, [guard, conversation, first](const Error &error) {
        if (guard)
            guard->onOlderFetched(conversation, first, error);
    });
    scheduleRebuild();
}

void TimelineModel::onOlderFetched(ConversationId conversation, quint64 askedFirst, const Error &error)
{
    if (conversation != m_conversation || m_older != EdgeState::Loading)
        return;
    if (error.code != ErrorCode::None) {
        m_older = EdgeState::Failed;
    } else if (m_slice.prepend(rowsOf(m_log.before(conversation, askedFirst, pageRows))) > 0) {
        m_older = EdgeState::Idle;
    } else {
        m_older = EdgeState::End; // The server shows nothing older to this person.
    }
    updateEdges();
    scheduleRebuild();
}

void TimelineModel::loadNewer()
{
    if (m_conversation.isNull() || m_newer == EdgeState::Loading || m_newer == EdgeState::End)
        return;
    const quint64 last = m_slice.lastSeq();
    if (m_slice.append(rowsOf(m_log.after(m_conversation, last, pageRows))) > 0) {
        if (m_slice.rows().size() > rowsMax) {
            m_slice.trimFront(rowsAfterTrim);
            m_older = EdgeState::Idle;
        }
        m_newer = EdgeState::Idle;
        updateEdges();
        rebuild();
        return;
    }
    m_newer = EdgeState::Loading;
    const QPointer<TimelineModel> guard(this);
    const ConversationId conversation = m_conversation;
    m_log.fetchAfter(conversation, last, pageRows, [guard, conversation, last](const Error &error) {
        if (guard)
            guard->onNewerFetched(conversation, last, error);
    });
    scheduleRebuild();
}

void TimelineModel::onNewerFetched(ConversationId conversation, quint64 askedLast, const Error &error)
{
    if (conversation != m_conversation || m_newer != EdgeState::Loading)
        return;
    m_newer = error.code == ErrorCode::None ? EdgeState::Idle : EdgeState::Failed;
    m_slice.append(rowsOf(m_log.after(conversation, askedLast, pageRows)));
    updateEdges();
    scheduleRebuild();
}

void TimelineModel::goToLatest()
{
    if (m_newer == EdgeState::End)
        return;
    m_slice.reset(rowsOf(m_log.newest(m_conversation, pageRows)), m_book.conversation(m_conversation).lastSeq);
    m_older = EdgeState::Idle;
    m_newer = EdgeState::Idle;
    updateEdges();
    m_items = build();
    Q_EMIT reset();
    Q_EMIT edgesChanged();
}

void TimelineModel::setReading(bool reading)
{
    m_isReading = reading;
    if (reading)
        m_wasRead = true;
}

void TimelineModel::clearUnreadMark()
{
    if (!m_unread.isSet())
        return;
    m_unread = {};
    scheduleRebuild();
}

void TimelineModel::flush()
{
    if (m_tick.isActive())
        rebuild();
}

void TimelineModel::onStored(ConversationId conversation, quint64 fromSeq, quint64 toSeq)
{
    if (conversation != m_conversation)
        return;
    if (fromSeq <= m_slice.lastSeq() && toSeq >= m_slice.firstSeq() && toSeq - fromSeq < quint64(rowsMax))
        m_slice.replace(rowsOf(m_log.events(conversation, fromSeq, toSeq, int(rowsMax))));
    const quint64 before = m_slice.lastSeq();
    m_slice.setNewestSeq(std::max(m_book.conversation(conversation).lastSeq, toSeq));
    appendFromCache();
    if (m_slice.lastSeq() > before)
        markArrived(before);
    updateEdges();
    scheduleRebuild();
}

// While the slice reached the end it goes on doing so; one in the past grows only when asked to.
void TimelineModel::appendFromCache()
{
    if (m_newer != EdgeState::End && !m_slice.isEmpty())
        return;
    if (m_slice.isEmpty()) {
        m_slice.reset(rowsOf(m_log.newest(m_conversation, pageRows)), m_book.conversation(m_conversation).lastSeq);
        return;
    }
    qsizetype taken = 0;
    do {
        taken = m_slice.append(rowsOf(m_log.after(m_conversation, m_slice.lastSeq(), pageRows)));
    } while (taken == pageRows);
    if (m_slice.rows().size() > rowsMax && m_isReading) {
        m_slice.trimFront(rowsAfterTrim);
        m_older = EdgeState::Idle;
    }
}

void TimelineModel::markArrived(quint64 before)
{
    if (m_isReading)
        return;
    if (!m_unread.isSet() || m_wasRead)
        m_unread.after = before;
    m_unread.upTo = m_slice.lastSeq();
    m_wasRead = false;
}

void TimelineModel::updateEdges()
{
    if (m_slice.gapBefore() == 0)
        m_older = EdgeState::End;
    if (m_slice.gapAfter() == 0)
        m_newer = EdgeState::End;
    else if (m_newer == EdgeState::End)
        m_newer = EdgeState::Idle;
    Q_EMIT edgesChanged();
}

void TimelineModel::scheduleRebuild()
{
    if (!m_conversation.isNull() && !m_tick.isActive())
        m_tick.start();
}

void TimelineModel::rebuild()
{
    m_tick.stop();
    const QList<TimelineItem> wanted = build();
    TimelineDiff<TimelineModel>(m_items, *this).apply(wanted);
    Q_EMIT updated();
}

QList<TimelineItem> TimelineModel::build() const
{
    if (m_conversation.isNull())
        return {};
    const QList<OutboxEntry> outbox = m_outbox.entries(m_conversation);
    return TimelineBuilder(m_roster, m_book).build({m_conversation, m_slice, outbox, m_unread, m_older, m_newer});
}

} // namespace rookery::client
