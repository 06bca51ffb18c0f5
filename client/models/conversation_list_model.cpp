// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/conversation_list_model.h"

#include "client/core/conversation_book.h"
#include "client/core/roster.h"
#include "client/models/message_text.h"
#include "client/models/person_text.h"
#include "client/models/time_text.h"
#include "common/base/clock.h"

#include <algorithm>
#include <utility>

namespace rookery::client {

namespace {

constexpr int tickMs = 16;

bool isBefore(const ConversationListModel::Entry &a, const ConversationListModel::Entry &b)
{
    if (a.summary.lastActivityMs != b.summary.lastActivityMs)
        return a.summary.lastActivityMs > b.summary.lastActivityMs;
    return a.summary.id < b.summary.id;
}

} // namespace

ConversationListModel::ConversationListModel(ConversationBook &book, Roster &roster, const Clock &clock,
                                             QObject *parent)
    : QAbstractListModel(parent), m_book(book), m_roster(roster), m_clock(clock)
{
    m_tick.setSingleShot(true);
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &ConversationListModel::applyChanges);
    connect(&m_book, &ConversationBook::conversationAdded, this, &ConversationListModel::noteChange);
    connect(&m_book, &ConversationBook::conversationChanged, this, &ConversationListModel::noteChange);
    connect(&m_book, &ConversationBook::cursorsChanged, this, &ConversationListModel::noteChange);
    connect(&m_roster, &Roster::personChanged, this, &ConversationListModel::onPersonChanged);
    connect(&m_roster, &Roster::resetDone, this, [this] {
        for (const Entry &entry : std::as_const(m_entries))
            noteChange(entry.summary.id);
    });
    load();
}

int ConversationListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant ConversationListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    return valueOf(m_entries.at(index.row()), role);
}

QVariant ConversationListModel::valueOf(const Entry &entry, int role) const
{
    const ConversationSummary &summary = entry.summary;
    const bool isGroup = summary.kind == wire::CONVERSATION_GROUP;
    switch (role) {
    case TitleRole:
        return entry.title;
    case AccessibleRole:
        return accessibleOf(entry);
    case KindRole:
        return int(RowKind::Conversation);
    case IdRole:
        return qulonglong(summary.id.value);
    case AvatarIdRole:
        return qulonglong(isGroup ? summary.id.value : summary.peer.value);
    case IsGroupRole:
        return isGroup;
    case PresenceRole:
        return isGroup ? -1 : int(shownPresence(m_roster.person(summary.peer)));
    case SecondLineRole:
        return previewOf(entry);
    case PreviewKindRole:
        return int(previewKindOf(summary));
    case StateRole:
        return int(summary.lastState);
    case TimeRole:
        return listTimeText(summary.lastActivityMs, m_clock.wallMs());
    case UnreadRole:
        return int(summary.unread);
    case IsOnlineRole:
        return !isGroup && isOnline(m_roster.person(summary.peer));
    default:
        return {};
    }
}

QHash<int, QByteArray> ConversationListModel::roleNames() const
{
    return {{TitleRole, "title"},    {IdRole, "id"},         {SecondLineRole, "secondLine"},
            {TimeRole, "time"},      {UnreadRole, "unread"}, {PresenceRole, "presence"},
            {IsGroupRole, "isGroup"}};
}

void ConversationListModel::setHeld(bool held)
{
    m_isHeld = held;
    if (!held && m_isOrderStale)
        applyChanges();
}

void ConversationListModel::setOpened(ConversationId conversation)
{
    const ConversationId before = m_opened;
    m_opened = conversation;
    for (const ConversationId id : {before, conversation}) {
        if (!id.isNull())
            m_changed.insert(id);
    }
    // The person has asked for it: it appears at once, even under the pointer.
    const bool held = m_isHeld;
    m_isHeld = held && rowOf(conversation) >= 0;
    applyChanges();
    m_isHeld = held;
}

int ConversationListModel::rowOf(ConversationId conversation) const
{
    for (qsizetype row = 0; row < m_entries.size(); ++row) {
        if (m_entries.at(row).summary.id == conversation)
            return int(row);
    }
    return -1;
}

ConversationId ConversationListModel::conversationAt(int row) const
{
    return row >= 0 && row < m_entries.size() ? m_entries.at(row).summary.id : ConversationId();
}

void ConversationListModel::flush()
{
    if (m_tick.isActive())
        applyChanges();
}

void ConversationListModel::load()
{
    for (const ConversationSummary &summary : m_book.conversations()) {
        if (isListed(summary))
            m_entries.append(entryOf(summary));
    }
    std::sort(m_entries.begin(), m_entries.end(), isBefore);
}

void ConversationListModel::noteChange(ConversationId conversation)
{
    m_changed.insert(conversation);
    if (!m_tick.isActive())
        m_tick.start();
}

