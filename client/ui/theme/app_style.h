// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How Qt's own controls look here: rounded and flat over Fusion, painted from the Theme, no style sheets. Holds no
// state but the Theme, which must outlive it. GUI thread only.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QProxyStyle>

class QApplication;

namespace rookery::ui {

class AppStyle final : public QProxyStyle {
    Q_OBJECT

public:
    explicit AppStyle(const Theme &theme);

    void polish(QWidget *widget) override;
    using QProxyStyle::polish;

    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returned) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                           const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;

private:
    const Theme &m_theme;
};

/// Gives the whole application this look and keeps it in step with theme.changed(). Both must outlive each other's
/// use: call it once, right after the QApplication is made, with a Theme made after the QApplication.
void installLook(QApplication &application, const Theme &theme);

} // namespace rookery::ui
