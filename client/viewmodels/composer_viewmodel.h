// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What is being written in one conversation: the draft, kept in the cache at most a second after the last key; how much
// of the limit it takes; and sending. Main thread.
#pragma once

#include "client/core/types.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace rookery::client {

class AccountSession;

class ComposerViewModel : public QObject {
    Q_OBJECT

public:
    /// The draft is written this long after the last change, ms; RELIABILITY bar 2 allows a second.
    static constexpr int draftDelayMs = 700;

    ComposerViewModel(AccountSession &session, ConversationId conversation, QObject *parent = nullptr);
    ~ComposerViewModel() override;

    QString text() const { return m_text; }
    void setText(const QString &text);
    /// Writes other words for a message that was sent; the draft waits meanwhile.
    void beginEdit(quint64 seq, const QString &text);
    /// Back to the draft.
    void cancelEdit();
    bool isEditing() const { return m_editedSeq != 0; }
    /// Puts the message into the outbox and empties the text; keeps it where that fails, see problem(). While editing:
    /// asks for the edit, and goes back to the draft once it is stored.
    bool send();
    bool canSend() const;

    /// From 80 % of the limit on: "13,200 of 16,384 characters."; else empty.
    QString counterText() const;
    bool isTooLong() const;
    /// Why the last send() failed; None where it did not.
    Error problem() const { return m_problem; }
    /// Writes the draft now.
    void saveDraft();

Q_SIGNALS:
    void textReplaced(); ///< By send(), not by setText().
    void stateChanged(); ///< canSend(), counterText() or problem().
    void sent();

private:
    qsizetype limitBytes() const;
    void replaceText(const QString &text);
    void sendEdit();

    AccountSession &m_session;
    ConversationId m_conversation;
    QString m_text;
    QTimer m_draftTimer;
    Error m_problem{ErrorCode::None};
    qsizetype m_bytes = 0;
    bool m_isDraftStale = false;
    quint64 m_editedSeq = 0;
    QString m_draft; ///< While editing.
};

} // namespace rookery::client
