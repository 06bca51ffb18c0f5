// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/theme/style_painter.h"

#include <QtGui/QPainter>

namespace rookery::ui::style {

namespace {

constexpr int separatorHeight = 9;
constexpr int shortcutGap = 24;
constexpr int thumb = 6;      ///< Width of a scroll bar's handle.
constexpr int thumbInset = 2; ///< Its distance from the edge.

struct MenuText {
    QString label;
    QString shortcut;
};

MenuText split(const QString &text)
{
    const qsizetype tab = text.indexOf(QLatin1Char('\t'));
    return tab < 0 ? MenuText{text, {}} : MenuText{text.left(tab), text.mid(tab + 1)};
}

/// Room before the label: the item's padding and, in a menu that has any, the column of icons and check marks.
int labelStart(const QStyleOptionMenuItem &item)
{
    const bool column = item.maxIconWidth > 0 || item.menuHasCheckableItems;
    return measure::space12 + (column ? measure::inlineIcon + measure::space8 : 0);
}

void paintMark(const Theme &theme, const QStyleOptionMenuItem &item, QPainter &painter, const QRect &row)
{
    const QRect box = QStyle::visualRect(item.direction, row,
                                         QRect(row.left() + measure::space12, row.top(), measure::inlineIcon,
                                               row.height()));
    if (item.checkType != QStyleOptionMenuItem::NotCheckable && item.checked) {
        paintIcon(theme, painter, QStringLiteral("check"), Token::Accent, box);
    } else if (!item.icon.isNull()) {
        const auto mode = item.state.testFlag(QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled;
        item.icon.paint(&painter, box, Qt::AlignCenter, mode);
    }
}

} // namespace

QSize menuItemSize(const Theme &theme, const QStyleOptionMenuItem &item, const QSize &contents)
{
    if (item.menuItemType == QStyleOptionMenuItem::Separator && item.text.isEmpty())
        return {measure::space16, separatorHeight};
    int width = contents.width() + labelStart(item) + measure::space12;
    if (item.text.contains(QLatin1Char('\t')))
        width += shortcutGap;
    if (item.menuItemType == QStyleOptionMenuItem::SubMenu)
        width += measure::inlineIcon + measure::space8;
    return {width, qMax(theme.grown(measure::menuRow), contents.height())};
}

void paintMenuPanel(const Theme &theme, const QStyleOption &option, QPainter &painter)
{
    paintRounded(painter, option.rect, measure::radiusCard, theme.colour(Token::Background),
                 theme.colour(Token::Border));
}

void paintMenuItem(const Theme &theme, const QStyleOptionMenuItem &item, QPainter &painter)
{
    if (item.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(item.rect.left(), item.rect.center().y(), item.rect.width(), measure::border,
                         theme.colour(Token::Border));
        return;
    }
    const bool enabled = item.state.testFlag(QStyle::State_Enabled);
    if (enabled && item.state.testFlag(QStyle::State_Selected))
        paintRounded(painter, item.rect, measure::radiusControl, theme.colour(Token::Hover));
    paintMark(theme, item, painter, item.rect);

    painter.save();
    const MenuText text = split(item.text);
    const QRect inner = item.rect.adjusted(labelStart(item), 0, -measure::space12, 0);
    const QRect label = QStyle::visualRect(item.direction, item.rect, inner);
    const int flags = Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextHideMnemonic | Qt::TextSingleLine;
    const auto visual = [&](Qt::Alignment side) { return int(QStyle::visualAlignment(item.direction, side)); };
    painter.setFont(item.font);
    painter.setPen(theme.colour(enabled ? Token::Text : Token::Text3));
    painter.drawText(label, flags | visual(Qt::AlignLeft), text.label);
    if (!text.shortcut.isEmpty()) {
        painter.setPen(theme.colour(enabled ? Token::Text2 : Token::Text3));
        painter.drawText(label, flags | visual(Qt::AlignRight), text.shortcut);
    }
    if (item.menuItemType == QStyleOptionMenuItem::SubMenu) {
        const QRect arrow(inner.right() + 1 - measure::inlineIcon, inner.top(), measure::inlineIcon, inner.height());
        paintIcon(theme, painter, QStringLiteral("chevron-right"), Token::Text2,
                  QStyle::visualRect(item.direction, item.rect, arrow), measure::inlineIcon, item.direction);
    }
    painter.restore();
}

QRect scrollBarPart(const QStyleOptionSlider &bar, QStyle::SubControl part, int sliderMinimum)
{
    const bool horizontal = bar.orientation == Qt::Horizontal;
    const int length = horizontal ? bar.rect.width() : bar.rect.height();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    int slider = length;
    if (range > 0) {
        slider = int(qint64(length) * bar.pageStep / (range + bar.pageStep));
        slider = qBound(qMin(sliderMinimum, length), slider, length);
    }
    const int start = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, length - slider,
                                                      bar.upsideDown);
    const auto along = [&](int from, int size) {
        return horizontal ? QRect(bar.rect.left() + from, bar.rect.top(), size, bar.rect.height())
                          : QRect(bar.rect.left(), bar.rect.top() + from, bar.rect.width(), size);
    };
    QRect rect;
    switch (part) {
    case QStyle::SC_ScrollBarSlider:
        rect = along(start, slider);
        break;
    case QStyle::SC_ScrollBarGroove:
        rect = along(0, length);
        break;
    case QStyle::SC_ScrollBarSubPage:
        rect = along(0, start);
        break;
    case QStyle::SC_ScrollBarAddPage:
        rect = along(start + slider, length - start - slider);
        break;
    default: // no arrows at the ends
        return {};
    }
    return QStyle::visualRect(bar.direction, bar.rect, rect);
}

void paintScrollBar(const Theme &theme, const QStyleOptionSlider &bar, QPainter &painter, const QRect &slider)
{
    if (bar.maximum <= bar.minimum)
        return;
    QRectF handle(slider);
    if (bar.orientation == Qt::Horizontal)
        handle = QRectF(slider.left() + thumbInset, slider.bottom() + 1 - thumbInset - thumb,
                        slider.width() - 2 * thumbInset, thumb);
    else
        handle = QRectF(slider.left() + (slider.width() - thumb) / 2.0, slider.top() + thumbInset, thumb,
                        slider.height() - 2 * thumbInset);
    const bool held = bar.state.testFlag(QStyle::State_Sunken) && bar.activeSubControls == QStyle::SC_ScrollBarSlider;
    const bool hovered = bar.state.testFlag(QStyle::State_MouseOver);
    QColor colour = theme.colour(Token::Control);
    colour.setAlphaF(held ? 1.0F : hovered ? 0.8F : 0.45F);
    paintRounded(painter, handle, thumb / 2.0, colour);
}

} // namespace rookery::ui::style
