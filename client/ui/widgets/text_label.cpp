// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/widgets/text_label.h"

#include "client/ui/theme/controls.h"
#include "client/ui/theme/style_painter.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolTip>

namespace rookery::ui {

TextLabel::TextLabel(const Theme &theme, FontRole role, Token token, QWidget *parent)
    : QLabel(parent), m_theme(theme), m_role(role), m_token(token)
{
    setTextFormat(Qt::PlainText);
    applyTheme();
    connect(&theme, &Theme::changed, this, &TextLabel::applyTheme);
}

void TextLabel::setToken(Token token)
{
    m_token = token;
    applyTheme();
}

void TextLabel::applyTheme()
{
    setFont(m_theme.font(m_role));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, m_theme.colour(m_token));
    setPalette(colours);
}

ElidedLabel::ElidedLabel(const Theme &theme, FontRole role, Token token, QWidget *parent)
    : TextLabel(theme, role, token, parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    QLabel::setText(text);
    setAccessibleName(text);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(QStringLiteral("...")), QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const QRect area = contentsRect();
    const QString shown = style::elidedText(fontMetrics(), text(), area.width());
    painter.drawText(area, int(QStyle::visualAlignment(layoutDirection(), alignment())) | Qt::TextSingleLine, shown);
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const bool cut = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), cut ? plainToolTip(text()) : QString(), this);
        return true;
    }
    return TextLabel::event(event);
}

} // namespace rookery::ui
