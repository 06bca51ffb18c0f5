// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/cursor_sender.h"

#include "client/core/link.h"

namespace rookery::client {

CursorSender::CursorSender(LocalCache &cache, Link &link, QObject *parent)
    : QObject(parent), m_cache(cache), m_link(link), m_open(cache.cursors())
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(gatherMs);
    connect(&m_timer, &QTimer::timeout, this, &CursorSender::flush);
}

void CursorSender::note(ConversationId id, const LocalCache::Cursor &cursor)
{
    LocalCache::Cursor open = m_open.value(id);
    const LocalCache::Cursor confirmed = m_confirmed.value(id);
    if (cursor.delivered <= qMax(open.delivered, confirmed.delivered) && cursor.read <= qMax(open.read, confirmed.read))
        return;
    open.delivered = qMax(open.delivered, cursor.delivered);
    open.read = qMax(open.read, cursor.read);
    m_open.insert(id, open);
    m_cache.storeCursor(id, open);
    if (m_signedIn && !m_timer.isActive())
        m_timer.start();
}

void CursorSender::setSignedIn(bool signedIn)
{
    m_signedIn = signedIn;
    m_sent.clear();
    // A server that comes back may have less than it had confirmed: what the session finds missing is told again.
    m_confirmed.clear();
    if (signedIn)
        flush();
    else
        m_timer.stop();
}

void CursorSender::flush()
{
    m_timer.stop();
    if (!m_signedIn || m_link.state() != Link::State::Ready)
        return;
    const QHash<ConversationId, LocalCache::Cursor> open = m_open;
    for (auto cursor = open.constBegin(); cursor != open.constEnd(); ++cursor) {
        const ConversationId id = cursor.key();
        const LocalCache::Cursor sent = *cursor;
        const LocalCache::Cursor awaited = m_sent.value(id);
        if (awaited.delivered >= sent.delivered && awaited.read >= sent.read)
            continue;
        m_sent.insert(id, sent);
        wire::Frame frame;
        wire::SetCursor &request = *frame.mutable_set_cursor();
        request.set_conversation_id(id.value);
        request.set_delivered_seq(sent.delivered);
        request.set_read_seq(sent.read);
        m_link.request(std::move(frame), [this, id, sent](const Result<wire::Frame> &reply) {
            onReply(id, sent, reply ? Error(ErrorCode::None) : reply.error());
        });
    }
}

void CursorSender::onReply(ConversationId id, const LocalCache::Cursor &sent, const Error &error)
{
    if (error.code == ErrorCode::Disconnected)
        return;
    const LocalCache::Cursor awaited = m_sent.value(id);
    if (awaited.delivered == sent.delivered && awaited.read == sent.read)
        m_sent.remove(id);
    const bool isOver = error.code == ErrorCode::None || error.code == ErrorCode::NotMember
        || error.code == ErrorCode::NotFound || error.code == ErrorCode::Forbidden
        || error.code == ErrorCode::Malformed;
    if (!isOver) {
        m_timer.start(); // busy, timed out: again
        return;
    }
    m_cache.removeCursor(id, sent);
    LocalCache::Cursor &confirmed = m_confirmed[id];
    confirmed = {qMax(confirmed.delivered, sent.delivered), qMax(confirmed.read, sent.read)};
    const LocalCache::Cursor open = m_open.value(id);
    if (open.delivered <= sent.delivered && open.read <= sent.read)
        m_open.remove(id);
    if (m_open.isEmpty())
        Q_EMIT idle();
}

} // namespace rookery::client
