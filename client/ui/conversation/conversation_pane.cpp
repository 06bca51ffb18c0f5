// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/conversation_pane.h"

#include "client/ui/conversation/composer.h"
#include "client/ui/conversation/composer_edit.h"
#include "client/ui/conversation/conversation_header.h"
#include "client/ui/conversation/timeline_view.h"
#include "client/ui/error_text.h"
#include "client/ui/widgets/notices.h"
#include "client/ui/widgets/text_label.h"
#include "client/viewmodels/main_viewmodel.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

using client::ConnectionViewModel;
using client::ConversationViewModel;

ConversationPane::ConversationPane(const Theme &theme, client::MainViewModel &viewModel, LinkGate &links,
                                   QWidget *parent)
    : QWidget(parent), m_theme(theme), m_viewModel(viewModel), m_header(new ConversationHeader(theme, this)),
      m_banner(new Banner(theme, this)), m_timeline(new TimelineView(theme, links, this)),
      m_typing(new TextLabel(theme, FontRole::Secondary, Token::Text2, this)), m_composer(new Composer(theme, this)),
      m_nothing(new EmptyState(theme, this)), m_left(new TextLabel(theme, FontRole::Body, Token::Text2, this)),
      m_toast(nullptr), m_stack(new QStackedLayout), m_talk(buildTalk())
{
    setMinimumWidth(measure::timelineMinimum);
    m_nothing->setContent(QStringLiteral("message-circle"),
                          tr("Choose a conversation, or press %1 to search.")
                              .arg(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText)));
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_talk);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addLayout(m_stack, 1);
    m_toast = new Toast(theme, *this);

    connect(&viewModel, &client::MainViewModel::currentAboutToChange, this, &ConversationPane::unbind);
    connect(&viewModel, &client::MainViewModel::currentChanged, this, &ConversationPane::bind);
    connect(&viewModel, &client::MainViewModel::failed, this,
            [this](const Error &error) { showNote(errorText(error)); });
    connect(&viewModel.connection(), &ConnectionViewModel::changed, this, &ConversationPane::refreshBar);
    connect(m_banner, &Banner::actionTriggered, this, [this] { m_viewModel.connection().tryNow(); });
    connect(m_header, &ConversationHeader::addPeopleRequested, this, &ConversationPane::addPeopleRequested);
    connect(m_timeline, &TimelineView::viewChanged, this, &ConversationPane::noteView);
    connect(m_timeline, &TimelineView::retryRequested, this,
            [this](const ClientId &id) { m_viewModel.current()->retry(id); });
    connect(m_timeline, &TimelineView::discardRequested, this,
            [this](const ClientId &id) { m_viewModel.current()->discard(id); });
    connect(m_timeline, &TimelineView::editRequested, this, [this](quint64 seq, const QString &text) {
        m_viewModel.current()->edit(seq, text);
        m_composer->focusField();
    });
    connect(m_timeline, &TimelineView::recallRequested, this,
            [this](quint64 seq) { m_viewModel.current()->recall(seq); });
    connect(&m_composer->edit(), &ComposerEdit::editLastRequested, this, [this] {
        if (m_viewModel.current())
            m_viewModel.current()->editLast();
    });
    connect(&m_composer->edit(), &ComposerEdit::timelineKey, this,
            [this](QKeyEvent *event) { QApplication::sendEvent(m_timeline, event); });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    refreshBar();
    bind();
}

QWidget *ConversationPane::buildTalk()
{
    auto *talk = new QWidget(this);
    auto *column = new QVBoxLayout(talk);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_left->setText(tr("You are no longer a member of this group. You can still read what was said."));
    m_left->setAlignment(Qt::AlignCenter);
    m_left->setWordWrap(true);
    m_left->setContentsMargins(measure::space16, measure::space16, measure::space16, measure::space16);
    // As high as its line even when empty: the timeline must not jump when somebody begins to write.
    auto *typing = new QHBoxLayout;
    typing->setContentsMargins(0, 0, 0, measure::space8);
    typing->addSpacing(timeline::margin + measure::messageAvatar + timeline::avatarGap);
    typing->addWidget(m_typing, 1);
    const auto fit = [this] { m_typing->setMinimumHeight(m_theme.lineHeight(FontRole::Secondary)); };
    fit();
    connect(&m_theme, &Theme::changed, this, fit);
    column->addWidget(m_header);
    column->addWidget(m_timeline, 1);
    column->addLayout(typing);
    column->addWidget(m_composer);
    column->addWidget(m_left);
    return talk;
}

void ConversationPane::focusField()
{
    if (m_viewModel.current() && m_composer->isVisible())
        m_composer->focusField();
    else
        m_timeline->setFocus();
}

void ConversationPane::showNote(const QString &text)
{
    m_toast->showText(text);
}

void ConversationPane::unbind()
{
    if (ConversationViewModel *current = m_viewModel.current())
        current->disconnect(this);
    m_composer->setViewModel(nullptr);
    m_timeline->setModel(nullptr);
}

void ConversationPane::bind()
{
    ConversationViewModel *current = m_viewModel.current();
    m_stack->setCurrentWidget(current ? m_talk : m_nothing);
    if (!current)
        return;
    connect(current, &ConversationViewModel::headChanged, this, &ConversationPane::refreshHead);
    connect(current, &ConversationViewModel::typingChanged, this, &ConversationPane::refreshTyping);
    connect(&current->composer(), &client::ComposerViewModel::sent, m_timeline, &TimelineView::scrollToLatest);
    refreshHead();
    refreshTyping();
    m_timeline->setModel(&current->timeline());
    m_composer->setViewModel(&current->composer());
    noteView();
    focusField();
}

void ConversationPane::refreshHead()
{
    ConversationViewModel *current = m_viewModel.current();
    if (!current)
        return;
    m_header->setContent(current->title(), current->subtitle());
    m_header->setCanAddPeople(current->isGroup() && !current->isLeft());
    m_composer->setVisible(!current->isLeft());
    m_left->setVisible(current->isLeft());
    const client::TimelineModel &timeline = current->timeline();
    const qint64 first = timeline.count() > 0 ? timeline.at(0).timeMs : 0;
    m_timeline->setContext(current->isGroup(), current->nowMs(), current->startText(first));
    m_timeline->setAccessibleName(tr("Messages with %1").arg(current->title()));
    m_timeline->setUnreadBelow(int(current->summary().unread));
}

void ConversationPane::refreshTyping()
{
    if (const ConversationViewModel *current = m_viewModel.current())
        m_typing->setText(current->typingText());
}

void ConversationPane::refreshBar()
{
    const ConnectionViewModel &connection = m_viewModel.connection();
    switch (connection.bar()) {
    case ConnectionViewModel::Bar::Hidden:
        m_banner->hide();
        return;
    case ConnectionViewModel::Bar::Offline:
        m_banner->setContent(BannerKind::Warn, connection.barText(), tr("Try now"));
        break;
    case ConnectionViewModel::Bar::Trying:
        m_banner->setContent(BannerKind::Warn, connection.barText());
        break;
    case ConnectionViewModel::Bar::Back:
        m_banner->setContent(BannerKind::Ok, connection.barText());
        break;
    }
    m_banner->show();
}

void ConversationPane::noteView()
{
    ConversationViewModel *current = m_viewModel.current();
    if (!current || !m_timeline->model())
        return;
    if (isVisible())
        current->setSeen(m_timeline->seenSeq());
    m_timeline->setUnreadBelow(int(current->summary().unread));
}

void ConversationPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Token::Background));
}

} // namespace rookery::ui
