// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/widgets/fields.h"

#include "client/ui/theme/style_painter.h"
#include "client/ui/widgets/icon_button.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>

namespace rookery::ui {

namespace {

/// Puts a button at the end of the field and keeps the text clear of it.
void placeAtEnd(QLineEdit &field, QWidget &button, int lead)
{
    const QSize size = button.sizeHint();
    const bool mirrored = field.layoutDirection() == Qt::RightToLeft;
    const int x = mirrored ? measure::space4 : field.width() - size.width() - measure::space4;
    button.setGeometry(x, (field.height() - size.height()) / 2, size.width(), size.height());
    const int trail = size.width() - measure::space4;
    field.setTextMargins(mirrored ? trail : lead, 0, mirrored ? lead : trail, 0);
}

} // namespace

TextField::TextField(const Theme &theme, QWidget *parent) : QLineEdit(parent), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

QSize TextField::sizeHint() const
{
    return QLineEdit::sizeHint().expandedTo({0, m_theme.grown(leastHeight())});
}

QSize TextField::minimumSizeHint() const
{
    return {QLineEdit::minimumSizeHint().width(), sizeHint().height()};
}

PasswordField::PasswordField(const Theme &theme, QWidget *parent)
    : TextField(theme, parent), m_eye(new IconButton(theme, QString(), QString(), IconButtonSize::Tool, this))
{
    m_eye->setCheckable(false);
    m_eye->setCursor(Qt::ArrowCursor);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    setRevealed(false);
    connect(m_eye, &QAbstractButton::clicked, this, [this] { setRevealed(echoMode() == QLineEdit::Password); });
}

void PasswordField::setRevealed(bool revealed)
{
    setEchoMode(revealed ? QLineEdit::Normal : QLineEdit::Password);
    m_eye->setIconName(revealed ? QStringLiteral("eye-off") : QStringLiteral("eye"));
    m_eye->setLabel(revealed ? tr("Hide password") : tr("Show password"));
}

void PasswordField::place()
{
    placeAtEnd(*this, *m_eye, 0);
}

void PasswordField::resizeEvent(QResizeEvent *event)
{
    TextField::resizeEvent(event);
    place();
}

void PasswordField::changeEvent(QEvent *event)
{
    TextField::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        place();
}

SearchField::SearchField(const Theme &theme, QWidget *parent)
    : TextField(theme, parent),
      m_clear(new IconButton(theme, QStringLiteral("x"), tr("Clear"), IconButtonSize::Tool, this))
{
    setFieldLook(*this, FieldLook::Quiet);
    setPlaceholderText(tr("Search"));
    setAccessibleName(tr("Search"));
    m_clear->setCursor(Qt::ArrowCursor);
    m_clear->setFocusPolicy(Qt::NoFocus); // Esc does the same by keyboard
    m_clear->hide();
    connect(m_clear, &QAbstractButton::clicked, this, &QLineEdit::clear);
    connect(this, &QLineEdit::textChanged, m_clear,
            [this](const QString &text) { m_clear->setVisible(!text.isEmpty()); });
}

void SearchField::setShortcutHint(const QKeySequence &keys)
{
    m_hint = keys.toString(QKeySequence::NativeText);
    update();
}

void SearchField::paintEvent(QPaintEvent *event)
{
    TextField::paintEvent(event);
    QPainter painter(this);
    const int icon = theme().grown(measure::inlineIcon);
    const QRect box(measure::space8 + 2, 0, icon, height());
    style::paintIcon(theme(), painter, QStringLiteral("search"), Token::Text2,
                     QStyle::visualRect(layoutDirection(), rect(), box), icon);
    if (m_hint.isEmpty() || !text().isEmpty())
        return;
    painter.setFont(theme().font(FontRole::Secondary));
    painter.setPen(theme().colour(Token::Text3));
    const QRect area = rect().adjusted(measure::space8, 0, -measure::space8, 0);
    painter.drawText(area, int(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight)) | Qt::AlignVCenter, m_hint);
}

void SearchField::place()
{
    // The field's own padding is 12, the icon begins at 10, and 10 more keep the text off it.
    placeAtEnd(*this, *m_clear, theme().grown(measure::inlineIcon) + measure::space8);
}

void SearchField::resizeEvent(QResizeEvent *event)
{
    TextField::resizeEvent(event);
    place();
}

void SearchField::changeEvent(QEvent *event)
{
    TextField::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        place();
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    TextField::keyPressEvent(event);
}

} // namespace rookery::ui
