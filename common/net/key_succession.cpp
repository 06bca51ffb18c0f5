// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/key_succession.h"

#include "common/net/pin.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QtEndian>

#include <openssl/asn1.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace rookery {

namespace {

template <auto release>
struct Releaser {
    template <typename T>
    void operator()(T *object) const
    {
        release(object);
    }
};

void releaseSequence(ASN1_SEQUENCE_ANY *sequence)
{
    sk_ASN1_TYPE_pop_free(sequence, ASN1_TYPE_free);
}

using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;
using Certificate = std::unique_ptr<X509, Releaser<X509_free>>;
using Identifier = std::unique_ptr<ASN1_OBJECT, Releaser<ASN1_OBJECT_free>>;
using Sequence = std::unique_ptr<ASN1_SEQUENCE_ANY, Releaser<releaseSequence>>;

constexpr qsizetype serverIdBytes = 16;
/// What is signed cannot be mistaken for anything else a key signs, TLS's CertificateVerify above all.
constexpr char statementContext[] = "rookery key succession 1"; // its terminating zero is signed too
/// Fields of one statement in DER.
enum Field { FormerKey, NewPin, ServerId, Time, Signature, fieldCount };

const unsigned char *unsignedData(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

QByteArray bytesOf(const ASN1_STRING *string)
{
    return QByteArray(reinterpret_cast<const char *>(ASN1_STRING_get0_data(string)), ASN1_STRING_length(string));
}

QByteArray derOf(const ASN1_SEQUENCE_ANY *sequence)
{
    QByteArray der(std::max(0, i2d_ASN1_SEQUENCE_ANY(sequence, nullptr)), Qt::Uninitialized);
    auto *end = reinterpret_cast<unsigned char *>(der.data());
    return i2d_ASN1_SEQUENCE_ANY(sequence, &end) == der.size() ? der : QByteArray();
}

Sequence sequenceFrom(const QByteArray &der)
{
    const unsigned char *begin = unsignedData(der);
    return Sequence(d2i_ASN1_SEQUENCE_ANY(nullptr, &begin, long(der.size())));
}

void append(ASN1_SEQUENCE_ANY *sequence, int type, const QByteArray &content)
{
    ASN1_STRING *string = ASN1_STRING_type_new(type);
    ASN1_STRING_set(string, content.constData(), int(content.size()));
    ASN1_TYPE *element = ASN1_TYPE_new();
    ASN1_TYPE_set(element, type, string);
    sk_ASN1_TYPE_push(sequence, element);
}

void append(ASN1_SEQUENCE_ANY *sequence, qint64 number)
{
    ASN1_INTEGER *integer = ASN1_INTEGER_new();
    ASN1_INTEGER_set_int64(integer, number);
    ASN1_TYPE *element = ASN1_TYPE_new();
    ASN1_TYPE_set(element, V_ASN1_INTEGER, integer);
    sk_ASN1_TYPE_push(sequence, element);
}

QByteArray encoded(const KeySuccession &succession)
{
    const Sequence fields(sk_ASN1_TYPE_new_null());
    append(fields.get(), V_ASN1_SEQUENCE, succession.formerKey);
    append(fields.get(), V_ASN1_OCTET_STRING, succession.newPin);
    append(fields.get(), V_ASN1_OCTET_STRING, succession.serverId);
    append(fields.get(), succession.timeMs);
    append(fields.get(), V_ASN1_OCTET_STRING, succession.signature);
    return derOf(fields.get());
}

/// Nothing unless the element is of that type.
QByteArray contentOf(const ASN1_SEQUENCE_ANY *fields, Field field, int type)
{
    const ASN1_TYPE *element = sk_ASN1_TYPE_value(fields, field);
    return ASN1_TYPE_get(element) == type ? bytesOf(element->value.asn1_string) : QByteArray();
}

std::optional<KeySuccession> decoded(const QByteArray &der)
{
    const Sequence fields = sequenceFrom(der);
    if (!fields || sk_ASN1_TYPE_num(fields.get()) != fieldCount)
        return {};
    KeySuccession succession;
    succession.formerKey = contentOf(fields.get(), FormerKey, V_ASN1_SEQUENCE);
    succession.newPin = contentOf(fields.get(), NewPin, V_ASN1_OCTET_STRING);
    succession.serverId = contentOf(fields.get(), ServerId, V_ASN1_OCTET_STRING);
    succession.signature = contentOf(fields.get(), Signature, V_ASN1_OCTET_STRING);
    const ASN1_TYPE *time = sk_ASN1_TYPE_value(fields.get(), Time);
    int64_t ms = 0;
    const bool isTime = ASN1_TYPE_get(time) == V_ASN1_INTEGER && ASN1_INTEGER_get_int64(&ms, time->value.integer) == 1;
    succession.timeMs = ms;
    const bool isWhole = isTime && !succession.formerKey.isEmpty() && succession.newPin.size() == pinBytes
        && succession.serverId.size() == serverIdBytes && !succession.signature.isEmpty();
    return isWhole ? std::optional(succession) : std::nullopt;
}

/// Only P-256: what the server makes, and one algorithm is enough to get right.
Key p256KeyFrom(const QByteArray &publicKeyInfo)
{
    const unsigned char *begin = unsignedData(publicKeyInfo);
    Key key(d2i_PUBKEY(nullptr, &begin, long(publicKeyInfo.size())));
    char group[32] = {};
    const bool isP256 = key && begin == unsignedData(publicKeyInfo) + publicKeyInfo.size()
        && EVP_PKEY_get_utf8_string_param(key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, nullptr) == 1
        && qstrcmp(group, "prime256v1") == 0;
    return isP256 ? std::move(key) : Key();
}

bool isSigned(const KeySuccession &succession)
{
    const Key key = p256KeyFrom(succession.formerKey);
    const Digest digest(EVP_MD_CTX_new());
    const QByteArray statement = statementOf(succession);
    return key && digest && EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1
        && EVP_DigestVerify(digest.get(), unsignedData(succession.signature), size_t(succession.signature.size()),
                            unsignedData(statement), size_t(statement.size()))
        == 1;
}

Error refusal(const char *reason)
{
    return Error(ErrorCode::KeyChanged, QLatin1String(reason));
}

} // namespace

QByteArray KeySuccession::formerPin() const
{
    return QCryptographicHash::hash(formerKey, QCryptographicHash::Sha256);
}

QByteArray statementOf(const KeySuccession &succession)
{
    QByteArray time(sizeof(qint64), Qt::Uninitialized);
    qToBigEndian(succession.timeMs, time.data());
    return QByteArray(statementContext, sizeof statementContext) + succession.formerPin() + succession.newPin
        + succession.serverId + time;
}

QByteArray encodeSuccessions(const QList<KeySuccession> &successions)
{
    const Sequence sequence(sk_ASN1_TYPE_new_null());
    for (const KeySuccession &succession : successions)
        append(sequence.get(), V_ASN1_SEQUENCE, encoded(succession));
    return derOf(sequence.get());
}

Result<QList<KeySuccession>> decodeSuccessions(const QByteArray &der)
{
    const Error malformed(ErrorCode::Malformed, QStringLiteral("not a list of successions"));
    const Sequence sequence = sequenceFrom(der);
    if (!sequence || sk_ASN1_TYPE_num(sequence.get()) > successionsMax)
        return malformed;
    QList<KeySuccession> successions;
    for (int i = 0; i < sk_ASN1_TYPE_num(sequence.get()); ++i) {
        const ASN1_TYPE *element = sk_ASN1_TYPE_value(sequence.get(), i);
        const std::optional<KeySuccession> succession = ASN1_TYPE_get(element) == V_ASN1_SEQUENCE
            ? decoded(bytesOf(element->value.sequence))
            : std::nullopt;
        if (!succession)
            return malformed;
        successions += *succession;
    }
    // One encoding only: no trailing bytes, no long forms.
    return encodeSuccessions(successions) == der ? Result(successions) : malformed;
}

Result<QList<KeySuccession>> successionsIn(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const unsigned char *begin = unsignedData(der);
    const Certificate parsed(d2i_X509(nullptr, &begin, long(der.size())));
    const Identifier identifier(OBJ_txt2obj(successionExtensionId, 1));
    const int at = parsed ? X509_get_ext_by_OBJ(parsed.get(), identifier.get(), -1) : -1;
    if (at < 0)
        return Error(ErrorCode::NotFound, QStringLiteral("the certificate names no former keys"));
    return decodeSuccessions(bytesOf(X509_EXTENSION_get_data(X509_get_ext(parsed.get(), at))));
}

Result<Done> verifySuccession(const QList<KeySuccession> &successions, const QByteArray &fromPin,
                              const QByteArray &toPin, const QByteArray &serverId)
{
    if (successions.size() > successionsMax)
        return refusal("too many statements");
    // The last one: a server that went back to a former key has gone on from there.
    const auto newest = std::find_if(successions.crbegin(), successions.crend(), [&](const KeySuccession &succession) {
        return succession.formerPin() == fromPin;
    });
    if (newest == successions.crend())
        return refusal("no statement by the known key");
    const QByteArray &server = serverId.isEmpty() ? newest->serverId : serverId;
    QByteArray pin = fromPin;
    for (auto succession = newest.base() - 1; succession != successions.cend(); ++succession) {
        if (succession->formerPin() != pin)
            return refusal("the statements do not follow each other");
        if (succession->serverId != server)
            return refusal("a statement of another server");
        if (!isSigned(*succession))
            return refusal("a signature is wrong");
        pin = succession->newPin;
    }
    return pin == toPin ? Result<Done>(Done()) : refusal("the statements lead to another key");
}

} // namespace rookery
