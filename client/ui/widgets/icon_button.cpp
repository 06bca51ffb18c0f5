// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/widgets/icon_button.h"

#include "client/ui/painting/marks.h"
#include "client/ui/theme/style_painter.h"

#include <QtGui/QPainter>

namespace rookery::ui {

IconButton::IconButton(const Theme &theme, const QString &iconName, const QString &label, IconButtonSize size,
                       QWidget *parent)
    : QAbstractButton(parent), m_theme(theme), m_iconName(iconName), m_label(label), m_size(size)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    describe();
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void IconButton::setIconName(const QString &name)
{
    m_iconName = name;
    update();
}

void IconButton::setLabel(const QString &label)
{
    m_label = label;
    describe();
}

void IconButton::setShortcutHint(const QKeySequence &keys)
{
    m_keys = keys;
    describe();
}

void IconButton::setBadge(int count)
{
    m_badge = count;
    describe();
    update();
}

QSize IconButton::sizeHint() const
{
    const int side = m_theme.grown(m_size == IconButtonSize::Rail ? measure::railTarget : measure::hitTarget);
    return {side, side};
}

void IconButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const bool rail = m_size == IconButtonSize::Rail;
    const bool held = isDown() || isChecked();
    const bool hovered = underMouse() && isEnabled();
    if (held || hovered) {
        const Token ground = rail && isChecked() ? Token::Background : Token::Hover;
        style::paintRounded(painter, rect(), rail ? measure::radiusCard : measure::radiusControl,
                            m_theme.colour(ground));
    }
    Token token = Token::Text2;
    if (!isEnabled())
        token = Token::Control;
    else if (rail && isChecked())
        token = Token::Accent;
    else if (held || hovered)
        token = Token::Text;
    const int iconSize = rail              ? measure::railIcon
        : m_size == IconButtonSize::Inline ? measure::inlineIcon
                                           : measure::icon;
    style::paintIcon(m_theme, painter, m_iconName, token, rect(), m_theme.grown(iconSize), layoutDirection());
    if (m_badge > 0) {
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        const QPointF anchor(mirrored ? 1 : width() - 1, badgeSize(m_theme, m_badge).height() / 2.0 + 2);
        paintBadge(painter, anchor, m_theme, m_badge, BadgeKind::Unread, layoutDirection());
    }
}

void IconButton::describe()
{
    setToolTip(
        m_keys.isEmpty()
            ? m_label
            : tr("%1 (%2)", "name of a button, its keys").arg(m_label, m_keys.toString(QKeySequence::NativeText)));
    setAccessibleName(m_badge > 0 ? tr("%1, %n unread", nullptr, m_badge).arg(m_label) : m_label);
}

} // namespace rookery::ui
