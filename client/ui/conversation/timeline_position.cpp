// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/timeline_position.h"

#include <algorithm>

namespace rookery::ui {

namespace {

constexpr int unknown = -1;
constexpr int firstGuess = 60; // A bubble of one or two lines and its gap.

} // namespace

void TimelinePosition::reset(int count)
{
    m_heights.assign(size_t(count), unknown);
    m_placed.clear();
    m_anchor = 0;
    m_anchorTop = 0;
    m_isAtEnd = true;
    m_knownSum = 0;
    m_knownCount = 0;
}

void TimelinePosition::inserted(int first, int last)
{
    const int count = last - first + 1;
    m_heights.insert(m_heights.begin() + first, size_t(count), unknown);
    if (m_anchor >= first && int(m_heights.size()) > count)
        m_anchor += count;
}

void TimelinePosition::removed(int first, int last)
{
    changed(first, last);
    m_heights.erase(m_heights.begin() + first, m_heights.begin() + last + 1);
    if (m_anchor > last)
        m_anchor -= last - first + 1;
    else if (m_anchor >= first)
        m_anchor = first;
    m_anchor = std::clamp(m_anchor, 0, std::max(0, int(m_heights.size()) - 1));
}

void TimelinePosition::changed(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        int &height = m_heights[size_t(row)];
        if (height != unknown) {
            m_knownSum -= height;
            --m_knownCount;
        }
        height = unknown;
    }
}

void TimelinePosition::setView(int height, int bottomRoom)
{
    m_viewHeight = height;
    m_bottomRoom = bottomRoom;
}

void TimelinePosition::forgetHeights()
{
    std::fill(m_heights.begin(), m_heights.end(), unknown);
    m_knownSum = 0;
    m_knownCount = 0;
}

void TimelinePosition::update()
{
    m_placed.clear();
    if (m_heights.empty())
        return;
    if (m_isAtEnd) {
        placeUpFrom(int(m_heights.size()) - 1, m_viewHeight - m_bottomRoom);
    } else {
        placeFrom(m_anchor, m_anchorTop);
        clamp();
    }
    const auto onScreen = std::find_if(m_placed.begin(), m_placed.end(),
                                       [](const Placed &p) { return p.bottom() > 0; });
    if (onScreen != m_placed.end()) {
        m_anchor = onScreen->row;
        m_anchorTop = onScreen->top;
    }
}

void TimelinePosition::scrollBy(int px)
{
    if (m_placed.empty() || px == 0)
        return;
    m_isAtEnd = false;
    m_anchorTop -= px;
    update();
}

void TimelinePosition::scrollToEnd()
{
    m_isAtEnd = true;
    update();
}

void TimelinePosition::scrollToStart()
{
    scrollToRow(0, 0);
}

void TimelinePosition::scrollToRow(int row, int y)
{
    if (m_heights.empty())
        return;
    m_isAtEnd = false;
    m_anchor = std::clamp(row, 0, int(m_heights.size()) - 1);
    m_anchorTop = y;
    update();
}

int TimelinePosition::totalHeight() const
{
    const auto unknownCount = static_cast<long long>(m_heights.size()) - m_knownCount;
    return int(m_knownSum + unknownCount * guess()) + m_bottomRoom;
}

int TimelinePosition::offset() const
{
    if (m_isAtEnd)
        return std::max(0, totalHeight() - m_viewHeight);
    int above = -m_anchorTop;
    const int guessed = guess();
    for (int row = 0; row < m_anchor; ++row)
        above += m_heights[size_t(row)] == unknown ? guessed : m_heights[size_t(row)];
    return std::max(0, above);
}

void TimelinePosition::scrollToOffset(int px)
{
    if (m_heights.empty())
        return;
    if (px >= totalHeight() - m_viewHeight) {
        scrollToEnd();
        return;
    }
    const int guessed = guess();
    int top = 0;
    int row = 0;
    for (; row + 1 < int(m_heights.size()); ++row) {
        const int height = m_heights[size_t(row)] == unknown ? guessed : m_heights[size_t(row)];
        if (top + height > px)
            break;
        top += height;
    }
    scrollToRow(row, top - px);
}

int TimelinePosition::heightOf(int row)
{
    int &height = m_heights[size_t(row)];
    if (height == unknown) {
        height = std::max(0, m_heightOf(row));
        m_knownSum += height;
        ++m_knownCount;
    }
    return height;
}

int TimelinePosition::guess() const
{
    return m_knownCount > 0 ? int(m_knownSum / m_knownCount) : firstGuess;
}

// From a row upwards to the top of the screen, then downwards from it.
void TimelinePosition::placeFrom(int row, int top)
{
    m_placed.clear();
    const int count = int(m_heights.size());
    int first = row;
    int firstTop = top;
    while (first > 0 && firstTop > 0) {
        --first;
        firstTop -= heightOf(first);
    }
    while (first + 1 < count && firstTop + heightOf(first) <= 0) {
        firstTop += heightOf(first);
        ++first;
    }
    int y = firstTop;
    for (int next = first; next < count && y < m_viewHeight; ++next) {
        const int height = heightOf(next);
        m_placed.push_back({next, y, height});
        y += height;
    }
}

void TimelinePosition::placeUpFrom(int row, int bottom)
{
    m_placed.clear();
    int y = bottom;
    for (int next = row; next >= 0 && y > 0; --next) {
        const int height = heightOf(next);
        y -= height;
        m_placed.push_back({next, y, height});
    }
    std::reverse(m_placed.begin(), m_placed.end());
}

void TimelinePosition::clamp()
{
    const int last = int(m_heights.size()) - 1;
    const bool beyondStart = m_placed.empty() || (m_placed.front().row == 0 && m_placed.front().top > 0);
    if (beyondStart)
        placeFrom(0, 0);
    if (!m_placed.empty() && m_placed.back().row == last && m_placed.back().bottom() <= m_viewHeight - m_bottomRoom) {
        m_isAtEnd = true;
        placeUpFrom(last, m_viewHeight - m_bottomRoom);
    }
}

} // namespace rookery::ui
