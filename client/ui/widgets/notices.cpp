// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/widgets/notices.h"

#include "client/ui/theme/style_painter.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/text_label.h"

#include <QtCore/QTimerEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

namespace {

struct BannerLook {
    Token ground;
    Token text;
    QString icon;
};

BannerLook bannerLook(BannerKind kind)
{
    switch (kind) {
    case BannerKind::Info:
        return {Token::Side, Token::Text, QStringLiteral("info")};
    case BannerKind::Ok:
        return {Token::Background, Token::Ok, QStringLiteral("circle-check")};
    case BannerKind::Warn:
        return {Token::WarnBackground, Token::Warn, QStringLiteral("wifi-off")};
    case BannerKind::Error:
        return {Token::ErrorBackground, Token::Danger, QStringLiteral("circle-alert")};
    }
    Q_UNREACHABLE();
}

} // namespace

Banner::Banner(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_text(new TextLabel(theme, FontRole::Body, Token::Text, this)),
      m_action(new Button(theme, QString(), ButtonVariant::Link, this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(measure::space16, measure::space4, measure::space16, measure::space4);
    row->setSpacing(0);
    m_iconRoom = new QSpacerItem(0, 0, QSizePolicy::Fixed, QSizePolicy::Minimum); // the icon, painted
    row->addItem(m_iconRoom);
    row->addWidget(m_text, 1);
    row->addSpacing(measure::space16);
    row->addWidget(m_action);
    m_text->setWordWrap(true);
    setMinimumHeight(measure::hitTarget + measure::space8);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    const auto makeRoom = [this, row] {
        m_iconRoom->changeSize(m_theme.grown(measure::inlineIcon) + measure::space8, 0, QSizePolicy::Fixed);
        row->invalidate();
    };
    makeRoom();
    connect(&theme, &Theme::changed, this, makeRoom);
    setContent(BannerKind::Info, QString());
}

void Banner::setContent(BannerKind kind, const QString &text, const QString &action)
{
    m_kind = kind;
    m_text->setToken(bannerLook(kind).text);
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    update();
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const BannerLook look = bannerLook(m_kind);
    painter.fillRect(rect(), m_theme.colour(look.ground));
    painter.fillRect(0, height() - measure::border, width(), measure::border, m_theme.colour(Token::Border));
    const int icon = m_theme.grown(measure::inlineIcon);
    const QRect box(measure::space16, 0, icon, height());
    style::paintIcon(m_theme, painter, look.icon, look.text, QStyle::visualRect(layoutDirection(), rect(), box), icon);
}

EmptyState::EmptyState(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_icon(new QLabel(this)),
      m_text(new TextLabel(theme, FontRole::Body, Token::Text2, this)),
      m_action(new Button(theme, QString(), ButtonVariant::Secondary, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::space24, measure::space24, measure::space24, measure::space24);
    column->setSpacing(measure::space12);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addWidget(m_text);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);
    m_icon->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignCenter);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(&theme, &Theme::changed, this, &EmptyState::showIcon);
}

void EmptyState::setContent(const QString &iconName, const QString &text, const QString &action)
{
    m_iconName = iconName;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    showIcon();
}

void EmptyState::showIcon()
{
    m_icon->setVisible(!m_iconName.isEmpty());
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(m_theme.icon(m_iconName, Token::Text3, measure::space32, devicePixelRatioF()));
}

Toast::Toast(const Theme &theme, QWidget &host) : QWidget(&host), m_theme(theme)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void Toast::showText(const QString &text, int ms)
{
    m_text = text;
    setAccessibleName(text);
    const QFontMetrics metrics(m_theme.font(FontRole::Body));
    const int room = parentWidget()->width() - 2 * measure::space16;
    const QSize size(qMin(room, metrics.horizontalAdvance(text) + 2 * measure::space16 + 2),
                     m_theme.lineHeight(FontRole::Body) + measure::space16);
    setGeometry((parentWidget()->width() - size.width()) / 2,
                parentWidget()->height() - size.height() - measure::space24, size.width(), size.height());
    raise();
    show();
    update();
    m_timer.start(ms, this);
}

void Toast::timerEvent(QTimerEvent *)
{
    m_timer.stop();
    hide();
}

void Toast::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    style::paintRounded(painter, rect(), measure::radiusCard, m_theme.colour(Token::Text));
    painter.setFont(m_theme.font(FontRole::Body));
    painter.setPen(m_theme.colour(Token::Background));
    const QRect area = rect().adjusted(measure::space16, 0, -measure::space16, 0);
    painter.drawText(area, Qt::AlignCenter | Qt::TextSingleLine,
                     style::elidedText(painter.fontMetrics(), m_text, area.width()));
}

} // namespace rookery::ui
