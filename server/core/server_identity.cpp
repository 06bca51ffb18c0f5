// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/server_identity.h"

#include "common/base/log_categories.h"
#include "common/net/framed_stream.h"
#include "common/net/pin.h"
#include "server/core/certificate_check.h"
#include "server/core/key_renewal.h"
#include "server/core/secret_file.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtNetwork/QHostInfo>

#include <sodium.h>

namespace rookery::server {

namespace {

constexpr qsizetype pepperBytes = 32;
constexpr qsizetype serverIdBytes = 16;

const QString pepperFile = QStringLiteral("pepper.key");
const QString beaconFile = QStringLiteral("beacon.key");
/// From here on the log says at each start that an organisation's certificate will end.
constexpr int warningDays = 30;

Error badFile(const QString &path, const QString &reason)
{
    return Error(ErrorCode::BadConfiguration, QStringLiteral("%1: %2").arg(path, reason));
}

/// What is in the file; where there is none, make() is written to it first.
template <typename Make>
Result<QByteArray> readOrMake(const QString &path, Make make)
{
    Result<QByteArray> content = readSecretFile(path);
    if (content || content.error().code != ErrorCode::NotFound)
        return content;
    Result<QByteArray> made = make();
    if (!made)
        return made;
    if (const Result<Done> written = writeSecretFile(path, made.value()); !written)
        return written.error();
    qCInfo(lcServer, "Made %s", qUtf8Printable(path));
    return made;
}

const unsigned char *unsignedData(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

} // namespace

Result<ServerIdentity> ServerIdentity::loadOrCreate(const QString &dataDirectory, RandomSource &random,
                                                    const Clock &clock)
{
    const QString folder = QDir(dataDirectory).absolutePath();
    if (const Result<Done> made = makePrivateFolder(folder); !made)
        return made.error();
    const FolderLock lock(folder);
    return load(folder, random, clock);
}

Result<ServerIdentity> ServerIdentity::load(const QString &folder, RandomSource &random, const Clock &clock)
{
    if (sodium_init() < 0)
        return Error(ErrorCode::Internal, QStringLiteral("libsodium cannot start"));
    ServerIdentity identity;
    // The order matters: the pepper comes to be before anything that shows that the server has been started.
    for (const auto load :
         {&ServerIdentity::loadPepper, &ServerIdentity::loadBeaconKey, &ServerIdentity::loadCertificate}) {
        if (const Result<Done> loaded = (identity.*load)(folder, random, clock); !loaded)
            return loaded.error();
    }
    return identity;
}

Result<ServerIdentity> ServerIdentity::loadExisting(const QString &folder, RandomSource &random, const Clock &clock)
{
    for (const QString &name : {pepperFile, beaconFile, keyFile, certificateFile}) {
        if (!QFileInfo::exists(QDir(folder).filePath(name)))
            return badFile(folder, QStringLiteral("no %1; is it the server's folder?").arg(name));
    }
    return load(folder, random, clock);
}

Result<ServerIdentity> ServerIdentity::renewKey(const QString &dataDirectory, RandomSource &random, const Clock &clock)
{
    const QString folder = QDir(dataDirectory).absolutePath();
    const FolderLock lock(folder);
    const Result<ServerIdentity> former = loadExisting(folder, random, clock);
    if (!former)
        return former;
    if (!former->isOwnCertificate())
        return badFile(QDir(folder).filePath(certificateFile),
                       QStringLiteral("not made by Rookery; make a new key where this certificate came from"));
    if (const Result<Done> prepared = prepareNewKey(folder, former->serverId(), former->contentNow(clock), random);
        !prepared)
        return prepared.error();
    return load(folder, random, clock);
}

Result<ServerIdentity> ServerIdentity::renewCertificate(const QString &dataDirectory, RandomSource &random,
                                                        const Clock &clock)
{
    const QString folder = QDir(dataDirectory).absolutePath();
    const FolderLock lock(folder);
    const Result<ServerIdentity> former = loadExisting(folder, random, clock);
    if (!former || !former->isOwnCertificate())
        return former;
    if (const Result<Done> replaced = replaceCertificate(folder, former->contentNow(clock), random); !replaced)
        return replaced.error();
    return load(folder, random, clock);
}

Result<Done> ServerIdentity::loadPepper(const QString &folder, RandomSource &random, const Clock &)
{
    const QString path = QDir(folder).filePath(pepperFile);
    // A new pepper would make every stored password wrong without anybody being told why.
    if (!QFileInfo::exists(path) && QFileInfo::exists(QDir(folder).filePath(beaconFile)))
        return badFile(path,
                       QStringLiteral("the file is missing, and without it no password is right; put it back "
                                      "from a backup"));
    const Result<QByteArray> pepper = readOrMake(path,
                                                 [&random] { return Result<QByteArray>(random.bytes(pepperBytes)); });
    if (!pepper)
        return pepper.error();
    if (pepper->size() != pepperBytes)
        return badFile(path, QStringLiteral("not %1 bytes; put it back from a backup").arg(pepperBytes));
    m_pepper = pepper.value();
    return Done();
}

Result<Done> ServerIdentity::loadBeaconKey(const QString &folder, RandomSource &random, const Clock &)
{
    const QString path = QDir(folder).filePath(beaconFile);
    const Result<QByteArray> seed = readOrMake(path, [&random] {
        return Result<QByteArray>(random.bytes(crypto_sign_SEEDBYTES));
    });
    if (!seed)
        return seed.error();
    if (seed->size() != qsizetype(crypto_sign_SEEDBYTES))
        return badFile(path,
                       QStringLiteral("not %1 bytes; put it back from a backup, or remove it for a new identity")
                           .arg(crypto_sign_SEEDBYTES));
    m_beaconPublicKey.resize(crypto_sign_PUBLICKEYBYTES);
    m_beaconSecretKey.resize(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(reinterpret_cast<unsigned char *>(m_beaconPublicKey.data()),
                             reinterpret_cast<unsigned char *>(m_beaconSecretKey.data()), unsignedData(seed.value()));
    return Done();
}

Result<Done> ServerIdentity::loadCertificate(const QString &folder, RandomSource &random, const Clock &clock)
{
    if (const Result<Done> finished = finishRenewal(folder); !finished)
        return finished;
    const QString keyPath = QDir(folder).filePath(keyFile);
    const Result<QByteArray> keyPem = readOrMake(keyPath, [] { return makePrivateKey(); });
    if (!keyPem)
        return keyPem.error();
    const QString certificatePath = QDir(folder).filePath(certificateFile);
    // A lost certificate is made anew for the same key: clients know the server by the key.
    const Result<QByteArray> certificatePem = readOrMake(certificatePath, [&] {
        return makeSelfSignedCertificate(keyPem.value(), contentNow(clock), random);
    });
    if (!certificatePem)
        return certificatePem.error();
    if (const Result<Done> read = readCertificate(folder, keyPem.value()); !read)
        return read;
    const qint64 days = daysLeft(certificate(), clock.wallMs());
    if (isOwnCertificate()) {
        if (days >= renewalDays)
            return Done();
        qCInfo(lcServer, "the certificate would end in %lld days; made another for the same key",
               static_cast<long long>(days));
        if (const Result<Done> replaced = replaceCertificate(folder, contentNow(clock), random); !replaced)
            return replaced;
        return readCertificate(folder, keyPem.value());
    }
    if (const Result<Done> checked = checkChain(m_chain, clock.wallMs()); !checked)
        return badFile(certificatePath, checked.error().detail);
    if (days < warningDays)
        qCWarning(lcServer, "%s ends in %lld days", qUtf8Printable(certificatePath), static_cast<long long>(days));
    return Done();
}

Result<Done> ServerIdentity::readCertificate(const QString &folder, const QByteArray &keyPem)
{
    const QString certificatePath = QDir(folder).filePath(certificateFile);
    const Result<QByteArray> certificatePem = readSecretFile(certificatePath);
    if (!certificatePem)
        return certificatePem.error();
    m_chain = QSslCertificate::fromData(certificatePem.value(), QSsl::Pem);
    if (m_chain.isEmpty() || pinOf(certificate()).isEmpty())
        return badFile(certificatePath, QStringLiteral("not a certificate (PEM)"));
    m_privateKey = QSslKey(keyPem, certificate().publicKey().algorithm(), QSsl::Pem);
    if (m_privateKey.isNull() || !isKeyOfCertificate(keyPem, certificatePem.value()))
        return badFile(QDir(folder).filePath(keyFile),
                       QStringLiteral("not the private key (PEM, without passphrase) of certificate.pem"));
    return Done();
}

CertificateContent ServerIdentity::contentNow(const Clock &clock) const
{
    const Result<QList<KeySuccession>> successions = successionsIn(certificate());
    return {QHostInfo::localHostName(), successions ? *successions : QList<KeySuccession>(), clock.wallMs()};
}

bool ServerIdentity::isOwnCertificate() const
{
    return server::isOwnCertificate(m_chain);
}

QSslConfiguration ServerIdentity::tlsConfiguration() const
{
    QSslConfiguration configuration = FramedStream::tlsConfiguration();
    configuration.setLocalCertificateChain(m_chain);
    configuration.setPrivateKey(m_privateKey);
    return configuration;
}

QByteArray ServerIdentity::pin() const
{
    return pinOf(certificate());
}

QStringList ServerIdentity::phrase() const
{
    return phraseOf(pin());
}

QByteArray ServerIdentity::serverId() const
{
    // The start of the 32-byte digest, as in beacons: BLAKE2b with a shorter digest would be another value.
    QByteArray digest(crypto_generichash_BYTES, Qt::Uninitialized);
    crypto_generichash(reinterpret_cast<unsigned char *>(digest.data()), size_t(digest.size()),
                       unsignedData(m_beaconPublicKey), size_t(m_beaconPublicKey.size()), nullptr, 0);
    return digest.first(serverIdBytes);
}

} // namespace rookery::server
