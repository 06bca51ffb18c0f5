// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Fields of one line. TextField is the plain one, PasswordField has an eye that shows what was typed, SearchField has
// the magnifier, a hint of its shortcut while empty and a cross while not.
#pragma once

#include "client/ui/theme/controls.h"
#include "client/ui/theme/theme.h"

#include <QtGui/QKeySequence>
#include <QtWidgets/QLineEdit>

namespace rookery::ui {

class IconButton;

class TextField : public QLineEdit {
    Q_OBJECT

public:
    explicit TextField(const Theme &theme, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    const Theme &theme() const { return m_theme; }
    /// Height at 100 % text, px.
    virtual int leastHeight() const { return measure::field; }

private:
    const Theme &m_theme;
};

class PasswordField : public TextField {
    Q_OBJECT

public:
    explicit PasswordField(const Theme &theme, QWidget *parent = nullptr);

    /// For the tab order: it comes right after the field.
    IconButton &eye() const { return *m_eye; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setRevealed(bool revealed);
    void place();

    IconButton *m_eye;
};

class SearchField : public TextField {
    Q_OBJECT

public:
    explicit SearchField(const Theme &theme, QWidget *parent = nullptr);

    /// Shown at the end while the field is empty; the keys are bound elsewhere.
    void setShortcutHint(const QKeySequence &keys);

protected:
    int leastHeight() const override { return measure::hitTarget; }
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void place();

    IconButton *m_clear;
    QString m_hint;
};

} // namespace rookery::ui
