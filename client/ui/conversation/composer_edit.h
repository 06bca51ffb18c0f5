// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The field of the composer: grows from one to eight lines, sends on Enter, never while an input method composes. Takes
// plain text only. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QPlainTextEdit>

namespace rookery::ui {

class ComposerEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    static constexpr int linesMax = 8;

    explicit ComposerEdit(const Theme &theme, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void sendRequested();
    /// Up, with nothing written.
    void editLastRequested();
    /// Keys for the timeline while one writes: page keys, Ctrl+Home, Ctrl+End.
    void timelineKey(QKeyEvent *event);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void applyTheme();
    void fitHeight();
    int heightOfLines(int lines) const;

    const Theme &m_theme;
    bool m_isComposing = false;
};

} // namespace rookery::ui
