// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The drawing behind AppStyle, one function a control, so that other painters (delegates, own widgets) can use the
// same pieces. Pure functions of the Theme and the option; each leaves the painter as it was.
#pragma once

#include "client/ui/theme/controls.h"
#include "client/ui/theme/theme.h"

#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOption>

class QPainter;

namespace rookery::ui::style {

QSize pushButtonSize(const Theme &theme, const QSize &contents, ButtonVariant variant);
void paintButton(const Theme &theme, const QStyleOption &option, QPainter &painter, ButtonVariant variant);
void paintButtonLabel(const Theme &theme, const QStyleOptionButton &option, QPainter &painter, ButtonVariant variant);
/// Colour of a button's text and icon.
QColor buttonTextColour(const Theme &theme, QStyle::State state, ButtonVariant variant);

void paintField(const Theme &theme, const QStyleOption &option, QPainter &painter, FieldLook look, FieldState state);
void paintCheckBox(const Theme &theme, const QStyleOption &option, QPainter &painter);
void paintRadioButton(const Theme &theme, const QStyleOption &option, QPainter &painter);
void paintProgress(const Theme &theme, const QStyleOptionProgressBar &option, QPainter &painter);

QSize menuItemSize(const Theme &theme, const QStyleOptionMenuItem &item, const QSize &contents);
void paintMenuPanel(const Theme &theme, const QStyleOption &option, QPainter &painter);
void paintMenuItem(const Theme &theme, const QStyleOptionMenuItem &item, QPainter &painter);

QRect scrollBarPart(const QStyleOptionSlider &bar, QStyle::SubControl part, int sliderMinimum);
void paintScrollBar(const Theme &theme, const QStyleOptionSlider &bar, QPainter &painter, const QRect &slider);

/// Ground of a list row: Selection or Hover, rounded; nothing otherwise.
void paintItem(const Theme &theme, const QStyleOption &option, QPainter &painter);
/// The keyboard's ring along the inner edge of rect.
void paintFocusRing(const Theme &theme, const QRect &rect, QPainter &painter, int radius = measure::radiusControl + 4);

/// Rounded rectangle, filled and with an edge inside rect; a transparent colour leaves that part out.
void paintRounded(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &edge = {},
                  qreal edgeWidth = measure::border);
/// text, cut with "..." only where it truly is wider than width (QFontMetrics would already cut at half a pixel).
QString elidedText(const QFontMetrics &metrics, const QString &text, int width, int flags = 0);
/// An icon of 16 px in the middle of rect.
void paintIcon(const Theme &theme, QPainter &painter, const QString &name, Token token, const QRect &rect,
               int size = measure::inlineIcon, Qt::LayoutDirection direction = Qt::LeftToRight);

} // namespace rookery::ui::style
