// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The rows of one conversation around the place that is looked at: a slice of the log, the outbox behind it, and the
// lines between. Changes are gathered and applied once per 16 ms. Pages come from the cache at once, and from the server
// where the cache has a hole. Client's main thread; no widget.
#pragma once

#include "client/core/types.h"
#include "client/models/message_slice.h"
#include "client/models/timeline_builder.h"
#include "client/models/timeline_diff.h"
#include "client/models/timeline_item.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace rookery::client {

class ConversationBook;
class EventLog;
class Outbox;
class Roster;

class TimelineModel : public QObject {
    Q_OBJECT

public:
    /// Rows of the log that are kept at most; beyond it the far end is forgotten, for the cache has it.
    static constexpr qsizetype rowsMax = 1'500;
    static constexpr qsizetype rowsAfterTrim = 1'000;
    static constexpr int pageRows = 50;
    static constexpr int tickMs = 16;

    TimelineModel(Roster &roster, ConversationBook &book, EventLog &log, Outbox &outbox, QObject *parent = nullptr);

    /// Shows a conversation from its first unread message on, or from its end.
    void open(ConversationId conversation);
    ConversationId conversation() const { return m_conversation; }

    int count() const { return int(m_items.size()); }
    const TimelineItem &at(int row) const { return m_items.at(row); }
    /// -1 where there is no such row.
    int indexOf(const TimelineKey &key) const;
    /// The line before what is new; -1 where there is none.
    int unreadLine() const;
    /// The newest event of the slice; 0 when there is none.
    quint64 lastSeq() const { return m_slice.lastSeq(); }

    EdgeState olderState() const { return m_older; }
    EdgeState newerState() const { return m_newer; }
    /// Asks for a page beyond that end; nothing while one is on its way or where there is none.
    void loadOlder();
    void loadNewer();
    /// Back to the newest, wherever the slice is.
    void goToLatest();

    /// True while the person sees the end of the conversation: what arrives then is not marked as new.
    void setReading(bool reading);
    /// Takes the line before what is new away: the person has answered.
    void clearUnreadMark();
    /// Applies what is waiting for the next tick now.
    void flush();

Q_SIGNALS:
    void reset();
    void itemsInserted(int first, int last);
    void itemsRemoved(int first, int last);
    void itemsChanged(int first, int last);
    /// All of the signals above that belong to one tick have been emitted.
    void updated();
    void edgesChanged();

private:
    friend class TimelineDiff<TimelineModel>;
    void inserted(int first, int last) { Q_EMIT itemsInserted(first, last); }
    void removed(int first, int last) { Q_EMIT itemsRemoved(first, last); }
    void changed(int first, int last) { Q_EMIT itemsChanged(first, last); }

    void scheduleRebuild();
    void rebuild();
    void openSlice();
    void onStored(ConversationId conversation, quint64 fromSeq, quint64 toSeq);
    void appendFromCache();
    QList<SliceRow> rowsOf(const QList<wire::Event> &events) const;
    void markArrived(quint64 before);
    void onOlderFetched(ConversationId conversation, quint64 askedFirst, const Error &error);
    void onNewerFetched(ConversationId conversation, quint64 askedLast, const Error &error);
    void updateEdges();
    QList<TimelineItem> build() const;

    Roster &m_roster;
    ConversationBook &m_book;
    EventLog &m_log;
    Outbox &m_outbox;
    ConversationId m_conversation;
    MessageSlice m_slice;
    QList<TimelineItem> m_items;
    QTimer m_tick;
    UnreadMark m_unread;
    EdgeState m_older = EdgeState::Idle;
    EdgeState m_newer = EdgeState::End;
    bool m_isReading = false;
    bool m_wasRead = false; ///< The end has been seen since the mark was set.
};

} // namespace rookery::client
