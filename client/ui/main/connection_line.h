// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// "Connected · Office server" with its dot, at the foot of the left column. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

namespace rookery::client {
class ConnectionViewModel;
}

namespace rookery::ui {

class ElidedLabel;

class ConnectionLine : public QWidget {
    Q_OBJECT

public:
    ConnectionLine(const Theme &theme, const client::ConnectionViewModel &viewModel, QWidget *parent = nullptr);

    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    const Theme &m_theme;
    const client::ConnectionViewModel &m_viewModel;
    ElidedLabel *m_label;
};

} // namespace rookery::ui
