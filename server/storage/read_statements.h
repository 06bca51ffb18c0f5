// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Everything that is only read. Reader thread, each call inside one read transaction.
#pragma once

#include "server/core/store.h"
#include "server/storage/database.h"

namespace rookery::server::statements {

Result<DirectoryRecords> loadDirectory(Database &database);
Result<std::optional<Credentials>> findCredentials(Database &database, const QByteArray &skeleton);
Result<std::optional<UserId>> findToken(Database &database, const QByteArray &tokenHash);
Result<HistoryPage> history(Database &database, ConversationId conversation, quint64 beforeSeq, quint64 afterSeq,
                            int limit);
/// The conversations talked in last come first; where limits::pageBytes is full, the rest bring no events.
Result<Missed> missed(Database &database, UserId user, const QHash<ConversationId, quint64> &have, int tailEvents);
/// users, conversations and events.
Result<StoreStatistics> statistics(Database &database);

} // namespace rookery::server::statements
