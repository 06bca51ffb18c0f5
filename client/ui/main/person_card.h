// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A person at large in the info pane: avatar, names, presence and their own words. GUI thread.
#pragma once

#include "client/core/types.h"
#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

namespace rookery::ui {

class TextLabel;

class PersonCard : public QWidget {
    Q_OBJECT

public:
    explicit PersonCard(const Theme &theme, QWidget *parent = nullptr);

    void setPerson(const client::Person &person, const QString &presence);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    client::Person m_person;
    TextLabel *m_name;
    TextLabel *m_userName;
    TextLabel *m_presence;
    TextLabel *m_status;
};

} // namespace rookery::ui
