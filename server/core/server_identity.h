// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The keys a server is known by, made on its first start and kept in its folder: key.pem and certificate.pem (TLS,
// P-256), beacon.key (Ed25519), pepper.key. A plain value; reading it is safe from any thread.
#pragma once

#include "common/base/random_source.h"
#include "common/base/result.h"

#include <QtCore/QStringList>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>

namespace rookery::server {

class ServerIdentity {
public:
    /// Makes what is missing. An organisation's own certificate and key may be put in place instead of ours.
    /// FolderUnwritable, DiskFull, or BadConfiguration where a file is not what it should be; the detail names it.
    static Result<ServerIdentity> loadOrCreate(const QString &dataDirectory, RandomSource &random);

    /// TLS 1.3 only, with our certificate and key.
    QSslConfiguration tlsConfiguration() const;
    QSslCertificate certificate() const { return m_chain.value(0); }
    const QSslKey &privateKey() const { return m_privateKey; }
    /// SHA-256 of the certificate's public key, 32 bytes (common/net/pin.h).
    QByteArray pin() const;
    /// The pin's first words, for people to compare.
    QStringList phrase() const;

    /// 16 bytes: the start of BLAKE2b-256 of the beacon's public key.
    QByteArray serverId() const;
    /// Ed25519, 32 and 64 bytes.
    const QByteArray &beaconPublicKey() const { return m_beaconPublicKey; }
    const QByteArray &beaconSecretKey() const { return m_beaconSecretKey; }

    /// 32 bytes, for PasswordHasher.
    const QByteArray &pepper() const { return m_pepper; }

private:
    ServerIdentity() = default;
    Result<Done> loadPepper(const QString &folder, RandomSource &random);
    Result<Done> loadBeaconKey(const QString &folder, RandomSource &random);
    Result<Done> loadCertificate(const QString &folder, RandomSource &random);

    QList<QSslCertificate> m_chain; // ours first
    QSslKey m_privateKey;
    QByteArray m_beaconPublicKey;
    QByteArray m_beaconSecretKey;
    QByteArray m_pepper;
};

} // namespace rookery::server
