// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One table of options makes the command line, the environment, the file, --help, --check-config and the sample file.
// A later source wins: default < file < environment < flag. Plain values, any thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QHash>
#include <QtCore/QStringList>

#include <vector>

namespace rookery {

struct Option {
    enum class Type { Text, Integer, Choice, Path, List };

    QString key; ///< In the file "discovery-port"; the flag --discovery-port; see OptionTable for the variable.
    Type type = Type::Text;
    QString defaultValue;
    QStringList choices; ///< Type::Choice: what is allowed.
    qint64 least = 0;    ///< Type::Integer: bounds, inclusive.
    qint64 most = 0;
    QString placeholder; ///< In --help: "ADDR:PORT".
    QString help;        ///< One sentence.
};

/// The values of every option of a table, each already checked against its row.
class OptionValues {
public:
    QString text(const QString &key) const { return m_values.value(key).value(0); }
    QStringList list(const QString &key) const { return m_values.value(key); }
    qint64 integer(const QString &key) const { return text(key).toLongLong(); }
    bool isOn(const QString &key) const { return text(key) == QLatin1String("on"); }
    void set(const QString &key, const QStringList &values) { m_values.insert(key, values); }

private:
    QHash<QString, QStringList> m_values;
};

class OptionTable {
public:
    /// With the prefix "ROOKERYD_" the option "discovery-port" is read from ROOKERYD_DISCOVERY_PORT.
    OptionTable(QString environmentPrefix, std::vector<Option> options)
        : m_environmentPrefix(std::move(environmentPrefix)), m_options(std::move(options))
    {}

    const std::vector<Option> &options() const { return m_options; }

    /// Merges the sources. fileText is the content of the configuration file ("key = value" lines, '#' comments; a
    /// list option may be repeated), empty for none. Arguments are without the program's name. BadConfiguration with
    /// a detail that names the source, the line and the key.
    Result<OptionValues> parse(const QStringList &arguments, const QHash<QString, QString> &environment,
                               const QString &fileText) const;
    /// The option rows of --help.
    QString helpText() const;
    /// A file that says all defaults, every line commented out.
    QString sampleFile() const;

private:
    Result<Done> apply(OptionValues &values, const Option &option, const QStringList &given,
                       const QString &source) const;
    Result<Done> applyFile(OptionValues &values, const QString &fileText) const;
    Result<Done> applyArguments(OptionValues &values, const QStringList &arguments) const;

    QString environmentName(const Option &option) const;

    QString m_environmentPrefix;
    std::vector<Option> m_options;
};

} // namespace rookery
