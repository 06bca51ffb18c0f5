// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/theme/focus_ring.h"

#include "client/ui/theme/tokens.h"

#include <QtGui/QFocusEvent>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QStyleOption>
#include <QtWidgets/QStylePainter>

namespace rookery::ui {

namespace {

bool wantsRing(const QObject *object)
{
    return qobject_cast<const QAbstractButton *>(object) || qobject_cast<const QComboBox *>(object);
}

bool cameByKeyboard(Qt::FocusReason reason)
{
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
}

class Ring final : public QWidget {
public:
    explicit Ring(QWidget *window) : QWidget(window)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QStylePainter painter(this);
        QStyleOption option;
        option.initFrom(this);
        painter.drawControl(QStyle::CE_FocusFrame, option);
    }
};

} // namespace

FocusRing::FocusRing(QApplication &application) : QObject(&application)
{
    application.installEventFilter(this);
}

bool FocusRing::eventFilter(QObject *watched, QEvent *event)
{
    if (m_target && (event->type() == QEvent::Move || event->type() == QEvent::Resize) && watched->isWidgetType()) {
        const auto *moved = static_cast<QWidget *>(watched);
        if (moved == m_target || moved->isAncestorOf(m_target))
            place();
    }
    switch (event->type()) {
    case QEvent::FocusIn:
        if (watched->isWidgetType()) {
            const bool ring = wantsRing(watched) && cameByKeyboard(static_cast<QFocusEvent *>(event)->reason());
            showAround(ring ? static_cast<QWidget *>(watched) : nullptr);
        }
        break;
    case QEvent::FocusOut:
    case QEvent::MouseButtonPress:
        showAround(nullptr);
        break;
    case QEvent::Hide:
        if (watched == m_target)
            showAround(nullptr);
        break;
    default:
        break;
    }
    return false;
}

void FocusRing::showAround(QWidget *widget)
{
    if (m_target == widget)
        return;
    m_target = widget;
    if (!widget) {
        if (m_ring)
            m_ring->hide();
        return;
    }
    if (m_ring && m_ring->parentWidget() != widget->window())
        delete m_ring;
    if (!m_ring) // goes with its window
        m_ring = new Ring(widget->window());
    place();
    m_ring->raise();
    m_ring->show();
}

void FocusRing::place()
{
    if (!m_ring)
        return;
    constexpr int margin = measure::focusOffset + measure::focusWidth;
    const QPoint corner = m_target->mapTo(m_target->window(), QPoint(0, 0));
    m_ring->setGeometry(QRect(corner, m_target->size()).adjusted(-margin, -margin, margin, margin));
}

} // namespace rookery::ui
