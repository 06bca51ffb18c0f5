// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Limits of the server alone, each with its reason. What both sides must know is in common/protocol/limits.h.
#pragma once

#include <QtCore/QtGlobal>

#include <cstddef>

namespace rookery::limits {

/// What one guess of a password costs. RFC 9106 section 4 leaves the choice to the machine; this is libsodium's
/// "interactive": 84 ms of CPU where it was measured.
inline constexpr quint64 passwordPasses = 2;
inline constexpr size_t passwordMemoryBytes = size_t(64) * 1024 * 1024;

/// Keys and certificate chains are a few KiB.
inline constexpr qint64 secretFileBytes = 256 * 1024;

/// Jobs in a transaction: beyond this a batch only gets slower, not cheaper (measured: 55,900 messages/s at 1,024).
inline constexpr size_t writeBatchJobs = 1024;
/// Writes that may wait; a stalled disk must not fill the memory (16 KiB each at the most: 256 MiB).
inline constexpr size_t waitingWrites = 16 * 1024;
/// Requests of one connection that may wait for their answers: a burst of messages with everything a client asks when it
/// signs in. When the disk stalls, one sender takes 8 MiB of memory and a 32nd of the queue, no more.
inline constexpr int unansweredRequestsMax = 512;
inline constexpr qint64 unansweredRetryMs = 1'000;
/// Reads that may wait: what 500 devices that come back at once ask for, many times over.
inline constexpr size_t waitingReads = 16 * 1024;

/// Nightly backups that may be asked for: a year.
inline constexpr qint64 nightlyBackupsMax = 366;

// ---- Disk ----
inline constexpr qint64 mebibyte = 1024 * 1024;
/// What has to stay free beside a backup, and what an administrator has to act on: a log of 64 MiB (database.cpp,
/// journal_size_limit) and its checkpoint fit into it.
inline constexpr qint64 diskReserveBytes = 128 * mebibyte;
/// Below this much an administrator should know: 10,000 people who send a message of 300 bytes every 30 s fill it in
/// three hours.
inline constexpr qint64 diskLowBytes = 1024 * mebibyte;
/// The server has ten files; a disk with fewer free inodes than this is about to refuse anybody's next file.
inline constexpr quint64 inodesLow = 100;
/// Free space (MiB) below which messages are refused unless the administrator says otherwise. The write-ahead log grows
/// to about 16 MiB and a checkpoint may write as much again into the database: with this much left no commit meets a
/// full disk, and a small board's card still has that much to spare.
inline constexpr qint64 diskFloorMebibytes = 64;
inline constexpr qint64 diskFloorMebibytesMost = 1'000'000;
/// How often to look: in this time the store writes 28 MB at its fastest (47,000 messages/s, log and checkpoint), less
/// than the floor; and recovery has to be seen within 10 s with the clients' own wait on top.
inline constexpr int diskCheckMs = 2'000;
/// When clients are to try again.
inline constexpr qint64 diskRetryMs = 5'000;

// ---- Quotas of a person, over all their connections ----
/// Bytes of requests with text: a full outbox (messageBurst of the longest messages: 3.2 MiB) goes out at once, then 64
/// of the longest a minute; a person fills at most 1.5 GiB a day.
inline constexpr qint64 messageBytesBurst = 4 * mebibyte;
inline constexpr qint64 messageBytesPerMinute = mebibyte;
/// Messages at once, refilled within a day: one every two seconds around the clock, which no person writes and a
/// talkative program hardly does.
inline constexpr qint64 messagesPerDay = 43'200;
/// People whose use is remembered: more than a server is made for; some 5 MiB.
inline constexpr int countedUsersMax = 16'384;

// ---- Rates of an address ----
/// Connections: everybody of an office of 500 behind one router comes back at once after a restart; then as many as
/// cost a tenth of a core in handshakes (1 ms each).
inline constexpr int connectionBurst = 500;
inline constexpr int connectionsPerSecond = 100;
/// Tries to make an account: a team on its first day behind one router, and names that are taken. Each is a password
/// hash, a row for good and a record in the audit log.
inline constexpr int accountBurst = 60;
inline constexpr int accountsPerHour = 60;
/// Addresses whose use is remembered: about 1 MiB.
inline constexpr int countedAddressesMax = 4'096;

// ---- Administration ----
/// Records the audit log keeps, about 10 MiB: three years of a hundred acts a day. The trigger in sql/schema/04-audit.sql
/// has the same number.
inline constexpr qint64 auditRecordsMax = 100'000;
/// Refused sign-ins that are recorded an hour, whoever tries: an attacker needs over a year to push out everything else.
inline constexpr int auditRefusalsPerHour = 10;
/// What one look at the audit log brings at the most: some 20 MiB of JSON.
inline constexpr int auditTrailMax = 100'000;
/// Invites that can be used still: more than anybody hands out in a year, which is as long as one may last.
inline constexpr int openInvitesMax = 1'000;
/// For so long one can look up what became of an invite: three months; the audit log knows longer.
inline constexpr qint64 closedInviteKeptMs = qint64(90) * 24 * 3600 * 1000;

} // namespace rookery::limits
