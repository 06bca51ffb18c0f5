// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Slows down guessing of passwords, per account and per address, without ever locking anybody out: the wait doubles
// from 1 s to 60 s and is forgotten after a quiet quarter of an hour. From an address that has signed in to the account
// before, failures elsewhere do not count, so that nobody can keep its owner out by guessing. Memory is bounded; the
// least recently used is forgotten. Thread of its owner.
#pragma once

#include "common/base/clock.h"

#include <QtCore/QByteArray>
#include <QtCore/QCache>
#include <QtNetwork/QHostAddress>

namespace rookery::server {

class Throttle {
public:
    explicit Throttle(Clock &clock);

    /// How long to refuse, in ms; 0: go on. The account is its name's skeleton, empty where there is none (then only
    /// the address counts).
    qint64 retryMs(const QByteArray &account, const QHostAddress &address) const;
    /// Of a refusal: true once for each lock, so that it can be recorded without recording every try.
    bool isNews(const QByteArray &account, const QHostAddress &address);
    void failed(const QByteArray &account, const QHostAddress &address);
    void succeeded(const QByteArray &account, const QHostAddress &address);

private:
    struct Failures {
        int count = 0;
        qint64 lastMs = 0;
        qint64 blockedUntilMs = 0;
        bool isReported = false;
    };
    using Table = QCache<QByteArray, Failures>;

    QByteArray accountKey(const QByteArray &account, const QByteArray &addressKey) const;
    qint64 remainingMs(const Table &table, const QByteArray &key) const;
    void count(Table &table, const QByteArray &key, int freeFailures);

    Clock &m_clock;
    Table m_accounts;
    Table m_addresses;
    QCache<QByteArray, bool> m_known; // account and address that belong together
};

} // namespace rookery::server
