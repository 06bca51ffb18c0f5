// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The narrow bar at the edge: oneself with one's status, the pages, theme and settings. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

class QMenu;

namespace rookery::client {
class MainViewModel;
}

namespace rookery::ui {

class IconButton;
class OwnAvatarButton;

class Rail : public QWidget {
    Q_OBJECT

public:
    enum class Page { Messages, People };

    Rail(const Theme &theme, client::MainViewModel &viewModel, QWidget *parent = nullptr);

    void setPage(Page page);
    IconButton &messages() const { return *m_messages; }
    void showStatusMenu();

Q_SIGNALS:
    void pageRequested(rookery::ui::Rail::Page page);
    void themeToggled();
    void settingsRequested();
    void signOutRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    const Theme &m_theme;
    client::MainViewModel &m_viewModel;
    OwnAvatarButton *m_self;
    IconButton *m_messages;
    IconButton *m_people;
    IconButton *m_themeButton;
    IconButton *m_settings;
};

/// Adds Online, Away and Busy to a menu, the chosen one ticked; also used by the tray.
void addStatusActions(QMenu &menu, const Theme &theme, client::MainViewModel &viewModel);

} // namespace rookery::ui
