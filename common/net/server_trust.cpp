// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/server_trust.h"

#include "common/net/key_succession.h"
#include "common/net/pin.h"

#include <QtCore/QFile>
#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>

#include <openssl/x509v3.h>

#include <memory>

namespace rookery {

namespace {

/// A bundle of a whole system's authorities has 220 KB.
constexpr qint64 authorityFileBytes = 1'000'000;

struct Release {
    void operator()(X509 *certificate) const { X509_free(certificate); }
};

} // namespace

Result<QList<QSslCertificate>> readAuthorities(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::CertificateRefused, QStringLiteral("%1: %2").arg(path, file.errorString()));
    QList<QSslCertificate> authorities = QSslCertificate::fromData(file.read(authorityFileBytes), QSsl::Pem);
    authorities.removeIf([](const QSslCertificate &certificate) { return certificate.isNull(); });
    if (authorities.isEmpty())
        return Error(ErrorCode::CertificateRefused, QStringLiteral("%1: no certificate (PEM)").arg(path));
    return authorities;
}

Result<ServerTrust> makeTrust(const QString &authorityFile, const QByteArray &pin, const QByteArray &serverId)
{
    if (authorityFile.isEmpty())
        return ServerTrust(pin, serverId);
    const Result<QList<QSslCertificate>> authorities = readAuthorities(authorityFile);
    return authorities ? Result(ServerTrust(*authorities)) : authorities.error();
}

bool isCertificateFor(const QSslCertificate &certificate, const QString &host)
{
    const QByteArray der = certificate.toDer();
    const auto *begin = reinterpret_cast<const unsigned char *>(der.constData());
    const std::unique_ptr<X509, Release> parsed(d2i_X509(nullptr, &begin, long(der.size())));
    if (!parsed)
        return false;
    QHostAddress address;
    if (address.setAddress(host)) {
        address.setScopeId({});
        return X509_check_ip_asc(parsed.get(), address.toString().toLatin1().constData(), 0) == 1;
    }
    const QByteArray name = QUrl::toAce(host);
    return !name.isEmpty()
        && X509_check_host(parsed.get(), name.constData(), size_t(name.size()), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT,
                           nullptr)
        == 1;
}

Result<Done> checkPin(const QSslCertificate &certificate, const ServerTrust &trust)
{
    const QByteArray pin = certificate.isNull() ? QByteArray() : pinOf(certificate);
    if (pin.isEmpty())
        return Error(ErrorCode::NotRookery, QStringLiteral("no certificate"));
    if (trust.pin.isEmpty() || trust.pin == pin)
        return Done();
    const Result<QList<KeySuccession>> successions = successionsIn(certificate);
    if (!successions)
        return Error(ErrorCode::KeyChanged, successions.error().detail);
    return verifySuccession(*successions, trust.pin, pin, trust.serverId);
}

} // namespace rookery
