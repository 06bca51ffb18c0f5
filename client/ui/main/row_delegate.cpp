// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/row_delegate.h"

#include "client/core/types.h"
#include "client/models/row_roles.h"
#include "client/ui/conversation/row_layout.h"
#include "client/ui/painting/marks.h"
#include "client/ui/theme/style_painter.h"

#include <QtGui/QPainter>

namespace rookery::ui {

namespace {

using namespace client;

constexpr int groundInset = 6;
constexpr int memberRow = 44;
constexpr int memberAvatar = 32;
constexpr int headingRow = 32;

QRect takeEnd(QRect &line, int width, Qt::LayoutDirection direction)
{
    QRect taken = line;
    if (direction == Qt::RightToLeft) {
        taken.setWidth(width);
        line.setLeft(taken.right() + 1 + measure::space8);
    } else {
        taken.setLeft(line.right() + 1 - width);
        line.setRight(taken.left() - 1 - measure::space8);
    }
    return taken;
}

void drawLine(QPainter &painter, const QRect &rect, const QString &text)
{
    // The painter mirrors the alignment with its layout direction.
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     style::elidedText(painter.fontMetrics(), text, rect.width()));
}

} // namespace

PresenceMark presenceMark(int presence)
{
    switch (presence) {
    case wire::PRESENCE_ONLINE:
        return PresenceMark::Online;
    case wire::PRESENCE_AWAY:
        return PresenceMark::Away;
    case wire::PRESENCE_BUSY:
        return PresenceMark::Busy;
    case wire::PRESENCE_OFFLINE:
        return PresenceMark::Offline;
    default:
        return PresenceMark::None;
    }
}

RowDelegate::RowDelegate(const Theme &theme, RowSize size, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_size(size)
{}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    if (index.data(KindRole).toInt() == int(RowKind::Heading))
        return {measure::listMinimum, m_theme.grown(headingRow)};
    return {measure::listMinimum, m_theme.grown(m_size == RowSize::List ? measure::listRow : memberRow)};
}

RowDelegate::Geometry RowDelegate::geometryOf(const QStyleOptionViewItem &option) const
{
    const bool list = m_size == RowSize::List;
    const int avatar = list ? measure::listAvatar : memberAvatar;
    const QRect ground = list ? option.rect.adjusted(groundInset, 0, -groundInset, 0)
                              : option.rect.adjusted(measure::space12, 0, -measure::space12, 0);
    const int padding = list ? measure::listPaddingX : measure::space8;
    const QRect inside = ground.adjusted(padding, 0, -padding, 0);
    Geometry geometry;
    geometry.ground = ground;
    geometry.avatar = {inside.left(), ground.top() + (ground.height() - avatar) / 2, avatar, avatar};
    const int left = geometry.avatar.right() + 1 + (list ? measure::listGap : 10);
    const int firstHeight = m_theme.lineHeight(FontRole::ListName);
    const int secondHeight = m_theme.lineHeight(FontRole::Secondary);
    const int gap = list ? 2 : 0;
    const int top = ground.top() + (ground.height() - firstHeight - gap - secondHeight) / 2;
    geometry.first = {left, top, inside.right() + 1 - left, firstHeight};
    geometry.second = {left, top + firstHeight + gap, inside.right() + 1 - left, secondHeight};
    for (QRect *rect : {&geometry.avatar, &geometry.first, &geometry.second})
        *rect = QStyle::visualRect(option.direction, option.rect, *rect);
    return geometry;
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setLayoutDirection(option.direction);
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(KindRole).toInt() == int(RowKind::Heading)) {
        paintHeading(*painter, option.rect, index);
        painter->restore();
        return;
    }
    Geometry geometry = geometryOf(option);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    QColor ground = m_theme.colour(m_size == RowSize::List ? Token::Side : Token::Background);
    if (selected || hovered) {
        ground = m_theme.colour(selected ? Token::Selection : Token::Hover);
        style::paintRounded(*painter, geometry.ground, measure::radiusControl, ground);
    }
    const bool isGroup = index.data(IsGroupRole).toBool();
    const QString title = index.data(TitleRole).toString();
    paintAvatar(*painter, geometry.avatar, m_theme,
                {isGroup ? groupInitial() : avatarInitial(title),
                 avatarColourIndex(index.data(AvatarIdRole).toULongLong()),
                 presenceMark(index.data(PresenceRole).toInt()), ground});
    if (m_isTicked) {
        QRect lines = geometry.first.united(geometry.second);
        paintTick(*painter, option, &lines, m_isTicked(index));
        geometry.first.setRight(lines.right());
        geometry.first.setLeft(lines.left());
        geometry.second.setRight(lines.right());
        geometry.second.setLeft(lines.left());
    }
    paintFirstLine(*painter, geometry.first, index);
    paintSecondLine(*painter, geometry.second, index);
    painter->restore();
}

