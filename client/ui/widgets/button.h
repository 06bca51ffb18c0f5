// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A push button of one of our variants, with an icon from :/icons if one is named. Enter and Space press it wherever
// it is. Its text and icon follow the theme.
#pragma once

#include "client/ui/theme/controls.h"
#include "client/ui/theme/theme.h"

#include <QtWidgets/QPushButton>

namespace rookery::ui {

class Button : public QPushButton {
    Q_OBJECT

public:
    Button(const Theme &theme, const QString &text, ButtonVariant variant, QWidget *parent = nullptr);

    /// Name below :/icons without ".svg"; empty for none.
    void setIconName(const QString &name);
    /// Least height in px at 100 % text; it grows with the text. 0 for the ordinary height.
    void setLeastHeight(int px);

private:
    void applyTheme();

    const Theme &m_theme;
    ButtonVariant m_variant;
    QString m_iconName;
    int m_leastHeight = 0;
};

} // namespace rookery::ui
