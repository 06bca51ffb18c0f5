// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/app/server_options.h"

#include "common/protocol/names.h"
#include "server/core/server_limits.h"
#include "server/ctl/data_directory.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcessEnvironment>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QHostInfo>

namespace rookery::server {

/// A year: as good as always.
constexpr int recallSecondsMax = 366 * 24 * 3600;

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
            {.key = QStringLiteral("backup-dir"),
             .type = Type::Path,
             .placeholder = QStringLiteral("DIR"),
             .help = QStringLiteral("Where a checked copy of the database is put every night; made if missing. Without "
                                    "it: no nightly backups.")},
            {.key = QStringLiteral("backup-time"),
             .defaultValue = QStringLiteral("03:00"),
             .placeholder = QStringLiteral("HH:MM"),
             .help = QStringLiteral("When the nightly backup is made, in local time.")},
            {.key = QStringLiteral("backup-keep"),
             .type = Type::Integer,
             .defaultValue = QStringLiteral("7"),
             .least = 1,
             .most = limits::nightlyBackupsMax,
             .placeholder = QStringLiteral("N"),
             .help = QStringLiteral("How many nightly backups stay; older ones are removed.")},
            {.key = QStringLiteral("log-file"),
             .type = Type::Path,
             .placeholder = QStringLiteral("FILE"),
             .help = QStringLiteral("Where log lines go; opened anew when it was moved away, and on SIGHUP. Without "
                                    "it: stderr.")},
            {.key = QStringLiteral("disk-floor"),
             .type = Type::Integer,
             .defaultValue = QString::number(limits::diskFloorMebibytes),
             .least = 0,
             .most = limits::diskFloorMebibytesMost,
             .placeholder = QStringLiteral("MIB"),
             .help = QStringLiteral(
                 "MiB that stay free where the data is: below, messages are refused and reading goes "
                 "on. 0: until the disk is full.")},
            {.key = QStringLiteral("recall-seconds"),
             .type = Type::Integer,
             .defaultValue = QString::number(limits::recallSecondsDefault),
             .least = 0,
             .most = recallSecondsMax,
             .placeholder = QStringLiteral("SECONDS"),
             .help = QStringLiteral("How long people may take back their messages; moderators of a group always may.")},
        });
    return table;
}

static wire::Registration registrationNamed(const QString &name)
{
    if (name == QLatin1String("open"))
        return wire::REGISTRATION_OPEN;
    return name == QLatin1String("invite") ? wire::REGISTRATION_INVITE : wire::REGISTRATION_CLOSED;
}

static QString absolutePath(const QString &path)
{
    return path.isEmpty() ? QString() : QDir(path).absolutePath();
}

/// Nightly backups and the log file.
static Result<Done> readKeeping(const OptionValues &values, ServerSettings &settings)
{
    settings.backup.folder = absolutePath(values.text(QStringLiteral("backup-dir")));
    settings.backup.time = QTime::fromString(values.text(QStringLiteral("backup-time")), QStringLiteral("HH:mm"));
    if (!settings.backup.time.isValid())
        return Error(ErrorCode::BadConfiguration,
                     QStringLiteral("backup-time: \"%1\" is not HH:MM, from 00:00 to 23:59")
                         .arg(values.text(QStringLiteral("backup-time"))));
    settings.backup.keep = int(values.integer(QStringLiteral("backup-keep")));
    if (!settings.backup.folder.isEmpty() && settings.backup.folder == settings.dataDirectory)
        return Error(ErrorCode::BadConfiguration,
                     QStringLiteral("backup-dir: it is the data folder; give one of its own, best on another disk"));
    settings.logFile = absolutePath(values.text(QStringLiteral("log-file")));
    return Done();
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
    if (const Result<Done> read = readKeeping(values, settings); !read)
        return read.error();
    settings.diskFloorBytes = values.integer(QStringLiteral("disk-floor")) * limits::mebibyte;
    settings.recallMs = values.integer(QStringLiteral("recall-seconds")) * 1000;
    return settings;
}

Result<ServerSettings> readServerSettings(const ConfigFile &config, const QStringList &arguments)
{
    QString fileText;
    QFile file(config.path);
    if (file.open(QIODevice::ReadOnly))
        fileText = QString::fromUtf8(file.readAll());
    else if (config.mustExist)
        return Error(ErrorCode::BadConfiguration,
                     QStringLiteral("cannot read %1: %2").arg(config.path, file.errorString()));
    QHash<QString, QString> environment;
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    const QStringList keys = system.keys();
    for (const QString &key : keys)
        environment.insert(key, system.value(key));
    const Result<OptionValues> values = serverOptions().parse(arguments, environment, fileText);
    if (!values) {
        Error error = values.error();
        // A number of a line says little where several files may be meant.
        if (error.detail.startsWith(QLatin1String("line ")))
            error.detail.prepend(config.path + QStringLiteral(", "));
        return error;
    }
    return serverSettings(*values);
}

QString describe(const ServerSettings &settings)
{
    QStringList addresses;
    for (const HostPort &address : settings.listen)
        addresses += address.toString();
    const QString registration = settings.registration == wire::REGISTRATION_OPEN ? QStringLiteral("open")
        : settings.registration == wire::REGISTRATION_INVITE                      ? QStringLiteral("invite")
                                                                                  : QStringLiteral("closed");
    return QStringLiteral("name=\"%1\" data=%2 listen=%3 discovery=%4 registration=%5 disk-floor=%6")
        .arg(settings.name, settings.dataDirectory, addresses.join(QLatin1Char(',')),
             settings.discovery ? QString::number(settings.discoveryPort) : QStringLiteral("off"), registration)
        .arg(settings.diskFloorBytes / limits::mebibyte);
}

QString defaultConfigFile()
{
    return QStringLiteral("/etc/rookery/rookeryd.conf");
}

} // namespace rookery::server
