// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A list of rows painted by RowDelegate: opens on one click or Enter, and tells when the pointer is over it, so that
// nothing moves under it. GUI thread.
#pragma once

#include "client/ui/main/row_delegate.h"

#include <QtWidgets/QListView>

namespace rookery::ui {

class RowListView : public QListView {
    Q_OBJECT

public:
    RowListView(const Theme &theme, RowSize size, QWidget *parent = nullptr);

    RowDelegate &rowDelegate() const { return *m_delegate; }

Q_SIGNALS:
    void opened(const QModelIndex &index);
    void hoveredChanged(bool hovered);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void applyTheme();

    const Theme &m_theme;
    RowSize m_size;
    RowDelegate *m_delegate;
};

} // namespace rookery::ui
