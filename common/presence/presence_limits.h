// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Every number of UDP presence and discovery, each with its reason. Times are in ms, sizes in bytes.
#pragma once

#include <QtCore/QtGlobal>

namespace rookery::presence {

// --- The network -------------------------------------------------------------------------------------------------

/// UDP port shared by every program of a host; the same number as the server's TCP port, so one rule opens both.
inline constexpr quint16 defaultPort = 7665;
/// Link-local scope (2), transient (1) group (RFC 4291, 2.7): never leaves the link.
inline constexpr char ipv6Group[] = "ff12::7665";
/// No datagram is larger. Far below every link's MTU: some systems drop fragmented broadcasts (macOS, BSD).
inline constexpr qsizetype maxDatagramBytes = 512;
/// Asked of the kernel. With the usual 208 KiB, bursts of 50 datagrams lost 1.6 to 5.2 % under load.
inline constexpr int receiveBufferBytes = 1024 * 1024;
/// Datagrams read in one turn of the event loop before others get theirs.
inline constexpr int datagramsPerTurn = 256;
/// Looking at the interfaces again: a link that lost its carrier still reports success on sending, so only
/// looking shows a change.
inline constexpr qint64 interfaceScanMs = 15'000;
/// The same after a failed send or a change, doubling up to the above: addresses come some time after their link,
/// IPv6 after IPv4. Not at once, so that a dead link cannot make the loop spin.
inline constexpr qint64 interfaceRescanMs = 1'000;
/// The same while there is no network at all: someone is about to plug in a cable or to join a Wi-Fi.
inline constexpr qint64 aloneScanMs = 2'000;
/// A change that the system tells of is looked at after this: a cable brings its link and its addresses one by one.
inline constexpr int interfaceBurstMs = 50;
/// Send sockets of one host; a machine with more addresses than this uses the first ones.
inline constexpr int maxLinks = 64;

// --- The beacon --------------------------------------------------------------------------------------------------

inline constexpr qint64 beaconIntervalMs = 5'000;
/// Share of the interval added or taken at random, so that servers started together drift apart.
inline constexpr int beaconJitterPercent = 10;
/// After start or a change of interfaces: one lost datagram must not cost five seconds.
inline constexpr qint64 quickBeaconsMs[] = {0, 300, 900};
inline constexpr qsizetype maxNameBytes = 64;
/// Nonces a server still accepts back: twelve beacons are about 60 s. Losing all twelve at 30 % loss: 5 in 10 million.
inline constexpr int rememberedNonces = 12;
/// The nonce stays the same within this time: quick beacons and answers to probes must not push older nonces out.
inline constexpr qint64 nonceLifetimeMs = 4'000;

// --- Probes ------------------------------------------------------------------------------------------------------

/// A probe has this size exactly and the largest beacon is smaller, so amplification stays below 1.0.
inline constexpr qsizetype probeBytes = maxDatagramBytes;
inline constexpr qint64 probesMs[] = {0, 250, 1'000};
/// A scan is over after this: a server answers at once, or its beacon comes with the quick ones.
inline constexpr qint64 scanMs = 3'000;
/// Answers to one address and to all, per second: a reflector of no use to anyone.
inline constexpr int answersPerSourcePerSecond = 5;
inline constexpr int answersPerSecond = 50;
/// Source addresses whose answers are counted one by one; the least recent gives way.
inline constexpr int rememberedSources = 64;
/// How long an answer may echo a probe's nonce.
inline constexpr qint64 probeProofMs = 5'000;
/// Probes out at one time whose nonces are remembered.
inline constexpr int rememberedProbes = 16;
/// Asking a server to prove a new boot id, at most this often per server.
inline constexpr qint64 proofIntervalMs = 1'000;
/// Last known servers asked by unicast too (networks that drop broadcasts).
inline constexpr int maxKnownEndpoints = 4;

// --- Servers found -----------------------------------------------------------------------------------------------

/// Four beacons missed: three may be lost on Wi-Fi (RFC 9119) without a server vanishing from the list.
inline constexpr qint64 serverLostMs = 20'000;
/// A pinned server not heard for this long (two beacons and their jitter) is asked by unicast, and again after each
/// doubtProbeMs, before it is lost: at 30 % loss four beacons in a row are missed about twice an hour and client. Only
/// pinned ones, for nobody else's word may make every client of a segment send.
inline constexpr qint64 serverDoubtMs = 11'000;
inline constexpr qint64 doubtProbeMs = 1'000;
/// Unpinned servers kept; anyone can invent servers, so memory must not follow them.
inline constexpr int maxUnknownServers = 32;
inline constexpr int maxAddressesPerServer = 8;
/// The same beacon over another interface comes within this time.
inline constexpr qint64 sameBeaconMs = 1'000;
/// Signatures verified per second (65 us each, so 1.3 % of a core), half of them kept for addresses that
/// have shown a valid beacon before, so that a flood of inventions does not hide the real server.
inline constexpr int verificationsPerSecond = 200;

// --- Heartbeats --------------------------------------------------------------------------------------------------

/// To the server, by unicast.
inline constexpr qint64 serverHeartbeatMs = 5'000;
/// To peers, by broadcast: this, or peers / broadcastsPerSecond if that is longer (the rule of RTCP, RFC 3550 6.2):
/// a segment never carries more than about ten per second, however many people are on it.
inline constexpr qint64 peerHeartbeatMs = 15'000;
inline constexpr int broadcastsPerSecond = 10;
/// Status changes told at once, but not more often than this per person.
inline constexpr qint64 statusIntervalMs = 5'000;
/// Intervals without a heartbeat before a sender counts as silent, and what the last of them may come late: without
/// it two lost heartbeats would do, since the third arrives just after the third interval.
inline constexpr int missedHeartbeats = 3;
inline constexpr qint64 silenceSlackMs = 1'000;
/// Share of the interval between broadcasts added or taken at random, so that clients do not fall into step.
inline constexpr int heartbeatJitterPercent = 10;
/// Longer than the life of a nonce: a heartbeat recorded before someone left cannot bring them back.
inline constexpr qint64 peerForgottenMs = 90'000;
inline constexpr qint64 previousGroupKeyMs = 60'000;
inline constexpr qint64 byesMs[] = {0, 100, 200};
/// Peers remembered: above the 10,000 people of the largest server.
inline constexpr int maxPeers = 16'384;

/// Session and group keys (BLAKE2b takes 16 to 64).
inline constexpr qsizetype keyBytes = 32;

} // namespace rookery::presence
