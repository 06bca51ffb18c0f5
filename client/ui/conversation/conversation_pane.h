// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The middle of the main window: head, bar, timeline, who is writing, composer; or the hint to choose a conversation.
// Binds to MainViewModel::current(). GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

class QStackedLayout;

namespace rookery::client {
class MainViewModel;
}

namespace rookery::ui {

class Banner;
class Composer;
class ConversationHeader;
class EmptyState;
class LinkGate;
class TextLabel;
class TimelineView;
class Toast;

class ConversationPane : public QWidget {
    Q_OBJECT

public:
    ConversationPane(const Theme &theme, client::MainViewModel &viewModel, LinkGate &links, QWidget *parent = nullptr);

    TimelineView &timeline() const { return *m_timeline; }
    Composer &composer() const { return *m_composer; }
    ConversationHeader &header() const { return *m_header; }
    Banner &banner() const { return *m_banner; }
    void focusField();
    void showNote(const QString &text);

Q_SIGNALS:
    void addPeopleRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildTalk();
    void unbind();
    void bind();
    void refreshHead();
    void refreshTyping();
    void refreshBar();
    void noteView();

    const Theme &m_theme;
    client::MainViewModel &m_viewModel;
    ConversationHeader *m_header;
    Banner *m_banner;
    TimelineView *m_timeline;
    TextLabel *m_typing;
    Composer *m_composer;
    EmptyState *m_nothing;
    TextLabel *m_left;
    Toast *m_toast;
    QStackedLayout *m_stack;
    QWidget *m_talk;
};

} // namespace rookery::ui
