// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the client believes of a server at most, each with its reason: a broken or hostile one must not be able to fill
// this machine's memory or to keep its owner's messages from going out. What both sides must know is in
// common/protocol/limits.h.
#pragma once

#include "common/protocol/limits.h"

namespace rookery::limits {

/// Conversations kept: all that a person can be in, and the ones left over the years.
inline constexpr qsizetype knownConversationsMax = 20 * conversationsPerUserMax;
/// People kept: several times the 10,000 of the largest server.
inline constexpr qsizetype knownPeopleMax = 50'000;
/// Pushed events kept while a sync is under way; more come with the sync itself or as a hole.
inline constexpr qsizetype heldEventsMax = 10'000;
/// Longest pause that a server can ask for, ms: one that asks for more is asked again after this.
inline constexpr qint64 retryMsMax = 60'000;
/// How far beyond everything known of a log a new message can get its place: more than all of a server's people could
/// write while it is on its way.
inline constexpr quint64 sentAheadMax = 1'000'000;
/// Longest message, whatever the server allows: a frame that it would refuse could never leave the outbox.
inline constexpr qint64 offeredTextBytesMax = pageBytes;

} // namespace rookery::limits
