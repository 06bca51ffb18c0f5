// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The servers found on this network, one row each: name, address, people online, a check mark on the chosen one.
// Moving with the arrows only moves; a click, Enter or Space chooses. As high as its rows, up to four.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QListView>

class QAbstractListModel;

namespace rookery::ui {

class ServerListView : public QListView {
    Q_OBJECT

public:
    explicit ServerListView(const Theme &theme, QWidget *parent = nullptr);

    /// With the roles of client::SignInViewModel.
    void setServers(QAbstractListModel *servers);
    /// -1 for none.
    void setChosenRow(int row);
    int chosenRow() const { return m_chosenRow; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void chosen(int row);
    /// The number of rows changed.
    void resized();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void fitRows();

    const Theme &m_theme;
    int m_chosenRow = -1;
};

} // namespace rookery::ui
