// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/password_hasher.h"

#include "common/protocol/limits.h"

#include <sodium.h>

#include <utility>

namespace rookery::server {

namespace {

constexpr qint64 busyRetryMs = 2'000;
constexpr size_t prehashBytes = 32;

Error busy(const QString &reason)
{
    Error error(ErrorCode::Busy, reason);
    error.retryMs = busyRetryMs;
    return error;
}

/// Keyed BLAKE2b of the password: what Argon2id gets. Without the pepper it cannot be computed.
QByteArray peppered(const QString &password, const QByteArray &pepper)
{
    QByteArray utf8 = password.toUtf8();
    QByteArray result(prehashBytes, Qt::Uninitialized);
    crypto_generichash(reinterpret_cast<unsigned char *>(result.data()), prehashBytes,
                       reinterpret_cast<const unsigned char *>(utf8.constData()), size_t(utf8.size()),
                       reinterpret_cast<const unsigned char *>(pepper.constData()), size_t(pepper.size()));
    sodium_memzero(utf8.data(), size_t(utf8.size()));
    return result;
}

Result<QByteArray> computedHash(const QByteArray &prehash, PasswordCost cost)
{
    QByteArray encoded(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(encoded.data(), prehash.constData(), size_t(prehash.size()), cost.passes,
                              cost.memoryBytes, crypto_pwhash_ALG_ARGON2ID13)
        != 0)
        return busy(QStringLiteral("no memory for a password hash"));
    encoded.truncate(qsizetype(qstrlen(encoded.constData())));
    return encoded;
}

bool holds(const QByteArray &prehash, const QByteArray &encoded)
{
    // libsodium wants the whole buffer.
    QByteArray buffer = encoded.left(crypto_pwhash_STRBYTES - 1);
    buffer.append(crypto_pwhash_STRBYTES - buffer.size(), '\0');
    return crypto_pwhash_str_verify(buffer.constData(), prehash.constData(), size_t(prehash.size())) == 0;
}

/// The encoded form (PHC string) with random salt and random result.
QByteArray madeUpHash(PasswordCost cost)
{
    const auto random = [](size_t count) {
        QByteArray bytes(qsizetype(count), Qt::Uninitialized);
        randombytes_buf(bytes.data(), count);
        return bytes.toBase64(QByteArray::OmitTrailingEquals);
    };
    return "$argon2id$v=19$m=" + QByteArray::number(qulonglong(cost.memoryBytes / 1024)) + ",t="
        + QByteArray::number(cost.passes) + ",p=1$" + random(crypto_pwhash_SALTBYTES) + '$' + random(prehashBytes);
}

QByteArray startedMadeUpHash(PasswordCost cost)
{
    if (sodium_init() < 0)
        qFatal("libsodium cannot start: the system has no source of randomness");
    return madeUpHash(cost);
}

} // namespace

PasswordHasher::PasswordHasher(const QByteArray &pepper, QObject *home, PasswordCost cost)
    : m_pepper(pepper), m_home(home), m_cost(cost), m_nobody(startedMadeUpHash(cost)),
      m_unanswered(std::make_shared<int>(0))
{
    Q_ASSERT(pepper.size() >= qsizetype(crypto_generichash_KEYBYTES_MIN));
    m_pool.setMaxThreadCount(limits::passwordHashesAtOnce);
}

PasswordHasher::~PasswordHasher()
{
    m_pool.clear();
    m_pool.waitForDone();
}

template <typename T>
void PasswordHasher::enqueue(std::function<Result<T>()> work, std::function<void(Result<T>)> done)
{
    // What a callback holds (a session, say) belongs to the home thread, so it ends there, although the pool's thread may
    // be the last to let go of the answer.
    const auto deliver = [home = m_home, alive = std::weak_ptr<int>(m_unanswered),
                          held = std::make_shared<std::function<void(Result<T>)>>(std::move(done))](Result<T> result) {
        QMetaObject::invokeMethod(
            home,
            [alive, held, result = std::move(result)] {
                const std::function<void(Result<T>)> done = std::exchange(*held, nullptr);
                const std::shared_ptr<int> unanswered = alive.lock();
                if (!unanswered)
                    return;
                --*unanswered;
                done(result);
            },
            Qt::QueuedConnection);
    };
    ++*m_unanswered;
    if (*m_unanswered > limits::passwordHashesAtOnce + rookery::limits::passwordHashesWaiting) {
        deliver(busy(QStringLiteral("too many passwords are being checked")));
        return;
    }
    m_pool.start([work = std::move(work), deliver] { deliver(work()); });
}

void PasswordHasher::hash(const QString &password, std::function<void(Result<QByteArray>)> done)
{
    enqueue<QByteArray>([prehash = peppered(password, m_pepper), cost = m_cost] { return computedHash(prehash, cost); },
                        std::move(done));
}

void PasswordHasher::verify(const QString &password, const QByteArray &encoded, std::function<void(Result<bool>)> done)
{
    const QByteArray against = encoded.isEmpty() ? m_nobody : encoded;
    enqueue<bool>([prehash = peppered(password, m_pepper), against] { return Result<bool>(holds(prehash, against)); },
                  std::move(done));
}

bool PasswordHasher::needsRehash(const QByteArray &encoded) const
{
    return crypto_pwhash_str_needs_rehash(encoded.constData(), m_cost.passes, m_cost.memoryBytes) != 0;
}

} // namespace rookery::server
