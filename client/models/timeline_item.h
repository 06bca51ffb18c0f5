// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One row of a timeline, ready to be laid out: a message, a line between messages, or the state of an end. Plain
// values; two equal items look equal. No thread affinity.
#pragma once

#include "client/core/types.h"

namespace rookery::client {

/// Names a row for as long as it exists, whatever comes before it. One's own messages keep theirs on the way from the
/// outbox to the log.
struct TimelineKey {
    enum class Kind : quint8 { Start, Older, Newer, Day, Unread, Event, Own };

    Kind kind = Kind::Event;
    quint64 number = 0;

    friend bool operator==(const TimelineKey &, const TimelineKey &) = default;
    friend size_t qHash(const TimelineKey &key, size_t seed = 0)
    {
        return qHashMulti(seed, quint8(key.kind), key.number);
    }
};

/// An end of the loaded piece.
enum class EdgeState {
    Idle,    ///< There is more; nobody has asked for it.
    Loading, ///< Asked for.
    Failed,  ///< Asked for in vain; can be asked for again.
    End,     ///< There is nothing beyond.
};

struct TimelineItem {
    enum class Kind {
        Start,  ///< The conversation begins here; timeMs of its first event, 0 when there is none.
        Edge,   ///< Older (Newer) events are being loaded or did not load; see edge.
        Day,    ///< A new day; timeMs is within it.
        Unread, ///< What follows is new; count says how many.
        Message,
        System, ///< Somebody created, joined, left, recalled …; text is the sentence.
    };

    TimelineKey key;
    Kind kind = Kind::Message;
    quint64 seq = 0; ///< 0 while in the outbox.
    ClientId clientId;
    UserId sender;
    QString senderName;
    QString text;
    qint64 timeMs = 0;
    MessageState state = MessageState::Stored; ///< Own messages.
    ErrorCode failure = ErrorCode::None;       ///< With MessageState::Failed.
    EdgeState edge = EdgeState::Idle;
    int count = 0;
    bool isEdited = false;
    bool isOwn = false;
    bool isFirstOfRun = true;
    bool isLastOfRun = true;

    friend bool operator==(const TimelineItem &, const TimelineItem &) = default;
};

} // namespace rookery::client
