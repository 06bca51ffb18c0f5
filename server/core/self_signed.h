// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A key and a certificate that vouches for itself, as PEM. Blocks for about a millisecond; any thread.
#pragma once

#include "common/base/random_source.h"
#include "common/base/result.h"

namespace rookery::server {

/// A P-256 private key: 30 times the signatures a second of RSA-2048, which is what a burst of connections costs.
Result<QByteArray> makePrivateKey();

/// For that key; 30 years, because clients know the server by its key and nothing renews it.
Result<QByteArray> makeSelfSignedCertificate(const QByteArray &privateKeyPem, const QString &hostName,
                                             RandomSource &random);

/// False also where one of the two is not what it should be.
bool isKeyOfCertificate(const QByteArray &privateKeyPem, const QByteArray &certificatePem);

} // namespace rookery::server
