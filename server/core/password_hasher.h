// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Argon2id in a small pool of threads. A hash takes 84 ms of CPU and 64 MiB, so how many run and how many wait is
// bounded; beyond that the answer is Busy. Lives on the thread of home, where the callbacks come; destroying it drops
// those that have not come yet.
#pragma once

#include "common/base/result.h"
#include "server/core/server_limits.h"

#include <QtCore/QByteArray>
#include <QtCore/QObject>
#include <QtCore/QThreadPool>

#include <functional>
#include <memory>

namespace rookery::server {

/// What a guess costs.
struct PasswordCost {
    quint64 passes = limits::passwordPasses;
    size_t memoryBytes = limits::passwordMemoryBytes;
};

class PasswordHasher {
public:
    /// The pepper (32 bytes) is not in the database: a stolen database alone lets nobody guess.
    PasswordHasher(const QByteArray &pepper, QObject *home, PasswordCost cost = {});
    ~PasswordHasher();

    /// Gives the text to store, with its salt and cost. Busy, with retryMs.
    void hash(const QString &password, std::function<void(Result<QByteArray>)> done);
    /// Whether the password belongs to what hash() gave. Where encoded is empty (no such person) the answer is no,
    /// after the same work. Busy, with retryMs.
    void verify(const QString &password, const QByteArray &encoded, std::function<void(Result<bool>)> done);
    /// True where the cost has been changed since that was made.
    bool needsRehash(const QByteArray &encoded) const;

private:
    template <typename T>
    void enqueue(std::function<Result<T>()> work, std::function<void(Result<T>)> done);

    const QByteArray m_pepper;
    QObject *const m_home;
    const PasswordCost m_cost;
    const QByteArray m_nobody; // looks like what hash() gives, but no password belongs to it
    QThreadPool m_pool;
    std::shared_ptr<int> m_unanswered; // home thread only; its end tells late answers that we are gone
};

} // namespace rookery::server
