// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/widgets/button.h"

#include "client/ui/theme/style_painter.h"

namespace rookery::ui {

Button::Button(const Theme &theme, const QString &text, ButtonVariant variant, QWidget *parent)
    : QPushButton(text, parent), m_theme(theme), m_variant(variant)
{
    setButtonVariant(*this, variant);
    setAutoDefault(true); // Enter presses it outside a QDialog too
    if (variant == ButtonVariant::Link)
        setCursor(Qt::PointingHandCursor);
    applyTheme();
    connect(&theme, &Theme::changed, this, &Button::applyTheme);
}

void Button::setIconName(const QString &name)
{
    m_iconName = name;
    applyTheme();
}

void Button::setLeastHeight(int px)
{
    m_leastHeight = px;
    applyTheme();
}

void Button::applyTheme()
{
    const bool strong = m_variant == ButtonVariant::Primary || m_variant == ButtonVariant::Danger;
    setFont(m_theme.font(strong ? FontRole::ListNameUnread : FontRole::Body));
    if (m_leastHeight > 0)
        setMinimumHeight(m_theme.grown(m_leastHeight));
    if (m_iconName.isEmpty())
        return;
    const int size = m_theme.grown(measure::inlineIcon);
    const auto colour = [this](QStyle::State state) { return style::buttonTextColour(m_theme, state, m_variant); };
    QIcon icon = m_theme.icons().icon(m_iconName, colour(QStyle::State_Enabled), size);
    for (const qreal dpr : {1.0, 2.0})
        icon.addPixmap(m_theme.icons().pixmap(m_iconName, colour({}), size, dpr), QIcon::Disabled);
    setIcon(icon);
    setIconSize({size, size});
}

} // namespace rookery::ui
