// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/viewmodels/composer_viewmodel.h"

#include "client/core/account_session.h"
#include "client/core/typing_tracker.h"
#include "common/protocol/limits.h"

#include <QtCore/QLocale>
#include <QtCore/QPointer>

#include <algorithm>

namespace rookery::client {

ComposerViewModel::ComposerViewModel(AccountSession &session, ConversationId conversation, QObject *parent)
    : QObject(parent), m_session(session), m_conversation(conversation),
      m_text(session.conversations().conversation(conversation).draft)
{
    m_bytes = m_text.toUtf8().size();
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(draftDelayMs);
    connect(&m_draftTimer, &QTimer::timeout, this, &ComposerViewModel::saveDraft);
}

ComposerViewModel::~ComposerViewModel()
{
    saveDraft();
}

void ComposerViewModel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    m_bytes = text.toUtf8().size();
    m_problem = Error(ErrorCode::None);
    m_isDraftStale = !isEditing();
    // Not restarted by each key: a draft is never older than the delay, however fast one types.
    if (!m_draftTimer.isActive())
        m_draftTimer.start();
    if (m_text.trimmed().isEmpty())
        m_session.typing().noteOwnStop(m_conversation);
    else
        m_session.typing().noteOwnInput(m_conversation);
    Q_EMIT stateChanged();
}

void ComposerViewModel::beginEdit(quint64 seq, const QString &text)
{
    saveDraft();
    if (!isEditing())
        m_draft = m_text;
    m_editedSeq = seq;
    replaceText(text);
}

void ComposerViewModel::cancelEdit()
{
    if (!isEditing())
        return;
    m_editedSeq = 0;
    replaceText(std::exchange(m_draft, {}));
}

void ComposerViewModel::replaceText(const QString &text)
{
    m_text = text;
    m_bytes = text.toUtf8().size();
    m_problem = Error(ErrorCode::None);
    m_session.typing().noteOwnStop(m_conversation);
    Q_EMIT textReplaced();
    Q_EMIT stateChanged();
}

void ComposerViewModel::sendEdit()
{
    const QPointer<ComposerViewModel> guard(this);
    m_session.outbox().edit(m_conversation, m_editedSeq, m_text.trimmed(),
                            [guard, seq = m_editedSeq](const Result<wire::Sent> &changed) {
                                if (!guard || guard->m_editedSeq != seq)
                                    return;
                                if (changed)
                                    return guard->cancelEdit();
                                guard->m_problem = changed.error();
                                Q_EMIT guard->stateChanged();
                            });
}

bool ComposerViewModel::send()
{
    if (!canSend())
        return false;
    if (isEditing()) {
        sendEdit();
        return true;
    }
    const Result<ClientId> result = m_session.outbox().send(m_conversation, m_text.trimmed());
    if (!result) {
        m_problem = result.error();
        Q_EMIT stateChanged();
        return false;
    }
    m_session.typing().noteOwnStop(m_conversation);
    m_text.clear();
    m_bytes = 0;
    m_problem = Error(ErrorCode::None);
    m_isDraftStale = true;
    saveDraft();
    Q_EMIT textReplaced();
    Q_EMIT stateChanged();
    Q_EMIT sent();
    return true;
}

bool ComposerViewModel::canSend() const
{
    return !isTooLong() && !m_text.trimmed().isEmpty();
}

QString ComposerViewModel::counterText() const
{
    if (m_bytes * 5 < limitBytes() * 4)
        return {};
    // The limit counts bytes, people count characters: what fits depends on the script this text is written in.
    const QLocale locale;
    const qint64 fits = qint64(limitBytes()) * m_text.size() / std::max<qint64>(1, m_bytes);
    return isTooLong() ? tr("%1 of %2 characters. Shorten the message to send it.")
                             .arg(locale.toString(qint64(m_text.size())), locale.toString(fits))
                       : tr("%1 of %2 characters.").arg(locale.toString(qint64(m_text.size())), locale.toString(fits));
}

bool ComposerViewModel::isTooLong() const
{
    return m_bytes > limitBytes();
}

void ComposerViewModel::saveDraft()
{
    m_draftTimer.stop();
    if (!std::exchange(m_isDraftStale, false))
        return;
    m_session.conversations().setDraft(m_conversation, m_text);
}

qsizetype ComposerViewModel::limitBytes() const
{
    const qsizetype given = qsizetype(m_session.link().welcome().max_text_bytes());
    return given > 0 ? std::min(given, limits::messageTextBytes) : limits::messageTextBytes;
}

} // namespace rookery::client
