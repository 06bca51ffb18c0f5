// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A button that is an icon: 32 x 32 in tool rows and beside text, 44 x 44 in the rail. Its label is its accessible
// name and, with its shortcut, its tool tip. Can be checkable, and can carry a badge with a count.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtGui/QKeySequence>
#include <QtWidgets/QAbstractButton>

namespace rookery::ui {

enum class IconButtonSize {
    Inline, ///< Icon 16 in 32.
    Tool,   ///< Icon 20 in 32.
    Rail,   ///< Icon 22 in 44.
};

class IconButton : public QAbstractButton {
    Q_OBJECT

public:
    /// @param iconName below :/icons, without ".svg"
    /// @param label what it does, translated: "Search"
    IconButton(const Theme &theme, const QString &iconName, const QString &label,
               IconButtonSize size = IconButtonSize::Tool, QWidget *parent = nullptr);

    void setIconName(const QString &name);
    void setLabel(const QString &label);
    /// Only shown in the tool tip; the action is bound elsewhere.
    void setShortcutHint(const QKeySequence &keys);
    void setBadge(int count);
    int badge() const { return m_badge; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();

    const Theme &m_theme;
    QString m_iconName;
    QString m_label;
    QKeySequence m_keys;
    IconButtonSize m_size;
    int m_badge = 0;
};

} // namespace rookery::ui
