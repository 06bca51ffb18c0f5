// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/message_slice.h"

#include <algorithm>

namespace rookery::client {

void MessageSlice::clear()
{
    m_rows.clear();
    m_newestSeq = 0;
}

void MessageSlice::reset(const QList<SliceRow> &rows, quint64 anchorSeq)
{
    m_rows.clear();
    if (rows.isEmpty())
        return;
    const auto bySeq = [](const SliceRow &row, quint64 seq) { return row.seq < seq; };
    const auto found = std::lower_bound(rows.begin(), rows.end(), anchorSeq, bySeq);
    qsizetype anchor = found == rows.end() ? rows.size() - 1 : found - rows.begin();
    qsizetype first = anchor;
    while (first > 0 && rows.at(first - 1).seq + 1 == rows.at(first).seq)
        --first;
    qsizetype last = anchor;
    while (last + 1 < rows.size() && rows.at(last).seq + 1 == rows.at(last + 1).seq)
        ++last;
    m_rows = rows.mid(first, last - first + 1);
    m_newestSeq = std::max(m_newestSeq, lastSeq());
}

qsizetype MessageSlice::prepend(const QList<SliceRow> &rows)
{
    if (m_rows.isEmpty())
        return append(rows);
    qsizetype end = rows.size();
    while (end > 0 && rows.at(end - 1).seq >= firstSeq())
        --end;
    qsizetype begin = end;
    quint64 expected = firstSeq();
    while (begin > 0 && rows.at(begin - 1).seq + 1 == expected) {
        --begin;
        expected = rows.at(begin).seq;
    }
    if (begin == end)
        return 0;
    m_rows = rows.mid(begin, end - begin) + m_rows;
    return end - begin;
}

qsizetype MessageSlice::append(const QList<SliceRow> &rows)
{
    qsizetype taken = 0;
    for (const SliceRow &row : rows) {
        if (!m_rows.isEmpty() && row.seq <= lastSeq())
            continue;
        if (!m_rows.isEmpty() && row.seq != lastSeq() + 1)
            break;
        m_rows.append(row);
        ++taken;
    }
    m_newestSeq = std::max(m_newestSeq, lastSeq());
    return taken;
}

void MessageSlice::replace(const QList<SliceRow> &rows)
{
    for (const SliceRow &row : rows) {
        if (row.seq >= firstSeq() && row.seq <= lastSeq() && !m_rows.isEmpty())
            m_rows[qsizetype(row.seq - firstSeq())] = row;
    }
}

void MessageSlice::trimFront(qsizetype count)
{
    if (m_rows.size() > count)
        m_rows = m_rows.mid(m_rows.size() - count);
}

void MessageSlice::trimBack(qsizetype count)
{
    if (m_rows.size() > count)
        m_rows.resize(count);
}

quint64 MessageSlice::gapAfter() const
{
    return m_newestSeq > lastSeq() ? m_newestSeq - lastSeq() : 0;
}

bool isSameRun(const SliceRow &earlier, const SliceRow &later)
{
    return earlier.kind == SliceRow::Kind::Message && later.kind == SliceRow::Kind::Message
        && earlier.sender == later.sender && later.timeMs - earlier.timeMs <= runGapMs;
}

} // namespace rookery::client
