// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Strong identifiers: a UserId cannot be passed where a ConversationId is meant. All are plain values.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QMetaType>

#include <compare>

namespace rookery {

/// A number handed out by the store; 0 means "none". Tag makes each use a type of its own.
template <typename Tag>
struct NumericId {
    quint64 value = 0;

    constexpr NumericId() = default;
    constexpr explicit NumericId(quint64 number) : value(number) {}
    constexpr bool isNull() const { return value == 0; }
    friend constexpr auto operator<=>(NumericId, NumericId) = default;
    friend size_t qHash(NumericId id, size_t seed = 0) { return ::qHash(id.value, seed); }
};

using UserId = NumericId<struct UserTag>;
using ConversationId = NumericId<struct ConversationTag>;
/// One signed-in connection of a person's device, unique while the server runs.
using SessionId = NumericId<struct SessionTag>;

/// Sixteen random bytes made once by the client, in its outbox, before a message is first sent.
/// UNIQUE(sender, client id) in the store makes every resend harmless.
class ClientId {
public:
    static constexpr qsizetype size = 16;

    ClientId() = default;
    explicit ClientId(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    bool isValid() const { return m_bytes.size() == size; }
    const QByteArray &bytes() const { return m_bytes; }
    friend bool operator==(const ClientId &a, const ClientId &b) { return a.m_bytes == b.m_bytes; }
    friend auto operator<(const ClientId &a, const ClientId &b) { return a.m_bytes < b.m_bytes; }
    friend size_t qHash(const ClientId &id, size_t seed = 0) { return ::qHash(id.m_bytes, seed); }

private:
    QByteArray m_bytes;
};

} // namespace rookery

Q_DECLARE_METATYPE(rookery::UserId)
Q_DECLARE_METATYPE(rookery::ConversationId)
Q_DECLARE_METATYPE(rookery::SessionId)
Q_DECLARE_METATYPE(rookery::ClientId)
