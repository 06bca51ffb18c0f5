// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The datagrams of presence and discovery and their bytes. Pure functions, any thread. Decoding reads fixed places
// of a bounded buffer: it never allocates by a claimed length and refuses whatever is not exactly one datagram
// (unknown magic, version, type or flag, too short, trailing bytes). DATAGRAMS.md says the same for strangers.
//
// All numbers are unsigned and big endian. Nothing names a person and nothing carries an address; the receiver takes
// the address from the packet. Every datagram begins with
//
//   offset size
//        0    4  magic: 52 4B 52 59 ("RKRY")
//        4    1  version: 1
//        5    1  type: 1 beacon, 2 heartbeat, 3 probe, 4 bye
//
// Beacon (server to all, or to the one who probed); 163 to 227 bytes
//        6   16  server id: first 16 bytes of BLAKE2b-256 (32-byte digest, no key) of the public key
//       22   32  Ed25519 public key
//       54    8  boot id: random at each start of the server
//       62    8  sequence number: rises by one with each beacon or answer of this boot
//       70    8  nonce: what heartbeats echo; stays for at least 4 s, and the server accepts the last 12
//       78    8  nonce of the probe this answers, or zeros in a broadcast
//       86    2  TCP port of the server
//       88    2  UDP port of this very server process, for heartbeats and probes by unicast
//       90    4  people signed in
//       94    4  reconnect spread in ms: after a restart clients come back at a random moment within it
//       98    1  length of the name, 0 to 64
//       99    n  name of the server, UTF-8, no control and no bidi characters
//     99+n   64  Ed25519 signature of all bytes before it
//
// Heartbeat and bye (client to its server by unicast, or to its peers by broadcast); 74 bytes
//        6    8  first 8 bytes of the server id: clients of another server stop reading here
//       14    1  flags: bit 0 set = to peers, clear = to the server; all others zero
//       15    1  status: the number of the presence in rookery.proto
//       16    8  sender: to the server the session id, to peers 8 opaque bytes
//       24    8  user id
//       32    8  boot id: random at each start of the client
//       40    8  sequence number: rises by one with each datagram of this boot
//       48    8  nonce of the last beacon heard, zeros if none was
//       56    2  UDP port of this very client, where a unicast reaches it alone
//       58   16  tag: BLAKE2b with 16-byte digest of all bytes before it, keyed with the session key (to the
//                server) or the group key (to peers); 32-byte keys handed out over TLS
//
// Probe (client to all, or to a known server); 512 bytes, so that no answer is larger than its question
//        6    8  nonce, random
//       14  498  zeros
#pragma once

#include "common/base/ids.h"
#include "common/base/result.h"
#include "common/presence/fixed_bytes.h"
#include "common/presence/presence_limits.h"

#include <optional>
#include <variant>

namespace rookery::presence {

enum class DatagramType : quint8 { Beacon = 1, Heartbeat = 2, Probe = 3, Bye = 4 };

struct Beacon {
    ServerId serverId;
    PublicKey publicKey;
    BootId bootId;
    quint64 sequence = 0;
    Nonce nonce;
    Nonce probeNonce;
    quint16 tcpPort = 0;
    quint16 unicastPort = 0;
    quint32 userCount = 0;
    quint32 reconnectSpreadMs = 0;
    QString name;
    /// Set by decoding; encoding a beacon to be signed ignores it.
    Signature signature;
};

enum class Audience : quint8 { Server = 0, Peers = 1 };

struct Heartbeat {
    enum class Kind : quint8 { Alive, Bye };

    Kind kind = Kind::Alive;
    ServerPrefix server;
    Audience audience = Audience::Server;
    quint8 status = 0;
    PeerId sender;
    UserId user;
    BootId bootId;
    quint64 sequence = 0;
    Nonce nonce;
    quint16 instancePort = 0;
    /// Set by decoding; encoding a heartbeat to be tagged ignores it.
    AuthTag tag;
};

struct Probe {
    Nonce nonce;
};

using Datagram = std::variant<Beacon, Heartbeat, Probe>;

inline constexpr qsizetype beaconFixedBytes = 99;
inline constexpr qsizetype maxBeaconBytes = beaconFixedBytes + maxNameBytes + Signature::size;
inline constexpr qsizetype heartbeatBytes = 74;
static_assert(maxBeaconBytes <= probeBytes, "an answer must never be larger than the probe");

/// The type if magic, version and type are known: what to look at before decoding the rest.
std::optional<DatagramType> peekType(QByteArrayView bytes);
/// The datagram, or Malformed. Signature and tag are taken out but not checked: see datagram_crypto.h.
Result<Datagram> decodeDatagram(QByteArrayView bytes);

/// All bytes but the signature. The name must fit: see fittedName().
QByteArray encodeUnsigned(const Beacon &beacon);
/// All bytes but the tag.
QByteArray encodeUntagged(const Heartbeat &heartbeat);
QByteArray encode(const Probe &probe);

/// The name without control and bidi characters, cut to maxNameBytes of UTF-8 between characters.
QString fittedName(const QString &name);

ServerPrefix prefixOf(const ServerId &id);
/// A session as it stands in the sender field, and back.
PeerId senderOf(SessionId session);
SessionId sessionOf(const PeerId &sender);

} // namespace rookery::presence
