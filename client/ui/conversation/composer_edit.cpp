// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/conversation/composer_edit.h"

#include <QtCore/QMimeData>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QTextBlock>
#include <QtWidgets/QScrollBar>

#include <cmath>

namespace rookery::ui {

namespace {

constexpr int paddingX = 8; // QPlainTextEdit's document adds 4.

} // namespace

ComposerEdit::ComposerEdit(const Theme &theme, QWidget *parent) : QPlainTextEdit(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setPlaceholderText(tr("Write a message..."));
    setAccessibleName(tr("Message"));
    viewport()->setAutoFillBackground(false); // The composer paints the ground and the edge around it.
    setCenterOnScroll(false);
    connect(this, &QPlainTextEdit::textChanged, this, &ComposerEdit::fitHeight);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &ComposerEdit::fitHeight);
    connect(&theme, &Theme::changed, this, &ComposerEdit::applyTheme);
    applyTheme();
}

void ComposerEdit::applyTheme()
{
    setFont(m_theme.font(FontRole::Message));
    const int line = int(std::ceil(QFontMetricsF(font()).lineSpacing()));
    const int free = m_theme.grown(measure::composerMinimum) - line;
    const int margin = int(document()->documentMargin());
    setViewportMargins(paddingX, std::max(0, free / 2 - margin), paddingX, std::max(0, (free + 1) / 2 - margin));
    fitHeight();
}

int ComposerEdit::heightOfLines(int lines) const
{
    const int line = int(std::ceil(QFontMetricsF(font()).lineSpacing()));
    return m_theme.grown(measure::composerMinimum) + (lines - 1) * line;
}

void ComposerEdit::fitHeight()
{
    // QPlainTextEdit's document height counts lines.
    const int lines = std::max(1, int(std::ceil(document()->size().height())));
    const int height = std::min(heightOfLines(std::min(lines, linesMax)), m_theme.grown(measure::composerMaximum));
    setVerticalScrollBarPolicy(lines > linesMax ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (height != minimumHeight() || height != maximumHeight())
        setFixedHeight(height);
    if (lines <= linesMax)
        verticalScrollBar()->setValue(0);
}

QSize ComposerEdit::sizeHint() const
{
    return {measure::timelineMinimum / 2, heightOfLines(1)};
}

QSize ComposerEdit::minimumSizeHint() const
{
    return {measure::space32 * 2, heightOfLines(1)};
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool control = event->modifiers() & Qt::ControlModifier;
    if (isEnter && !(event->modifiers() & Qt::ShiftModifier)) {
        // Enter confirms what is being composed: it is the input method's key then, not ours.
        if (!m_isComposing)
            Q_EMIT sendRequested();
        event->accept();
        return;
    }
    if (event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier && document()->isEmpty() && !m_isComposing) {
        Q_EMIT editLastRequested();
        event->accept();
        return;
    }
    const bool isEdge = control && (event->key() == Qt::Key_Home || event->key() == Qt::Key_End);
    if (event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown || isEdge) {
        Q_EMIT timelineKey(event);
        return;
    }
    if (control && event->key() == Qt::Key_Tab) { // Next conversation, not a focus change.
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void ComposerEdit::inputMethodEvent(QInputMethodEvent *event)
{
    m_isComposing = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText();
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    insertPlainText(source->text());
}

void ComposerEdit::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    if (parentWidget())
        parentWidget()->update();
}

void ComposerEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (parentWidget())
        parentWidget()->update();
}

} // namespace rookery::ui
