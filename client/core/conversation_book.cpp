// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/conversation_book.h"

#include "client/core/client_limits.h"
#include "client/core/local_cache.h"
#include "common/base/bytes.h"

#include <algorithm>

namespace rookery::client {

namespace {

/// Own cursors are not believed beyond the end of the log.
constexpr quint64 endOfLog = std::numeric_limits<qint64>::max();

} // namespace

ConversationBook::ConversationBook(LocalCache &cache, QObject *parent) : QObject(parent), m_cache(cache)
{
    load();
}

void ConversationBook::load()
{
    m_self = UserId(m_cache.setting(QStringLiteral("self")).toULongLong());
    const QList<LocalCache::StoredConversation> conversations = m_cache.conversations();
    for (const LocalCache::StoredConversation &stored : conversations) {
        const ConversationId id(stored.conversation.id());
        Entry &entry = m_conversations[id];
        take(entry, stored.conversation);
        entry.countedSeq = stored.countedSeq;
        entry.summary.unread = stored.unread;
        entry.newest = m_cache.newest(id, LocalCache::Kind::Message).value_or(wire::Event());
        if (const std::optional<wire::Event> newest = m_cache.newest(id, LocalCache::Kind::Any)) {
            entry.newestEventMs = newest->time_ms();
            entry.summary.lastSeq = qMax<quint64>(entry.summary.lastSeq, newest->seq());
        }
    }
    const QHash<ConversationId, QString> drafts = m_cache.drafts();
    for (auto draft = drafts.constBegin(); draft != drafts.constEnd(); ++draft) {
        if (m_conversations.contains(draft.key()))
            m_conversations[draft.key()].summary.draft = draft.value();
    }
    const QHash<ConversationId, LocalCache::Cursor> cursors = m_cache.cursors();
    for (auto cursor = cursors.constBegin(); cursor != cursors.constEnd(); ++cursor) {
        if (m_conversations.contains(cursor.key()))
            readTo(m_conversations[cursor.key()], cursor->read);
    }
    for (const OutboxEntry &waiting : m_cache.outbox()) {
        if (m_conversations.contains(waiting.conversation))
            m_conversations[waiting.conversation].outbox.append(waiting);
    }
    for (Entry &entry : m_conversations)
        refreshPreview(entry);
}

void ConversationBook::setSelf(UserId self)
{
    if (self == m_self)
        return;
    m_self = self;
    for (Entry &entry : m_conversations) {
        refreshPeer(entry.summary);
        refreshPreview(entry);
    }
}

QList<ConversationSummary> ConversationBook::conversations() const
{
    QList<ConversationSummary> result;
    result.reserve(m_conversations.size());
    for (const Entry &entry : m_conversations)
        result.append(entry.summary);
    return result;
}

ConversationSummary ConversationBook::conversation(ConversationId id) const
{
    return m_conversations.value(id).summary;
}

ConversationSummary ConversationBook::directWith(UserId peer) const
{
    for (const Entry &entry : m_conversations) {
        if (entry.summary.kind == wire::CONVERSATION_DIRECT && entry.summary.peer == peer)
            return entry.summary;
    }
    return {};
}

ConversationSummary ConversationBook::groupByTitle(const QString &title) const
{
    const QString folded = title.trimmed().normalized(QString::NormalizationForm_C).toCaseFolded();
    ConversationSummary best;
    for (const Entry &entry : m_conversations) {
        const ConversationSummary &summary = entry.summary;
        if (summary.kind != wire::CONVERSATION_GROUP || summary.title.toCaseFolded() != folded)
            continue;
        // Titles are not unique: one that can be written to, then the newest, so that the answer is always the same.
        if (best.id.isNull() || std::pair(!summary.left, summary.id) > std::pair(!best.left, best.id))
            best = summary;
    }
    return best;
}

quint32 ConversationBook::totalUnread() const
{
    quint64 total = 0;
    for (const Entry &entry : m_conversations)
        total += entry.summary.unread;
    return quint32(std::min<quint64>(total, std::numeric_limits<quint32>::max()));
}

MessageState ConversationBook::stateOf(ConversationId id, quint64 seq) const
{
    const auto found = m_conversations.constFind(id);
    if (found == m_conversations.constEnd())
        return MessageState::Stored;
    quint64 delivered = endOfLog;
    quint64 read = endOfLog;
    bool alone = true;
    for (const wire::Member &member : found->summary.members) {
        if (UserId(member.user_id()) == m_self)
            continue;
        alone = false;
        delivered = std::min<quint64>(delivered, std::max(member.delivered_seq(), member.read_seq()));
        read = std::min<quint64>(read, member.read_seq());
    }
    if (alone || delivered < seq)
        return MessageState::Stored;
    return read < seq ? MessageState::Delivered : MessageState::Read;
}

QList<UserId> ConversationBook::readersOf(ConversationId id, quint64 seq) const
{
    QList<UserId> result;
    const QList<wire::Member> members = m_conversations.value(id).summary.members;
    for (const wire::Member &member : members) {
        if (UserId(member.user_id()) != m_self && member.read_seq() >= seq)
            result.append(UserId(member.user_id()));
    }
    return result;
}

void ConversationBook::setDraft(ConversationId id, const QString &text)
{
    const auto found = m_conversations.find(id);
    if (found == m_conversations.end() || found->summary.draft == text)
        return;
    found->summary.draft = text;
    m_cache.setDraft(id, text);
    Q_EMIT conversationChanged(id);
}

bool ConversationBook::mayKeep(ConversationId id, const wire::Conversation &conversation) const
{
    return !id.isNull() && conversation.last_seq() < endOfLog
        && (m_conversations.contains(id) || m_conversations.size() < limits::knownConversationsMax);
}

void ConversationBook::apply(const wire::Conversation &conversation)
{
    const ConversationId id(conversation.id());
    if (!mayKeep(id, conversation))
        return;
    const bool isNew = !m_conversations.contains(id);
    Entry &entry = m_conversations[id];
    const ConversationSummary before = entry.summary;
    take(entry, conversation);
    // The server counted at its own cursor and at its own end: what has happened here since is added.
    entry.countedSeq = conversation.last_seq();
    // Never more than there are: whoever adds to it or sums it up relies on that.
    const auto counted = quint32(std::min<quint64>(conversation.unread(), conversation.last_seq()));
    const quint32 since = countUnread(id, entry.countedSeq + 1, endOfLog);
    entry.summary.unread = counted + std::min(since, std::numeric_limits<quint32>::max() - counted);
    entry.summary.lastSeq = std::max<quint64>(before.lastSeq, conversation.last_seq());
    readTo(entry, before.readSeq);
    tellApplied(entry, isNew, before.unread);
}

void ConversationBook::applyChange(const wire::Conversation &conversation)
{
    const ConversationId id(conversation.id());
    if (!mayKeep(id, conversation))
        return;
    const bool isNew = !m_conversations.contains(id);
    Entry &entry = m_conversations[id];
    const ConversationSummary before = entry.summary;
    take(entry, conversation);
    if (isNew)
        entry.countedSeq = conversation.last_seq();
    entry.summary.unread = before.unread;
    entry.summary.lastSeq = std::max<quint64>(before.lastSeq, conversation.last_seq());
    const quint64 readThere = std::exchange(entry.summary.readSeq, before.readSeq);
    readTo(entry, readThere);
    tellApplied(entry, isNew, before.unread);
}

void ConversationBook::tellApplied(Entry &entry, bool isNew, quint32 unreadBefore)
{
    refreshPreview(entry);
    store(entry);
    const ConversationId id = entry.summary.id;
    const bool unreadChanged = entry.summary.unread != unreadBefore;
    if (isNew)
        Q_EMIT conversationAdded(id);
    else
        Q_EMIT conversationChanged(id);
    Q_EMIT cursorsChanged(id);
    if (unreadChanged)
        Q_EMIT totalUnreadChanged();
}

void ConversationBook::cutBack(ConversationId id, quint64 lastSeq)
{
    const auto found = m_conversations.find(id);
    if (found == m_conversations.end())
        return;
    // What follows is the sync's own word on it, which tells everybody.
    ConversationSummary &summary = found->summary;
    if (std::max({summary.lastSeq, summary.readSeq, found->countedSeq}) <= lastSeq)
        return;
    summary.lastSeq = std::min(summary.lastSeq, lastSeq);
    summary.readSeq = std::min(summary.readSeq, lastSeq);
    found->countedSeq = std::min(found->countedSeq, lastSeq);
    noteNewestOf(*found);
}

void ConversationBook::noteNewestOf(Entry &entry) const
{
    const ConversationId id = entry.summary.id;
    entry.newest = m_cache.newest(id, LocalCache::Kind::Message).value_or(wire::Event());
    entry.newestEventMs = m_cache.newest(id, LocalCache::Kind::Any).value_or(wire::Event()).time_ms();
}

void ConversationBook::markLeft(ConversationId id)
{
    const auto found = m_conversations.find(id);
    if (found == m_conversations.end() || found->summary.left)
        return;
    const quint32 unreadBefore = std::exchange(found->summary.unread, 0);
    found->summary.left = true;
    store(*found);
    tell(*found, unreadBefore);
}

quint64 ConversationBook::countedSeq(ConversationId id) const
{
    return m_conversations.value(id).countedSeq;
}

void ConversationBook::apply(const wire::Cursor &cursor)
{
    const ConversationId id(cursor.conversation_id());
    const auto found = m_conversations.find(id);
    if (found == m_conversations.end())
        return;
    if (UserId(cursor.user_id()) == m_self)
        setOwnRead(id, cursor.read_seq());
    if (!moveMember(*found, cursor))
        return;
    refreshPreview(*found);
    store(*found);
    const bool previewShowsState = found->summary.lastSender == m_self;
    Q_EMIT cursorsChanged(id);
    if (previewShowsState)
        Q_EMIT conversationChanged(id);
}

void ConversationBook::noteEvents(ConversationId id, const QList<wire::Event> &events, bool countUnread)
{
    const auto found = m_conversations.find(id);
    if (found == m_conversations.end() || events.isEmpty())
        return;
    ConversationSummary &summary = found->summary;
    const quint32 unreadBefore = summary.unread;
    for (const wire::Event &event : events) {
        noteNewest(*found, event);
        summary.lastSeq = std::max<quint64>(summary.lastSeq, event.seq());
        const bool counts = countUnread && event.has_message() && UserId(event.sender_id()) != m_self
            && event.seq() > found->countedSeq && event.seq() > summary.readSeq;
        if (counts && summary.unread < std::numeric_limits<quint32>::max())
            ++summary.unread;
    }
    refreshPreview(*found);
    store(*found);
    tell(*found, unreadBefore);
}

void ConversationBook::noteOutbox(ConversationId id, const QList<OutboxEntry> &entries)
{
    const auto found = m_conversations.find(id);
    if (found == m_conversations.end())
        return;
    found->outbox = entries;
    refreshPreview(*found);
    Q_EMIT conversationChanged(id);
}

void ConversationBook::setOwnRead(ConversationId id, quint64 seq)
{
    const auto found = m_conversations.find(id);
    if (found == m_conversations.end() || seq <= found->summary.readSeq)
        return;
    const quint32 unreadBefore = found->summary.unread;
    readTo(*found, seq);
    store(*found);
    tell(*found, unreadBefore);
}

void ConversationBook::readTo(Entry &entry, quint64 seq)
{
    ConversationSummary &summary = entry.summary;
    const quint64 to = std::min(seq, endOfLog);
    if (to <= summary.readSeq)
        return;
    const quint32 passed = to >= summary.lastSeq ? summary.unread : countUnread(summary.id, summary.readSeq + 1, to);
    summary.unread -= std::min(summary.unread, passed);
    summary.readSeq = to;
    wire::Cursor own;
    own.set_user_id(m_self.value);
    own.set_delivered_seq(to);
    own.set_read_seq(to);
    moveMember(entry, own);
}

quint32 ConversationBook::countUnread(ConversationId id, quint64 from, quint64 to) const
{
    const quint64 after = m_conversations.value(id).summary.readSeq;
    return m_cache.countMessagesOfOthers(id, std::max(from, after + 1), to, m_self);
}

void ConversationBook::take(Entry &entry, const wire::Conversation &conversation)
{
    ConversationSummary &summary = entry.summary;
    summary.id = ConversationId(conversation.id());
    summary.kind = conversation.kind() == wire::CONVERSATION_GROUP ? wire::CONVERSATION_GROUP
                                                                   : wire::CONVERSATION_DIRECT;
    summary.title = toText(conversation.title());
    summary.members = QList<wire::Member>(conversation.members().begin(), conversation.members().end());
    summary.lastSeq = conversation.last_seq();
    summary.left = conversation.left();
    // Who has left is no longer among the members and has no cursor.
    summary.readSeq = summary.left ? conversation.last_seq() : 0;
    for (const wire::Member &member : std::as_const(summary.members)) {
        if (UserId(member.user_id()) == m_self)
            summary.readSeq = std::min<quint64>(member.read_seq(), endOfLog);
    }
    refreshPeer(summary);
}

void ConversationBook::refreshPeer(ConversationSummary &summary) const
{
    if (summary.kind != wire::CONVERSATION_DIRECT)
        return;
    for (const wire::Member &member : std::as_const(summary.members)) {
        if (UserId(member.user_id()) != m_self)
            summary.peer = UserId(member.user_id());
    }
}

bool ConversationBook::moveMember(Entry &entry, const wire::Cursor &cursor)
{
    for (wire::Member &member : entry.summary.members) {
        if (member.user_id() != cursor.user_id())
            continue;
        const bool moved = cursor.delivered_seq() > member.delivered_seq() || cursor.read_seq() > member.read_seq();
        member.set_delivered_seq(std::max(member.delivered_seq(), cursor.delivered_seq()));
        member.set_read_seq(std::max(member.read_seq(), cursor.read_seq()));
        return moved;
    }
    return false;
}

void ConversationBook::noteNewest(Entry &entry, const wire::Event &event) const
{
    if (event.has_message() && event.seq() > entry.newest.seq())
        entry.newest = event;
    const quint64 target = event.has_message_edited() ? event.message_edited().target_seq()
                                                      : event.message_recalled().target_seq();
    // The cache knows how it reads now: of two edits the newer counts, and after a recall none.
    if (target != 0 && target == entry.newest.seq())
        entry.newest = m_cache.newest(entry.summary.id, LocalCache::Kind::Message).value_or(entry.newest);
    if (event.seq() >= entry.summary.lastSeq)
        entry.newestEventMs = event.time_ms();
}

void ConversationBook::refreshPreview(Entry &entry) const
{
    ConversationSummary &summary = entry.summary;
    summary.lastActivityMs = entry.newestEventMs;
    if (!entry.outbox.isEmpty()) {
        const OutboxEntry &last = entry.outbox.constLast();
        summary.lastActivityMs = std::max(summary.lastActivityMs, last.createdMs);
        summary.lastSender = m_self;
        summary.lastText = last.text;
        summary.isLastRecalled = false;
        summary.lastState = last.failed ? MessageState::Failed : MessageState::Queued;
        return;
    }
    summary.lastSender = UserId(entry.newest.sender_id());
    summary.lastText = toText(entry.newest.message().text());
    summary.isLastRecalled = entry.newest.message().recalled();
    summary.lastState = summary.lastSender == m_self && entry.newest.has_message()
        ? stateOf(summary.id, entry.newest.seq())
        : MessageState::Stored;
}

void ConversationBook::store(const Entry &entry)
{
    const ConversationSummary &summary = entry.summary;
    wire::Conversation conversation;
    conversation.set_id(summary.id.value);
    conversation.set_kind(summary.kind);
    conversation.set_title(toStd(summary.title));
    for (const wire::Member &member : summary.members)
        *conversation.add_members() = member;
    conversation.set_last_seq(summary.lastSeq);
    conversation.set_left(summary.left);
    m_cache.storeConversation({conversation, summary.unread, entry.countedSeq});
}

void ConversationBook::tell(Entry &entry, quint32 unreadBefore)
{
    const ConversationId id = entry.summary.id;
    const bool unreadChanged = entry.summary.unread != unreadBefore;
    Q_EMIT conversationChanged(id);
    if (unreadChanged)
        Q_EMIT totalUnreadChanged();
}

} // namespace rookery::client
