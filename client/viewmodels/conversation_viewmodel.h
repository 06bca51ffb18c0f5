// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The open conversation: its head, who is writing, its timeline and its composer, and what has been read of it. Exists
// as long as the conversation is open. Main thread.
#pragma once

#include "client/core/types.h"
#include "client/models/timeline_model.h"
#include "client/viewmodels/composer_viewmodel.h"

#include <QtCore/QObject>

namespace rookery {
class Clock;
}

namespace rookery::client {

class AccountSession;

class ConversationViewModel : public QObject {
    Q_OBJECT

public:
    ConversationViewModel(AccountSession &session, const Clock &clock, ConversationId conversation,
                          QObject *parent = nullptr);

    ConversationId id() const { return m_id; }
    ConversationSummary summary() const;
    bool isGroup() const;
    /// No longer a member: readable, not writable.
    bool isLeft() const;
    QString title() const;
    /// "12 members, 9 online"; of a person: "Online", "Last seen 17 Nov".
    QString subtitle() const;
    /// "Jonas is writing..."; empty while nobody is.
    QString typingText() const;
    /// "This is the start of your conversation with Bob."
    QString startText(qint64 firstTimeMs) const;
    /// Members as people, those online first; oneself included. Of a direct conversation: the other.
    QList<Person> members() const;
    qint64 nowMs() const;

    TimelineModel &timeline() { return m_timeline; }
    ComposerViewModel &composer() { return m_composer; }
    UserId self() const;

    /// The window has the person's attention; only then does anything count as read.
    void setActive(bool active);
    /// The newest event that is wholly on screen.
    void setSeen(quint64 seq);
    /// Everything is read, wherever the view is.
    void markAllRead();
    void retry(const ClientId &message);
    void discard(const ClientId &message);
    /// Other words for one's own message, in the composer; of the newest one, where there is one on this device.
    void edit(quint64 seq, const QString &text);
    void editLast();
    void recall(quint64 seq);
    void leave();

Q_SIGNALS:
    void headChanged();
    void typingChanged();
    /// leave() or recall() did not work.
    void failed(const rookery::Error &error);

private:
    void markSeen();

    AccountSession &m_session;
    const Clock &m_clock;
    ConversationId m_id;
    TimelineModel m_timeline;
    ComposerViewModel m_composer;
    quint64 m_seen = 0;
    bool m_isActive = false;
};

} // namespace rookery::client
