// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/theme/controls.h"

#include <QtCore/QVariant>

namespace rookery::ui {

namespace {

constexpr char variantProperty[] = "rookeryVariant";
constexpr char lookProperty[] = "rookeryFieldLook";
constexpr char stateProperty[] = "rookeryFieldState";

void mark(QWidget &widget, const char *property, int value)
{
    if (widget.property(property).toInt() == value)
        return;
    widget.setProperty(property, value);
    widget.updateGeometry();
    widget.update();
}

int marked(const QWidget *widget, const char *property)
{
    return widget ? widget->property(property).toInt() : 0;
}

} // namespace

void setButtonVariant(QWidget &button, ButtonVariant variant)
{
    mark(button, variantProperty, int(variant));
}

ButtonVariant buttonVariant(const QWidget *button)
{
    return ButtonVariant(marked(button, variantProperty));
}

void setFieldLook(QWidget &field, FieldLook look)
{
    mark(field, lookProperty, int(look));
}

FieldLook fieldLook(const QWidget *field)
{
    return FieldLook(marked(field, lookProperty));
}

void setFieldState(QWidget &field, FieldState state)
{
    mark(field, stateProperty, int(state));
}

FieldState fieldState(const QWidget *field)
{
    return FieldState(marked(field, stateProperty));
}

QString plainToolTip(const QString &text)
{
    // A word joiner (U+2060, no width) behind each "<" and "&": then nothing in it is a tag or an entity.
    QString plain = text;
    plain.replace(QLatin1Char('<'), QStringLiteral("<\u2060"));
    plain.replace(QLatin1Char('&'), QStringLiteral("&\u2060"));
    return plain;
}

} // namespace rookery::ui
