// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The keys a server is known by, made on its first start and kept in its folder: key.pem and certificate.pem (TLS,
// P-256), beacon.key (Ed25519), pepper.key. A plain value; reading it is safe from any thread. What changes the files
// (key_renewal.h) waits for other processes that do.
#pragma once

#include "common/base/clock.h"
#include "common/base/random_source.h"
#include "common/base/result.h"

#include <QtCore/QStringList>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>

namespace rookery::server {

struct CertificateContent;

class ServerIdentity {
public:
    /// Makes what is missing, finishes a renewal, and renews a certificate of ours that ends in less than renewalDays.
    /// An organisation's own certificate (with those of its issuers behind it) and key may be put in place instead.
    /// FolderUnwritable, DiskFull, or BadConfiguration where a file is not what it should be; the detail names it.
    static Result<ServerIdentity> loadOrCreate(const QString &dataDirectory, RandomSource &random,
                                               const Clock &clock = SystemClock());
    /// Another key, signed by the present one, which is destroyed. Clients that know a former key go on without a
    /// question. BadConfiguration in a folder without an identity and for an organisation's own certificate.
    static Result<ServerIdentity> renewKey(const QString &dataDirectory, RandomSource &random,
                                           const Clock &clock = SystemClock());
    /// Another certificate for the same key; an organisation's own is read again. BadConfiguration likewise.
    static Result<ServerIdentity> renewCertificate(const QString &dataDirectory, RandomSource &random,
                                                   const Clock &clock = SystemClock());
    /// A server that is started once a quarter never shows a certificate that has ended.
    static constexpr int renewalDays = 60;

    /// TLS 1.3 only, with our certificate and key.
    QSslConfiguration tlsConfiguration() const;
    QSslCertificate certificate() const { return m_chain.value(0); }
    /// Made by us, not by an organisation's authority.
    bool isOwnCertificate() const;
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
    static Result<ServerIdentity> load(const QString &folder, RandomSource &random, const Clock &clock);
    static Result<ServerIdentity> loadExisting(const QString &folder, RandomSource &random, const Clock &clock);
    Result<Done> loadPepper(const QString &folder, RandomSource &random, const Clock &clock);
    Result<Done> loadBeaconKey(const QString &folder, RandomSource &random, const Clock &clock);
    Result<Done> loadCertificate(const QString &folder, RandomSource &random, const Clock &clock);
    Result<Done> readCertificate(const QString &folder, const QByteArray &keyPem);
    CertificateContent contentNow(const Clock &clock) const;

    QList<QSslCertificate> m_chain; // ours first
    QSslKey m_privateKey;
    QByteArray m_beaconPublicKey;
    QByteArray m_beaconSecretKey;
    QByteArray m_pepper;
};

} // namespace rookery::server
