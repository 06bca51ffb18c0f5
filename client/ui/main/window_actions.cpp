// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/window_actions.h"

#include <QtWidgets/QWidget>

namespace rookery::ui {

namespace {

using Action = WindowActions::Action;

struct Definition {
    Action action;
    const char *text;
    const char *keys; ///< Alternatives separated by a space.
};

constexpr Definition definitions[]{
    {Action::Search, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Search people and conversations"), "Ctrl+K"},
    {Action::NewChat, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "New chat"), "Ctrl+N"},
    {Action::NewGroup, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "New group"), "Ctrl+Shift+N"},
    {Action::NextConversation, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Next conversation"),
     "Ctrl+Tab Alt+Down"},
    {Action::PreviousConversation, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Previous conversation"),
     "Ctrl+Shift+Tab Alt+Up"},
    {Action::NextUnread, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Next unread conversation"), "Alt+Shift+Down"},
    {Action::PreviousUnread, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Previous unread conversation"),
     "Alt+Shift+Up"},
    {Action::LastConversation, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Last conversation"), "Ctrl+9"},
    {Action::MarkRead, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Mark as read"), "Ctrl+R"},
    {Action::CloseConversation, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Close conversation"), "Ctrl+W"},
    {Action::InfoPane, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Information"), "Ctrl+I"},
    {Action::Emoji, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Emoji"), "Ctrl+E"},
    {Action::StatusMenu, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Your status"), "Ctrl+Shift+M"},
    {Action::TryNow, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Try the connection again"), "F5"},
    {Action::NextPane, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Next part of the window"), "F6"},
    {Action::PreviousPane, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Previous part of the window"), "Shift+F6"},
    {Action::LargerText, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Larger text"), "Ctrl++ Ctrl+="},
    {Action::SmallerText, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Smaller text"), "Ctrl+-"},
    {Action::NormalText, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Normal text"), "Ctrl+0"},
    {Action::Settings, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Settings"), "Ctrl+,"},
    {Action::ShortcutSheet, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Keys"), "Ctrl+/"},
    {Action::Quit, QT_TRANSLATE_NOOP("rookery::ui::WindowActions", "Quit"), "Ctrl+Q"},
};
static_assert(std::size(definitions) == size_t(Action::Count));

} // namespace

WindowActions::WindowActions(QWidget &window) : QObject(&window)
{
    for (const Definition &definition : definitions) {
        auto *action = new QAction(tr(definition.text), this);
        QList<QKeySequence> keys;
        for (const QString &key : QString::fromLatin1(definition.keys).split(u' '))
            keys.append(QKeySequence::fromString(key, QKeySequence::PortableText));
        action->setShortcuts(keys);
        action->setAutoRepeat(definition.action == Action::NextConversation
                              || definition.action == Action::PreviousConversation);
        window.addAction(action);
        m_actions[size_t(definition.action)] = action;
    }
}

QList<WindowActions::Row> WindowActions::rows() const
{
    QList<Row> rows{
        {tr("Send"), {QKeySequence(Qt::Key_Return)}},
        {tr("New line"), {QKeySequence(Qt::SHIFT | Qt::Key_Return)}},
        {tr("Page up and down"), {QKeySequence(Qt::Key_PageUp), QKeySequence(Qt::Key_PageDown)}},
        {tr("Oldest and latest messages"),
         {QKeySequence(Qt::CTRL | Qt::Key_Home), QKeySequence(Qt::CTRL | Qt::Key_End)}},
        {tr("Copy what is selected"), {QKeySequence(QKeySequence::Copy)}},
    };
    for (const QAction *action : m_actions)
        rows.append({action->text(), action->shortcuts()});
    return rows;
}

} // namespace rookery::ui
