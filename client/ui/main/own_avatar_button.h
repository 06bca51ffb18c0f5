// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Oneself in the rail: the avatar with one's presence; opens the status menu. GUI thread.
#pragma once

#include "client/core/types.h"
#include "client/ui/theme/theme.h"

#include <QtWidgets/QAbstractButton>

namespace rookery::ui {

class OwnAvatarButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit OwnAvatarButton(const Theme &theme, QWidget *parent = nullptr);

    void setPerson(const client::Person &person, const QString &presence);
    QSize sizeHint() const override { return {measure::railTarget, measure::railTarget}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    client::Person m_person;
};

} // namespace rookery::ui
