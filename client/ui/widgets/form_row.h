// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A field of a form with its label above and, when something is wrong with it, the reason below. The label belongs to
// the field (mnemonic, screen reader); the reason becomes the field's accessible description.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

class QLineEdit;

namespace rookery::ui {

class TextLabel;

class FormRow : public QWidget {
    Q_OBJECT

public:
    /// Takes the field over as its child.
    FormRow(const Theme &theme, const QString &label, QLineEdit *field, QWidget *parent = nullptr);

    QLineEdit &field() const { return *m_field; }
    /// Empty takes the reason away. Typing in the field does not: the owner decides.
    void setError(const QString &text);
    QString error() const;

private:
    QLineEdit *m_field;
    TextLabel *m_error;
};

} // namespace rookery::ui
