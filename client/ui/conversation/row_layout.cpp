// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/row_layout.h"

#include "client/models/time_text.h"
#include "client/ui/painting/marks.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QFontMetricsF>
#include <QtWidgets/QStyle>

#include <algorithm>
#include <cmath>

namespace rookery::ui {

namespace {

using client::EdgeState;
using client::MessageState;
using client::TimelineItem;

struct RowText {
    Q_DECLARE_TR_FUNCTIONS(rookery::ui::RowText)
};

int textWidth(const Theme &theme, FontRole role, const QString &text)
{
    return int(std::ceil(QFontMetricsF(theme.font(role)).horizontalAdvance(text)));
}

/// Width of the widest line and of the last one, and the height of all.
struct TextSize {
    int widest = 0;
    int last = 0;
    int height = 0;
    bool isRightToLeft = false;
};

TextSize breakLines(QTextLayout &layout, int width, int lineHeight)
{
    TextSize size;
    const QFontMetricsF metrics(layout.font());
    // One base line for every line, whatever fonts emoji and Chinese characters fall back to.
    const qreal baseline = (lineHeight - metrics.height()) / 2 + metrics.ascent();
    layout.beginLayout();
    for (int number = 0; number < timeline::linesMax; ++number) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        line.setPosition(QPointF(0, std::round(size.height + baseline - line.ascent())));
        size.last = int(std::ceil(line.naturalTextWidth()));
        size.widest = std::max(size.widest, size.last);
        size.height += lineHeight;
    }
    layout.endLayout();
    size.isRightToLeft = layout.text().isRightToLeft();
    return size;
}

std::unique_ptr<QTextLayout> makeText(const client::ParsedText &parsed, const RowContext &context)
{
    const Theme &theme = context.theme;
    QFont font = theme.font(FontRole::Message);
    if (parsed.emojiCount > 0)
        font = emojiFont(theme, timeline::emojiSize);
    auto layout = std::make_unique<QTextLayout>(parsed.display, font);
    QTextOption option;
    option.setWrapMode(parsed.hasLongRun ? QTextOption::WrapAnywhere : QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(parsed.display.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    layout->setTextOption(option);
    layout->setCacheEnabled(true);
    QList<QTextLayout::FormatRange> formats;
    for (const client::LinkSpan &link : parsed.links) {
        QTextLayout::FormatRange range;
        range.start = link.start;
        range.length = link.length;
        range.format.setForeground(theme.colour(Token::Link));
        range.format.setFontUnderline(true);
        formats.append(range);
    }
    layout->setFormats(formats);
    return layout;
}

void mirror(RowLayout &row, const RowContext &context)
{
    const QRect all(0, 0, context.width, row.height);
    const int before = row.bubble.left();
    for (QRect *rect : {&row.bubble, &row.avatar, &row.name, &row.text, &row.failure, &row.retry, &row.discard}) {
        if (!rect->isEmpty())
            *rect = QStyle::visualRect(context.direction, all, *rect);
    }
    // Within its bubble the time stays where the text ends: that is the text's direction, not the window's.
    for (QRect *rect : {&row.time, &row.stateIcon})
        rect->translate(row.bubble.left() - before, 0);
}

// Lines of a text that runs from the right end at the right edge of the bubble.
void alignRight(QTextLayout &layout, int width)
{
    for (int number = 0; number < layout.lineCount(); ++number) {
        QTextLine line = layout.lineAt(number);
        line.setPosition(QPointF(std::max(0.0, width - line.naturalTextWidth()), line.y()));
    }
}

void layOutFailure(RowLayout &row, const RowContext &context)
{
    const Theme &theme = context.theme;
    const int height = theme.lineHeight(FontRole::Secondary) + measure::space8;
    const int top = row.height;
    int right = context.width - timeline::margin;
    const auto place = [&](const QString &text, FontRole role) {
        const int width = textWidth(theme, role, text);
        const QRect rect(right - width, top, width, height);
        right -= width + timeline::actionGap;
        return rect;
    };
    row.discard = place(deleteText(), FontRole::SecondaryStrong);
    row.retry = place(tryAgainText(), FontRole::SecondaryStrong);
    row.failure = place(notSentText(), FontRole::Secondary);
    row.height += height;
}

void layOutMessage(RowLayout &row, const TimelineItem &item, const RowContext &context)
{
    const Theme &theme = context.theme;
    int y = item.isFirstOfRun ? measure::gapBetweenRuns : measure::gapInRun;
    const int left = timeline::margin + (item.isOwn ? 0 : measure::messageAvatar + timeline::avatarGap);
    const int content = context.width - 2 * timeline::margin;
    const int bubbleMax = std::max(measure::bubbleMinimum + 2 * measure::bubblePaddingX,
                                   std::min(theme.grown(measure::bubbleMaximum),
                                            content * measure::bubbleMaximumPercent / 100));
    if (!item.isOwn && item.isFirstOfRun) {
        row.avatar = {timeline::margin, y, measure::messageAvatar, measure::messageAvatar};
        if (context.isGroup) {
            const int nameHeight = theme.lineHeight(FontRole::SecondaryStrong) + measure::space4;
            row.name = {left + 2, y, context.width - timeline::margin - left, nameHeight};
            y += nameHeight;
        }
    }
    row.parsed = client::parseMessageText(item.text);
    row.hasBubble = row.parsed.emojiCount == 0;
    row.layout = makeText(row.parsed, context);
    const int padX = row.hasBubble ? measure::bubblePaddingX : 0;
    const int padY = row.hasBubble ? measure::bubblePaddingY : measure::space4;
    const int textMax = bubbleMax - 2 * padX;
    const int lineHeight = row.hasBubble ? theme.lineHeight(FontRole::Message)
                                         : theme.grown(timeline::emojiSize) + measure::space8;
    const TextSize text = breakLines(*row.layout, textMax, lineHeight);

    row.timeText = client::clockText(item.timeMs);
    if (item.isEdited)
        row.timeText = editedText() + u' ' + row.timeText;
    const int timeWidth = textWidth(theme, FontRole::Secondary, row.timeText);
    const int metaWidth = timeWidth + (item.isOwn ? measure::space4 + measure::inlineIcon : 0);
    const int timeHeight = theme.lineHeight(FontRole::Secondary);
    const bool shared = !text.isRightToLeft && text.last + timeline::timeGap + metaWidth <= textMax;
    const int wanted = shared ? std::max(text.widest, text.last + timeline::timeGap + metaWidth)
                              : std::max(text.widest, metaWidth);
    const int inner = std::clamp(wanted, measure::bubbleMinimum - 2 * padX, textMax);
    const int innerHeight = shared ? text.height : text.height + timeHeight + 2;
    const int bubbleLeft = item.isOwn ? context.width - timeline::margin - inner - 2 * padX : left;
    row.bubble = {bubbleLeft, y, inner + 2 * padX, innerHeight + 2 * padY};
    row.text = {bubbleLeft + padX, y + padY, inner, text.height};
    if (text.isRightToLeft)
        alignRight(*row.layout, inner);
    const int metaRight = text.isRightToLeft ? row.text.left() + metaWidth : row.bubble.right() + 1 - padX;
    const int timeTop = row.bubble.bottom() + 1 - padY - timeHeight + 1;
    if (item.isOwn)
        row.stateIcon = {metaRight - measure::inlineIcon, timeTop + (timeHeight - measure::inlineIcon) / 2,
                         measure::inlineIcon, measure::inlineIcon};
    row.time = {metaRight - metaWidth, timeTop, timeWidth, timeHeight};
    row.height = row.bubble.bottom() + 1;
    // A single line beside its sender's picture: the picture must not hang into the next row.
    if (item.isLastOfRun && !row.avatar.isEmpty())
        row.height = std::max(row.height, row.avatar.bottom() + 1);
    if (item.isOwn && item.state == MessageState::Failed)
        layOutFailure(row, context);
}

void layOutLine(RowLayout &row, const RowContext &context, int above, int below)
{
    const Theme &theme = context.theme;
    const QFontMetrics metrics(theme.font(FontRole::Secondary));
    const int width = context.width - 2 * timeline::margin - 2 * measure::space24;
    const QRect needed = metrics.boundingRect(QRect(0, 0, width, 1000), Qt::AlignHCenter | Qt::TextWordWrap, row.line);
    const int lines = std::clamp((needed.height() + metrics.lineSpacing() - 1) / metrics.lineSpacing(), 1, 4);
    row.text = {timeline::margin + measure::space24, above, width, lines * theme.lineHeight(FontRole::Secondary)};
    row.height = row.text.bottom() + 1 + below;
}

void layOutEdge(RowLayout &row, const TimelineItem &item, const RowContext &context)
{
    constexpr int height = 48;
    row.height = height;
    row.text = {timeline::margin, 0, context.width - 2 * timeline::margin, height};
    if (item.edge != EdgeState::Failed)
        return;
    const bool older = item.key.kind == client::TimelineKey::Kind::Older;
    row.line = older ? RowText::tr("Older messages did not load.") : RowText::tr("Newer messages did not load.");
    const int sentence = textWidth(context.theme, FontRole::Secondary, row.line);
    const int action = textWidth(context.theme, FontRole::SecondaryStrong, tryAgainText());
    const int left = (context.width - sentence - measure::space8 - action) / 2;
    row.text = {left, 0, sentence + 1, height};
    row.retry = {left + sentence + measure::space8, 0, action, height};
}

} // namespace

int RowLayout::positionAt(const QPoint &point) const
{
    if (!layout || !bubble.contains(point))
        return -1;
    const QPointF inside = point - text.topLeft();
    for (int number = layout->lineCount() - 1; number >= 0; --number) {
        const QTextLine line = layout->lineAt(number);
        if (number == 0 || inside.y() >= line.y())
            return line.xToCursor(inside.x());
    }
    return -1;
}

QUrl RowLayout::linkAt(const QPoint &point) const
{
    if (!layout || parsed.links.isEmpty() || !text.contains(point))
        return {};
    const QPointF inside = point - text.topLeft();
    for (int number = 0; number < layout->lineCount(); ++number) {
        const QTextLine line = layout->lineAt(number);
        if (!line.naturalTextRect().contains(inside))
            continue;
        const int position = line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
        for (const client::LinkSpan &link : parsed.links) {
            if (position >= link.start && position < link.start + link.length)
                return link.url;
        }
    }
    return {};
}

std::unique_ptr<RowLayout> layOutRow(const TimelineItem &item, const RowContext &context)
{
    auto row = std::make_unique<RowLayout>();
    switch (item.kind) {
    case TimelineItem::Kind::Message:
        layOutMessage(*row, item, context);
        break;
    case TimelineItem::Kind::Day: {
        row->line = client::dayText(item.timeMs, context.nowMs);
        const QSize pill = pillSize(context.theme, row->line);
        row->text = {(context.width - pill.width()) / 2, measure::space16, pill.width(), pill.height()};
        row->height = row->text.bottom() + 1 + measure::space12;
        break;
    }
    case TimelineItem::Kind::Unread:
        row->line = item.count == 1 ? RowText::tr("1 new message") : RowText::tr("%1 new messages").arg(item.count);
        row->text = {timeline::margin, measure::space16, context.width - 2 * timeline::margin,
                     context.theme.lineHeight(FontRole::SecondaryStrong)};
        row->height = row->text.bottom() + 1 + measure::space4;
        break;
    case TimelineItem::Kind::System:
        row->line = item.text;
        layOutLine(*row, context, measure::space8, measure::space4);
        break;
    case TimelineItem::Kind::Start:
        row->line = context.startText;
        layOutLine(*row, context, measure::space24, measure::space4);
        break;
    case TimelineItem::Kind::Edge:
        layOutEdge(*row, item, context);
        break;
    }
    mirror(*row, context);
    return row;
}

QFont emojiFont(const Theme &theme, int size)
{
    QFont font = theme.font(FontRole::Message);
    font.setPixelSize(theme.grown(size));
    font.setFamilies(QStringList{QStringLiteral("Noto Color Emoji")} + font.families());
    return font;
}

QString stateIconName(MessageState state)
{
    switch (state) {
    case MessageState::Queued:
        return QStringLiteral("clock");
    case MessageState::Failed:
        return QStringLiteral("circle-alert");
    case MessageState::Stored:
        return QStringLiteral("check");
    case MessageState::Delivered:
    case MessageState::Read:
        break;
    }
    return QStringLiteral("check-check");
}

QString stateText(MessageState state)
{
    switch (state) {
    case MessageState::Queued:
        return RowText::tr("Waiting to send");
    case MessageState::Failed:
        return notSentText();
    case MessageState::Stored:
        return RowText::tr("Sent");
    case MessageState::Delivered:
        return RowText::tr("Delivered");
    case MessageState::Read:
        break;
    }
    return RowText::tr("Read");
}

QString notSentText()
{
    return RowText::tr("Not sent.");
}

QString editedText()
{
    return RowText::tr("edited");
}

QString tryAgainText()
{
    return RowText::tr("Try again");
}

QString deleteText()
{
    return RowText::tr("Delete");
}

} // namespace rookery::ui
