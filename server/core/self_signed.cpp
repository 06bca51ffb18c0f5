// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/self_signed.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <QtCore/QCryptographicHash>

#include <algorithm>
#include <memory>

namespace rookery::server {

namespace {

template <auto release>
struct Releaser {
    template <typename T>
    void operator()(T *object) const
    {
        release(object);
    }
};
using Bio = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Releaser<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Releaser<X509_EXTENSION_free>>;
using Identifier = std::unique_ptr<ASN1_OBJECT, Releaser<ASN1_OBJECT_free>>;
using OctetString = std::unique_ptr<ASN1_OCTET_STRING, Releaser<ASN1_OCTET_STRING_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Releaser<BN_free>>;

/// X.520 upper bound of a common name, characters.
constexpr qsizetype commonNameMax = 64;
/// RFC 5280 section 4.1.2.2: at most 20 bytes, positive.
constexpr qsizetype serialBytes = 16;

Error openSslError(const char *what)
{
    char text[256] = {};
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    return Error(ErrorCode::Internal, QStringLiteral("%1: %2").arg(QLatin1String(what), QLatin1String(text)));
}

QByteArray contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, qsizetype(size));
}

/// No passphrase is ever asked for on the terminal: an empty one is tried.
Key keyFrom(const QByteArray &pem)
{
    const Bio input(BIO_new_mem_buf(pem.constData(), int(pem.size())));
    char noPassphrase[] = "";
    return Key(PEM_read_bio_PrivateKey(input.get(), nullptr, nullptr, noPassphrase));
}

bool addExtension(X509 *certificate, int kind, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool addSuccessions(X509 *certificate, const QList<KeySuccession> &successions)
{
    const QByteArray der = encodeSuccessions(
        successions.mid(std::max<qsizetype>(0, successions.size() - successionsMax)));
    const OctetString value(ASN1_OCTET_STRING_new());
    const Identifier identifier(OBJ_txt2obj(successionExtensionId, 1));
    if (!value || !identifier
        || ASN1_OCTET_STRING_set(value.get(), reinterpret_cast<const unsigned char *>(der.constData()), int(der.size()))
            != 1)
        return false;
    // Not critical: whoever does not know it sees a certificate like any other.
    const Extension extension(X509_EXTENSION_create_by_OBJ(nullptr, identifier.get(), 0, value.get()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool setSerial(X509 *certificate, RandomSource &random)
{
    const QByteArray bytes = random.bytes(serialBytes);
    const BigNumber number(
        BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.constData()), int(serialBytes), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool setName(X509 *certificate, const QByteArray &commonName)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(commonName.constData()),
                                      int(commonName.size()), -1, 0)
        == 1
        && X509_set_issuer_name(certificate, name) == 1;
}

bool setLifetime(X509 *certificate, qint64 nowMs)
{
    time_t now = time_t(nowMs / 1000);
    // A day back, for clients whose clock is behind.
    return X509_time_adj_ex(X509_getm_notBefore(certificate), -1, 0, &now)
        && X509_time_adj_ex(X509_getm_notAfter(certificate), certificateDays - 1, 0, &now);
}

/// SubjectPublicKeyInfo; empty unless it is P-256.
QByteArray publicKeyInfoOf(EVP_PKEY *key)
{
    char group[32] = {};
    if (!key || EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, nullptr) != 1
        || qstrcmp(group, "prime256v1") != 0)
        return {};
    QByteArray der(std::max(0, i2d_PUBKEY(key, nullptr)), Qt::Uninitialized);
    auto *end = reinterpret_cast<unsigned char *>(der.data());
    return i2d_PUBKEY(key, &end) == der.size() ? der : QByteArray();
}

/// What may stand in a DNS name; others (a host name can be anything) get none.
bool isDnsName(const QString &hostName)
{
    return !hostName.isEmpty() && std::all_of(hostName.cbegin(), hostName.cend(), [](QChar character) {
        return character.unicode() < 0x80
            && (character.isLetterOrNumber() || character == QLatin1Char('-') || character == QLatin1Char('.'));
    });
}

} // namespace

Result<QByteArray> makePrivateKey()
{
    const Key key(EVP_EC_gen("P-256"));
    const Bio bio(BIO_new(BIO_s_secmem()));
    if (!key || !bio || PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return openSslError("making a private key");
    return contentOf(bio.get());
}

Result<QByteArray> makeSelfSignedCertificate(const QByteArray &privateKeyPem, const CertificateContent &content,
                                             RandomSource &random)
{
    const Key key = keyFrom(privateKeyPem);
    if (!key)
        return openSslError("reading the private key");
    const Certificate certificate(X509_new());
    const QString name = content.hostName.isEmpty() ? QStringLiteral("rookery") : content.hostName.left(commonNameMax);
    const bool isMade = certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1
        && setSerial(certificate.get(), random) && setLifetime(certificate.get(), content.nowMs)
        && setName(certificate.get(), name.toUtf8()) && X509_set_pubkey(certificate.get(), key.get()) == 1
        && addExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE")
        && addExtension(certificate.get(), NID_key_usage, "critical,digitalSignature")
        && addExtension(certificate.get(), NID_ext_key_usage, "serverAuth")
        && (!isDnsName(name) || addExtension(certificate.get(), NID_subject_alt_name, "DNS:" + name.toLatin1()))
        && addSuccessions(certificate.get(), content.successions)
        && X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0;
    const Bio output(BIO_new(BIO_s_mem()));
    if (!isMade || !output || PEM_write_bio_X509(output.get(), certificate.get()) != 1)
        return openSslError("making a certificate");
    return contentOf(output.get());
}

Result<KeySuccession> signSuccession(const QByteArray &formerKeyPem, const QByteArray &newKeyPem,
                                     const QByteArray &serverId, qint64 nowMs)
{
    const Key formerKey = keyFrom(formerKeyPem);
    const Key newKey = keyFrom(newKeyPem);
    const QByteArray newKeyInfo = publicKeyInfoOf(newKey.get());
    KeySuccession succession;
    succession.formerKey = publicKeyInfoOf(formerKey.get());
    if (succession.formerKey.isEmpty() || newKeyInfo.isEmpty())
        return Error(ErrorCode::BadConfiguration, QStringLiteral("not a P-256 key"));
    succession.newPin = QCryptographicHash::hash(newKeyInfo, QCryptographicHash::Sha256);
    succession.serverId = serverId;
    succession.timeMs = nowMs;
    const QByteArray statement = statementOf(succession);
    const auto *data = reinterpret_cast<const unsigned char *>(statement.constData());
    const Digest digest(EVP_MD_CTX_new());
    size_t size = 0;
    if (!digest || EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, formerKey.get()) != 1
        || EVP_DigestSign(digest.get(), nullptr, &size, data, size_t(statement.size())) != 1)
        return openSslError("signing the new key");
    succession.signature.resize(qsizetype(size));
    if (EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char *>(succession.signature.data()), &size, data,
                       size_t(statement.size()))
        != 1)
        return openSslError("signing the new key");
    succession.signature.resize(qsizetype(size));
    return succession;
}

bool isKeyOfCertificate(const QByteArray &privateKeyPem, const QByteArray &certificatePem)
{
    const Key key = keyFrom(privateKeyPem);
    const Bio input(BIO_new_mem_buf(certificatePem.constData(), int(certificatePem.size())));
    const Certificate certificate(PEM_read_bio_X509(input.get(), nullptr, nullptr, nullptr));
    return key && certificate && X509_check_private_key(certificate.get(), key.get()) == 1;
}

} // namespace rookery::server
