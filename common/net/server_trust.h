// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How a client knows a server: by its key or by an organisation's certificate authority, never by both and with no way
// from one to the other. A plain value; any thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QList>
#include <QtNetwork/QSslCertificate>

namespace rookery {

struct ServerTrust {
    /// An empty pin accepts any key: whoever connects so asks a person before anything secret is sent.
    ServerTrust(QByteArray knownPin = {}, QByteArray knownServerId = {})
        : pin(std::move(knownPin)), serverId(std::move(knownServerId))
    {}
    explicit ServerTrust(QList<QSslCertificate> anchors) : authorities(std::move(anchors)) {}

    QByteArray pin;                     ///< 32 bytes, or empty.
    QByteArray serverId;                ///< 16 bytes: whose successions of keys count; empty: anybody's.
    QList<QSslCertificate> authorities; ///< Not empty: the chain and the name decide, and the pin does not.

    bool isByAuthority() const { return !authorities.isEmpty(); }
};

/// The certificates in a PEM file; CertificateRefused where there are none.
Result<QList<QSslCertificate>> readAuthorities(const QString &path);

/// By the authority's certificates in that file where it is not empty, else by the pin. CertificateRefused where the file
/// cannot be used: there is no other way to trust such a server then.
Result<ServerTrust> makeTrust(const QString &authorityFile, const QByteArray &pin, const QByteArray &serverId);

/// Whether that host name or address stands in the certificate's subjectAltName. The common name does not count
/// (RFC 6125 section 6.4.4); a scope of an IPv6 address is no part of it.
bool isCertificateFor(const QSslCertificate &certificate, const QString &host);

/// Whether the key of the certificate is the pinned one, or follows it by valid statements (key_succession.h).
/// NotRookery where it has no key, KeyChanged where it is another one.
Result<Done> checkPin(const QSslCertificate &certificate, const ServerTrust &trust);

} // namespace rookery
