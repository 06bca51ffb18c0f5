// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The look that is in force: light or dark, text size, motion. Passed by reference to whatever paints; there is no
// global one. changed() is emitted after every change, once. GUI thread only.
#pragma once

#include "client/ui/theme/icon_cache.h"
#include "client/ui/theme/tokens.h"

#include <QtCore/QObject>
#include <QtGui/QFont>
#include <QtGui/QPalette>

namespace rookery::ui {

enum class Scheme { System, Light, Dark };

/// The only sizes of type there are.
enum class FontRole {
    Body,            ///< 14/20
    Message,         ///< 14/20
    ListName,        ///< 14/20 medium
    ListNameUnread,  ///< 14/20 semibold
    Secondary,       ///< 12/16
    SecondaryStrong, ///< 12/16 semibold: sender names, section labels
    Badge,           ///< 12/16 bold
    Title,           ///< 16/24 semibold
    Heading,         ///< 20/28 semibold
    Code,            ///< 13/20 monospaced
};

class Theme : public QObject {
    Q_OBJECT

public:
    explicit Theme(QObject *parent = nullptr);

    Scheme scheme() const { return m_scheme; }
    void setScheme(Scheme scheme);
    /// What the desktop asks for; counts while scheme() is System.
    void setSystemDark(bool dark);
    bool isDark() const;

    /// Percent, kept within measure::textScaleMinimum and textScaleMaximum.
    int textScale() const { return m_textScale; }
    void setTextScale(int percent);

    bool isReducedMotion() const { return m_reducedMotion || m_systemReducedMotion; }
    void setReducedMotion(bool reduced);
    void setSystemReducedMotion(bool reduced);
    /// ms as given, or 0 where motion is reduced.
    int duration(int ms) const { return isReducedMotion() ? 0 : ms; }

    QColor colour(Token token) const;
    QPalette palette() const;
    QFont font(FontRole role) const;
    /// Distance of two base lines of that role, px.
    int lineHeight(FontRole role) const;
    /// A measure that has to grow with the text inside it, px; never less than the measure itself.
    int grown(int px) const;

    QColor avatarColour(int index) const;
    /// The same person's colour as text on Background or BubbleIn.
    QColor avatarNameColour(int index) const;

    IconCache &icons() const { return m_icons; }
    /// A tinted icon at the given size (px) for the screen of pixel ratio dpr.
    QPixmap icon(const QString &name, Token token, int size, qreal dpr,
                 Qt::LayoutDirection direction = Qt::LeftToRight) const;

Q_SIGNALS:
    void changed();

private:
    Scheme m_scheme = Scheme::System;
    bool m_systemDark = false;
    int m_textScale = 100;
    bool m_reducedMotion = false;
    bool m_systemReducedMotion = false;
    QStringList m_families;
    QStringList m_codeFamilies;
    mutable IconCache m_icons; // painting is const; what it keeps is not part of the look
};

} // namespace rookery::ui
