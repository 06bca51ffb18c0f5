// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/row_painter.h"

#include "client/ui/painting/marks.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

namespace rookery::ui {

namespace {

using client::MessageState;
using client::TimelineItem;

enum class TailSide { None, Left, Right };

QPainterPath bubblePath(const QRectF &rect, TailSide tail)
{
    constexpr qreal round = measure::radiusBubble;
    const qreal left = tail == TailSide::Left ? measure::radiusBubbleTail : round;
    const qreal right = tail == TailSide::Right ? measure::radiusBubbleTail : round;
    QPainterPath path;
    path.moveTo(rect.left() + round, rect.top());
    path.lineTo(rect.right() - round, rect.top());
    path.arcTo(rect.right() - 2 * round, rect.top(), 2 * round, 2 * round, 90, -90);
    path.lineTo(rect.right(), rect.bottom() - right);
    path.arcTo(rect.right() - 2 * right, rect.bottom() - 2 * right, 2 * right, 2 * right, 0, -90);
    path.lineTo(rect.left() + left, rect.bottom());
    path.arcTo(rect.left(), rect.bottom() - 2 * left, 2 * left, 2 * left, 270, -90);
    path.lineTo(rect.left(), rect.top() + round);
    path.arcTo(rect.left(), rect.top(), 2 * round, 2 * round, 180, -90);
    path.closeSubpath();
    return path;
}

void paintText(QPainter &painter, const RowLayout &row, const RowPaint &paint)
{
    QList<QTextLayout::FormatRange> selections;
    if (paint.selected.to > paint.selected.from) {
        QTextLayout::FormatRange range;
        range.start = paint.selected.from;
        range.length = paint.selected.to - paint.selected.from;
        range.format.setBackground(paint.theme.colour(Token::Accent));
        range.format.setForeground(paint.theme.colour(Token::AccentText));
        selections.append(range);
    }
    painter.setPen(paint.theme.colour(Token::Text));
    const QRectF visible = painter.clipBoundingRect();
    // Piled-up combining marks and characters that cannot be broken end at the bubble's edge.
    painter.save();
    painter.setClipRect(row.bubble, Qt::IntersectClip);
    row.layout->draw(&painter, row.text.topLeft(), selections, visible);
    painter.restore();
}

Token stateToken(MessageState state)
{
    switch (state) {
    case MessageState::Failed:
        return Token::Danger;
    case MessageState::Read:
        return Token::Accent;
    default:
        return Token::Text2;
    }
}

void paintFailure(QPainter &painter, const RowLayout &row, const RowPaint &paint)
{
    const auto action = [&](const QRect &rect, const QString &text, bool hovered) {
        QFont font = paint.theme.font(FontRole::SecondaryStrong);
        font.setUnderline(hovered);
        painter.setFont(font);
        painter.setPen(paint.theme.colour(Token::Link));
        painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, text);
    };
    if (!row.failure.isEmpty()) {
        painter.setFont(paint.theme.font(FontRole::Secondary));
        painter.setPen(paint.theme.colour(Token::Danger));
        painter.drawText(row.failure, Qt::AlignCenter | Qt::TextSingleLine, notSentText());
    }
    if (!row.retry.isEmpty())
        action(row.retry, tryAgainText(), paint.isRetryHovered);
    if (!row.discard.isEmpty())
        action(row.discard, deleteText(), paint.isDiscardHovered);
}

void paintMessage(QPainter &painter, const TimelineItem &item, const RowLayout &row, const RowPaint &paint)
{
    const Theme &theme = paint.theme;
    const int colour = avatarColourIndex(item.sender.value);
    if (!row.avatar.isEmpty())
        paintAvatar(painter, row.avatar, theme, {avatarInitial(item.senderName), colour, PresenceMark::None, {}});
    if (!row.name.isEmpty()) {
        painter.setFont(theme.font(FontRole::SecondaryStrong));
        painter.setPen(theme.avatarNameColour(colour));
        const QString name = painter.fontMetrics().elidedText(item.senderName, Qt::ElideRight, row.name.width());
        painter.drawText(row.name, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine, name); // The painter mirrors.
    }
    if (row.hasBubble) {
        const bool atRight = item.isOwn != (paint.direction == Qt::RightToLeft);
        const TailSide tail = !item.isLastOfRun ? TailSide::None : atRight ? TailSide::Right : TailSide::Left;
        painter.fillPath(bubblePath(row.bubble, tail), theme.colour(item.isOwn ? Token::BubbleOut : Token::BubbleIn));
    }
    paintText(painter, row, paint);
    painter.setFont(theme.font(FontRole::Secondary));
    painter.setPen(theme.colour(Token::Text2));
    painter.drawText(row.time, Qt::AlignCenter | Qt::TextSingleLine, row.timeText);
    if (!row.stateIcon.isEmpty())
        painter.drawPixmap(row.stateIcon.topLeft(),
                           theme.icon(stateIconName(item.state), stateToken(item.state), measure::inlineIcon,
                                      paint.dpr));
    paintFailure(painter, row, paint);
}

void paintUnreadLine(QPainter &painter, const RowLayout &row, const RowPaint &paint)
{
    const Theme &theme = paint.theme;
    painter.setFont(theme.font(FontRole::SecondaryStrong));
    const int width = painter.fontMetrics().horizontalAdvance(row.line) + 2 * measure::space12;
    QColor hair = theme.colour(Token::Danger);
    constexpr qreal faint = 0.45;
    hair.setAlphaF(faint);
    const int y = row.text.center().y();
    const int middle = row.text.center().x();
    painter.fillRect(QRect(QPoint(row.text.left(), y), QPoint(middle - width / 2, y)), hair);
    painter.fillRect(QRect(QPoint(middle + width / 2, y), QPoint(row.text.right(), y)), hair);
    painter.setPen(theme.colour(Token::Danger));
    painter.drawText(row.text, Qt::AlignCenter | Qt::TextSingleLine, row.line);
}

} // namespace

void paintRow(QPainter &painter, const TimelineItem &item, const RowLayout &row, const RowPaint &paint)
{
    switch (item.kind) {
    case TimelineItem::Kind::Message:
        paintMessage(painter, item, row, paint);
        break;
    case TimelineItem::Kind::Day:
        paintPill(painter, row.text, paint.theme, row.line);
        break;
    case TimelineItem::Kind::Unread:
        paintUnreadLine(painter, row, paint);
        break;
    case TimelineItem::Kind::System:
    case TimelineItem::Kind::Start:
    case TimelineItem::Kind::Edge:
        painter.setFont(paint.theme.font(FontRole::Secondary));
        painter.setPen(paint.theme.colour(Token::Text2));
        painter.drawText(row.text, Qt::AlignCenter | Qt::TextWordWrap, row.line);
        paintFailure(painter, row, paint);
        break;
    }
}

} // namespace rookery::ui
