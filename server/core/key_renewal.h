// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A new key or a new certificate in the server's folder. Key and certificate are two files and belong together, so a new
// pair is first written aside, whole; from the moment that next-certificate.pem is there it will take the old one's place,
// now or after a crash at the next start. Invariant: after any step, finishRenewal() leaves a key and a certificate that
// belong together, and the former private key exists nowhere once it has been replaced. The caller holds a FolderLock.
#pragma once

#include "common/base/random_source.h"
#include "common/base/result.h"
#include "server/core/self_signed.h"

namespace rookery::server {

inline const QString keyFile = QStringLiteral("key.pem");
inline const QString certificateFile = QStringLiteral("certificate.pem");
inline const QString nextKeyFile = QStringLiteral("next-key.pem");
inline const QString nextCertificateFile = QStringLiteral("next-certificate.pem");

/// Writes the new pair aside: a new key, and a certificate in which the old key has signed it. Content.successions are
/// those of the old certificate. BadConfiguration where the old key is not one that we have made.
Result<Done> prepareNewKey(const QString &folder, const QByteArray &serverId, CertificateContent content,
                           RandomSource &random);
/// Another certificate for the key that is there.
Result<Done> replaceCertificate(const QString &folder, const CertificateContent &content, RandomSource &random);

/// Puts a whole new pair in its place; removes what is not whole. Nothing to do is fine.
Result<Done> finishRenewal(const QString &folder);

} // namespace rookery::server
