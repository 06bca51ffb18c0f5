// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Text of the program's own: always plain, in one of the theme's roles and colours, following the theme. TextLabel
// wraps or not as QLabel does; ElidedLabel keeps to one line and ends it with "...", the whole text in its tool tip.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QLabel>

namespace rookery::ui {

class TextLabel : public QLabel {
    Q_OBJECT

public:
    TextLabel(const Theme &theme, FontRole role, Token token, QWidget *parent = nullptr);

    void setToken(Token token);

private:
    void applyTheme();

    const Theme &m_theme;
    FontRole m_role;
    Token m_token;
};

class ElidedLabel : public TextLabel {
    Q_OBJECT

public:
    ElidedLabel(const Theme &theme, FontRole role, Token token, QWidget *parent = nullptr);

    /// Hides QLabel's: the tool tip has to follow.
    void setText(const QString &text);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
};

} // namespace rookery::ui
