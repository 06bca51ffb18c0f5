// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/person_card.h"

#include "client/models/person_text.h"
#include "client/ui/main/row_delegate.h"
#include "client/ui/painting/marks.h"
#include "client/ui/widgets/text_label.h"

#include <QtGui/QPainter>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

namespace {

constexpr int avatar = 72;

} // namespace

PersonCard::PersonCard(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_name(new TextLabel(theme, FontRole::Title, Token::Text, this)),
      m_userName(new TextLabel(theme, FontRole::Secondary, Token::Text2, this)),
      m_presence(new TextLabel(theme, FontRole::Secondary, Token::Text2, this)),
      m_status(new TextLabel(theme, FontRole::Body, Token::Text, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::space16, measure::space24 + avatar + measure::space12, measure::space16,
                               measure::space16);
    column->setSpacing(measure::space4);
    for (TextLabel *label : {m_name, m_userName, m_presence, m_status}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    column->addStretch(1);
}

void PersonCard::setPerson(const client::Person &person, const QString &presence)
{
    m_person = person;
    m_name->setText(client::personName(person));
    m_userName->setText(person.name);
    m_userName->setVisible(!person.displayName.isEmpty() && person.displayName != person.name);
    m_presence->setText(presence);
    m_status->setText(person.statusText);
    m_status->setVisible(!person.statusText.isEmpty());
    update();
}

void PersonCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const QRectF box((width() - avatar) / 2.0, measure::space24, avatar, avatar);
    paintAvatar(painter, box, m_theme,
                {avatarInitial(client::personName(m_person)), avatarColourIndex(m_person.id.value),
                 presenceMark(int(client::shownPresence(m_person))), m_theme.colour(Token::Background)});
}

} // namespace rookery::ui
