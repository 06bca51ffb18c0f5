// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// An organisation's certificate authority in a folder, by openssl(1): issues what a test of certificates needs. One thread.
#pragma once

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>

namespace rookery::test {

class Authority {
public:
    /// Makes the authority's own key and certificate, NAME.key and NAME.pem in the folder.
    Authority(const QString &folder, const QString &name) : m_folder(folder), m_name(name)
    {
        run({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
             QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
             QStringLiteral("-keyout"), key(), QStringLiteral("-out"), certificate(), QStringLiteral("-days"),
             QStringLiteral("30"), QStringLiteral("-subj"), QStringLiteral("/CN=") + name, QStringLiteral("-addext"),
             QStringLiteral("keyUsage=critical,keyCertSign")});
    }

    QString certificate() const { return path(m_name + QStringLiteral(".pem")); }
    QString key() const { return path(m_name + QStringLiteral(".key")); }

    /// NAME.key and NAME.pem with that subjectAltName ("DNS:host,IP:127.0.0.1"); more: further extensions, as lines.
    bool issue(const QString &name, const QString &alternativeNames, const QString &more = {},
               const QString &days = QStringLiteral("30")) const
    {
        QFile extensions(path(name + QStringLiteral(".ext")));
        if (!extensions.open(QIODevice::WriteOnly))
            return false;
        if (!alternativeNames.isEmpty())
            extensions.write("subjectAltName=" + alternativeNames.toLatin1() + '\n');
        extensions.write(more.toLatin1());
        extensions.close();
        const QString request = path(name + QStringLiteral(".csr"));
        return run({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                    QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"), QStringLiteral("-keyout"),
                    path(name + QStringLiteral(".key")), QStringLiteral("-out"), request, QStringLiteral("-subj"),
                    QStringLiteral("/CN=") + name})
            && run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), request,
                    QStringLiteral("-CA"), certificate(), QStringLiteral("-CAkey"), key(),
                    QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), days, QStringLiteral("-extfile"),
                    extensions.fileName(), QStringLiteral("-out"), path(name + QStringLiteral(".pem"))});
    }

    QString path(const QString &file) const { return QDir(m_folder).filePath(file); }
    QByteArray read(const QString &file) const
    {
        QFile opened(path(file));
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }

private:
    static bool run(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        return process.waitForFinished() && process.exitCode() == 0;
    }

    QString m_folder;
    QString m_name;
};

} // namespace rookery::test
