// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A key, a certificate that vouches for itself, and a former key's word for a new one. Keys and certificates are PEM.
// Blocks for about a millisecond; any thread.
#pragma once

#include "common/base/random_source.h"
#include "common/base/result.h"
#include "common/net/key_succession.h"

namespace rookery::server {

/// A P-256 private key: 30 times the signatures a second of RSA-2048, which is what a burst of connections costs.
Result<QByteArray> makePrivateKey();

struct CertificateContent {
    QString hostName;
    QList<KeySuccession>
        successions;  ///< The newest successionsMax of them; the extension is there even if it is empty.
    qint64 nowMs = 0; ///< Since 1970.
};

/// What public authorities may issue at most (Baseline Requirements of the CA/Browser Forum, section 6.3.2), and what
/// checkers expect. Clients that know the key do not look at it; the server renews it at its start.
inline constexpr int certificateDays = 397;

/// For that key, from a day before now on.
Result<QByteArray> makeSelfSignedCertificate(const QByteArray &privateKeyPem, const CertificateContent &content,
                                             RandomSource &random);

/// The former key's word that the other follows it. BadConfiguration unless both are P-256.
Result<KeySuccession> signSuccession(const QByteArray &formerKeyPem, const QByteArray &newKeyPem,
                                     const QByteArray &serverId, qint64 nowMs);

/// False also where one of the two is not what it should be.
bool isKeyOfCertificate(const QByteArray &privateKeyPem, const QByteArray &certificatePem);

} // namespace rookery::server