void RowDelegate::paintHeading(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    painter.setFont(m_theme.font(FontRole::SecondaryStrong));
    painter.setPen(m_theme.colour(Token::Text2));
    const int inset = groundInset + measure::listPaddingX;
    drawLine(painter, rect.adjusted(inset, measure::space4, -inset, 0), index.data(TitleRole).toString());
}

void RowDelegate::paintFirstLine(QPainter &painter, QRect line, const QModelIndex &index) const
{
    const QString time = index.data(TimeRole).toString();
    if (!time.isEmpty()) {
        painter.setFont(m_theme.font(FontRole::Secondary));
        painter.setPen(m_theme.colour(Token::Text2));
        const QRect rect = takeEnd(line, painter.fontMetrics().horizontalAdvance(time) + 1, painter.layoutDirection());
        painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, time);
    }
    const bool unread = index.data(UnreadRole).toInt() > 0;
    painter.setFont(m_theme.font(unread ? FontRole::ListNameUnread : FontRole::ListName));
    painter.setPen(m_theme.colour(Token::Text));
    drawLine(painter, line, index.data(TitleRole).toString());
}

void RowDelegate::paintSecondLine(QPainter &painter, QRect line, const QModelIndex &index) const
{
    const int unread = index.data(UnreadRole).toInt();
    const QSize badge = badgeSize(m_theme, unread);
    if (!badge.isEmpty()) {
        const QRect rect = takeEnd(line, badge.width(), painter.layoutDirection());
        const bool mirrored = painter.layoutDirection() == Qt::RightToLeft;
        paintBadge(painter, QPointF(mirrored ? rect.left() : rect.right() + 1, rect.center().y() + 1), m_theme, unread,
                   BadgeKind::Unread, painter.layoutDirection());
    }
    painter.setFont(m_theme.font(FontRole::Secondary));
    painter.setPen(m_theme.colour(Token::Text2));
    if (index.data(PreviewKindRole).toInt() == int(PreviewKind::Own)) {
        const auto state = MessageState(index.data(StateRole).toInt());
        const Token token = state == MessageState::Failed ? Token::Danger
            : state == MessageState::Read                 ? Token::Accent
                                                          : Token::Text2;
        constexpr int icon = measure::inlineIcon - 2;
        const QRect box(line.left(), line.top() + (line.height() - icon) / 2, icon, icon);
        const qreal dpr = painter.device()->devicePixelRatioF();
        painter.drawPixmap(QStyle::visualRect(painter.layoutDirection(), line, box).topLeft(),
                           m_theme.icon(stateIconName(state), token, icon, dpr));
        if (painter.layoutDirection() == Qt::RightToLeft)
            line.setRight(line.right() - icon - 2);
        else
            line.setLeft(line.left() + icon + 2);
    }
    drawLine(painter, line, index.data(SecondLineRole).toString());
}

void RowDelegate::paintTick(QPainter &painter, const QStyleOptionViewItem &option, QRect *line, bool ticked) const
{
    const int side = m_theme.grown(measure::checkMark);
    const QRect rect = takeEnd(*line, side, option.direction);
    QStyleOption box;
    box.rect = QRect(rect.left(), rect.center().y() - side / 2, side, side);
    box.state = QStyle::State_Enabled | (ticked ? QStyle::State_On : QStyle::State_Off);
    box.direction = option.direction;
    style::paintCheckBox(m_theme, box, painter);
}

} // namespace rookery::ui
