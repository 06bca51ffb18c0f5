// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/conversation_header.h"

#include "client/ui/widgets/icon_button.h"
#include "client/ui/widgets/text_label.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

ConversationHeader::ConversationHeader(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(new ElidedLabel(theme, FontRole::Title, Token::Text, this)),
      m_subtitle(new ElidedLabel(theme, FontRole::Secondary, Token::Text2, this)),
      m_addPeople(new IconButton(theme, QStringLiteral("user-plus"), tr("Add people"), IconButtonSize::Tool, this)),
      m_info(new IconButton(theme, QStringLiteral("panel-right"), tr("Information"), IconButtonSize::Tool, this))
{
    m_info->setCheckable(true);
    m_info->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_I));
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch(1);
    words->addWidget(m_title);
    words->addWidget(m_subtitle);
    words->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(measure::space16 + measure::space4, measure::space8, measure::space12,
                            measure::space8 + measure::border);
    row->setSpacing(measure::space4);
    row->addLayout(words, 1);
    row->addSpacing(measure::space12);
    row->addWidget(m_addPeople);
    row->addWidget(m_info);
    const auto fit = [this] { setMinimumHeight(m_theme.grown(leastHeight)); };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    connect(m_addPeople, &QAbstractButton::clicked, this, &ConversationHeader::addPeopleRequested);
    connect(m_info, &QAbstractButton::clicked, this, &ConversationHeader::infoToggled);
}

void ConversationHeader::setContent(const QString &title, const QString &subtitle)
{
    m_title->setText(title);
    m_subtitle->setText(subtitle);
    m_subtitle->setVisible(!subtitle.isEmpty());
}

void ConversationHeader::setCanAddPeople(bool can)
{
    m_addPeople->setVisible(can);
}

void ConversationHeader::setInfoShown(bool shown)
{
    m_info->setChecked(shown);
}

void ConversationHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Token::Background));
    painter.fillRect(0, height() - measure::border, width(), measure::border, m_theme.colour(Token::Border));
}

} // namespace rookery::ui
