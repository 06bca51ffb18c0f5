// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/app/app_options.h"

#include <QtCore/QUrl>

namespace rookery::app {

namespace {

constexpr QLatin1String linkScheme("rookery://");
const QStringList &languages()
{
    static const QStringList known{QStringLiteral("en"), QStringLiteral("zh_CN")};
    return known;
}

Error misused(const QString &sentence)
{
    return Error(ErrorCode::BadConfiguration, sentence);
}

/// "--name value" and "--name=value".
class Reader {
public:
    explicit Reader(const QStringList &arguments) : m_arguments(arguments) {}

    bool next()
    {
        if (++m_at >= m_arguments.size())
            return false;
        m_name = m_arguments.at(m_at);
        const qsizetype equals = m_name.indexOf(u'=');
        m_value.reset();
        if (m_name.startsWith(QLatin1String("--")) && equals > 0) {
            m_value = m_name.mid(equals + 1);
            m_name.truncate(equals);
        }
        return true;
    }
    const QString &name() const { return m_name; }
    bool hasOwnValue() const { return m_value.has_value(); }
    std::optional<QString> value()
    {
        if (!m_value && m_at + 1 < m_arguments.size())
            m_value = m_arguments.at(++m_at);
        return m_value;
    }

private:
    const QStringList &m_arguments;
    qsizetype m_at = 0;
    QString m_name;
    std::optional<QString> m_value;
};

std::optional<ui::Scheme> schemeOf(const QString &name)
{
    if (name == QLatin1String("light"))
        return ui::Scheme::Light;
    if (name == QLatin1String("dark"))
        return ui::Scheme::Dark;
    return name == QLatin1String("system") ? std::optional(ui::Scheme::System) : std::nullopt;
}

Result<Done> readValue(AppOptions &options, const QString &name, const QString &value)
{
    if (name == QLatin1String("--profile")) {
        options.profile = value;
    } else if (name == QLatin1String("--theme")) {
        options.scheme = schemeOf(value);
        if (!options.scheme)
            return misused(QStringLiteral("--theme is light, dark or system, not \"%1\"").arg(value));
    } else {
        options.language = value;
        if (!languages().contains(value))
            return misused(
                QStringLiteral("--lang is %1, not \"%2\"").arg(languages().join(QStringLiteral(" or ")), value));
    }
    return Done();
}

} // namespace

Result<AppOptions> parseOptions(const QStringList &arguments)
{
    AppOptions options;
    Reader reader(arguments);
    while (reader.next()) {
        const QString name = reader.name();
        const bool takesValue = name == QLatin1String("--profile") || name == QLatin1String("--theme")
            || name == QLatin1String("--lang");
        if (takesValue) {
            const std::optional<QString> value = reader.value();
            if (!value || value->isEmpty())
                return misused(QStringLiteral("%1 needs a value").arg(name));
            if (Result<Done> read = readValue(options, name, *value); !read)
                return read.error();
        } else if (reader.hasOwnValue()) {
            return misused(QStringLiteral("%1 is not an option that takes a value").arg(name));
        } else if (name == QLatin1String("--hidden")) {
            options.isHidden = true;
        } else if (name == QLatin1String("--help") || name == QLatin1String("-h")) {
            options.wantsHelp = true;
        } else if (name == QLatin1String("--version")) {
            options.wantsVersion = true;
        } else if (!addressOfLink(name).isEmpty() && options.link.isEmpty()) {
            options.link = name;
        } else {
            return misused(QStringLiteral("\"%1\" is not an option").arg(name));
        }
    }
    return options;
}

QString helpText()
{
    return QStringLiteral("rookery [OPTION...] [rookery://HOST[:PORT]/]\n"
                          "Chat with the people on your network.\n"
                          "\n"
                          "  --profile NAME              accounts and settings of their own (default: default)\n"
                          "  --hidden                    begin in the tray, without a window\n"
                          "  --theme light|dark|system   for this run, whatever the settings say\n"
                          "  --lang en|zh_CN             for this run, whatever the system says\n"
                          "  --version                   print the release and end\n"
                          "  --help                      print this and end\n"
                          "\n"
                          "A second start with the same profile brings the first one's window to the front.\n");
}

QString addressOfLink(const QString &link)
{
    if (!link.startsWith(linkScheme, Qt::CaseInsensitive))
        return {};
    const QUrl url(link, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return {};
    QString host = url.host();
    if (host.contains(u':'))
        host = QLatin1Char('[') + host + QLatin1Char(']');
    return url.port() > 0 ? host + QLatin1Char(':') + QString::number(url.port()) : host;
}

} // namespace rookery::app
