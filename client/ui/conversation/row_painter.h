// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Paints one row of the timeline. Stateless; leaves the painter as it was, but for its font and pen. GUI thread.
#pragma once

#include "client/models/timeline_item.h"
#include "client/ui/conversation/row_layout.h"

class QPainter;

namespace rookery::ui {

/// The selected part of a message's text; from < to.
struct SelectedText {
    int from = 0;
    int to = 0;
};

struct RowPaint {
    const Theme &theme;
    Qt::LayoutDirection direction = Qt::LeftToRight;
    qreal dpr = 1;
    SelectedText selected;
    bool isRetryHovered = false;
    bool isDiscardHovered = false;
};

/// The painter's origin is the row's top left.
void paintRow(QPainter &painter, const client::TimelineItem &item, const RowLayout &row, const RowPaint &paint);

} // namespace rookery::ui
