// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/info_pane.h"

#include "client/models/person_text.h"
#include "client/ui/main/person_card.h"
#include "client/ui/main/row_list_view.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/text_label.h"
#include "client/viewmodels/main_viewmodel.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

using namespace client;

InfoPane::InfoPane(const Theme &theme, MainViewModel &viewModel, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_viewModel(viewModel), m_person(new PersonCard(theme, this)),
      m_heading(new TextLabel(theme, FontRole::SecondaryStrong, Token::Text2, this)),
      m_list(new RowListView(theme, RowSize::Member, this)),
      m_add(new Button(theme, tr("Add people"), ButtonVariant::Flat, this)),
      m_leave(new Button(theme, tr("Leave group"), ButtonVariant::Flat, this)),
      m_question(new TextLabel(theme, FontRole::Secondary, Token::Text2, this)),
      m_confirm(new Button(theme, tr("Leave"), ButtonVariant::Danger, this)),
      m_cancel(new Button(theme, tr("Cancel"), ButtonVariant::Secondary, this))
{
    setFixedWidth(measure::infoPane);
    m_list->setModel(&m_model);
    m_list->setAccessibleName(tr("Members"));
    m_add->setIconName(QStringLiteral("user-plus"));
    m_leave->setIconName(QStringLiteral("log-out"));
    m_question->setText(tr("You will get no more messages of this group. What was said stays here."));
    m_question->setWordWrap(true);
    buildLayout();
    connect(m_list, &RowListView::doubleClicked, this,
            [this](const QModelIndex &index) { m_viewModel.openPerson(m_model.personAt(index.row())); });
    connect(m_add, &QPushButton::clicked, this, &InfoPane::addPeopleRequested);
    connect(m_leave, &QPushButton::clicked, this, [this] { askToLeave(true); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { askToLeave(false); });
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        if (m_viewModel.current())
            m_viewModel.current()->leave();
        askToLeave(false);
    });
    connect(&viewModel, &MainViewModel::currentChanged, this, &InfoPane::bind);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    bind();
}

void InfoPane::buildLayout()
{
    auto *answers = new QHBoxLayout;
    answers->setSpacing(measure::space8);
    answers->addWidget(m_confirm);
    answers->addWidget(m_cancel);
    answers->addStretch(1);
    auto *actions = new QVBoxLayout;
    actions->setContentsMargins(measure::space12, measure::space8, measure::space12, measure::space12);
    actions->setSpacing(measure::space8);
    actions->addWidget(m_add, 0, Qt::AlignLeading);
    actions->addWidget(m_leave, 0, Qt::AlignLeading);
    actions->addWidget(m_question);
    actions->addLayout(answers);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(measure::space16 + measure::space4, measure::space24, measure::space16, measure::space8);
    head->addWidget(m_heading);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::border, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_person);
    column->addLayout(head);
    column->addWidget(m_list, 1);
    column->addLayout(actions);
    column->addStretch(0);
}

void InfoPane::bind()
{
    askToLeave(false);
    if (ConversationViewModel *current = m_viewModel.current())
        connect(current, &ConversationViewModel::headChanged, this, &InfoPane::refresh);
    refresh();
}

void InfoPane::refresh()
{
    const ConversationViewModel *current = m_viewModel.current();
    if (!current)
        return;
    const bool isGroup = current->isGroup();
    const QList<Person> members = current->members();
    m_person->setVisible(!isGroup);
    m_heading->setVisible(isGroup);
    m_list->setVisible(isGroup);
    m_add->setVisible(isGroup && !current->isLeft());
    if (!isGroup || current->isLeft())
        askToLeave(false);
    else
        m_leave->setVisible(!m_confirm->isVisibleTo(this));
    if (isGroup) {
        m_model.setMembers(members, current->self(), current->nowMs());
        m_heading->setText(tr("Members · %1").arg(members.size()));
    } else if (!members.isEmpty()) {
        m_person->setPerson(members.first(), presenceText(members.first(), current->nowMs()));
    }
}

void InfoPane::askToLeave(bool asking)
{
    const ConversationViewModel *current = m_viewModel.current();
    const bool canLeave = current && current->isGroup() && !current->isLeft();
    for (QWidget *widget :
         {static_cast<QWidget *>(m_question), static_cast<QWidget *>(m_confirm), static_cast<QWidget *>(m_cancel)})
        widget->setVisible(asking && canLeave);
    m_leave->setVisible(!asking && canLeave);
    if (asking)
        m_cancel->setFocus();
}

void InfoPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Token::Background));
    const int x = layoutDirection() == Qt::RightToLeft ? width() - measure::border : 0;
    painter.fillRect(x, 0, measure::border, height(), m_theme.colour(Token::Border));
}

} // namespace rookery::ui
