// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// How the servers are known that a person, an invite or an administrator has confirmed, by server and by address: by a
// key, or by an authority's certificate file. JSON, mode 0600, in the profile's folder. A key once known is never replaced
// on the word of the network, only on that of the key itself. One thread.
#pragma once

#include "common/base/result.h"
#include "common/net/host_port.h"

#include <QtCore/QList>

namespace rookery::client {

struct KnownServer {
    QByteArray serverId;       ///< 16 bytes.
    QByteArray pin;            ///< 32 bytes; with an authority only what was last seen.
    QString authorityFile;     ///< Not empty: the certificates in this file decide, not the pin.
    QString name;              ///< As the server called itself; from the network.
    QList<HostPort> addresses; ///< The newest first, at most maxAddresses.

    static constexpr qsizetype maxAddresses = 8;
};

class KnownServers {
public:
    explicit KnownServers(QString path) : m_path(std::move(path)) {}

    /// No file is the same as an empty one. Malformed when it cannot be read: then nothing is known and nothing will be
    /// written over it.
    Result<Done> load();
    const QList<KnownServer> &servers() const { return m_servers; }
    /// Null when unknown.
    const KnownServer *byId(const QByteArray &serverId) const;
    const KnownServer *byAddress(const HostPort &address) const;
    /// By the id where there is one, else by the address; null when unknown.
    const KnownServer *find(const QByteArray &serverId, const HostPort &address) const;
    /// The pin for an address or a server id, whichever is known; empty when neither is. The id wins.
    QByteArray pinFor(const QByteArray &serverId, const HostPort &address) const;
    /// The file whose certificates vouch for that server: rookery/authorities/HOST.pem in the configuration folders, the
    /// user's own and the system's (XDG Base Directory Specification), where an organisation puts it on its computers;
    /// else what is remembered. Empty: the server is known by its key.
    QString authorityFileFor(const QByteArray &serverId, const HostPort &address) const;
    /// Somebody trusts this key, or the authority: kept at once. An address belongs to one server only.
    Result<Done> remember(const QByteArray &serverId, const HostPort &address, const QByteArray &pin,
                          const QString &name, const QString &authorityFile = {});

private:
    Result<Done> save() const;

    QString m_path;
    QList<KnownServer> m_servers;
    bool m_readable = true;
};

} // namespace rookery::client
