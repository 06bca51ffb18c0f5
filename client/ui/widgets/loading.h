// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Signs that something is under way. Both stay invisible for the first 200 ms, since shorter waits would only flicker,
// and run no timer while they are hidden. With reduced motion they stand still.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QElapsedTimer>
#include <QtWidgets/QWidget>

namespace rookery::ui {

/// A turning arc of 16 px.
class Spinner : public QWidget {
    Q_OBJECT

public:
    explicit Spinner(const Theme &theme, QWidget *parent = nullptr);

    QSize sizeHint() const override { return {measure::inlineIcon, measure::inlineIcon}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    const Theme &m_theme;
    QBasicTimer m_timer;
    QElapsedTimer m_shown;
    bool m_visible = false;
};

/// Grey stand-ins for list rows that are being read.
class SkeletonRows : public QWidget {
    Q_OBJECT

public:
    SkeletonRows(const Theme &theme, int rows, QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    const Theme &m_theme;
    int m_rows;
    QBasicTimer m_delay;
    bool m_visible = false;
};

} // namespace rookery::ui
