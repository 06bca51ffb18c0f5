// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/profile.h"

#include "client/core/private_file.h"
#include "common/base/random_source.h"
#include "common/net/pin.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>

#include <algorithm>

namespace rookery::client {

namespace {

constexpr qsizetype deviceIdBytes = 16;
constexpr QLatin1String deviceKey("device_id");
constexpr QLatin1String accountsKey("accounts");
constexpr QLatin1String serverIdKey("server_id");
constexpr QLatin1String pinKey("pin");
constexpr QLatin1String addressKey("address");
constexpr QLatin1String userIdKey("user_id");
constexpr QLatin1String userNameKey("user_name");
constexpr QLatin1String serverNameKey("server_name");
constexpr QLatin1String keepKey("keep_signed_in");

std::optional<AccountRecord> fromJson(const QJsonObject &object)
{
    AccountRecord account;
    account.serverId = QByteArray::fromHex(object.value(serverIdKey).toString().toLatin1());
    account.pin = pinFromText(object.value(pinKey).toString());
    const Result<HostPort> address = HostPort::parse(object.value(addressKey).toString());
    account.userId = UserId(object.value(userIdKey).toString().toULongLong());
    if (!address || account.pin.isEmpty() || account.userId.isNull())
        return {};
    account.address = *address;
    account.userName = object.value(userNameKey).toString();
    account.serverName = object.value(serverNameKey).toString();
    account.keepSignedIn = object.value(keepKey).toBool();
    return account;
}

QJsonObject toJson(const AccountRecord &account)
{
    // A JSON number holds 53 bits only, hence the id as text.
    return {{serverIdKey, QString::fromLatin1(account.serverId.toHex())},
            {pinKey, QString::fromLatin1(account.pin.toHex())},
            {addressKey, account.address.toString()},
            {userIdKey, QString::number(account.userId.value)},
            {userNameKey, account.userName},
            {serverNameKey, account.serverName},
            {keepKey, account.keepSignedIn}};
}

} // namespace

QString AccountRecord::key() const
{
    return QStringLiteral("%1-%2").arg(QString::fromLatin1(serverId.toHex())).arg(userId.value);
}

Result<QString> Profile::directoryOf(const QString &name)
{
    static const QRegularExpression plain(QStringLiteral("\\A[\\w][\\w .-]{0,63}\\z"),
                                          QRegularExpression::UseUnicodePropertiesOption);
    if (!plain.match(name).hasMatch())
        return ErrorCode::BadName;
    const QString base = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return QStringLiteral("%1/rookery/profiles/%2").arg(base, name);
}

Result<Done> Profile::open(RandomSource &random)
{
    if (Result<Done> made = makePrivateFolder(m_directory); !made)
        return made;
    m_accounts.clear();
    m_deviceId.clear();
    const QString path = QDir(m_directory).filePath(QStringLiteral("profile.json"));
    const Result<QByteArray> content = readPrivateFile(path);
    if (!content && content.error().code != ErrorCode::NotFound)
        return content.error();
    if (content) {
        const QJsonDocument document = QJsonDocument::fromJson(*content);
        m_deviceId = QByteArray::fromHex(document.object().value(deviceKey).toString().toLatin1());
        if (m_deviceId.size() != deviceIdBytes)
            return Error(ErrorCode::Malformed, path);
        const QJsonArray rows = document.object().value(accountsKey).toArray();
        for (const QJsonValue &row : rows) {
            if (const std::optional<AccountRecord> account = fromJson(row.toObject()))
                m_accounts.append(*account);
        }
        return Done();
    }
    m_deviceId = random.bytes(deviceIdBytes);
    return save();
}

QString Profile::knownServersPath() const
{
    return QDir(m_directory).filePath(QStringLiteral("known_servers.json"));
}

QString Profile::tokensDirectory() const
{
    return QDir(m_directory).filePath(QStringLiteral("tokens"));
}

QString Profile::accountDirectory(const AccountRecord &account) const
{
    return QDir(m_directory).filePath(QStringLiteral("accounts/%1").arg(account.key()));
}

std::optional<AccountRecord> Profile::lastAccount() const
{
    return m_accounts.isEmpty() ? std::nullopt : std::optional(m_accounts.constFirst());
}

std::optional<AccountRecord> Profile::account(const QString &userName, const std::optional<HostPort> &address) const
{
    for (const AccountRecord &account : m_accounts) {
        const bool sameName = userName.isEmpty()
            || account.userName.toCaseFolded() == userName.trimmed().toCaseFolded();
        if (sameName && (!address || account.address == *address))
            return account;
    }
    return {};
}

Result<Done> Profile::remember(const AccountRecord &account)
{
    m_accounts.removeIf([&account](const AccountRecord &known) { return known.key() == account.key(); });
    m_accounts.prepend(account);
    return save();
}

Result<Done> Profile::save() const
{
    QJsonArray rows;
    for (const AccountRecord &account : m_accounts)
        rows.append(toJson(account));
    const QJsonObject object{{deviceKey, QString::fromLatin1(m_deviceId.toHex())}, {accountsKey, rows}};
    return writePrivateFile(QDir(m_directory).filePath(QStringLiteral("profile.json")), QJsonDocument(object).toJson());
}

} // namespace rookery::client
