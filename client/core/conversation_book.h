// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The list of conversations with their cursors, unread counts, previews and drafts, kept in the cache and brought up
// to date by sync and pushes. Client's main thread.
#pragma once

#include "client/core/types.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

namespace rookery::client {

class LocalCache;

class ConversationBook : public QObject {
    Q_OBJECT
public:
    explicit ConversationBook(LocalCache &cache, QObject *parent = nullptr);

    UserId self() const { return m_self; }
    void setSelf(UserId self);
    /// All, in no order.
    QList<ConversationSummary> conversations() const;
    /// A summary with a null id when unknown.
    ConversationSummary conversation(ConversationId id) const;
    ConversationSummary directWith(UserId peer) const;
    ConversationSummary groupByTitle(const QString &title) const;
    quint32 totalUnread() const;
    /// Of one's own message at that seq: Stored, Delivered or Read, by the cursors of the others.
    MessageState stateOf(ConversationId id, quint64 seq) const;
    /// Who has read up to that seq, oneself left out.
    QList<UserId> readersOf(ConversationId id, quint64 seq) const;

    void setDraft(ConversationId id, const QString &text);

    // From the session, the log and the outbox
    /// From a sync: the server has counted the unread up to its last_seq.
    void apply(const wire::Conversation &conversation);
    /// From a push or an answer to open, create, add: everything but the unread, which goes on being counted here.
    void applyChange(const wire::Conversation &conversation);
    /// The log ends there, before what is here: EventLog::cutBack().
    void cutBack(ConversationId id, quint64 lastSeq);
    /// A sync no longer names it: left on another device.
    void markLeft(ConversationId id);
    /// Nothing up to here is new to the person: the server has counted it, or it was there before they joined.
    quint64 countedSeq(ConversationId id) const;
    void apply(const wire::Cursor &cursor);
    /// New events at the end of the log, ascending; countUnread is false for those a sync has already counted.
    void noteEvents(ConversationId id, const QList<wire::Event> &events, bool countUnread);
    void noteOutbox(ConversationId id, const QList<OutboxEntry> &entries);
    void setOwnRead(ConversationId id, quint64 seq);

Q_SIGNALS:
    void conversationAdded(rookery::ConversationId id);
    void conversationChanged(rookery::ConversationId id);
    void cursorsChanged(rookery::ConversationId id);
    void totalUnreadChanged();

private:
    /// What is kept of each beside the summary.
    struct Entry {
        ConversationSummary summary;
        quint64 countedSeq = 0; ///< Up to here the server has counted the unread; what is newer is counted here.
        wire::Event newest;     ///< Newest message in the cache; without a body when there is none.
        qint64 newestEventMs = 0;
        QList<OutboxEntry> outbox;
    };

    void load();
    bool mayKeep(ConversationId id, const wire::Conversation &conversation) const;
    void store(const Entry &entry);
    void tellApplied(Entry &entry, bool isNew, quint32 unreadBefore);
    void take(Entry &entry, const wire::Conversation &conversation);
    void refreshPeer(ConversationSummary &summary) const;
    void refreshPreview(Entry &entry) const;
    void noteNewest(Entry &entry, const wire::Event &event) const;
    void noteNewestOf(Entry &entry) const;
    bool moveMember(Entry &entry, const wire::Cursor &cursor);
    quint32 countUnread(ConversationId id, quint64 from, quint64 to) const;
    void readTo(Entry &entry, quint64 seq);
    void tell(Entry &entry, quint32 unreadBefore);

    LocalCache &m_cache;
    QHash<ConversationId, Entry> m_conversations;
    UserId m_self;
};

} // namespace rookery::client
