// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Where one writes: a row of tools, the field, Send; the counter and what went wrong under them. Bound to one
// ComposerViewModel at a time. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

namespace rookery::client {
class ComposerViewModel;
}

namespace rookery::ui {

class Button;
class ComposerEdit;
class EmojiPopup;
class IconButton;
class TextLabel;

class Composer : public QWidget {
    Q_OBJECT

public:
    explicit Composer(const Theme &theme, QWidget *parent = nullptr);

    /// Null: nothing is written anywhere.
    void setViewModel(client::ComposerViewModel *viewModel);
    ComposerEdit &edit() const { return *m_edit; }
    void focusField();
    void showEmoji();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildLayout();
    void refresh();
    QString noteText() const;
    void send();

    const Theme &m_theme;
    client::ComposerViewModel *m_viewModel = nullptr;
    ComposerEdit *m_edit;
    Button *m_send;
    IconButton *m_emoji;
    TextLabel *m_note;
    EmojiPopup *m_popup = nullptr;
};

} // namespace rookery::ui
