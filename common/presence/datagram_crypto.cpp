// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/presence/datagram_crypto.h"

#include <sodium.h>

namespace rookery::presence {

static_assert(secretKeyBytes == crypto_sign_SECRETKEYBYTES);
static_assert(PublicKey::size == crypto_sign_PUBLICKEYBYTES);
static_assert(Signature::size == crypto_sign_BYTES);
static_assert(AuthTag::size >= crypto_generichash_BYTES_MIN);
static_assert(keyBytes >= crypto_generichash_KEYBYTES_MIN && keyBytes <= crypto_generichash_KEYBYTES_MAX);

namespace {

const unsigned char *raw(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

AuthTag tagOf(QByteArrayView bytes, QByteArrayView key)
{
    AuthTag tag;
    crypto_generichash(tag.data(), AuthTag::size, raw(bytes), size_t(bytes.size()), raw(key), size_t(key.size()));
    return tag;
}

} // namespace

PublicKey publicKeyOf(QByteArrayView secretKey)
{
    Q_ASSERT(secretKey.size() == secretKeyBytes);
    PublicKey result;
    crypto_sign_ed25519_sk_to_pk(result.data(), raw(secretKey));
    return result;
}

ServerId serverIdOf(const PublicKey &publicKey)
{
    unsigned char digest[crypto_generichash_BYTES];
    crypto_generichash(digest, sizeof digest, publicKey.data(), size_t(PublicKey::size), nullptr, 0);
    return ServerId(QByteArrayView(digest, ServerId::size));
}

QByteArray signedBeacon(const Beacon &beacon, QByteArrayView secretKey)
{
    Q_ASSERT(secretKey.size() == secretKeyBytes);
    QByteArray bytes = encodeUnsigned(beacon);
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, raw(bytes), size_t(bytes.size()), raw(secretKey));
    bytes.append(signature.view());
    return bytes;
}

bool isSignatureValid(QByteArrayView beaconBytes, const PublicKey &publicKey)
{
    if (beaconBytes.size() < Signature::size)
        return false;
    const QByteArrayView body = beaconBytes.chopped(Signature::size);
    const QByteArrayView signature = beaconBytes.last(Signature::size);
    return crypto_sign_verify_detached(raw(signature), raw(body), size_t(body.size()), publicKey.data()) == 0;
}

QByteArray taggedHeartbeat(const Heartbeat &heartbeat, QByteArrayView key)
{
    Q_ASSERT(key.size() == keyBytes);
    QByteArray bytes = encodeUntagged(heartbeat);
    bytes.append(tagOf(bytes, key).view());
    return bytes;
}

bool isTagValid(QByteArrayView heartbeatBytes, QByteArrayView key)
{
    if (heartbeatBytes.size() < AuthTag::size || key.size() != keyBytes)
        return false;
    const AuthTag expected = tagOf(heartbeatBytes.chopped(AuthTag::size), key);
    return sodium_memcmp(expected.data(), heartbeatBytes.last(AuthTag::size).data(), size_t(AuthTag::size)) == 0;
}

} // namespace rookery::presence
