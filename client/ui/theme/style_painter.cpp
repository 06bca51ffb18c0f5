// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/theme/style_painter.h"

#include <QtGui/QPainter>

namespace rookery::ui::style {

namespace {

class Saved {
public:
    explicit Saved(QPainter &painter) : m_painter(painter)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
    }
    ~Saved() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(Saved)

private:
    QPainter &m_painter;
};

bool isHovered(const QStyleOption &option)
{
    return option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled);
}

bool isPressed(const QStyleOption &option)
{
    return option.state & (QStyle::State_Sunken | QStyle::State_On);
}

QColor filledGround(const Theme &theme, const QStyleOption &option, ButtonVariant variant)
{
    if (!option.state.testFlag(QStyle::State_Enabled))
        return theme.colour(Token::Hover);
    if (variant == ButtonVariant::Danger) {
        const QColor danger = theme.colour(Token::Danger);
        return isPressed(option) ? danger.darker(125) : isHovered(option) ? danger.darker(112) : danger;
    }
    return theme.colour(isPressed(option)       ? Token::AccentPress
                            : isHovered(option) ? Token::AccentHover
                                                : Token::Accent);
}

} // namespace

void paintRounded(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &edge,
                  qreal edgeWidth)
{
    const Saved saved(painter);
    const bool hasEdge = edge.isValid() && edge.alpha() > 0;
    const qreal inset = hasEdge ? edgeWidth / 2 : 0;
    painter.setPen(hasEdge ? QPen(edge, edgeWidth) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);
}

QString elidedText(const QFontMetrics &metrics, const QString &text, int width, int flags)
{
    return metrics.size(flags | Qt::TextSingleLine, text).width() <= width
        ? text
        : metrics.elidedText(text, Qt::ElideRight, width, flags);
}

void paintIcon(const Theme &theme, QPainter &painter, const QString &name, Token token, const QRect &rect, int size,
               Qt::LayoutDirection direction)
{
    const QPixmap pixmap = theme.icon(name, token, size, painter.device()->devicePixelRatioF(), direction);
    painter.drawPixmap(QRect(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, size, size),
                       pixmap);
}

QSize pushButtonSize(const Theme &theme, const QSize &contents, ButtonVariant variant)
{
    const int height = qMax(theme.grown(measure::hitTarget), contents.height() + measure::space8);
    const int padding = variant == ButtonVariant::Link ? 0 : measure::space16;
    return {contents.width() + 2 * padding, height};
}

QColor buttonTextColour(const Theme &theme, QStyle::State state, ButtonVariant variant)
{
    if (!state.testFlag(QStyle::State_Enabled))
        return theme.colour(Token::Text3);
    switch (variant) {
    case ButtonVariant::Primary:
        return theme.colour(Token::AccentText);
    case ButtonVariant::Danger:
        return theme.colour(Token::DangerText);
    case ButtonVariant::Link:
        return theme.colour(Token::Link);
    case ButtonVariant::Secondary:
    case ButtonVariant::Flat:
        break;
    }
    return theme.colour(Token::Text);
}

void paintButton(const Theme &theme, const QStyleOption &option, QPainter &painter, ButtonVariant variant)
{
    const QColor hover = theme.colour(Token::Hover);
    const bool raised = isHovered(option) || isPressed(option);
    switch (variant) {
    case ButtonVariant::Primary:
    case ButtonVariant::Danger:
        paintRounded(painter, option.rect, measure::radiusControl, filledGround(theme, option, variant));
        break;
    case ButtonVariant::Secondary: {
        const bool enabled = option.state.testFlag(QStyle::State_Enabled);
        paintRounded(painter, option.rect, measure::radiusControl, raised ? hover : theme.colour(Token::Background),
                     theme.colour(enabled ? Token::Control : Token::Border));
        break;
    }
    case ButtonVariant::Flat:
        if (raised)
            paintRounded(painter, option.rect, measure::radiusControl, hover);
        break;
    case ButtonVariant::Link:
        break;
    }
}

