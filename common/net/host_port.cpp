// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/host_port.h"

#include <algorithm>

namespace rookery {

namespace {

/// Whether toString() can be read back: neither white space nor brackets can stand in a host (RFC 3986 section 3.2.2).
bool isHost(const QString &host)
{
    return !host.isEmpty() && std::none_of(host.begin(), host.end(), [](QChar one) {
        return one.isSpace() || one.category() == QChar::Other_Control || one == u'[' || one == u']';
    });
}

} // namespace

Result<HostPort> HostPort::parse(const QString &text)
{
    QString rest = text.trimmed();
    if (rest.startsWith(QLatin1String("rookery://")))
        rest = rest.mid(10).section(QLatin1Char('/'), 0, 0);
    HostPort result;
    QString portText;
    if (rest.startsWith(QLatin1Char('['))) {
        const qsizetype end = rest.indexOf(QLatin1Char(']'));
        if (end < 0 || (end + 1 < rest.size() && rest.at(end + 1) != QLatin1Char(':')))
            return Error(ErrorCode::BadAddress, text);
        result.host = rest.mid(1, end - 1);
        portText = rest.mid(end + 1);
    } else if (rest.count(QLatin1Char(':')) == 1) {
        result.host = rest.section(QLatin1Char(':'), 0, 0);
        portText = rest.mid(result.host.size());
    } else {
        result.host = rest;
    }
    if (!portText.isEmpty()) {
        bool isNumber = false;
        const int port = portText.mid(1).toInt(&isNumber);
        if (!isNumber || port < 0 || port > 65535)
            return Error(ErrorCode::BadAddress, text);
        result.port = quint16(port);
    }
    if (!isHost(result.host))
        return Error(ErrorCode::BadAddress, text);
    return result;
}

QString HostPort::toString() const
{
    const QString shown = host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]").arg(host) : host;
    // Both at once: the scope of a link-local address ("fe80::1%2") must not be taken for a place marker.
    return QStringLiteral("%1:%2").arg(shown, QString::number(port));
}

} // namespace rookery
