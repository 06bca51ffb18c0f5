// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A contiguous piece of one conversation's log around an anchor, with what is known to lie before and after it. Order
// is by seq, and seq has no holes (ARCHITECTURE section 4), so a gap's size is a subtraction. Pure; no widget, no I/O.
// Invariant: rows()[i + 1].seq == rows()[i].seq + 1.
#pragma once

#include "common/base/ids.h"
#include "common/protocol/rookery.pb.h"

#include <QtCore/QList>
#include <QtCore/QString>

namespace rookery::client {

/// One event of the log as the timeline needs it.
struct SliceRow {
    enum class Kind {
        Message,
        Recalled, ///< A message that was taken back.
        Change,   ///< An edit or a recall: shown by the message it is about, or unknown to this release.
        GroupCreated,
        MembersAdded,
        MemberLeft,
        RoleChanged,
        MemberRemoved,
    };

    quint64 seq = 0;
    UserId sender;
    qint64 timeMs = 0;
    Kind kind = Kind::Message;
    QString text;         ///< Message: what was said. GroupCreated: the title.
    QList<UserId> people; ///< MembersAdded, MemberLeft, RoleChanged, MemberRemoved: who.
    UserId other; ///< Recalled: who did it, null if unknown. MemberLeft: the new owner, null where there is none.
    wire::MemberRole role = wire::MEMBER_ROLE_MEMBER; ///< RoleChanged: the new one.
    bool isEdited = false;
    ClientId clientId;
};

class MessageSlice {
public:
    const QList<SliceRow> &rows() const { return m_rows; }
    bool isEmpty() const { return m_rows.isEmpty(); }
    quint64 firstSeq() const { return m_rows.isEmpty() ? 0 : m_rows.first().seq; }
    quint64 lastSeq() const { return m_rows.isEmpty() ? 0 : m_rows.last().seq; }

    void clear();
    /// Begins anew with those of the ascending rows that are contiguous with the one nearest to anchorSeq.
    void reset(const QList<SliceRow> &rows, quint64 anchorSeq);
    /// The newest seq of the conversation, as far as anyone has told.
    void setNewestSeq(quint64 seq) { m_newestSeq = seq; }

    /// Takes those of the ascending rows that join the front without a hole; how many.
    qsizetype prepend(const QList<SliceRow> &rows);
    /// Takes those of the ascending rows that join the end without a hole; how many. An empty slice takes any.
    qsizetype append(const QList<SliceRow> &rows);
    /// Puts rows that read otherwise now in the place of those with the same seq.
    void replace(const QList<SliceRow> &rows);
    /// Forgets the oldest, or the newest, so that at most count stay.
    void trimFront(qsizetype count);
    void trimBack(qsizetype count);

    /// How many events lie before the first row; 0 at the start of the conversation.
    quint64 gapBefore() const { return m_rows.isEmpty() ? m_newestSeq : m_rows.first().seq - 1; }
    /// How many events are known to lie after the last row.
    quint64 gapAfter() const;

private:
    QList<SliceRow> m_rows;
    quint64 m_newestSeq = 0;
};

/// Two messages that belong to one run: the same sender within five minutes.
bool isSameRun(const SliceRow &earlier, const SliceRow &later);
inline constexpr qint64 runGapMs = 5 * 60 * 1000;

} // namespace rookery::client
