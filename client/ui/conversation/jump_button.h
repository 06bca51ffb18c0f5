// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The disc at the lower end of the timeline that leads back to the newest message, with the count of what waits there.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QAbstractButton>

namespace rookery::ui {

class JumpButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit JumpButton(const Theme &theme, QWidget *parent = nullptr);

    void setCount(int count);
    int count() const { return m_count; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    int m_count = 0;
};

} // namespace rookery::ui
