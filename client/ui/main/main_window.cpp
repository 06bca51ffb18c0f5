// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/main_window.h"

#include "client/ui/conversation/composer.h"
#include "client/ui/conversation/composer_edit.h"
#include "client/ui/conversation/conversation_header.h"
#include "client/ui/conversation/conversation_pane.h"
#include "client/ui/conversation/timeline_view.h"
#include "client/ui/main/info_pane.h"
#include "client/ui/main/list_column.h"
#include "client/ui/main/rail.h"
#include "client/ui/main/row_list_view.h"
#include "client/ui/main/settings_dialog.h"
#include "client/ui/main/shortcut_sheet.h"
#include "client/ui/platform/ui_settings.h"
#include "client/ui/widgets/fields.h"
#include "client/ui/widgets/icon_button.h"
#include "client/viewmodels/main_viewmodel.h"

#include <QtGui/QCloseEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QSplitter>

namespace rookery::ui {

using namespace client;

namespace {

constexpr int textScaleStep = 10;

} // namespace

MainWindow::MainWindow(const Parts &parts, MainViewModel &viewModel)
    : m_theme(parts.theme), m_settings(parts.settings), m_viewModel(viewModel), m_actions(new WindowActions(*this)),
      m_rail(new Rail(parts.theme, viewModel, this)), m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_list(new ListColumn(parts.theme, viewModel)),
      m_conversation(new ConversationPane(parts.theme, viewModel, parts.links)),
      m_info(new InfoPane(parts.theme, viewModel, this))
{
    setMinimumSize(measure::windowMinimumWidth, measure::windowMinimumHeight);
    resize(measure::windowWidth, measure::windowHeight);
    buildLayout();
    connectPanes();
    connectActions();
    connectSteps();
    restoreGeometry(m_settings.windowGeometry());
    if (!m_splitter->restoreState(m_settings.splitterState()))
        m_splitter->setSizes({measure::list, measure::windowWidth});
    setInfoShown(m_settings.isInfoShown());
    updateTitle();
}

MainWindow::~MainWindow()
{
    saveState();
}

void MainWindow::buildLayout()
{
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_conversation);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    // Qt lets a handle of 1 px be caught some px beside it.
    m_splitter->setHandleWidth(measure::border);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addWidget(m_splitter, 1);
}

void MainWindow::connectPanes()
{
    connect(m_rail, &Rail::pageRequested, this, [this](Rail::Page page) {
        m_list->setPage(page == Rail::Page::People ? ListColumn::Page::People : ListColumn::Page::Conversations);
    });
    connect(m_list, &ListColumn::pageChanged, this, [this] {
        m_rail->setPage(m_list->page() == ListColumn::Page::People ? Rail::Page::People : Rail::Page::Messages);
    });
    connect(m_rail, &Rail::themeToggled, this, &MainWindow::toggleTheme);
    connect(m_rail, &Rail::settingsRequested, &m_actions->action(WindowActions::Action::Settings), &QAction::trigger);
    connect(m_rail, &Rail::signOutRequested, this, &MainWindow::signOutRequested);
    connect(m_list, &ListColumn::newGroupRequested, this, [this] { openGroupDialog(true); });
    connect(m_conversation, &ConversationPane::addPeopleRequested, this, [this] { openGroupDialog(false); });
    connect(m_info, &InfoPane::addPeopleRequested, this, [this] { openGroupDialog(false); });
    connect(&m_conversation->header(), &ConversationHeader::infoToggled, this, &MainWindow::setInfoShown);
    connect(&m_viewModel, &MainViewModel::currentChanged, this, [this] {
        placeInfo();
        updateTitle();
    });
    connect(&m_viewModel, &MainViewModel::totalUnreadChanged, this, &MainWindow::updateTitle);
}