void ConversationListModel::onPersonChanged(UserId person)
{
    // A name may also stand in the preview of a group.
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.summary.peer == person || entry.summary.lastSender == person)
            noteChange(entry.summary.id);
    }
}

void ConversationListModel::applyChanges()
{
    m_tick.stop();
    QSet<ConversationId> waiting;
    // Whoever hears of a row may call us again: a list that appears under the pointer holds, one that goes lets go.
    const QSet<ConversationId> changed = std::exchange(m_changed, {});
    for (const ConversationId id : changed) {
        const ConversationSummary summary = m_book.conversation(id);
        const int row = rowOf(id);
        const bool listed = !summary.id.isNull() && isListed(summary);
        if (row >= 0 && listed) {
            m_isOrderStale = m_isOrderStale || m_entries.at(row).summary.lastActivityMs != summary.lastActivityMs;
            m_entries[row] = entryOf(summary);
            Q_EMIT dataChanged(index(row), index(row));
        } else if (row < 0 && !listed) {
            continue;
        } else if (m_isHeld) {
            waiting.insert(id);
            m_isOrderStale = true;
        } else if (row >= 0) {
            beginRemoveRows({}, row, row);
            m_entries.removeAt(row);
            endRemoveRows();
        } else {
            insertSorted(entryOf(summary));
        }
    }
    m_changed.unite(waiting);
    if (m_isHeld)
        return;
    if (m_isOrderStale)
        sortRows();
    if (!m_changed.isEmpty())
        m_tick.start();
}

// Moves one row at a time, which keeps the selection and the scroll position; few are out of place at once.
void ConversationListModel::sortRows()
{
    m_isOrderStale = false;
    for (int row = 0; row < m_entries.size(); ++row) {
        int best = row;
        for (int other = row + 1; other < m_entries.size(); ++other) {
            if (isBefore(m_entries.at(other), m_entries.at(best)))
                best = other;
        }
        if (best == row)
            continue;
        beginMoveRows({}, best, best, {}, row);
        m_entries.move(best, row);
        endMoveRows();
    }
}

void ConversationListModel::insertSorted(Entry entry)
{
    const auto place = std::lower_bound(m_entries.begin(), m_entries.end(), entry, isBefore);
    const int row = int(place - m_entries.begin());
    beginInsertRows({}, row, row);
    m_entries.insert(row, std::move(entry));
    endInsertRows();
}

// The server makes a direct conversation when either side opens it: until something is said it is nobody's news.
bool ConversationListModel::isListed(const ConversationSummary &summary) const
{
    return summary.kind == wire::CONVERSATION_GROUP || summary.lastSeq > 0 || !summary.lastText.isEmpty()
        || !summary.draft.isEmpty() || summary.id == m_opened;
}

ConversationListModel::Entry ConversationListModel::entryOf(const ConversationSummary &summary) const
{
    const bool isGroup = summary.kind == wire::CONVERSATION_GROUP;
    return {summary, isGroup ? summary.title : personName(m_roster.person(summary.peer))};
}

PreviewKind ConversationListModel::previewKindOf(const ConversationSummary &summary) const
{
    if (!summary.draft.isEmpty() && summary.id != m_opened)
        return PreviewKind::Draft;
    if (summary.lastText.isEmpty())
        return PreviewKind::None;
    return summary.lastSender == m_roster.self() ? PreviewKind::Own : PreviewKind::Other;
}

QString ConversationListModel::previewOf(const Entry &entry) const
{
    const ConversationSummary &summary = entry.summary;
    switch (previewKindOf(summary)) {
    case PreviewKind::Draft:
        return tr("Draft: %1").arg(previewText(summary.draft));
    case PreviewKind::Own:
        return tr("You: %1").arg(previewText(summary.lastText));
    case PreviewKind::Other:
        if (summary.kind == wire::CONVERSATION_GROUP)
            return tr("%1: %2", "sender and message")
                .arg(personName(m_roster.person(summary.lastSender)), previewText(summary.lastText));
        return previewText(summary.lastText);
    case PreviewKind::None:
        break;
    }
    if (summary.isLastRecalled)
        return tr("Message recalled");
    return summary.kind == wire::CONVERSATION_GROUP ? tr("New group") : QString();
}

// "Alice, 2 unread, online, 14:02"
QString ConversationListModel::accessibleOf(const Entry &entry) const
{
    QStringList parts{entry.title};
    if (entry.summary.unread > 0)
        parts.append(tr("%n unread", nullptr, int(entry.summary.unread)));
    if (entry.summary.kind == wire::CONVERSATION_DIRECT)
        parts.append(presenceText(m_roster.person(entry.summary.peer), m_clock.wallMs()));
    parts.append(listTimeText(entry.summary.lastActivityMs, m_clock.wallMs()));
    parts.append(previewOf(entry));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

} // namespace rookery::client
