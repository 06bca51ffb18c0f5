// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What counts as one address when strangers are counted. Pure function, any thread.
#pragma once

#include <QtCore/QByteArray>
#include <QtNetwork/QHostAddress>

namespace rookery::server {

/// IPv4 as it is; of IPv6 the 64 bits of the network, because one host has all addresses in it (RFC 4291 2.5.1).
inline QByteArray addressKey(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QByteArray::number(ipv4, 16);
    constexpr qsizetype networkBytes = 8;
    const Q_IPV6ADDR ipv6 = address.toIPv6Address();
    return QByteArray(reinterpret_cast<const char *>(ipv6.c), networkBytes);
}

} // namespace rookery::server
