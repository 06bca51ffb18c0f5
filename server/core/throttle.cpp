// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/throttle.h"

#include "server/core/address_key.h"

#include <algorithm>
#include <utility>

namespace rookery::server {

namespace {

/// Mistyping is free this often.
constexpr int accountFreeFailures = 5;
/// An address may be that of a whole office behind one router.
constexpr int addressFreeFailures = 20;
constexpr qint64 firstWaitMs = 1'000;
constexpr qint64 longestWaitMs = 60'000;
constexpr qint64 forgottenAfterMs = 15 * 60'000;
/// Entries of each table: about 1 MiB in all.
constexpr int entriesMax = 4096;

} // namespace

Throttle::Throttle(Clock &clock) : m_clock(clock), m_accounts(entriesMax), m_addresses(entriesMax), m_known(entriesMax)
{}

qint64 Throttle::retryMs(const QByteArray &account, const QHostAddress &address) const
{
    const QByteArray addressKey = server::addressKey(address);
    const qint64 byAddress = remainingMs(m_addresses, addressKey);
    return account.isEmpty() ? byAddress
                             : std::max(byAddress, remainingMs(m_accounts, accountKey(account, addressKey)));
}

void Throttle::failed(const QByteArray &account, const QHostAddress &address)
{
    const QByteArray addressKey = server::addressKey(address);
    count(m_addresses, addressKey, addressFreeFailures);
    if (!account.isEmpty())
        count(m_accounts, accountKey(account, addressKey), accountFreeFailures);
}

void Throttle::succeeded(const QByteArray &account, const QHostAddress &address)
{
    // The address keeps its count: otherwise an account of one's own would wipe it clean.
    const QByteArray addressKey = server::addressKey(address);
    m_accounts.remove(accountKey(account, addressKey));
    m_known.insert(account + '@' + addressKey, new bool(true));
}

bool Throttle::isNews(const QByteArray &account, const QHostAddress &address)
{
    const QByteArray addressKey = server::addressKey(address);
    bool isNews = false;
    const auto look = [&](const Table &table, const QByteArray &key) {
        Failures *failures = remainingMs(table, key) > 0 ? table.object(key) : nullptr;
        if (failures && !std::exchange(failures->isReported, true))
            isNews = true;
    };
    look(m_addresses, addressKey);
    if (!account.isEmpty())
        look(m_accounts, accountKey(account, addressKey));
    return isNews;
}

QByteArray Throttle::accountKey(const QByteArray &account, const QByteArray &addressKey) const
{
    const QByteArray pair = account + '@' + addressKey;
    return m_known.object(pair) ? pair : account;
}

qint64 Throttle::remainingMs(const Table &table, const QByteArray &key) const
{
    const Failures *failures = table.object(key);
    return failures ? std::max<qint64>(0, failures->blockedUntilMs - m_clock.monotonicMs()) : 0;
}

void Throttle::count(Table &table, const QByteArray &key, int freeFailures)
{
    const qint64 nowMs = m_clock.monotonicMs();
    Failures *failures = table.object(key);
    if (!failures || nowMs - failures->lastMs > forgottenAfterMs) {
        failures = new Failures;
        table.insert(key, failures);
    }
    ++failures->count;
    failures->lastMs = nowMs;
    if (failures->count < freeFailures)
        return;
    const int doublings = std::min(failures->count - freeFailures, 10);
    failures->blockedUntilMs = nowMs + std::min(longestWaitMs, firstWaitMs << doublings);
}

} // namespace rookery::server
