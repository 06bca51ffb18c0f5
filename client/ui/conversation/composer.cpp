// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/composer.h"

#include "client/ui/conversation/composer_edit.h"
#include "client/ui/conversation/emoji_popup.h"
#include "client/ui/error_text.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/icon_button.h"
#include "client/ui/widgets/text_label.h"
#include "client/viewmodels/composer_viewmodel.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace rookery::ui {

Composer::Composer(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_edit(new ComposerEdit(theme, this)),
      m_send(new Button(theme, tr("Send"), ButtonVariant::Primary, this)),
      m_emoji(new IconButton(theme, QStringLiteral("smile"), tr("Emoji"), IconButtonSize::Tool, this)),
      m_note(new TextLabel(theme, FontRole::Secondary, Token::Text2, this))
{
    m_emoji->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_E));
    m_send->setToolTip(tr("Send (Enter)"));
    m_send->setMinimumWidth(measure::sendWidth);
    m_send->setLeastHeight(measure::composerMinimum);
    m_send->setAutoDefault(false);
    m_send->setFocusPolicy(Qt::TabFocus);
    m_note->setWordWrap(true);
    buildLayout();
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (m_viewModel)
            m_viewModel->setText(m_edit->toPlainText());
    });
    connect(m_edit, &ComposerEdit::sendRequested, this, &Composer::send);
    connect(m_send, &QPushButton::clicked, this, &Composer::send);
    connect(m_emoji, &QAbstractButton::clicked, this, &Composer::showEmoji);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setViewModel(nullptr);
}

void Composer::buildLayout()
{
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(measure::space4 / 2, 2, 0, 2);
    tools->setSpacing(2);
    tools->addWidget(m_emoji);
    tools->addStretch(1);
    auto *line = new QHBoxLayout;
    line->setSpacing(measure::space8);
    line->addWidget(m_edit, 1, Qt::AlignBottom);
    line->addWidget(m_send, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::space12, measure::space4, measure::space12, measure::space12);
    column->setSpacing(0);
    column->addLayout(tools);
    column->addSpacing(2);
    column->addLayout(line);
    column->addWidget(m_note);
}

void Composer::setViewModel(client::ComposerViewModel *viewModel)
{
    if (m_viewModel)
        m_viewModel->disconnect(this);
    m_viewModel = viewModel;
    setEnabled(m_viewModel != nullptr);
    {
        const QSignalBlocker blocker(m_edit);
        m_edit->setPlainText(m_viewModel ? m_viewModel->text() : QString());
    }
    m_edit->moveCursor(QTextCursor::End);
    if (m_viewModel) {
        connect(m_viewModel, &client::ComposerViewModel::textReplaced, this, [this] {
            const QSignalBlocker blocker(m_edit);
            m_edit->setPlainText(m_viewModel->text());
            m_edit->moveCursor(QTextCursor::End);
        });
        connect(m_viewModel, &client::ComposerViewModel::stateChanged, this, &Composer::refresh);
    }
    refresh();
}

void Composer::focusField()
{
    m_edit->setFocus();
}

void Composer::showEmoji()
{
    if (!m_popup) {
        m_popup = new EmojiPopup(m_theme, this);
        connect(m_popup, &EmojiPopup::chosen, this, [this](const QString &emoji) {
            m_edit->insertPlainText(emoji);
            focusField();
        });
    }
    m_popup->popupAbove(m_emoji->mapToGlobal(QPoint(0, -measure::space4)));
}

QString Composer::noteText() const
{
    if (!m_viewModel)
        return {};
    if (m_viewModel->problem().code != ErrorCode::None)
        return errorText(m_viewModel->problem());
    const QString counter = m_viewModel->counterText();
    return counter.isEmpty() && m_viewModel->isEditing() ? tr("You are editing a message. Press Esc to cancel.")
                                                         : counter;
}

void Composer::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_viewModel && m_viewModel->isEditing()) {
        m_viewModel->cancelEdit();
        event->accept();
        return;
    }
    QWidget::keyPressEvent(event);
}

void Composer::refresh()
{
    m_send->setText(m_viewModel && m_viewModel->isEditing() ? tr("Save") : tr("Send"));
    m_send->setEnabled(m_viewModel && m_viewModel->canSend());
    const bool failed = m_viewModel && m_viewModel->problem().code != ErrorCode::None;
    const QString note = noteText();
    m_note->setToken(failed || (m_viewModel && m_viewModel->isTooLong()) ? Token::Danger : Token::Text2);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    update();
}

void Composer::send()
{
    if (m_viewModel)
        m_viewModel->send();
    focusField();
}

void Composer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Token::Background));
    painter.fillRect(0, 0, width(), measure::border, m_theme.colour(Token::Border));
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = m_edit->hasFocus();
    constexpr qreal pen = measure::border; // Thin even with the focus, which is here most of the day.
    painter.setPen(QPen(m_theme.colour(focused ? Token::Accent : Token::Border), pen));
    painter.setBrush(m_theme.colour(Token::Side));
    const QRectF box = QRectF(m_edit->geometry()).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2);
    painter.drawRoundedRect(box, measure::radiusCard, measure::radiusCard);
}

void Composer::mousePressEvent(QMouseEvent *)
{
    focusField();
}

} // namespace rookery::ui
