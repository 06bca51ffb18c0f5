// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/token_vault.h"

#include "client/core/private_file.h"
#include "common/base/log_categories.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTimer>

#include <qt6keychain/keychain.h>

#include <memory>

namespace rookery::client {

namespace {

/// A keyring that asks for its password may take this long; then we go on without it, ms.
constexpr int keyringDeadlineMs = 5'000;
constexpr qint64 tokenBytesMax = 1'024;

QString service()
{
    return QStringLiteral("rookery");
}

/// Calls ended once: when the job is done, or at the deadline with nullptr.
template <typename Job, typename Ended>
void startJob(Job *job, QObject *context, Ended ended)
{
    auto isOver = std::make_shared<bool>(false);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, isOver, ended] {
        if (!std::exchange(*isOver, true))
            ended(job);
    });
    QTimer::singleShot(keyringDeadlineMs, context, [isOver, ended] {
        if (!std::exchange(*isOver, true))
            ended(static_cast<Job *>(nullptr));
    });
    job->start();
}

} // namespace

TokenVault::TokenVault(QString directory, QObject *parent) : QObject(parent), m_directory(std::move(directory)) {}

TokenVault::~TokenVault() = default;

QString TokenVault::pathOf(const QString &key) const
{
    return QDir(m_directory).filePath(key + QStringLiteral(".token"));
}

bool TokenVault::isKeyringLikely()
{
    if (qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFile::exists(runtime + QStringLiteral("/bus"));
}

void TokenVault::store(const QString &key, const QByteArray &token, Keep keep, Stored stored)
{
    const auto later = [this, stored](const Result<Place> &result) {
        QMetaObject::invokeMethod(
            this, [stored, result] { stored(result); }, Qt::QueuedConnection);
    };
    QFile::remove(pathOf(key));
    m_memory.insert(key, token);
    if (keep == Keep::InMemory) {
        later(Place::Memory);
    } else if (keep == Keep::InFile || !isKeyringLikely()) {
        later(storeInFile(key, token));
    } else {
        auto *job = new QKeychain::WritePasswordJob(service());
        job->setKey(key);
        job->setBinaryData(token);
        startJob(job, this, [this, key, token, stored](QKeychain::WritePasswordJob *done) {
            if (done && done->error() == QKeychain::NoError) {
                stored(Place::Keyring);
                return;
            }
            qCInfo(lcUi, "no keyring: the token goes into a file");
            stored(storeInFile(key, token));
        });
    }
}

Result<TokenVault::Place> TokenVault::storeInFile(const QString &key, const QByteArray &token)
{
    if (const Result<Done> made = makePrivateFolder(m_directory); !made)
        return made.error();
    if (const Result<Done> written = writePrivateFile(pathOf(key), token.toHex() + '\n'); !written)
        return written.error();
    return Place::File;
}

Result<QByteArray> TokenVault::loadFromFile(const QString &key) const
{
    const Result<QByteArray> content = readPrivateFile(pathOf(key), tokenBytesMax);
    if (!content)
        return content.error();
    const QByteArray token = QByteArray::fromHex(content->trimmed());
    if (token.isEmpty())
        return Error(ErrorCode::Malformed, pathOf(key));
    return token;
}

void TokenVault::load(const QString &key, Loaded loaded)
{
    Result<QByteArray> found = ErrorCode::NotFound;
    if (m_memory.contains(key))
        found = m_memory.value(key);
    else if (QFile::exists(pathOf(key)))
        found = loadFromFile(key);
    if (found || !isKeyringLikely()) {
        QMetaObject::invokeMethod(
            this, [loaded, found] { loaded(found); }, Qt::QueuedConnection);
        return;
    }
    auto *job = new QKeychain::ReadPasswordJob(service());
    job->setKey(key);
    startJob(job, this, [loaded](QKeychain::ReadPasswordJob *done) {
        if (done && done->error() == QKeychain::NoError && !done->binaryData().isEmpty())
            loaded(done->binaryData());
        else
            loaded(ErrorCode::NotFound);
    });
}

void TokenVault::remove(const QString &key)
{
    m_memory.remove(key);
    QFile::remove(pathOf(key));
    if (!isKeyringLikely())
        return;
    auto *job = new QKeychain::DeletePasswordJob(service());
    job->setKey(key);
    startJob(job, this, [](QKeychain::DeletePasswordJob *) {});
}

} // namespace rookery::client
