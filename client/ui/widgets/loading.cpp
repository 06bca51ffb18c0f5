// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/widgets/loading.h"

#include "client/ui/theme/style_painter.h"

#include <QtCore/QTimerEvent>
#include <QtGui/QPainter>

namespace rookery::ui {

namespace {

constexpr int frameMs = 40;        // 25 frames a second suffice for 16 px
constexpr int turnMs = 1000;       // one turn
constexpr int fullTurn = 360 * 16; // QPainter::drawArc counts in 1/16 degree

} // namespace

Spinner::Spinner(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void Spinner::showEvent(QShowEvent *)
{
    m_shown.start();
    m_visible = false;
    m_timer.start(motion::loadingDelay, this);
}

void Spinner::hideEvent(QHideEvent *)
{
    m_timer.stop();
}

void Spinner::timerEvent(QTimerEvent *)
{
    if (!m_visible) {
        m_visible = true;
        if (m_theme.isReducedMotion())
            m_timer.stop();
        else
            m_timer.start(frameMs, this);
    }
    update();
}

void Spinner::paintEvent(QPaintEvent *)
{
    if (!m_visible)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ring = QRectF(rect()).adjusted(2, 2, -2, -2);
    painter.setPen(QPen(m_theme.colour(Token::Border), 2));
    painter.drawEllipse(ring);
    const int start = m_theme.isReducedMotion() ? fullTurn / 4 : -int(m_shown.elapsed() % turnMs * fullTurn / turnMs);
    painter.setPen(QPen(m_theme.colour(Token::Accent), 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(ring, start, fullTurn / 4);
}

SkeletonRows::SkeletonRows(const Theme &theme, int rows, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_rows(rows)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

QSize SkeletonRows::sizeHint() const
{
    return {measure::listMinimum, m_rows * measure::listRow};
}

void SkeletonRows::showEvent(QShowEvent *)
{
    m_visible = false;
    m_delay.start(motion::loadingDelay, this);
}

void SkeletonRows::hideEvent(QHideEvent *)
{
    m_delay.stop();
}

void SkeletonRows::timerEvent(QTimerEvent *)
{
    m_delay.stop();
    m_visible = true;
    update();
}

void SkeletonRows::paintEvent(QPaintEvent *)
{
    if (!m_visible)
        return;
    QPainter painter(this);
    const QColor grey = m_theme.colour(Token::Hover);
    constexpr int lineHeight = 10;
    constexpr int linesX = measure::listPaddingX + measure::listAvatar + measure::listGap;
    const int room = qMax(0, width() - linesX - measure::listPaddingX);
    const auto block = [&](const QRect &box, qreal radius) {
        style::paintRounded(painter, QStyle::visualRect(layoutDirection(), rect(), box), radius, grey);
    };
    for (int row = 0; row < m_rows; ++row) {
        const int top = row * measure::listRow;
        block({measure::listPaddingX, top + 12, measure::listAvatar, measure::listAvatar}, measure::listAvatar / 2.0);
        // Different lengths look like text, equal ones like a table.
        block({linesX, top + 17, room * (45 + row * 13 % 30) / 100, lineHeight}, lineHeight / 2.0);
        block({linesX, top + 37, room * (70 + row * 17 % 30) / 100, lineHeight}, lineHeight / 2.0);
    }
}

} // namespace rookery::ui
