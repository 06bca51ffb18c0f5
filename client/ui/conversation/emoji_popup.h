// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A grid of emoji over the composer: type to filter, arrows to move, Enter or a click to choose. GUI thread.
#pragma once

#include "client/models/emoji_model.h"
#include "client/ui/theme/theme.h"

#include <QtWidgets/QFrame>

class QListView;

namespace rookery::ui {

class SearchField;

class EmojiPopup : public QFrame {
    Q_OBJECT

public:
    EmojiPopup(const Theme &theme, QWidget *parent);

    /// Above the given place of the screen, kept on it.
    void popupAbove(const QPoint &globalBottomStart);

Q_SIGNALS:
    void chosen(const QString &emoji);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose(const QModelIndex &index);

    const Theme &m_theme;
    client::EmojiModel m_model;
    SearchField *m_search;
    QListView *m_grid;
};

} // namespace rookery::ui
