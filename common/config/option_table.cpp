// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/config/option_table.h"

#include <algorithm>

namespace rookery {

namespace {

Error badConfiguration(const QString &source, const QString &problem)
{
    return Error(ErrorCode::BadConfiguration, QStringLiteral("%1: %2").arg(source, problem));
}

template <typename Predicate>
const Option *findOption(const std::vector<Option> &options, Predicate predicate)
{
    const auto found = std::find_if(options.begin(), options.end(), predicate);
    return found == options.end() ? nullptr : &*found;
}

} // namespace

QString OptionTable::environmentName(const Option &option) const
{
    return m_environmentPrefix + option.key.toUpper().replace(QLatin1Char('-'), QLatin1Char('_'));
}

Result<Done> OptionTable::apply(OptionValues &values, const Option &option, const QStringList &given,
                                const QString &source) const
{
    for (const QString &value : given) {
        if (option.type == Option::Type::Choice && !option.choices.contains(value)) {
            return badConfiguration(source,
                                    QStringLiteral("%1 must be one of %2, not \"%3\"")
                                        .arg(option.key, option.choices.join(QLatin1String(", ")), value));
        }
        if (option.type == Option::Type::Integer) {
            bool isNumber = false;
            const qint64 number = value.toLongLong(&isNumber);
            if (!isNumber || number < option.least || number > option.most) {
                return badConfiguration(source,
                                        QStringLiteral("%1 must be a number from %2 to %3, not \"%4\"")
                                            .arg(option.key)
                                            .arg(option.least)
                                            .arg(option.most)
                                            .arg(value));
            }
        }
    }
    values.set(option.key, given);
    return Done{};
}

Result<Done> OptionTable::applyFile(OptionValues &values, const QString &fileText) const
{
    QHash<QString, QStringList> given;
    QHash<QString, int> lineOf;
    int lineNumber = 0;
    const QStringList lines = fileText.split(QLatin1Char('\n'));
    for (const QString &rawLine : lines) {
        ++lineNumber;
        const QString line = rawLine.trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        const QString source = QStringLiteral("line %1").arg(lineNumber);
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        if (equals < 0)
            return badConfiguration(source, QStringLiteral("expected \"key = value\""));
        const QString key = line.left(equals).trimmed();
        const Option *option = findOption(m_options, [&](const Option &row) { return row.key == key; });
        if (!option)
            return badConfiguration(source, QStringLiteral("there is no option \"%1\"").arg(key));
        if (given.contains(key) && option->type != Option::Type::List)
            return badConfiguration(source, QStringLiteral("%1 is set twice").arg(key));
        given[key] += line.mid(equals + 1).trimmed();
        lineOf[key] = lineNumber;
    }
    for (const Option &option : m_options) {
        if (!given.contains(option.key))
            continue;
        const QString source = QStringLiteral("line %1").arg(lineOf.value(option.key));
        if (const Result<Done> applied = apply(values, option, given.value(option.key), source); !applied)
            return applied.error();
    }
    return Done{};
}

Result<Done> OptionTable::applyArguments(OptionValues &values, const QStringList &arguments) const
{
    QHash<QString, QStringList> given;
    for (qsizetype at = 0; at < arguments.size(); ++at) {
        const QString argument = arguments.at(at);
        if (!argument.startsWith(QLatin1String("--")))
            return badConfiguration(argument, QStringLiteral("not an option"));
        const QString flag = argument.mid(2).section(QLatin1Char('='), 0, 0);
        const Option *option = findOption(m_options, [&](const Option &row) { return row.key == flag; });
        if (!option)
            return badConfiguration(argument, QStringLiteral("there is no such option"));
        const qsizetype equals = argument.indexOf(QLatin1Char('='));
        if (equals < 0 && at + 1 >= arguments.size())
            return badConfiguration(argument, QStringLiteral("needs a value"));
        const QString value = equals < 0 ? arguments.at(++at) : argument.mid(equals + 1);
        if (option->type != Option::Type::List)
            given.remove(option->key);
        given[option->key] += value;
    }
    for (const Option &option : m_options) {
        if (!given.contains(option.key))
            continue;
        const QString source = QStringLiteral("--%1").arg(option.key);
        if (const Result<Done> applied = apply(values, option, given.value(option.key), source); !applied)
            return applied.error();
    }
    return Done{};
}

Result<OptionValues> OptionTable::parse(const QStringList &arguments, const QHash<QString, QString> &environment,
                                        const QString &fileText) const
{
    OptionValues values;
    for (const Option &option : m_options) {
        values.set(option.key,
                   option.type == Option::Type::List ? option.defaultValue.split(QLatin1Char(' '), Qt::SkipEmptyParts)
                                                     : QStringList{option.defaultValue});
    }
    if (const Result<Done> applied = applyFile(values, fileText); !applied)
        return applied.error();
    for (const Option &option : m_options) {
        const QString variable = environmentName(option);
        if (!environment.contains(variable))
            continue;
        const QString value = environment.value(variable);
        const QStringList given = option.type == Option::Type::List ? value.split(QLatin1Char(' '), Qt::SkipEmptyParts)
                                                                    : QStringList{value};
        if (const Result<Done> applied = apply(values, option, given, variable); !applied)
            return applied.error();
    }
    if (const Result<Done> applied = applyArguments(values, arguments); !applied)
        return applied.error();
    return values;
}

QString OptionTable::helpText() const
{
    QString text;
    for (const Option &option : m_options) {
        const QString value = option.type == Option::Type::Choice ? option.choices.join(QLatin1Char('|'))
                                                                  : option.placeholder;
        text += QStringLiteral("  --%1 %2\n      %3").arg(option.key, value, option.help);
        if (option.type == Option::Type::List)
            text += QLatin1String(" May be repeated.");
        if (!option.defaultValue.isEmpty())
            text += QStringLiteral(" Default: %1.").arg(option.defaultValue);
        text += QStringLiteral(" Environment: %1.").arg(environmentName(option));
        text += QLatin1Char('\n');
    }
    return text;
}

QString OptionTable::sampleFile() const
{
    QString text;
    for (const Option &option : m_options) {
        text += QStringLiteral("# %1\n").arg(option.help);
        if (option.type == Option::Type::Choice)
            text += QStringLiteral("# One of: %1\n").arg(option.choices.join(QLatin1String(", ")));
        text += QStringLiteral("#%1 = %2\n\n").arg(option.key, option.defaultValue);
    }
    return text;
}

} // namespace rookery
