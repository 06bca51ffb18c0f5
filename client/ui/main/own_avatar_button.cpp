// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/own_avatar_button.h"

#include "client/models/person_text.h"
#include "client/ui/main/row_delegate.h"
#include "client/ui/painting/marks.h"
#include "client/ui/theme/controls.h"

#include <QtGui/QPainter>

namespace rookery::ui {

OwnAvatarButton::OwnAvatarButton(const Theme &theme, QWidget *parent) : QAbstractButton(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

void OwnAvatarButton::setPerson(const client::Person &person, const QString &presence)
{
    m_person = person;
    const QString words = tr("%1, %2", "name, presence").arg(client::personName(person), presence);
    setToolTip(plainToolTip(words));
    setAccessibleName(words);
    update();
}

void OwnAvatarButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    constexpr int side = measure::messageAvatar;
    const QRectF box((width() - side) / 2.0, (height() - side) / 2.0, side, side);
    paintAvatar(painter, box, m_theme,
                {avatarInitial(m_person.shownName()), avatarColourIndex(m_person.id.value),
                 presenceMark(int(m_person.presence)), m_theme.colour(Token::Rail)});
}

} // namespace rookery::ui
