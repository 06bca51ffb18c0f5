// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/app/server_options.h"

#include "common/protocol/names.h"
#include "server/ctl/data_directory.h"

#include <QtCore/QDir>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QHostInfo>

namespace rookery::server {

const OptionTable &serverOptions()
{
    using Type = Option::Type;
    static const OptionTable table(
        QStringLiteral("ROOKERYD_"),
        {
            {.key = QStringLiteral("data"),
             .type = Type::Path,
             .placeholder = QStringLiteral("DIR"),
             .help = QStringLiteral(
                 "Where everything is kept; made if missing. Without it: rookery/server in the user's data folder.")},
            {.key = QStringLiteral("name"),
             .placeholder = QStringLiteral("NAME"),
             .help = QStringLiteral("The server's name as people see it. Without it: this computer's name.")},
            {.key = QStringLiteral("listen"),
             .type = Type::List,
             .defaultValue = QStringLiteral("0.0.0.0:7665 [::]:7665"),
             .placeholder = QStringLiteral("ADDR:PORT"),
             .help = QStringLiteral("An address to accept connections on, IPv4 or [IPv6]; port 0 takes any free one.")},
            {.key = QStringLiteral("discovery"),
             .type = Type::Choice,
             .defaultValue = QStringLiteral("on"),
             .choices = {QStringLiteral("on"), QStringLiteral("off")},
             .help = QStringLiteral("Whether clients on this network find the server by themselves.")},
            {.key = QStringLiteral("discovery-port"),
             .type = Type::Integer,
             .defaultValue = QString::number(limits::defaultPort),
             .least = 1,
             .most = 65535,
             .placeholder = QStringLiteral("PORT"),
             .help = QStringLiteral("UDP port of discovery; clients look on 7665.")},
            {.key = QStringLiteral("registration"),
             .type = Type::Choice,
             .defaultValue = QStringLiteral("open"),
             .choices = {QStringLiteral("open"), QStringLiteral("invite"), QStringLiteral("closed")},
             .help = QStringLiteral("Who may make an account: open to local addresses, invite only, or closed.")},
        });
    return table;
}

static wire::Registration registrationNamed(const QString &name)
{
    if (name == QLatin1String("open"))
        return wire::REGISTRATION_OPEN;
    return name == QLatin1String("invite") ? wire::REGISTRATION_INVITE : wire::REGISTRATION_CLOSED;
}

Result<ServerSettings> serverSettings(const OptionValues &values)
{
    ServerSettings settings;
    const QString data = values.text(QStringLiteral("data"));
    settings.dataDirectory = data.isEmpty() ? defaultDataDirectory() : QDir(data).absolutePath();
    QString name = values.text(QStringLiteral("name"));
    if (name.isEmpty())
        name = QHostInfo::localHostName();
    if (name.isEmpty())
        name = QStringLiteral("Rookery");
    const Result<QString> checkedName = checkedDisplayText(name, limits::displayNameCharacters);
    if (!checkedName)
        return Error(ErrorCode::BadConfiguration,
                     QStringLiteral("name: not a name of 1 to %1 visible characters")
                         .arg(limits::displayNameCharacters));
    settings.name = *checkedName;
    for (const QString &text : values.list(QStringLiteral("listen"))) {
        const Result<HostPort> address = HostPort::parse(text);
        if (!address || QHostAddress(address->host).isNull()) {
            return Error(ErrorCode::BadAddress,
                         QStringLiteral("listen: \"%1\" is not ADDR:PORT with an IP address").arg(text));
        }
        settings.listen += *address;
    }
    if (settings.listen.isEmpty())
        return Error(ErrorCode::BadConfiguration, QStringLiteral("listen: no address given"));
    settings.discovery = values.isOn(QStringLiteral("discovery"));
    settings.discoveryPort = quint16(values.integer(QStringLiteral("discovery-port")));
    settings.registration = registrationNamed(values.text(QStringLiteral("registration")));
    return settings;
}

QString defaultConfigFile()
{
    return QStringLiteral("/etc/rookery/rookeryd.conf");
}

} // namespace rookery::server
