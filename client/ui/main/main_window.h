// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Puts the panes of the main window together and connects keys to them; what they show and do is theirs. GUI thread.
#pragma once

#include "client/ui/main/group_dialog.h"
#include "client/ui/main/window_actions.h"
#include "client/ui/theme/theme.h"

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

class QSplitter;

namespace rookery::client {
class MainViewModel;
}

namespace rookery::ui {

class ConversationPane;
class InfoPane;
class LinkGate;
class ListColumn;
class Rail;
class UiSettings;

class MainWindow : public QWidget {
    Q_OBJECT

public:
    struct Parts {
        Theme &theme;
        UiSettings &settings;
        LinkGate &links;
    };

    MainWindow(const Parts &parts, client::MainViewModel &viewModel);
    ~MainWindow() override;

    ListColumn &list() const { return *m_list; }
    ConversationPane &conversation() const { return *m_conversation; }
    InfoPane &info() const { return *m_info; }
    Rail &rail() const { return *m_rail; }
    WindowActions &actions() const { return *m_actions; }
    /// The dialog that is open; null when none is.
    GroupDialog *groupDialog() const { return m_groupDialog; }

    void setInfoShown(bool shown);
    /// Shows, restores and raises it.
    void bringToFront();

Q_SIGNALS:
    /// The person has closed the window; it is hidden by then.
    void closed();
    void quitRequested();
    void signOutRequested();

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void buildLayout();
    void connectPanes();
    void connectActions();
    void connectSteps();
    void placeInfo();
    void openGroupDialog(bool isNew);
    void cyclePane(int step);
    void changeTextScale(int percent);
    void toggleTheme();
    void updateTitle();
    void saveState();

    Theme &m_theme;
    UiSettings &m_settings;
    client::MainViewModel &m_viewModel;
    WindowActions *m_actions;
    Rail *m_rail;
    QSplitter *m_splitter;
    ListColumn *m_list;
    ConversationPane *m_conversation;
    InfoPane *m_info;
    QPointer<GroupDialog> m_groupDialog;
    bool m_isInfoShown = false;
};

} // namespace rookery::ui
