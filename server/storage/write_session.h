// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the statements of one write transaction share: the connection and the newest sequence numbers given out. The
// numbers are kept here and written once per transaction, not once per message. Writer thread only.
#pragma once

#include "common/base/ids.h"
#include "common/protocol/rookery.pb.h"
#include "server/storage/database.h"

#include <QtCore/QHash>

namespace rookery::server {

class WriteSession {
public:
    explicit WriteSession(Database &database) : m_database(database) {}

    Rows run(const char *sql, std::initializer_list<QVariant> values = {}) { return m_database.run(sql, values); }

    /// NotFound where there is no such conversation.
    Result<quint64> lastSeq(ConversationId conversation);
    /// Gives the next seq of the conversation to an event in which only the body is set, and stores it. The client id
    /// may be empty. The conversation and the sender must exist and the client id must be new.
    Result<wire::Event> appendEvent(ConversationId conversation, UserId sender, const QByteArray &clientId,
                                    qint64 nowMs, const wire::Event &bodyOnly);

    /// Writes the sequence numbers given out. Before a savepoint and before COMMIT.
    Result<Done> flush();
    /// Forgets them: the rows they stood for were rolled back.
    void discard() { m_lastSeqs.clear(); }

private:
    struct LastSeq {
        quint64 value = 0;
        bool isWritten = true;
    };

    Database &m_database;
    QHash<ConversationId, LastSeq> m_lastSeqs;
};

} // namespace rookery::server