void MainWindow::connectActions()
{
    using Action = WindowActions::Action;
    const auto on = [this](Action action, auto &&run) {
        connect(&m_actions->action(action), &QAction::triggered, this, std::forward<decltype(run)>(run));
    };
    on(Action::Search, [this] { m_list->focusSearch(); });
    on(Action::NewChat, [this] {
        m_list->setPage(ListColumn::Page::People);
        m_list->focusSearch();
    });
    on(Action::NewGroup, [this] { openGroupDialog(true); });
    on(Action::InfoPane, [this] { setInfoShown(!m_isInfoShown); });
    on(Action::Emoji, [this] {
        if (m_viewModel.current() && !m_viewModel.current()->isLeft())
            m_conversation->composer().showEmoji();
    });
    on(Action::StatusMenu, [this] { m_rail->showStatusMenu(); });
    on(Action::TryNow, [this] { m_viewModel.connection().tryNow(); });
    on(Action::NextPane, [this] { cyclePane(1); });
    on(Action::PreviousPane, [this] { cyclePane(-1); });
    on(Action::LargerText, [this] { changeTextScale(m_theme.textScale() + textScaleStep); });
    on(Action::SmallerText, [this] { changeTextScale(m_theme.textScale() - textScaleStep); });
    on(Action::NormalText, [this] { changeTextScale(100); });
    on(Action::Quit, [this] { Q_EMIT quitRequested(); });
    on(Action::Settings, [this] {
        auto *dialog = new SettingsDialog(m_theme, m_settings, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    on(Action::ShortcutSheet, [this] {
        auto *sheet = new ShortcutSheet(m_theme, m_actions->rows(), this);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        sheet->open();
    });
}

void MainWindow::connectSteps()
{
    using Action = WindowActions::Action;
    using Step = MainViewModel::Step;
    using Among = MainViewModel::Among;
    const auto step = [this](Action action, Step direction, Among among) {
        connect(&m_actions->action(action), &QAction::triggered, this,
                [this, direction, among] { m_viewModel.step(direction, among); });
    };
    step(Action::NextConversation, Step::Next, Among::All);
    step(Action::PreviousConversation, Step::Previous, Among::All);
    step(Action::NextUnread, Step::Next, Among::Unread);
    step(Action::PreviousUnread, Step::Previous, Among::Unread);
    connect(&m_actions->action(Action::LastConversation), &QAction::triggered, this, [this] {
        m_viewModel.openConversation(
            m_viewModel.conversations().conversationAt(m_viewModel.conversations().rowCount() - 1));
    });
    connect(&m_actions->action(Action::CloseConversation), &QAction::triggered, &m_viewModel,
            &MainViewModel::closeConversation);
    connect(&m_actions->action(Action::MarkRead), &QAction::triggered, this,
            [this] { m_viewModel.markRead(m_viewModel.currentId()); });
}

void MainWindow::setInfoShown(bool shown)
{
    m_isInfoShown = shown;
    m_settings.setInfoShown(shown);
    placeInfo();
}

// Beside the timeline where there is room, else over its end.
void MainWindow::placeInfo()
{
    const bool shown = m_isInfoShown && m_viewModel.current();
    const bool beside = shown && width() >= measure::infoOverlayBelow;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int room = beside ? measure::infoPane : 0;
    layout()->setContentsMargins(mirrored ? room : 0, 0, mirrored ? 0 : room, 0);
    const int top = beside ? 0 : m_conversation->header().height();
    m_info->setGeometry(mirrored ? 0 : width() - measure::infoPane, top, measure::infoPane, height() - top);
    m_info->setVisible(shown);
    m_info->raise();
    m_conversation->header().setInfoShown(shown);
}

void MainWindow::bringToFront()
{
    if (isMinimized())
        showNormal();
    else
        show();
    raise();
    activateWindow();
}

void MainWindow::openGroupDialog(bool isNew)
{
    if (m_groupDialog || (!isNew && !m_viewModel.current()))
        return;
    const ConversationId group = isNew ? ConversationId() : m_viewModel.currentId();
    m_groupDialog = new GroupDialog(m_theme, m_viewModel.groupEditor(group), this);
    m_groupDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_groupDialog, &GroupDialog::done, &m_viewModel, &MainViewModel::openConversation);
    m_groupDialog->open();
}

void MainWindow::cyclePane(int step)
{
    QList<QWidget *> panes{&m_rail->messages(), &m_list->visibleList()};
    if (m_viewModel.current()) {
        panes.append(&m_conversation->timeline());
        if (!m_viewModel.current()->isLeft())
            panes.append(&m_conversation->composer().edit());
        if (m_info->isVisible() && m_viewModel.current()->isGroup())
            panes.append(&m_info->members());
    }
    QWidget *focus = QApplication::focusWidget();
    int at = -1;
    for (int pane = 0; pane < panes.size(); ++pane) {
        if (focus && (focus == panes.at(pane) || panes.at(pane)->isAncestorOf(focus)))
            at = pane;
    }
    const int count = int(panes.size());
    panes.at((at + step + count) % count)->setFocus(Qt::TabFocusReason);
}

void MainWindow::changeTextScale(int percent)
{
    m_theme.setTextScale(percent);
    m_settings.setTextScale(m_theme.textScale());
}

void MainWindow::toggleTheme()
{
    const Scheme scheme = m_theme.isDark() ? Scheme::Light : Scheme::Dark;
    m_theme.setScheme(scheme);
    m_settings.setScheme(scheme);
}

void MainWindow::updateTitle()
{
    const QString name = m_viewModel.current() ? tr("%1 – Rookery").arg(m_viewModel.current()->title()) : tr("Rookery");
    const quint32 unread = m_viewModel.totalUnread();
    setWindowTitle(unread > 0 ? tr("(%1) %2", "unread messages, title").arg(unread).arg(name) : name);
}

void MainWindow::saveState()
{
    m_settings.setWindowGeometry(saveGeometry());
    m_settings.setSplitterState(m_splitter->saveState());
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ActivationChange || event->type() == QEvent::WindowStateChange)
        m_viewModel.setWindowActive(isActiveWindow() && isVisible() && !isMinimized());
    if (event->type() == QEvent::LayoutDirectionChange)
        placeInfo();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    m_viewModel.setWindowActive(false);
    QWidget::closeEvent(event);
    Q_EMIT closed();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeInfo();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) { // Whatever was in between: back to writing.
        if (m_info->isVisible() && width() < measure::infoOverlayBelow)
            setInfoShown(false);
        m_conversation->focusField();
        return;
    }
    QWidget::keyPressEvent(event);
}

void MainWindow::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier) || event->angleDelta().y() == 0) {
        QWidget::wheelEvent(event);
        return;
    }
    changeTextScale(m_theme.textScale() + (event->angleDelta().y() > 0 ? textScaleStep : -textScaleStep));
    event->accept();
}

} // namespace rookery::ui
