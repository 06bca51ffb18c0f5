// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/known_servers.h"

#include "client/core/private_file.h"
#include "common/net/pin.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QStandardPaths>

#include <algorithm>

namespace rookery::client {

namespace {

constexpr QLatin1String serversKey("servers");
constexpr QLatin1String idKey("server_id");
constexpr QLatin1String pinKey("pin");
constexpr QLatin1String authorityKey("authority_file");
constexpr QLatin1String nameKey("name");
constexpr QLatin1String addressesKey("addresses");

KnownServer fromJson(const QJsonObject &object)
{
    KnownServer server;
    server.serverId = QByteArray::fromHex(object.value(idKey).toString().toLatin1());
    server.pin = pinFromText(object.value(pinKey).toString());
    server.authorityFile = object.value(authorityKey).toString();
    server.name = object.value(nameKey).toString();
    const QJsonArray addresses = object.value(addressesKey).toArray();
    for (const QJsonValue &value : addresses) {
        if (const Result<HostPort> address = HostPort::parse(value.toString()))
            server.addresses.append(*address);
    }
    return server;
}

QJsonObject toJson(const KnownServer &server)
{
    QJsonArray addresses;
    for (const HostPort &address : server.addresses)
        addresses.append(address.toString());
    QJsonObject object{{idKey, QString::fromLatin1(server.serverId.toHex())},
                       {pinKey, QString::fromLatin1(server.pin.toHex())},
                       {nameKey, server.name},
                       {addressesKey, addresses}};
    if (!server.authorityFile.isEmpty())
        object.insert(authorityKey, server.authorityFile);
    return object;
}

} // namespace

Result<Done> KnownServers::load()
{
    m_servers.clear();
    m_readable = false;
    const Result<QByteArray> content = readPrivateFile(m_path);
    if (!content) {
        m_readable = content.error().code == ErrorCode::NotFound;
        return m_readable ? Result<Done>(Done()) : Result<Done>(content.error());
    }
    const QJsonDocument document = QJsonDocument::fromJson(*content);
    if (!document.object().value(serversKey).isArray())
        return Error(ErrorCode::Malformed, m_path);
    const QJsonArray rows = document.object().value(serversKey).toArray();
    for (const QJsonValue &row : rows) {
        const KnownServer server = fromJson(row.toObject());
        if (server.pin.size() != pinBytes) {
            m_servers.clear();
            return Error(ErrorCode::Malformed, m_path);
        }
        m_servers.append(server);
    }
    m_readable = true;
    return Done();
}

const KnownServer *KnownServers::byId(const QByteArray &serverId) const
{
    const auto found = std::find_if(m_servers.begin(), m_servers.end(), [&serverId](const KnownServer &server) {
        return !serverId.isEmpty() && server.serverId == serverId;
    });
    return found == m_servers.end() ? nullptr : &*found;
}

const KnownServer *KnownServers::byAddress(const HostPort &address) const
{
    const auto found = std::find_if(m_servers.begin(), m_servers.end(), [&address](const KnownServer &server) {
        return server.addresses.contains(address);
    });
    return found == m_servers.end() ? nullptr : &*found;
}

const KnownServer *KnownServers::find(const QByteArray &serverId, const HostPort &address) const
{
    if (const KnownServer *server = byId(serverId))
        return server;
    const KnownServer *server = byAddress(address);
    // Heard under another id than the one that lived at this address: a server of its own, not a changed key.
    return server && (serverId.isEmpty() || server->serverId == serverId) ? server : nullptr;
}

QByteArray KnownServers::pinFor(const QByteArray &serverId, const HostPort &address) const
{
    const KnownServer *server = find(serverId, address);
    return server ? server->pin : QByteArray();
}

QString KnownServers::authorityFileFor(const QByteArray &serverId, const HostPort &address) const
{
    // The host may be anything that somebody has typed; it must not lead out of the folder.
    const bool isName = !address.host.isEmpty() && !address.host.startsWith(u'.') && !address.host.contains(u'/');
    const QString file = isName
        ? QStandardPaths::locate(QStandardPaths::GenericConfigLocation,
                                 QStringLiteral("rookery/authorities/%1.pem").arg(address.host.toLower()))
        : QString();
    const KnownServer *server = find(serverId, address);
    return file.isEmpty() && server ? server->authorityFile : file;
}

Result<Done> KnownServers::remember(const QByteArray &serverId, const HostPort &address, const QByteArray &pin,
                                    const QString &name, const QString &authorityFile)
{
    for (KnownServer &server : m_servers)
        server.addresses.removeAll(address);
    auto found = std::find_if(m_servers.begin(), m_servers.end(),
                              [&serverId](const KnownServer &server) { return server.serverId == serverId; });
    if (found == m_servers.end())
        found = m_servers.insert(m_servers.end(), KnownServer{serverId, pin, {}, name, {}});
    found->pin = pin;
    found->authorityFile = authorityFile;
    found->name = name;
    found->addresses.prepend(address);
    if (found->addresses.size() > KnownServer::maxAddresses)
        found->addresses.resize(KnownServer::maxAddresses);
    m_servers.removeIf(
        [](const KnownServer &server) { return server.serverId.isEmpty() && server.addresses.isEmpty(); });
    return save();
}

Result<Done> KnownServers::save() const
{
    if (!m_readable)
        return Error(ErrorCode::Malformed, m_path);
    QJsonArray rows;
    for (const KnownServer &server : m_servers)
        rows.append(toJson(server));
    return writePrivateFile(m_path, QJsonDocument(QJsonObject{{serversKey, rows}}).toJson());
}

} // namespace rookery::client
