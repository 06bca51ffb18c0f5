// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Marks on ordinary Qt controls that AppStyle reads: which kind of button, which kind of field. Kept as dynamic
// properties, so that any QPushButton or QLineEdit can carry them. GUI thread only.
#pragma once

#include <QtWidgets/QWidget>

namespace rookery::ui {

enum class ButtonVariant {
    Secondary, ///< One-pixel edge; the default.
    Primary,   ///< Filled with the accent; at most one in a view.
    Danger,    ///< Filled red: loses data.
    Flat,      ///< No edge until hovered.
    Link,      ///< Text alone, in the colour of a link.
};

enum class FieldLook {
    Form,  ///< Edge of the control colour: sign-in, settings.
    Quiet, ///< Decorative edge: search and composer, which are known by their place and icon.
    Bare,  ///< No edge and no ground of its own.
};

enum class FieldState { Normal, Error };

void setButtonVariant(QWidget &button, ButtonVariant variant);
ButtonVariant buttonVariant(const QWidget *button);

void setFieldLook(QWidget &field, FieldLook look);
FieldLook fieldLook(const QWidget *field);

void setFieldState(QWidget &field, FieldState state);
FieldState fieldState(const QWidget *field);

/// Text for a tool tip that is always shown as it is: Qt would read "<img ...>" in a name from the network as rich
/// text and open what it points to.
QString plainToolTip(const QString &text);

} // namespace rookery::ui
