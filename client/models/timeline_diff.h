// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Turns one list of rows into another by removing, inserting and changing ranges, and tells the caller of each. Keys are
// unique within a list; a row that moved is removed and inserted. O(rows). Pure.
#pragma once

#include "client/models/timeline_item.h"

#include <QtCore/QSet>

namespace rookery::client {

/// Sink has inserted(first, last), removed(first, last) and changed(first, last); rows holds the state each speaks of.
template <typename Sink>
class TimelineDiff {
public:
    TimelineDiff(QList<TimelineItem> &rows, Sink &sink) : m_rows(rows), m_sink(sink) {}

    void apply(const QList<TimelineItem> &wanted)
    {
        QSet<TimelineKey> kept;
        kept.reserve(wanted.size());
        for (const TimelineItem &item : wanted)
            kept.insert(item.key);
        removeMissing(kept);
        QSet<TimelineKey> present;
        present.reserve(m_rows.size());
        for (const TimelineItem &item : std::as_const(m_rows))
            present.insert(item.key);
        qsizetype at = 0;
        while (at < wanted.size()) {
            if (at < m_rows.size() && m_rows.at(at).key == wanted.at(at).key) {
                ++at;
            } else if (!present.contains(wanted.at(at).key)) {
                at = insertNew(wanted, present, at);
            } else { // The wanted row stands further down: what is here has moved.
                present.remove(m_rows.at(at).key);
                remove(at, at);
            }
        }
        changeDiffering(wanted);
    }

private:
    void remove(qsizetype first, qsizetype last)
    {
        m_rows.remove(first, last - first + 1);
        m_sink.removed(int(first), int(last));
    }

    void removeMissing(const QSet<TimelineKey> &kept)
    {
        for (qsizetype last = m_rows.size() - 1; last >= 0; --last) {
            if (kept.contains(m_rows.at(last).key))
                continue;
            qsizetype first = last;
            while (first > 0 && !kept.contains(m_rows.at(first - 1).key))
                --first;
            remove(first, last);
            last = first;
        }
    }

    qsizetype insertNew(const QList<TimelineItem> &wanted, const QSet<TimelineKey> &present, qsizetype at)
    {
        qsizetype end = at + 1;
        while (end < wanted.size() && !present.contains(wanted.at(end).key))
            ++end;
        m_rows.insert(at, end - at, TimelineItem());
        std::copy(wanted.begin() + at, wanted.begin() + end, m_rows.begin() + at);
        m_sink.inserted(int(at), int(end - 1));
        return end;
    }

    void changeDiffering(const QList<TimelineItem> &wanted)
    {
        for (qsizetype first = 0; first < wanted.size(); ++first) {
            qsizetype end = first;
            while (end < wanted.size() && !(m_rows.at(end) == wanted.at(end))) {
                m_rows[end] = wanted.at(end);
                ++end;
            }
            if (end > first) {
                m_sink.changed(int(first), int(end - 1));
                first = end;
            }
        }
    }

    QList<TimelineItem> &m_rows;
    Sink &m_sink;
};

} // namespace rookery::client