void paintButtonLabel(const Theme &theme, const QStyleOptionButton &option, QPainter &painter, ButtonVariant variant)
{
    const Saved saved(painter);
    const int padding = variant == ButtonVariant::Link ? 0 : measure::space12;
    const QRect area = option.rect.adjusted(padding, 0, -padding, 0);
    const int flags = Qt::TextShowMnemonic | Qt::TextHideMnemonic;
    const int iconWidth = option.icon.isNull() ? 0 : option.iconSize.width() + measure::space8;
    const int room = area.width() - iconWidth;
    const QString text = elidedText(option.fontMetrics, option.text, room, flags);
    const int textWidth = option.fontMetrics.size(flags, text).width();
    QRect content(0, 0, qMin(area.width(), iconWidth + textWidth), area.height());
    content.moveCenter(area.center());
    if (variant == ButtonVariant::Link)
        content.moveLeft(area.left());
    content = variant == ButtonVariant::Link ? QStyle::visualRect(option.direction, area, content) : content;
    if (iconWidth > 0) {
        QRect iconRect(content.left(), 0, option.iconSize.width(), option.iconSize.height());
        iconRect.moveTop(content.top() + (content.height() - iconRect.height()) / 2);
        iconRect = QStyle::visualRect(option.direction, content, iconRect);
        const auto mode = option.state.testFlag(QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled;
        option.icon.paint(&painter, iconRect, Qt::AlignCenter, mode);
    }
    QRect textRect = content.adjusted(iconWidth, 0, 0, 0);
    textRect = QStyle::visualRect(option.direction, content, textRect);
    painter.setPen(buttonTextColour(theme, option.state, variant));
    if (variant == ButtonVariant::Link && isHovered(option)) {
        QFont font = painter.font();
        font.setUnderline(true);
        painter.setFont(font);
    }
    painter.drawText(textRect, flags | Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
}

void paintField(const Theme &theme, const QStyleOption &option, QPainter &painter, FieldLook look, FieldState state)
{
    if (look == FieldLook::Bare)
        return;
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    Token edge = look == FieldLook::Quiet || !enabled ? Token::Border : Token::Control;
    if (state == FieldState::Error)
        edge = Token::Danger;
    else if (focused)
        edge = Token::Accent;
    const int width = focused ? measure::focusWidth : measure::border;
    paintRounded(painter, option.rect, measure::radiusControl, theme.colour(enabled ? Token::Background : Token::Side),
                 theme.colour(edge), width);
}

void paintCheckBox(const Theme &theme, const QStyleOption &option, QPainter &painter)
{
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool on = option.state & (QStyle::State_On | QStyle::State_NoChange);
    constexpr int radius = 4;
    if (!on) {
        const Token edge = !enabled ? Token::Border : isHovered(option) ? Token::Accent : Token::Control;
        paintRounded(painter, option.rect, radius, theme.colour(Token::Background), theme.colour(edge));
        return;
    }
    const Token ground = !enabled ? Token::Border : isHovered(option) ? Token::AccentHover : Token::Accent;
    paintRounded(painter, option.rect, radius, theme.colour(ground));
    const QString mark = option.state.testFlag(QStyle::State_NoChange) ? QStringLiteral("minus")
                                                                       : QStringLiteral("check");
    paintIcon(theme, painter, mark, enabled ? Token::AccentText : Token::Text3, option.rect, option.rect.width() - 4);
}

void paintRadioButton(const Theme &theme, const QStyleOption &option, QPainter &painter)
{
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool on = option.state.testFlag(QStyle::State_On);
    const qreal radius = option.rect.width() / 2.0;
    if (!on) {
        const Token edge = !enabled ? Token::Border : isHovered(option) ? Token::Accent : Token::Control;
        paintRounded(painter, option.rect, radius, theme.colour(Token::Background), theme.colour(edge));
        return;
    }
    paintRounded(painter, option.rect, radius, theme.colour(enabled ? Token::Accent : Token::Border));
    const qreal inset = option.rect.width() * 0.32;
    paintRounded(painter, QRectF(option.rect).adjusted(inset, inset, -inset, -inset), radius,
                 theme.colour(enabled ? Token::AccentText : Token::Text3));
}

void paintProgress(const Theme &theme, const QStyleOptionProgressBar &option, QPainter &painter)
{
    QRectF track(option.rect);
    track.setTop(track.center().y() - measure::progressBar / 2.0);
    track.setHeight(measure::progressBar);
    constexpr qreal radius = measure::progressBar / 2.0;
    paintRounded(painter, track, radius, theme.colour(Token::Hover));
    const qint64 span = qint64(option.maximum) - option.minimum;
    if (span <= 0)
        return;
    QRectF done = track;
    done.setWidth(track.width() * double(option.progress - option.minimum) / double(span));
    if (option.direction == Qt::RightToLeft)
        done.moveRight(track.right());
    paintRounded(painter, done, radius, theme.colour(Token::Accent));
}

void paintItem(const Theme &theme, const QStyleOption &option, QPainter &painter)
{
    if (option.state.testFlag(QStyle::State_Selected))
        paintRounded(painter, option.rect, measure::radiusControl, theme.colour(Token::Selection));
    else if (isHovered(option))
        paintRounded(painter, option.rect, measure::radiusControl, theme.colour(Token::Hover));
}

void paintFocusRing(const Theme &theme, const QRect &rect, QPainter &painter, int radius)
{
    paintRounded(painter, rect, radius, {}, theme.colour(Token::Accent), measure::focusWidth);
}

} // namespace rookery::ui::style
