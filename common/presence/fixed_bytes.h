// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Opaque bytes of a fixed length, one type per use: a Nonce cannot be passed where a BootId is meant. Plain values
// that never allocate.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QHashFunctions>
#include <QtCore/QMetaType>

#include <algorithm>
#include <array>

namespace rookery::presence {

template <qsizetype length, typename Tag>
struct FixedBytes {
    static constexpr qsizetype size = length;
    std::array<unsigned char, size_t(length)> bytes{};

    FixedBytes() = default;
    /// Copies exactly size bytes; a view of any other length is a programming error.
    explicit FixedBytes(QByteArrayView source)
    {
        Q_ASSERT(source.size() == size);
        std::copy_n(source.begin(), std::min(size, source.size()), bytes.begin());
    }

    const unsigned char *data() const { return bytes.data(); }
    unsigned char *data() { return bytes.data(); }
    QByteArrayView view() const { return QByteArrayView(bytes.data(), size); }
    QByteArray toByteArray() const { return view().toByteArray(); }
    QByteArray toHex() const { return toByteArray().toHex(); }
    bool isNull() const { return *this == FixedBytes(); }

    friend bool operator==(const FixedBytes &a, const FixedBytes &b) { return a.bytes == b.bytes; }
    friend bool operator<(const FixedBytes &a, const FixedBytes &b) { return a.bytes < b.bytes; }
    friend size_t qHash(const FixedBytes &value, size_t seed = 0) { return qHashBits(value.data(), size, seed); }
};

/// Who a server is: the first 16 bytes of the BLAKE2b-256 of its Ed25519 public key.
using ServerId = FixedBytes<16, struct ServerIdTag>;
/// Random, made anew at each start of a program: sequence numbers count from there.
using BootId = FixedBytes<8, struct BootIdTag>;
/// Random bytes a receiver sends back to show that it heard recently.
using Nonce = FixedBytes<8, struct NonceTag>;
/// One running client, opaque to its peers.
using PeerId = FixedBytes<8, struct PeerIdTag>;
/// The first half of a ServerId.
using ServerPrefix = FixedBytes<8, struct ServerPrefixTag>;
using PublicKey = FixedBytes<32, struct PublicKeyTag>;
using Signature = FixedBytes<64, struct SignatureTag>;
using AuthTag = FixedBytes<16, struct AuthTagTag>;

} // namespace rookery::presence

Q_DECLARE_METATYPE(rookery::presence::ServerId)
