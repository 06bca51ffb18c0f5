// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Who is writing where, and our own "is writing" towards the server: at most one frame per 5 s while writing goes on,
// forgotten after 8 s of silence. Client's main thread.
#pragma once

#include "client/core/types.h"

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace rookery {
class Clock;
}

namespace rookery::client {

class Link;

class TypingTracker : public QObject {
    Q_OBJECT
public:
    TypingTracker(Link &link, Clock &clock, QObject *parent = nullptr);

    QList<UserId> writing(ConversationId id) const;
    /// The person here has changed the text of the composer; call as often as it happens.
    void noteOwnInput(ConversationId id);
    /// Sent, cleared or left.
    void noteOwnStop(ConversationId id);

    // From the session
    void apply(const wire::Typing &typing);
    /// A message has arrived: that person is no longer writing.
    void noteMessage(ConversationId id, UserId sender);
    void clear();
    /// Does what is due by the clock: the timer calls it, and tests with a clock of their own.
    void tick();

Q_SIGNALS:
    void changed(rookery::ConversationId id);

private:
    void send(ConversationId id, bool active);
    void wake();

    Link &m_link;
    Clock &m_clock;
    QHash<ConversationId, QHash<UserId, qint64>> m_writing;
    QHash<ConversationId, qint64> m_lastSent;
    QTimer m_timer;
};

} // namespace rookery::client
