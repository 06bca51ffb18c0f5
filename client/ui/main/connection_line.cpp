// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/main/connection_line.h"

#include "client/ui/painting/marks.h"
#include "client/ui/widgets/text_label.h"
#include "client/viewmodels/connection_viewmodel.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QStyle>

namespace rookery::ui {

namespace {

constexpr int dot = 10;

} // namespace

ConnectionLine::ConnectionLine(const Theme &theme, const client::ConnectionViewModel &viewModel, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_viewModel(viewModel),
      m_label(new ElidedLabel(theme, FontRole::Secondary, Token::Text2, this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, measure::space8, 0, measure::space12);
    row->setSpacing(0);
    row->addSpacing(measure::space16 + dot + measure::space8 - 2);
    row->addWidget(m_label, 1);
    row->addSpacing(measure::space12);
    connect(&viewModel, &client::ConnectionViewModel::changed, this, &ConnectionLine::refresh);
    refresh();
}

QString ConnectionLine::text() const
{
    return m_label->text();
}

void ConnectionLine::refresh()
{
    if (m_label->text() != m_viewModel.lineText())
        m_label->setText(m_viewModel.lineText());
    update();
}

void ConnectionLine::paintEvent(QPaintEvent *)
{
    using State = client::ConnectionViewModel::State;
    QPainter painter(this);
    const State state = m_viewModel.state();
    const PresenceMark mark = state == State::Connected ? PresenceMark::Online
        : state == State::Connecting                    ? PresenceMark::Away
                                                        : PresenceMark::Offline;
    const QRect box(measure::space16 - 2, m_label->geometry().center().y() + 1 - dot / 2, dot, dot);
    paintPresence(painter, QStyle::visualRect(layoutDirection(), rect(), box), m_theme, mark,
                  m_theme.colour(Token::Side));
}

} // namespace rookery::ui
