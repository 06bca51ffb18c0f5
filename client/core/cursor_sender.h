// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One's own cursors on their way to the server: kept in the cache until confirmed, gathered for 300 ms, one frame a
// conversation. Client's main thread.
#pragma once

#include "client/core/local_cache.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace rookery::client {

class Link;

class CursorSender : public QObject {
    Q_OBJECT
public:
    /// How long changes are gathered before they are sent, ms.
    static constexpr int gatherMs = 300;

    CursorSender(LocalCache &cache, Link &link, QObject *parent = nullptr);

    /// Lower numbers than before are ignored.
    void setDelivered(ConversationId id, quint64 seq) { note(id, {seq, 0}); }
    void setRead(ConversationId id, quint64 seq) { note(id, {seq, seq}); }
    /// How far a program has shown a conversation to its user, kept in the cache by the program's own key; 0 at first.
    quint64 shown(const QString &program, ConversationId id) const { return m_cache.mark(program, id); }
    void setShown(const QString &program, ConversationId id, quint64 seq) { m_cache.setMark(program, id, seq); }
    /// When true, what has waited is sent.
    void setSignedIn(bool signedIn);
    /// Sends without waiting for more.
    void flush();
    /// Nothing waits for the server.
    bool isIdle() const { return m_open.isEmpty(); }

Q_SIGNALS:
    void idle();

private:
    void note(ConversationId id, const LocalCache::Cursor &cursor);
    void onReply(ConversationId id, const LocalCache::Cursor &sent, const Error &error);

    LocalCache &m_cache;
    Link &m_link;
    QHash<ConversationId, LocalCache::Cursor> m_open; ///< Not confirmed.
    QHash<ConversationId, LocalCache::Cursor> m_sent; ///< The answer is awaited.
    QHash<ConversationId, LocalCache::Cursor> m_confirmed;
    QTimer m_timer;
    bool m_signedIn = false;
};

} // namespace rookery::client
