// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/widgets/form_row.h"

#include "client/ui/theme/controls.h"
#include "client/ui/widgets/text_label.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

FormRow::FormRow(const Theme &theme, const QString &label, QLineEdit *field, QWidget *parent)
    : QWidget(parent), m_field(field), m_error(new TextLabel(theme, FontRole::Secondary, Token::Danger, this))
{
    auto *caption = new TextLabel(theme, FontRole::Secondary, Token::Text2, this);
    caption->setText(label);
    caption->setBuddy(field);
    field->setAccessibleName(label);
    m_error->setWordWrap(true);
    m_error->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(measure::space4);
    column->addWidget(caption);
    column->addWidget(field);
    column->addWidget(m_error);
    setFocusProxy(field);
}

void FormRow::setError(const QString &text)
{
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
    m_field->setAccessibleDescription(text);
    setFieldState(*m_field, text.isEmpty() ? FieldState::Normal : FieldState::Error);
}

QString FormRow::error() const
{
    return m_error->isHidden() ? QString() : m_error->text();
}

} // namespace rookery::ui
