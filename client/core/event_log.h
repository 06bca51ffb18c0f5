// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The events of every conversation as far as this device has them: reads come from the cache at once, holes are
// fetched from the server. A hole is visible as a jump in seq. Client's main thread.
#pragma once

#include "client/core/types.h"
#include "common/base/result.h"

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>

namespace rookery::client {

class ConversationBook;
class Link;
class LocalCache;

class EventLog : public QObject {
    Q_OBJECT
public:
    /// What fetch calls end with; None when all went well.
    using Finished = std::function<void(const Error &)>;

    EventLog(LocalCache &cache, Link &link, ConversationBook &book, QObject *parent = nullptr);

    /// Cached events with seq in [fromSeq, toSeq], ascending, at most limit, the newest of them when there are more.
    QList<wire::Event> events(ConversationId id, quint64 fromSeq, quint64 toSeq, int limit) const;
    /// The newest cached events, ascending.
    QList<wire::Event> newest(ConversationId id, int limit) const;
    /// The cached events just before seq, ascending; may be fewer than exist: see fetchBefore().
    QList<wire::Event> before(ConversationId id, quint64 seq, int limit) const;
    /// The cached events just after seq, ascending.
    QList<wire::Event> after(ConversationId id, quint64 seq, int limit) const;
    bool has(ConversationId id, quint64 seq) const;
    /// Whether an event can have that seq.
    static bool isSeq(quint64 seq);
    /// What has been done to cached messages with seq in [fromSeq, toSeq], by seq.
    QHash<quint64, MessageChange> changes(ConversationId id, quint64 fromSeq, quint64 toSeq) const;

    /// Asks the server for the page before (after) seq and stores it; stored() follows, then finished.
    void fetchBefore(ConversationId id, quint64 seq, int limit, Finished finished);
    void fetchAfter(ConversationId id, quint64 seq, int limit, Finished finished);

    // From the session
    /// Events pushed by the server: stored, gaps noticed and filled up to 1,000 events, the book told.
    void accept(const QList<wire::Event> &events);
    /// Events of a sync: as accept(), but unread counts come from the server.
    void acceptSynced(const QList<wire::Event> &events);
    /// One's own message, edit or recall, confirmed by the server.
    void acceptOwn(const wire::Event &event);
    /// The server's newest seq: fetches the end of the log when we do not have it.
    void noteHighWater(ConversationId id, quint64 lastSeq);

    /// The end of a conversation by a sync: fetches what did not fit into the sync's answer.
    void noteSynced(ConversationId id, quint64 lastSeq);
    /// What a sync says we have: the newest event, or the last one before a hole that is being filled.
    quint64 receivedUpTo(ConversationId id) const;
    /// At sign-in, from the server's own mouth: its log ends there. What is here beyond it is not in the log (a server
    /// restored from a backup, or one that has lied), and would hide what will be stored in its place.
    void cutBack(ConversationId id, quint64 lastSeq);
    /// After sign-in: holes whose filling a lost connection has interrupted.
    void resumeFilling();

Q_SIGNALS:
    /// Events with these seq (inclusive) are new in the cache, or read otherwise than before.
    void stored(rookery::ConversationId id, quint64 fromSeq, quint64 toSeq);
    /// Events have gone from the end of that conversation's log: read it anew.
    void removed(rookery::ConversationId id);
    /// Messages of others that arrived live (not by sync or paging), for notifications.
    void arrived(rookery::ConversationId id, const QList<rookery::wire::Event> &messages);

private:
    /// Where events come from decides what follows from them.
    enum class Source {
        Live,   ///< A push, or what a push lacked: unread is counted, people are told.
        Synced, ///< Catching up: the server has counted.
        Paged,  ///< Old history somebody scrolls to: jumps are expected.
        Own,    ///< One's own message that the server has just confirmed.
    };
    struct Fill {
        quint64 afterSeq = 0; ///< Complete up to here.
        quint64 untilSeq = 0; ///< The first event known again.
        Source source = Source::Live;
        bool running = false;
    };

    void store(const QList<wire::Event> &events, Source source);
    void storeOne(ConversationId id, QList<wire::Event> events, Source source);
    void tellChanged(ConversationId id, const QList<wire::Event> &events);
    void tellStored(ConversationId id, const QList<wire::Event> &events);
    quint64 newestSeq(ConversationId id) const;
    quint64 newestKept(ConversationId id) const;
    void fillGap(ConversationId id, quint64 afterSeq, quint64 untilSeq, Source source);
    void runFills();
    void onFilled(ConversationId id, quint64 afterSeq, const Result<wire::Frame> &reply);
    void fetch(const wire::GetHistory &page, Finished finished);

    LocalCache &m_cache;
    Link &m_link;
    ConversationBook &m_book;
    mutable QHash<ConversationId, quint64> m_newest;
    QHash<ConversationId, Fill> m_fills;
    int m_runningFills = 0;
    QTimer m_retryTimer;
};

} // namespace rookery::client
