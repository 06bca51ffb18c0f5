// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One profile: the folder that holds this installation's device id, the accounts used in it, the known servers and
// the caches. ${XDG_DATA_HOME}/rookery/profiles/NAME for the windows, any folder for scripts. One thread.
//   profile.json         device id and accounts (0600)
//   known_servers.json   see known_servers.h
//   tokens/              see token_vault.h
//   accounts/SERVER-USER/cache.sqlite
#pragma once

#include "common/base/ids.h"
#include "common/base/result.h"
#include "common/net/host_port.h"

#include <QtCore/QList>

#include <optional>

namespace rookery {
class RandomSource;
}

namespace rookery::client {

/// An account that has been signed in here.
struct AccountRecord {
    QByteArray serverId; ///< 16 bytes.
    QByteArray pin;      ///< 32 bytes.
    HostPort address;
    UserId userId;
    QString userName;
    QString serverName;
    bool keepSignedIn = false;

    /// What tells accounts apart, fit for a file name: the key of its token too.
    QString key() const;
};

class Profile {
public:
    /// Any folder.
    explicit Profile(QString directory) : m_directory(std::move(directory)) {}
    /// The folder of a named profile; BadName unless the name is a plain file name.
    static Result<QString> directoryOf(const QString &name);

    /// Makes the folder (0700) and reads it. FolderUnwritable; Malformed when profile.json is not one.
    Result<Done> open(RandomSource &random);

    QString directory() const { return m_directory; }
    /// 16 bytes, made once.
    QByteArray deviceId() const { return m_deviceId; }
    QString knownServersPath() const;
    QString tokensDirectory() const;
    QString accountDirectory(const AccountRecord &account) const;

    /// The last used first.
    const QList<AccountRecord> &accounts() const { return m_accounts; }
    std::optional<AccountRecord> lastAccount() const;
    /// The last used account of that name (case folded) and at that address; both may be left out.
    std::optional<AccountRecord> account(const QString &userName, const std::optional<HostPort> &address) const;
    /// Adds or updates it and makes it the last used.
    Result<Done> remember(const AccountRecord &account);

private:
    Result<Done> save() const;

    QString m_directory;
    QByteArray m_deviceId;
    QList<AccountRecord> m_accounts;
};

} // namespace rookery::client
