// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Every key of the main window in one table (EXPERIENCE section 5): the table makes the actions and the sheet that lists
// them. What an action does is connected by its owner. GUI thread.
#pragma once

#include <QtCore/QObject>
#include <QtGui/QAction>
#include <QtGui/QKeySequence>

#include <array>

class QWidget;

namespace rookery::ui {

class WindowActions : public QObject {
    Q_OBJECT

public:
    enum class Action {
        Search,
        NewChat,
        NewGroup,
        NextConversation,
        PreviousConversation,
        NextUnread,
        PreviousUnread,
        LastConversation,
        MarkRead,
        CloseConversation,
        InfoPane,
        Emoji,
        StatusMenu,
        TryNow,
        NextPane,
        PreviousPane,
        LargerText,
        SmallerText,
        NormalText,
        Settings,
        ShortcutSheet,
        Quit,
        Count
    };
    struct Row {
        QString text;
        QList<QKeySequence> keys;
    };

    explicit WindowActions(QWidget &window);

    QAction &action(Action action) const { return *m_actions[size_t(action)]; }
    /// For the sheet: the actions above and the keys of fields and lists.
    QList<Row> rows() const;

private:
    std::array<QAction *, size_t(Action::Count)> m_actions{};
};

} // namespace rookery::ui
