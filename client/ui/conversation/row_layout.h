// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One row of the timeline, measured and ready to paint: where its bubble, text, time and actions are, relative to the
// row's own top left. Built from an item for one width; immutable afterwards. GUI thread.
#pragma once

#include "client/models/message_text.h"
#include "client/models/timeline_item.h"
#include "client/ui/theme/theme.h"
#include "common/protocol/limits.h"

#include <QtCore/QRect>
#include <QtGui/QTextLayout>

#include <memory>

namespace rookery::ui {

/// What the layout of every row depends on.
struct RowContext {
    const Theme &theme;
    int width = 0; ///< Of the view, px.
    bool isGroup = false;
    Qt::LayoutDirection direction = Qt::LeftToRight;
    qint64 nowMs = 0;
    QString startText;
};

struct RowLayout {
    int height = 0;
    QRect bubble; ///< Empty for lines between messages.
    QRect avatar; ///< Empty where none is shown.
    QRect name;   ///< Empty where none is shown.
    QRect text;   ///< The block of text; also for lines between messages.
    QRect time;
    QRect stateIcon; ///< Own messages.
    QRect failure;   ///< "Not sent.", under a failed message.
    QRect retry;     ///< Also of an end that did not load.
    QRect discard;
    bool hasBubble = true; ///< False: emoji alone, without a ground.
    QString line;          ///< The sentence of a line between messages.
    QString timeText;
    client::ParsedText parsed;
    std::unique_ptr<QTextLayout> layout; ///< Of messages.

    /// Index into the text of a message at a point of the row; -1 outside of its bubble.
    int positionAt(const QPoint &point) const;
    /// The link under a point; empty where there is none.
    QUrl linkAt(const QPoint &point) const;
};

std::unique_ptr<RowLayout> layOutRow(const client::TimelineItem &item, const RowContext &context);

/// For text of emoji alone: in colour, even those that the interface's own face has in black. size px at 100 %.
QFont emojiFont(const Theme &theme, int size);

/// The icon of a state: clock, check, check-check, circle-alert.
QString stateIconName(client::MessageState state);
/// "Waiting to send", "Sent", "Delivered", "Read", "Not sent."
QString stateText(client::MessageState state);

QString notSentText();
/// Stands before the time of a message whose words were changed.
QString editedText();
QString tryAgainText();
QString deleteText();

namespace timeline {

inline constexpr int margin = 20; ///< Left and right of everything.
inline constexpr int avatarGap = 10;
inline constexpr int timeGap = 12; ///< Between the last line and the time.
inline constexpr int actionGap = 12;
inline constexpr int emojiSize = 32; ///< Of a message of emoji alone, px at 100 %.
inline constexpr int bottomRoom = 12;
/// A text of limits::messageTextBytes has no more lines than this, even if each holds one character.
inline constexpr int linesMax = int(limits::messageTextBytes) + 1;

} // namespace timeline

} // namespace rookery::ui
