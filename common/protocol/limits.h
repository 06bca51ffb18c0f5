// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Every limit of the TCP protocol and of what it carries, each with its reason. No such number stands anywhere else.
// Both sides enforce them before allocating. Those of the datagrams are in common/presence/presence_limits.h.
#pragma once

#include <QtCore/QtGlobal>

namespace rookery::limits {

/// TCP and UDP port. Free in IANA's registry, above the privileged ports.
inline constexpr quint16 defaultPort = 7665;

// ---- Frames (bytes) ----
/// Length prefix: one 32-bit big-endian number.
inline constexpr qsizetype frameHeaderBytes = 4;
/// Before sign-in nobody needs more than a name, a password and a token; so a stranger can make us hold 16 KiB.
inline constexpr qsizetype frameBytesBeforeSignIn = 16 * 1024;
/// After sign-in: a history page of 200 events of average length; bulk data goes over its own connection.
inline constexpr qsizetype frameBytes = 1024 * 1024;
/// A page of events is cut here, so that its frame stays under frameBytes.
inline constexpr qsizetype pageBytes = 768 * 1024;
/// What may wait for a slow reader; then ephemeral pushes are dropped, then the connection closed (the log has it all).
inline constexpr qsizetype sendQueueBytes = 4 * 1024 * 1024;

// ---- Text ----
/// Message text, bytes of UTF-8: about 16,000 Latin or 5,400 Chinese characters. Longer is a file.
inline constexpr qsizetype messageTextBytes = 16 * 1024;
inline constexpr int userNameCharacters = 32;
inline constexpr int displayNameCharacters = 64;
inline constexpr int groupTitleCharacters = 64;
inline constexpr int statusTextCharacters = 128;
inline constexpr int deviceNameCharacters = 64;
/// NIST SP 800-63B section 5.1.1.2: at least 8 characters.
inline constexpr qsizetype passwordBytesMin = 8;
/// Long passphrases fit, yet nobody can make us hash a megabyte.
inline constexpr qsizetype passwordBytesMax = 256;

// ---- Conversations ----
inline constexpr int historyPageDefault = 50;
inline constexpr int historyPageMax = 200;
/// Newest events of each conversation that a sync brings along.
inline constexpr int syncTailEvents = 50;
inline constexpr int groupMembersPerRequest = 500;
inline constexpr int groupMembersMax = 10'000;
inline constexpr int conversationsPerUserMax = 500;
/// How long people may take back what they said: long enough for a slip, too short to rewrite a talk. The server's
/// option recall-seconds changes it.
inline constexpr int recallSecondsDefault = 120;

// ---- Times (ms) ----
/// A socket that has not finished TLS and signed in by then is closed.
inline constexpr int signInDeadlineMs = 10'000;
/// A person at the sign-in window may think: this long after Hello, before the server closes.
inline constexpr int signInIdleMs = 300'000;
/// The client pings this often when it has nothing else to say.
inline constexpr int pingIntervalMs = 20'000;
/// No answer to a ping for this long: the client reconnects.
inline constexpr int pongTimeoutMs = 10'000;
/// The server's beacon comes from another address and its connection has said nothing for this long, a little more than
/// a beacon's interval: the client asks at once.
inline constexpr int doubtSilenceMs = 6'000;
/// An answer to a question asked in doubt comes within this, as the server's to a doubtful client.
inline constexpr int doubtedPongTimeoutMs = 3'000;
/// Nothing heard for this long: the server closes (two pings and a reserve; RELIABILITY bar 9: at most 55 s).
inline constexpr int sessionSilenceMs = 50'000;
/// One presence frame per client in this time.
inline constexpr int presenceDeltaMs = 250;
inline constexpr int typingRepeatMs = 5'000;
inline constexpr int typingForgetMs = 8'000;
/// How long an answer to an ordinary request may take.
inline constexpr int requestTimeoutMs = 15'000;

// ---- Strangers ----
/// Connections that have not signed in yet, in all and per address (beyond a short burst of twice as many).
inline constexpr int waitingConnectionsMax = 64;
inline constexpr int waitingConnectionsPerAddress = 16;
/// Argon2id at once, and waiting; then Busy. 84 ms of CPU and 64 MiB each.
inline constexpr int passwordHashesAtOnce = 2;
inline constexpr int passwordHashesWaiting = 64;

// ---- Rates per session ----
/// Messages: a burst of this many, refilled at messagesPerSecond.
inline constexpr int messageBurst = 200;
inline constexpr int messagesPerSecond = 50;
/// Other requests.
inline constexpr int requestBurst = 400;
inline constexpr int requestsPerSecond = 100;

} // namespace rookery::limits
