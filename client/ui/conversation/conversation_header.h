// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The head of the open conversation: its name, who is there, and what can be done with it. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

namespace rookery::ui {

class ElidedLabel;
class IconButton;

class ConversationHeader : public QWidget {
    Q_OBJECT

public:
    static constexpr int leastHeight = 56;

    explicit ConversationHeader(const Theme &theme, QWidget *parent = nullptr);

    void setContent(const QString &title, const QString &subtitle);
    void setCanAddPeople(bool can);
    void setInfoShown(bool shown);

Q_SIGNALS:
    void addPeopleRequested();
    void infoToggled(bool shown);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    ElidedLabel *m_title;
    ElidedLabel *m_subtitle;
    IconButton *m_addPeople;
    IconButton *m_info;
};

} // namespace rookery::ui
