// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/certificate_check.h"

#include "common/base/text.h"
#include "common/net/key_succession.h"

#include <QtCore/QDateTime>
#include <QtCore/QTimeZone>

#include <openssl/x509v3.h>

#include <memory>

namespace rookery::server {

namespace {

constexpr qint64 dayMs = 24 * 3600 * 1000;

struct Release {
    void operator()(X509 *certificate) const { X509_free(certificate); }
};
using Certificate = std::unique_ptr<X509, Release>;

Certificate parsed(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *begin = reinterpret_cast<const unsigned char *>(der.constData());
    return Certificate(d2i_X509(nullptr, &begin, long(der.size())));
}

bool isIssuedBy(const QSslCertificate &certificate, const QSslCertificate &issuer)
{
    const Certificate lower = parsed(certificate);
    const Certificate upper = parsed(issuer);
    return lower && upper && X509_check_issued(upper.get(), lower.get()) == X509_V_OK
        && X509_verify(lower.get(), X509_get0_pubkey(upper.get())) == 1;
}

QString nameOf(const QSslCertificate &certificate)
{
    return escapedForLog(certificate.subjectDisplayName());
}

QString dateOf(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
}

Error refusal(const QString &reason)
{
    return Error(ErrorCode::BadConfiguration, reason);
}

} // namespace

bool isOwnCertificate(const QList<QSslCertificate> &chain)
{
    if (chain.size() != 1)
        return false;
    const Result<QList<KeySuccession>> successions = successionsIn(chain.constFirst());
    return successions || successions.error().code != ErrorCode::NotFound;
}

qint64 daysLeft(const QSslCertificate &certificate, qint64 nowMs)
{
    const qint64 leftMs = certificate.expiryDate().toMSecsSinceEpoch() - nowMs;
    return leftMs >= 0 ? leftMs / dayMs : -1;
}

Result<Done> checkChain(const QList<QSslCertificate> &chain, qint64 nowMs)
{
    for (qsizetype i = 0; i < chain.size(); ++i) {
        const QSslCertificate &certificate = chain.at(i);
        if (certificate.expiryDate().toMSecsSinceEpoch() < nowMs)
            return refusal(QStringLiteral("the certificate of \"%1\" has ended on %2; put a new one in its place")
                               .arg(nameOf(certificate), dateOf(certificate.expiryDate())));
        if (certificate.effectiveDate().toMSecsSinceEpoch() > nowMs)
            return refusal(QStringLiteral("the certificate of \"%1\" is not valid before %2; is this computer's clock "
                                          "right?")
                               .arg(nameOf(certificate), dateOf(certificate.effectiveDate())));
        if (i + 1 < chain.size() && !isIssuedBy(certificate, chain.at(i + 1)))
            return refusal(QStringLiteral("\"%1\" has not issued the certificate of \"%2\" before it; the order is the "
                                          "server's own, then its issuer, and so on")
                               .arg(nameOf(chain.at(i + 1)), nameOf(certificate)));
    }
    return Done();
}

} // namespace rookery::server
