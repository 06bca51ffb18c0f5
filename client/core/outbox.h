// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One's own messages on their way: on this disk before the first attempt, sent in order per conversation, gone once
// the server has acknowledged them. Sending again is harmless, for the client id never changes (RELIABILITY promise
// 3). Client's main thread.
#pragma once

#include "client/core/types.h"
#include "common/base/result.h"

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>

namespace rookery {
class Clock;
class RandomSource;
} // namespace rookery

namespace rookery::client {

class ConversationBook;
class EventLog;
class Link;
class LocalCache;

class Outbox : public QObject {
    Q_OBJECT
public:
    Outbox(LocalCache &cache, Link &link, EventLog &log, ConversationBook &book, Clock &clock, RandomSource &random,
           QObject *parent = nullptr);

    void setSelf(UserId self) { m_self = self; }
    /// Puts a message into the outbox and, when signed in, sends it. EmptyText, TooLarge (limit and actual set) or
    /// StoreUnavailable (the cache's disk) refuse it before anything is kept.
    Result<ClientId> send(ConversationId conversation, const QString &text);
    using Changed = std::function<void(const Result<wire::Sent> &)>;
    /// Other words for a message of one's own, or taking one back: asked at once, not kept for later. Gives the place of
    /// the change itself; EmptyText and TooLarge as for send(), Disconnected, or what the server says.
    void edit(ConversationId conversation, quint64 seq, const QString &text, Changed changed);
    void recall(ConversationId conversation, quint64 seq, Changed changed);
    void retry(const ClientId &id);
    void discard(const ClientId &id);
    /// Oldest first.
    QList<OutboxEntry> entries(ConversationId conversation) const;
    qsizetype size() const;

    // From the session
    void setSignedIn(bool signedIn);
    /// Does what is due by the clock: the timer calls it, and tests with a clock of their own.
    void tick();

Q_SIGNALS:
    void changed(rookery::ConversationId conversation);
    void acknowledged(const rookery::ClientId &id, rookery::ConversationId conversation, quint64 seq);
    void refused(const rookery::ClientId &id, const rookery::Error &error);

private:
    Error checkText(const QString &cleaned) const;
    void ask(wire::Frame frame, const wire::Event &event, Changed changed);
    void pump();
    void transmit(const OutboxEntry &entry);
    void onReply(const ClientId &id, const Result<wire::Frame> &reply);
    /// Whether that can be the answer to this message: its conversation, and a place in the log that is not another's.
    bool isPlausible(const OutboxEntry &entry, const wire::Frame &reply) const;
    void onStored(const OutboxEntry &entry, const wire::Sent &sent);
    void refuse(OutboxEntry &entry, const Error &error);
    void pause(qint64 delayMs);
    OutboxEntry *find(const ClientId &id);
    void tell(ConversationId conversation);

    LocalCache &m_cache;
    Link &m_link;
    EventLog &m_log;
    ConversationBook &m_book;
    Clock &m_clock;
    RandomSource &m_random;
    QList<OutboxEntry> m_entries;               ///< Oldest first; the same as in the cache.
    QHash<ConversationId, ClientId> m_inFlight; ///< At most one each: a refusal must not let a later one pass.
    QTimer m_timer;
    qint64 m_pausedUntilMs = 0;
    UserId m_self;
    bool m_signedIn = false;
};

} // namespace rookery::client
