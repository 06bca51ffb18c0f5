// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The events of the cache. A message is kept as it reads now: an edit replaces its text and a recall takes it away,
// whichever of the two comes first, for old messages are fetched after what was done to them. Client's main thread.
#pragma once

#include "client/core/cache_database.h"
#include "client/core/types.h"

#include <QtCore/QHash>

#include <optional>

namespace rookery::client {

class EventCache : public CacheDatabase {
public:
    enum class Order { Oldest, Newest };
    /// Which events count.
    enum class Kind { Any, Message };

    /// False when the disk refused one: then what is in the cache must not be counted as received.
    bool storeEvents(const QList<wire::Event> &events);
    /// Programs that have shown more have then shown up to that seq.
    void removeEventsAfter(ConversationId id, quint64 seq);
    /// At most limit events with seq in [from, to], ascending: the oldest or the newest of them.
    QList<wire::Event> events(ConversationId id, quint64 from, quint64 to, int limit, Order order) const;
    bool hasEvent(ConversationId id, quint64 seq) const;
    /// 0 when there is none.
    quint64 newestSeq(ConversationId id) const;
    std::optional<wire::Event> newest(ConversationId id, Kind kind) const;
    /// Messages not by self with seq in [from, to].
    quint32 countMessagesOfOthers(ConversationId id, quint64 from, quint64 to, UserId self) const;
    /// What has been done to messages with seq in [from, to], by seq.
    QHash<quint64, MessageChange> changes(ConversationId id, quint64 from, quint64 to) const;

protected:
    using CacheDatabase::CacheDatabase;
    ~EventCache() = default;

private:
    bool write(const wire::Event &event);
    bool applyChange(const wire::Event &change);
    wire::Event asItReads(wire::Event message) const;
    std::optional<wire::Event> eventAt(ConversationId id, quint64 seq) const;
    QList<quint64> editsOf(ConversationId id, quint64 target) const;
};

} // namespace rookery::client
