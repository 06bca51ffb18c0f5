// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/storage/write_session.h"

#include "common/base/bytes.h"
#include "server/storage/event_codec.h"

namespace rookery::server {

namespace {

/// The cache may not grow without bound: beyond this it is written and begun anew.
constexpr qsizetype cachedConversationsMax = 100'000;

} // namespace

Result<quint64> WriteSession::lastSeq(ConversationId conversation)
{
    if (const auto known = m_lastSeqs.constFind(conversation); known != m_lastSeqs.cend())
        return known->value;
    Rows rows = run("SELECT last_seq FROM conversations WHERE id = ?", {qint64(conversation.value)});
    if (!rows.next())
        return rows.isOk() ? Error(ErrorCode::NotFound) : rows.error();
    const quint64 seq = rows.id(0);
    m_lastSeqs.insert(conversation, {seq, true});
    return seq;
}

Result<wire::Event> WriteSession::appendEvent(ConversationId conversation, UserId sender, const QByteArray &clientId,
                                              qint64 nowMs, const wire::Event &bodyOnly)
{
    const Result<quint64> last = lastSeq(conversation);
    if (!last)
        return last.error();
    const quint64 seq = last.value() + 1;
    const StoredBody body = storedBody(bodyOnly);
    Rows rows = run("INSERT INTO events(conversation_id, seq, time_ms, sender_id, client_id, kind, body)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    {qint64(conversation.value), qint64(seq), nowMs, qint64(sender.value),
                     clientId.isEmpty() ? QVariant() : QVariant(clientId), body.kind, body.bytes});
    if (!rows.isOk())
        return rows.error();
    m_lastSeqs.insert(conversation, {seq, false});

    wire::Event event = bodyOnly;
    event.set_conversation_id(conversation.value);
    event.set_seq(seq);
    event.set_time_ms(nowMs);
    event.set_sender_id(sender.value);
    event.set_client_id(toStd(clientId));
    return event;
}

Result<Done> WriteSession::flush()
{
    for (auto entry = m_lastSeqs.begin(); entry != m_lastSeqs.end(); ++entry) {
        if (entry->isWritten)
            continue;
        Rows rows = run("UPDATE conversations SET last_seq = ? WHERE id = ?",
                        {qint64(entry->value), qint64(entry.key().value)});
        if (!rows.isOk())
            return rows.error();
        entry->isWritten = true;
    }
    if (m_lastSeqs.size() > cachedConversationsMax)
        m_lastSeqs.clear();
    return Done();
}

} // namespace rookery::server
