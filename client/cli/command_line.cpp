// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/command_line.h"

#include "common/net/pin.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QMap>
#include <QtCore/QSet>

namespace rookery::cli {

namespace {

/// A day is enough for anything a script waits for, and fits an int of ms.
constexpr double secondsMax = 86'400;
constexpr int countMax = 1'000'000;

enum class Value { None, Needed };

struct OptionRow {
    Value value = Value::Needed;
    QSet<Verb> verbs; ///< Empty: belongs to every verb.
};

const QMap<QString, OptionRow> &options()
{
    static const QMap<QString, OptionRow> rows{
        {QStringLiteral("server"), {}},
        {QStringLiteral("pin"), {}},
        {QStringLiteral("ca"), {}},
        {QStringLiteral("trust-first"), {Value::None, {}}},
        {QStringLiteral("user"), {}},
        {QStringLiteral("password-file"), {}},
        {QStringLiteral("profile"), {}},
        {QStringLiteral("timeout"), {}},
        {QStringLiteral("json"), {Value::None, {}}},
        {QStringLiteral("help"), {Value::None, {}}},
        {QStringLiteral("version"), {Value::None, {}}},
        {QStringLiteral("display-name"), {Value::Needed, {Verb::Register}}},
        {QStringLiteral("invite"), {Value::Needed, {Verb::Register}}},
        {QStringLiteral("count"), {Value::Needed, {Verb::Listen}}},
        {QStringLiteral("for"), {Value::Needed, {Verb::Listen, Verb::Discover}}},
        {QStringLiteral("last"), {Value::Needed, {Verb::History}}},
    };
    return rows;
}

class Parser {
    Q_DECLARE_TR_FUNCTIONS(rookery::cli::Parser)

public:
    ParsedCommandLine parse(const QStringList &arguments)
    {
        if (split(arguments) && readVerb() && checkOptions() && readOptions())
            return {m_result, {}};
        return {std::nullopt, m_problem};
    }

private:
    bool fail(const QString &problem)
    {
        m_problem = problem;
        return false;
    }

    /// The next argument is a TEXT.
    bool isTextNext() const
    {
        const QString verb = m_positional.value(0);
        return (verb == QLatin1String("send") && m_positional.size() == 2)
            || (verb == QLatin1String("edit") && m_positional.size() == 3);
    }

    /// Options may stand before and after the verb. A TEXT may begin with one dash.
    bool split(const QStringList &arguments)
    {
        for (qsizetype i = 0; i < arguments.size(); ++i) {
            const QString &argument = arguments.at(i);
            if (argument == QLatin1String("--")) {
                m_positional += arguments.mid(i + 1);
                return true;
            }
            if (argument == QLatin1String("-h")) {
                m_options.insert(QStringLiteral("help"), {});
                continue;
            }
            if (!argument.startsWith(QLatin1String("--"))) {
                if (argument.startsWith(u'-') && argument.size() > 1 && !isTextNext())
                    return fail(tr("There is no option %1.").arg(argument));
                m_positional.append(argument);
                continue;
            }
            const qsizetype equals = argument.indexOf(u'=');
            const QString name = argument.mid(2, equals < 0 ? -1 : equals - 2);
            if (!options().contains(name))
                return fail(tr("There is no option --%1.").arg(name));
            if (options().value(name).value == Value::None) {
                if (equals >= 0)
                    return fail(tr("--%1 takes no value.").arg(name));
                m_options.insert(name, {});
            } else if (equals >= 0) {
                m_options.insert(name, argument.mid(equals + 1));
            } else if (i + 1 < arguments.size()) {
                m_options.insert(name, arguments.at(++i));
            } else {
                return fail(tr("--%1 needs a value.").arg(name));
            }
        }
        return true;
    }

    bool readVerb()
    {
        if (m_options.contains(QStringLiteral("help")) || m_options.contains(QStringLiteral("version"))) {
            m_result.verb = m_options.contains(QStringLiteral("help")) ? Verb::Help : Verb::Version;
            return true;
        }
        if (m_positional.isEmpty())
            return fail(tr("Say what to do: register, send, edit, recall, listen, history, who, discover or group."));
        const QString verb = m_positional.takeFirst();
        if (verb == QLatin1String("group"))
            return readGroup();
        static const QMap<QString, QPair<Verb, int>> verbs{
            {QStringLiteral("register"), {Verb::Register, 0}}, {QStringLiteral("send"), {Verb::Send, 2}},
            {QStringLiteral("listen"), {Verb::Listen, 0}},     {QStringLiteral("history"), {Verb::History, 1}},
            {QStringLiteral("who"), {Verb::Who, 0}},           {QStringLiteral("discover"), {Verb::Discover, 0}},
            {QStringLiteral("edit"), {Verb::Edit, 3}},         {QStringLiteral("recall"), {Verb::Recall, 2}},
        };
        const auto found = verbs.constFind(verb);
        if (found == verbs.constEnd())
            return fail(tr("There is no verb %1.").arg(verb));
        if (m_positional.size() != found->second)
            return fail(tr("%1 takes %n argument(s).", nullptr, found->second).arg(verb));
        m_result.verb = found->first;
        m_result.who = m_positional.value(0);
        m_result.text = m_positional.value(found->second - 1);
        if (found->second > 0 && (m_result.who.isEmpty() || m_result.who == QLatin1String("#")))
            return fail(tr("WHO must not be empty."));
        return readSeq();
    }

