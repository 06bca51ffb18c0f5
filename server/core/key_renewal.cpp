// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/key_renewal.h"

#include "common/base/log_categories.h"
#include "server/core/secret_file.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

namespace rookery::server {

namespace {

/// Empty where there is none.
Result<QByteArray> contentOf(const QString &path)
{
    const Result<QByteArray> content = readSecretFile(path);
    return !content && content.error().code == ErrorCode::NotFound ? Result<QByteArray>(QByteArray()) : content;
}

Result<Done> removeIfThere(const QString &path)
{
    if (!QFile::exists(path))
        return Done();
    qCWarning(lcServer, "%s is left from a renewal that was not finished, and is removed", qUtf8Printable(path));
    return QFile::remove(path) ? Result<Done>(Done())
                               : Error(ErrorCode::FolderUnwritable, QStringLiteral("%1: cannot be removed").arg(path));
}

} // namespace

Result<Done> prepareNewKey(const QString &folder, const QByteArray &serverId, CertificateContent content,
                           RandomSource &random)
{
    const QDir directory(folder);
    const Result<QByteArray> formerKey = readSecretFile(directory.filePath(keyFile));
    if (!formerKey)
        return formerKey.error();
    const Result<QByteArray> newKey = makePrivateKey();
    if (!newKey)
        return newKey.error();
    const Result<KeySuccession> succession = signSuccession(*formerKey, *newKey, serverId, content.nowMs);
    if (!succession)
        return succession.error();
    content.successions += *succession;
    const Result<QByteArray> certificate = makeSelfSignedCertificate(*newKey, content, random);
    if (!certificate)
        return certificate.error();
    if (const Result<Done> written = writeSecretFile(directory.filePath(nextKeyFile), *newKey); !written)
        return written;
    return writeSecretFile(directory.filePath(nextCertificateFile), *certificate);
}

Result<Done> replaceCertificate(const QString &folder, const CertificateContent &content, RandomSource &random)
{
    const QDir directory(folder);
    const Result<QByteArray> key = readSecretFile(directory.filePath(keyFile));
    if (!key)
        return key.error();
    const Result<QByteArray> certificate = makeSelfSignedCertificate(*key, content, random);
    return certificate ? writeSecretFile(directory.filePath(certificateFile), *certificate) : certificate.error();
}

Result<Done> finishRenewal(const QString &folder)
{
    const QDir directory(folder);
    const QString nextKeyPath = directory.filePath(nextKeyFile);
    const QString nextCertificatePath = directory.filePath(nextCertificateFile);
    const QString keyPath = directory.filePath(keyFile);
    const Result<QByteArray> certificate = contentOf(nextCertificatePath);
    const Result<QByteArray> nextKey = contentOf(nextKeyPath);
    const Result<QByteArray> key = contentOf(keyPath);
    for (const Result<QByteArray> *read : {&certificate, &nextKey, &key}) {
        if (!*read)
            return read->error();
    }
    const bool isWhole = !certificate->isEmpty() && isKeyOfCertificate(*nextKey, *certificate);
    if (isWhole) {
        const ErasedAfterwards formerKey(keyPath);
        if (const Result<Done> replaced = replaceSecretFile(nextKeyPath, keyPath); !replaced)
            return replaced;
    }
    // The key is in its place already where a crash has come between the two.
    if (isWhole || (!certificate->isEmpty() && isKeyOfCertificate(*key, *certificate)))
        return replaceSecretFile(nextCertificatePath, directory.filePath(certificateFile));
    // The certificate first: it is what makes a new key count.
    if (const Result<Done> removed = removeIfThere(nextCertificatePath); !removed)
        return removed;
    return removeIfThere(nextKeyPath);
}

} // namespace rookery::server
