// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the timeline stands: one row and its distance from the top of the view, or the end. Only rows on screen need a
// height; those of the others are guessed from what was seen, for the scroll bar alone. What is inserted or removed
// above the screen does not move what is on it. No widget; GUI thread.
#pragma once

#include <functional>
#include <vector>

namespace rookery::ui {

class TimelinePosition {
public:
    /// Height of a row, px; lays it out.
    using HeightOf = std::function<int(int row)>;
    struct Placed {
        int row = 0;
        int top = 0;
        int height = 0;
        int bottom() const { return top + height; }
    };

    explicit TimelinePosition(HeightOf heightOf) : m_heightOf(std::move(heightOf)) {}

    void reset(int count);
    void inserted(int first, int last);
    void removed(int first, int last);
    void changed(int first, int last);
    /// Height of the view, and the room kept free under the last row; px.
    void setView(int height, int bottomRoom);
    /// The width or the fonts changed: every height is unknown.
    void forgetHeights();

    /// Rows on screen from top to bottom, placed by the last update().
    const std::vector<Placed> &placed() const { return m_placed; }
    /// Places the rows anew; call it after any change.
    void update();

    /// Down is positive.
    void scrollBy(int px);
    void scrollToEnd();
    void scrollToStart();
    /// Puts a row's top at y.
    void scrollToRow(int row, int y);
    /// The last row is wholly on screen, and stays so when more come.
    bool isAtEnd() const { return m_isAtEnd; }

    /// For the scroll bar, px, partly guessed.
    int totalHeight() const;
    int offset() const;
    void scrollToOffset(int px);

private:
    int heightOf(int row);
    int guess() const;
    void placeFrom(int row, int top);
    void placeUpFrom(int row, int bottom);
    void clamp();

    HeightOf m_heightOf;
    std::vector<int> m_heights; ///< -1: not known.
    std::vector<Placed> m_placed;
    int m_viewHeight = 0;
    int m_bottomRoom = 0;
    int m_anchor = 0;
    int m_anchorTop = 0;
    long long m_knownSum = 0;
    int m_knownCount = 0;
    bool m_isAtEnd = true;
};

} // namespace rookery::ui
