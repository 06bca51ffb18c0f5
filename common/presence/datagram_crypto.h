// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Signatures of beacons (Ed25519, RFC 8032) and tags of heartbeats (keyed BLAKE2b, RFC 7693), by libsodium.
// Pure functions, any thread.
#pragma once

#include "common/presence/datagram.h"

namespace rookery::presence {

/// Length of an Ed25519 secret key as libsodium keeps it: seed, then public key.
inline constexpr qsizetype secretKeyBytes = 64;

/// The public half of a secret key of secretKeyBytes.
PublicKey publicKeyOf(QByteArrayView secretKey);
/// First 16 bytes of BLAKE2b-256 of the key.
ServerId serverIdOf(const PublicKey &publicKey);

/// The whole beacon, signed with a secret key of secretKeyBytes. About 22 us.
QByteArray signedBeacon(const Beacon &beacon, QByteArrayView secretKey);
/// Whether the last 64 bytes sign the rest. About 65 us: ask a VerifyBudget first.
bool isSignatureValid(QByteArrayView beaconBytes, const PublicKey &publicKey);

/// The whole heartbeat or bye, tagged with a key of keyBytes.
QByteArray taggedHeartbeat(const Heartbeat &heartbeat, QByteArrayView key);
/// Whether the last 16 bytes are the tag of the rest under this key; constant time. About 0.4 us.
bool isTagValid(QByteArrayView heartbeatBytes, QByteArrayView key);

} // namespace rookery::presence
