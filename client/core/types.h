// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The client's plain values: what the models and windows show. No thread affinity.
#pragma once

#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/protocol/rookery.pb.h"

#include <QtCore/QList>
#include <QtCore/QMetaType>
#include <QtCore/QString>

namespace rookery::client {

/// A person of this server as the client knows them.
struct Person {
    UserId id;
    QString name;                                          ///< Unique; what is typed.
    QString displayName;                                   ///< May be empty.
    wire::PresenceState presence = wire::PRESENCE_OFFLINE; ///< By the server (TCP).
    QString statusText;
    qint64 lastSeenMs = 0;
    bool disabled = false;
    /// Heard by UDP on this network although the server is not reachable or says offline.
    bool onThisNetwork = false;

    QString shownName() const { return displayName.isEmpty() ? name : displayName; }
};

/// How far the sender's message has come; the order is the order of progress.
enum class MessageState {
    Queued,    ///< On this disk only, waiting for the server.
    Failed,    ///< Refused for good; see OutboxEntry::error.
    Stored,    ///< On the server's disk.
    Delivered, ///< On a device of every (direct: the) other member.
    Read,      ///< Read by every (direct: the) other member.
};

/// A message of one's own that the server has not confirmed yet.
struct OutboxEntry {
    ClientId clientId;
    ConversationId conversation;
    QString text;
    qint64 createdMs = 0;
    bool failed = false;
    Error error;
};

/// What has been done to a message since it was said.
struct MessageChange {
    bool isEdited = false;
    UserId recalledBy; ///< Null: it was not, or its recall is not here yet.
};

/// One conversation as the list shows it.
struct ConversationSummary {
    ConversationId id;
    wire::ConversationKind kind = wire::CONVERSATION_DIRECT;
    QString title; ///< Group: its name. Direct: empty; show the peer's name.
    UserId peer;   ///< Direct: the other one.
    QList<wire::Member> members;
    quint64 lastSeq = 0;
    quint64 readSeq = 0; ///< One's own cursor.
    quint32 unread = 0;
    bool left = false;         ///< No longer a member: readable, not writable.
    qint64 lastActivityMs = 0; ///< Time of the newest event or outbox entry, for sorting.
    // The preview line
    UserId lastSender;
    QString lastText; ///< Of the newest message; empty when there is none yet.
    bool isLastRecalled = false;
    MessageState lastState = MessageState::Stored; ///< Meaningful where lastSender is oneself.
    QString draft;
};

} // namespace rookery::client

Q_DECLARE_METATYPE(rookery::client::Person)
Q_DECLARE_METATYPE(rookery::client::ConversationSummary)
