// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/rail.h"

#include "client/models/person_text.h"
#include "client/ui/main/own_avatar_button.h"
#include "client/ui/main/row_delegate.h"
#include "client/ui/painting/marks.h"
#include "client/ui/widgets/icon_button.h"
#include "client/viewmodels/main_viewmodel.h"

#include <QtGui/QPainter>
#include <QtWidgets/QMenu>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

namespace {

QIcon presenceIcon(const Theme &theme, int presence)
{
    QIcon icon;
    for (const int dpr : {1, 2}) {
        QPixmap pixmap(measure::inlineIcon * dpr, measure::inlineIcon * dpr);
        pixmap.setDevicePixelRatio(dpr);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        constexpr int inset = (measure::inlineIcon - measure::presenceDot) / 2;
        paintPresence(painter, QRectF(inset, inset, measure::presenceDot, measure::presenceDot), theme,
                      presenceMark(presence), theme.colour(Token::Background));
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace

Rail::Rail(const Theme &theme, client::MainViewModel &viewModel, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_viewModel(viewModel), m_self(new OwnAvatarButton(theme, this)),
      m_messages(new IconButton(theme, QStringLiteral("message-circle"), tr("Messages"), IconButtonSize::Rail, this)),
      m_people(new IconButton(theme, QStringLiteral("users"), tr("People"), IconButtonSize::Rail, this)),
      m_themeButton(new IconButton(theme, QString(), QString(), IconButtonSize::Rail, this)),
      m_settings(new IconButton(theme, QStringLiteral("settings"), tr("Settings"), IconButtonSize::Rail, this))
{
    setFixedWidth(measure::rail);
    m_messages->setCheckable(true);
    m_people->setCheckable(true);
    m_settings->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_Comma));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::space8, measure::space12, measure::space8, measure::space12);
    column->setSpacing(6);
    column->addWidget(m_self, 0, Qt::AlignHCenter);
    column->addSpacing(measure::space12);
    for (IconButton *button : {m_messages, m_people})
        column->addWidget(button, 0, Qt::AlignHCenter);
    column->addStretch(1);
    for (IconButton *button : {m_themeButton, m_settings})
        column->addWidget(button, 0, Qt::AlignHCenter);
    connect(m_self, &QAbstractButton::clicked, this, &Rail::showStatusMenu);
    connect(m_messages, &QAbstractButton::clicked, this, [this] { Q_EMIT pageRequested(Page::Messages); });
    connect(m_people, &QAbstractButton::clicked, this, [this] { Q_EMIT pageRequested(Page::People); });
    connect(m_themeButton, &QAbstractButton::clicked, this, &Rail::themeToggled);
    connect(m_settings, &QAbstractButton::clicked, this, &Rail::settingsRequested);
    connect(&viewModel, &client::MainViewModel::totalUnreadChanged, this, &Rail::refresh);
    connect(&viewModel, &client::MainViewModel::selfChanged, this, &Rail::refresh);
    connect(&theme, &Theme::changed, this, &Rail::refresh);
    setPage(Page::Messages);
    refresh();
}

void Rail::setPage(Page page)
{
    m_messages->setChecked(page == Page::Messages);
    m_people->setChecked(page == Page::People);
}

void Rail::refresh()
{
    m_messages->setBadge(int(m_viewModel.totalUnread()));
    m_self->setPerson(m_viewModel.self(), client::presenceText(m_viewModel.self(), m_viewModel.nowMs()));
    m_themeButton->setIconName(m_theme.isDark() ? QStringLiteral("sun") : QStringLiteral("moon"));
    m_themeButton->setLabel(m_theme.isDark() ? tr("Light theme") : tr("Dark theme"));
    update();
}

void Rail::showStatusMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addStatusActions(*menu, m_theme, m_viewModel);
    menu->addSeparator();
    menu->addAction(m_theme.icons().icon(QStringLiteral("log-out"), m_theme.colour(Token::Text2), measure::inlineIcon),
                    tr("Sign out"), this, &Rail::signOutRequested);
    menu->popup(m_self->mapToGlobal(QPoint(0, m_self->height() + measure::space4)));
}

void Rail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Token::Rail));
}

void addStatusActions(QMenu &menu, const Theme &theme, client::MainViewModel &viewModel)
{
    const std::pair<wire::PresenceState, QString> states[]{{wire::PRESENCE_ONLINE, Rail::tr("Online")},
                                                           {wire::PRESENCE_AWAY, Rail::tr("Away")},
                                                           {wire::PRESENCE_BUSY, Rail::tr("Busy")}};
    for (const auto &[state, name] : states) {
        const bool chosen = viewModel.chosenPresence() == state;
        QAction *action = menu.addAction(presenceIcon(theme, state), name, &viewModel,
                                         [&viewModel, state = state] { viewModel.setPresence(state); });
        action->setCheckable(true);
        action->setChecked(chosen);
    }
}

} // namespace rookery::ui
