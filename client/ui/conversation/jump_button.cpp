// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/jump_button.h"

#include "client/ui/painting/marks.h"

#include <QtGui/QPainter>

namespace rookery::ui {

namespace {

constexpr int disc = 40;
constexpr int badgeRoom = 10; // The badge stands half over the upper edge.

} // namespace

JumpButton::JumpButton(const Theme &theme, QWidget *parent) : QAbstractButton(parent), m_theme(theme)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::NoFocus); // Ctrl+End does the same.
    setAttribute(Qt::WA_Hover);
    setToolTip(tr("Latest messages (%1)").arg(QKeySequence(Qt::CTRL | Qt::Key_End).toString(QKeySequence::NativeText)));
    setCount(0);
}

void JumpButton::setCount(int count)
{
    m_count = count;
    setAccessibleName(count > 0 ? tr("Latest messages, %n unread", nullptr, count) : tr("Latest messages"));
    update();
}

QSize JumpButton::sizeHint() const
{
    return {disc, disc + badgeRoom};
}

void JumpButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle(0.5, badgeRoom + 0.5, disc - 1, disc - 1);
    painter.setPen(QPen(m_theme.colour(Token::Border), measure::border));
    painter.setBrush(m_theme.colour(underMouse() ? Token::Hover : Token::Background));
    painter.drawEllipse(circle);
    const QPixmap icon = m_theme.icon(QStringLiteral("chevron-down"), Token::Text2, measure::icon, devicePixelRatioF());
    painter.drawPixmap(QPointF(circle.center().x() - measure::icon / 2.0, circle.center().y() - measure::icon / 2.0),
                       icon);
    const QSize badge = badgeSize(m_theme, m_count);
    if (!badge.isEmpty())
        paintBadge(painter, QPointF((width() + badge.width()) / 2.0, badgeRoom), m_theme, m_count, BadgeKind::Unread);
}

} // namespace rookery::ui