    bool readSeq()
    {
        if (m_result.verb != Verb::Edit && m_result.verb != Verb::Recall)
            return true;
        bool isNumber = false;
        m_result.seq = m_positional.value(1).toULongLong(&isNumber);
        return (isNumber && m_result.seq > 0) || fail(tr("SEQ is the number of a message, as send prints it."));
    }

    bool readGroup()
    {
        const QString verb = m_positional.isEmpty() ? QString() : m_positional.takeFirst();
        if (verb == QLatin1String("create"))
            m_result.verb = Verb::GroupCreate;
        else if (verb == QLatin1String("add"))
            m_result.verb = Verb::GroupAdd;
        else if (verb == QLatin1String("leave"))
            m_result.verb = Verb::GroupLeave;
        else
            return fail(tr("Say group create, group add or group leave."));
        m_result.who = m_positional.isEmpty() ? QString() : m_positional.takeFirst();
        m_result.members = m_positional;
        if (m_result.verb != Verb::GroupCreate && m_result.who.startsWith(u'#'))
            m_result.who.remove(0, 1);
        if (m_result.who.isEmpty())
            return fail(tr("Give the group's name."));
        if (m_result.verb == Verb::GroupLeave && !m_result.members.isEmpty())
            return fail(tr("group leave takes one name."));
        if (m_result.verb == Verb::GroupAdd && m_result.members.isEmpty())
            return fail(tr("Give the people to add."));
        return true;
    }

    bool checkOptions()
    {
        for (auto option = m_options.constBegin(); option != m_options.constEnd(); ++option) {
            const QSet<Verb> verbs = options().value(option.key()).verbs;
            if (!verbs.isEmpty() && !verbs.contains(m_result.verb))
                return fail(tr("--%1 does not belong to this verb.").arg(option.key()));
        }
        return true;
    }

    bool readOptions()
    {
        m_result.json = m_options.contains(QStringLiteral("json"));
        if (m_options.contains(QStringLiteral("trust-first")))
            m_result.firstUse = FirstUse::Trust;
        m_result.user = m_options.value(QStringLiteral("user"));
        m_result.passwordFile = m_options.value(QStringLiteral("password-file"));
        m_result.displayName = m_options.value(QStringLiteral("display-name"));
        m_result.invite = m_options.value(QStringLiteral("invite"));
        m_result.profile = m_options.value(QStringLiteral("profile"));
        if (m_options.contains(QStringLiteral("profile")) && m_result.profile.isEmpty())
            return fail(tr("--profile needs a folder."));
        return readServer() && readSeconds(QStringLiteral("timeout"), m_result.timeoutMs)
            && readSeconds(QStringLiteral("for"), m_result.forMs) && readCount(QStringLiteral("count"), m_result.count)
            && readCount(QStringLiteral("last"), m_result.last);
    }

    bool readServer()
    {
        if (m_options.contains(QStringLiteral("server"))) {
            const Result<HostPort> address = HostPort::parse(m_options.value(QStringLiteral("server")));
            if (!address)
                return fail(tr("--server is not HOST, HOST:PORT or [IPv6]:PORT."));
            m_result.server = *address;
        }
        if (m_options.contains(QStringLiteral("pin"))) {
            m_result.pin = pinFromText(m_options.value(QStringLiteral("pin")));
            if (m_result.pin.isEmpty())
                return fail(tr("--pin is not a key's hash of 64 hexadecimal digits."));
        }
        if (m_options.contains(QStringLiteral("ca"))) {
            const QString file = m_options.value(QStringLiteral("ca"));
            if (file.isEmpty())
                return fail(tr("--ca needs a file."));
            if (!m_result.pin.isEmpty() || m_result.firstUse == FirstUse::Trust)
                return fail(tr("Give one of --ca, --pin and --trust-first."));
            m_result.authorityFile = QDir::current().absoluteFilePath(file);
        }
        return true;
    }

    bool readSeconds(const QString &name, std::optional<int> &ms)
    {
        if (!m_options.contains(name))
            return true;
        bool isNumber = false;
        const double seconds = m_options.value(name).toDouble(&isNumber);
        if (!isNumber || !(seconds > 0) || seconds > secondsMax)
            return fail(tr("--%1 takes a number of seconds above 0, at most %2.").arg(name).arg(int(secondsMax)));
        ms = qMax(1, int(seconds * 1000));
        return true;
    }

    bool readCount(const QString &name, int &count)
    {
        if (!m_options.contains(name))
            return true;
        bool isNumber = false;
        count = m_options.value(name).toInt(&isNumber);
        if (!isNumber || count < 1 || count > countMax)
            return fail(tr("--%1 takes a number from 1 to %2.").arg(name).arg(countMax));
        return true;
    }

    CommandLine m_result;
    QString m_problem;
    QStringList m_positional;
    QMap<QString, QString> m_options;
};

} // namespace

ParsedCommandLine parseCommandLine(const QStringList &arguments)
{
    return Parser().parse(arguments);
}

} // namespace rookery::cli
