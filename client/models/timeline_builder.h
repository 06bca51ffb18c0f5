// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Makes the rows of a timeline from a slice of the log and the outbox: day lines, the line before what is new, runs,
// states. Deterministic and without signals. Client's main thread, for it reads the roster and the book.
#pragma once

#include "client/models/message_slice.h"
#include "client/models/timeline_item.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>
#include <QtCore/QTimeZone>

namespace rookery::client {

class ConversationBook;
class Roster;

/// What was unread when the conversation was opened: messages of others with after < seq <= upTo.
struct UnreadMark {
    quint64 after = 0;
    quint64 upTo = 0;
    bool isSet() const { return upTo > after; }
};

class TimelineBuilder {
    Q_DECLARE_TR_FUNCTIONS(rookery::client::TimelineBuilder)

public:
    struct Input {
        ConversationId conversation;
        const MessageSlice &slice;
        const QList<OutboxEntry> &outbox; ///< Left out while newer events are missing.
        UnreadMark unread;
        EdgeState older = EdgeState::Idle;
        EdgeState newer = EdgeState::End;
    };

    TimelineBuilder(const Roster &roster, const ConversationBook &book) : m_roster(roster), m_book(book) {}

    QList<TimelineItem> build(const Input &input);

private:
    void addEdges(const Input &input);
    void addRows(const Input &input);
    void addOutbox(const Input &input);
    void addDayLine(qint64 timeMs, const TimelineKey &before);
    void addUnreadLine(const Input &input);
    void markRuns();
    void setStates(ConversationId conversation);
    QString systemText(const SliceRow &row);
    QString recalledText(const SliceRow &row);
    QString roleText(const SliceRow &row);
    QString removedText(const SliceRow &row);
    QString leftText(const SliceRow &row);
    QString name(UserId id);

    const Roster &m_roster;
    const ConversationBook &m_book;
    QList<TimelineItem> m_items;
    QHash<UserId, QString> m_names;
    qint64 m_day = 0;
    bool m_unreadLineDone = false;
};

} // namespace rookery::client
