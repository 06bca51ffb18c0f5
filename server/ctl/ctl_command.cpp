// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/ctl/ctl_command.h"

#include "common/base/random_source.h"
#include "server/ctl/data_directory.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <array>
#include <optional>

namespace rookery::server {

namespace {

constexpr int inviteDaysDefault = 7;
constexpr int inviteDaysMax = 365;
constexpr int auditLastDefault = 50;
constexpr int auditLastMax = 100'000;

enum class Operand { None, Name, NameAndRole, Path, Number };
enum class Extra { None, Password, Days, Config, Verify, Last };
using Kind = CtlCommand::Kind;

struct Verb {
    const char *words;
    const char *operands;
    const char *help;
    Operand operand;
    Extra extra;
    Kind kind = Kind::Request;
};

/// The words joined by a dot are the command on the socket.
constexpr std::array verbs{
    Verb{"status", "", "What the server is doing.", Operand::None, Extra::None},
    Verb{"user list", "", "Everyone with an account.", Operand::None, Extra::None},
    Verb{"user add", "NAME [--password-file FILE|-]", "Makes an account; without a file, a password is made and shown.",
         Operand::Name, Extra::Password},
    Verb{"user passwd", "NAME [--password-file FILE|-]", "Sets a new password and signs the person out everywhere.",
         Operand::Name, Extra::Password},
    Verb{"user disable", "NAME", "Signs a person out and keeps them out.", Operand::Name, Extra::None},
    Verb{"user enable", "NAME", "Lets a person in again.", Operand::Name, Extra::None},
    Verb{"user role", "NAME member|administrator|owner", "Changes what a person may do on this server.",
         Operand::NameAndRole, Extra::None},
    Verb{"room list", "", "Every group.", Operand::None, Extra::None},
    Verb{"invite", "[--days N]", "Makes a code with which one person can make an account (7 days).", Operand::None,
         Extra::Days},
    Verb{"fingerprint", "", "The words and the key by which clients know this server.", Operand::None, Extra::None},
    Verb{"renew-key", "", "Makes a new key that the old one has signed: clients go on without a question.",
         Operand::None, Extra::None},
    Verb{"renew-certificate", "", "Makes a new certificate for the same key, or reads your organisation's anew.",
         Operand::None, Extra::None},
    Verb{"backup", "FILE", "Writes a checked copy of the database while the server runs.", Operand::Path, Extra::None},
    Verb{"doctor", "[--config FILE]",
         "Looks for what is wrong with the server, running or stopped, and changes nothing.", Operand::None,
         Extra::Config, Kind::Doctor},
    Verb{"restore", "BACKUP [--verify]",
         "Puts a backup in place while the server is stopped; with --verify it only says whether the backup is whole.",
         Operand::Path, Extra::Verify, Kind::Restore},
    Verb{"invite list", "", "Every invite of the last months: who made it, and what became of it.", Operand::None,
         Extra::None},
    Verb{"invite revoke", "NUMBER", "Makes an invite worthless that nobody has used.", Operand::Number, Extra::None},
    Verb{"audit", "[--last N]", "What administrators did, and who (the last 50 acts).", Operand::None, Extra::Last},
    Verb{"stop", "", "Finishes what is under way and ends the server.", Operand::None, Extra::None},
};

Error usage(const QString &sentence)
{
    return Error(ErrorCode::BadConfiguration, sentence);
}

struct Options {
    std::optional<QString> passwordFile;
    std::optional<int> days;
    std::optional<QString> configFile;
    bool isVerify = false;
    std::optional<int> last;
};

/// Takes the options out of the arguments and leaves the words.
Result<QStringList> takeOptions(const QStringList &arguments, CtlCommand &command, Options &options)
{
    QStringList words;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString name = arguments.at(i).section(QLatin1Char('='), 0, 0);
        const bool hasInlineValue = arguments.at(i).contains(QLatin1Char('='));
        if (name == QLatin1String("--json")) {
            command.asJson = true;
        } else if (name == QLatin1String("--help") || name == QLatin1String("-h")) {
            command.kind = CtlCommand::Kind::Help;
        } else if (name == QLatin1String("--version")) {
            command.kind = CtlCommand::Kind::Version;
        } else if (name == QLatin1String("--verify")) {
            options.isVerify = true;
        } else if (!name.startsWith(QLatin1String("--"))) {
            words += arguments.at(i);
        } else if (!hasInlineValue && i + 1 >= arguments.size()) {
            return usage(QStringLiteral("%1 needs a value.").arg(name));
        } else {
            const QString value = hasInlineValue ? arguments.at(i).section(QLatin1Char('='), 1) : arguments.at(++i);
            if (name == QLatin1String("--data"))
                command.dataDirectory = value;
            else if (name == QLatin1String("--config"))
                options.configFile = value;
            else if (name == QLatin1String("--password-file"))
                options.passwordFile = value;
            else if (name == QLatin1String("--days"))
                options.days = value.toInt();
            else if (name == QLatin1String("--last"))
                options.last = value.toInt();
            else
                return usage(QStringLiteral("There is no option %1.").arg(name));
        }
    }
    return words;
}

const Verb *verbOf(const QStringList &words)
{
    // "invite list" before "invite".
    const Verb *longest = nullptr;
    for (const Verb &verb : verbs) {
        const QStringList own = QString::fromLatin1(verb.words).split(QLatin1Char(' '));
        if (words.mid(0, own.size()) == own && (!longest || qstrlen(verb.words) > qstrlen(longest->words)))
            longest = &verb;
    }
    return longest;
}

QString madePassword()
{
    // No letters or digits that can be taken for one another: 31 signs, so 20 of them are 99 bits.
    static const QString signs = QStringLiteral("abcdefghjkmnpqrstuvwxyz23456789");
    constexpr int groups = 4;
    constexpr int groupSize = 5;
    SystemRandomSource random;
    QStringList parts;
    for (int group = 0; group < groups; ++group) {
        QString part;
        for (int i = 0; i < groupSize; ++i)
            part += signs.at(qsizetype(random.below(quint32(signs.size()))));
        parts += part;
    }
    return parts.join(QLatin1Char('-'));
}

/// The first line.
Result<QString> passwordFrom(const QString &path)
{
    constexpr qint64 lineBytesMax = 4096;
    QFile file(path);
    const bool isOpen = path == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly)
                                                   : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return usage(QStringLiteral("The password file %1 cannot be read: %2").arg(path, file.errorString()));
    QString line = QString::fromUtf8(file.readLine(lineBytesMax));
    while (line.endsWith(QLatin1Char('\n')) || line.endsWith(QLatin1Char('\r')))
        line.chop(1);
    return line;
}

Result<Done> fillOperands(const Verb &verb, const QStringList &operands, QJsonObject &arguments)
{
    static const QStringList roles{QStringLiteral("member"), QStringLiteral("administrator"), QStringLiteral("owner")};
    const qsizetype wanted = verb.operand == Operand::None ? 0 : verb.operand == Operand::NameAndRole ? 2 : 1;
    if (operands.size() != wanted)
        return usage(QStringLiteral("It is: rookeryctl %1 %2")
                         .arg(QLatin1String(verb.words), QLatin1String(verb.operands))
                         .trimmed());
    if (verb.operand == Operand::Number) {
        const int number = operands.first().toInt();
        if (number < 1)
            return usage(QStringLiteral("%1 is no number; rookeryctl invite list shows them.").arg(operands.first()));
        arguments.insert(QStringLiteral("id"), number);
    }
    if (verb.operand == Operand::Path)
        arguments.insert(QStringLiteral("path"), QDir::current().absoluteFilePath(operands.first()));
    if (verb.operand == Operand::Name || verb.operand == Operand::NameAndRole)
        arguments.insert(QStringLiteral("name"), operands.first());
    if (verb.operand == Operand::NameAndRole) {
        if (!roles.contains(operands.last()))
            return usage(QStringLiteral("A role is member, administrator or owner."));
        arguments.insert(QStringLiteral("role"), operands.last());
    }
    return Done();
}

Result<Done> fillExtras(const Verb &verb, const Options &options, CtlCommand &command)
{
    if (options.passwordFile && verb.extra != Extra::Password)
        return usage(QStringLiteral("--password-file belongs to user add and user passwd."));
    if (options.days && verb.extra != Extra::Days)
        return usage(QStringLiteral("--days belongs to invite."));
    if (options.configFile && verb.extra != Extra::Config)
        return usage(QStringLiteral("--config belongs to doctor."));
    if (options.isVerify && verb.extra != Extra::Verify)
        return usage(QStringLiteral("--verify belongs to restore."));
    command.configFile = options.configFile.value_or(QString());
    if (verb.extra == Extra::Verify)
        command.request.arguments.insert(QStringLiteral("verify"), options.isVerify);
    if (options.last && verb.extra != Extra::Last)
        return usage(QStringLiteral("--last belongs to audit."));
    if (verb.extra == Extra::Last) {
        const int last = options.last.value_or(auditLastDefault);
        if (last < 1 || last > auditLastMax)
            return usage(QStringLiteral("--last is a number from 1 to %1.").arg(auditLastMax));
        command.request.arguments.insert(QStringLiteral("last"), last);
    }
    if (verb.extra == Extra::Days) {
        const int days = options.days.value_or(inviteDaysDefault);
        if (days < 1 || days > inviteDaysMax)
            return usage(QStringLiteral("--days is a number from 1 to %1.").arg(inviteDaysMax));
        command.request.arguments.insert(QStringLiteral("days"), days);
    }
    if (verb.extra == Extra::Password) {
        if (!options.passwordFile)
            command.generatedPassword = madePassword();
        const Result<QString> password = options.passwordFile ? passwordFrom(*options.passwordFile)
                                                              : Result<QString>(command.generatedPassword);
        if (!password)
            return password.error();
        command.request.arguments.insert(QStringLiteral("password"), password.value());
    }
    return Done();
}

} // namespace

Result<CtlCommand> parseCtlCommand(const QStringList &arguments)
{
    CtlCommand command;
    Options options;
    const Result<QStringList> words = takeOptions(arguments, command, options);
    if (!words)
        return words.error();
    if (command.kind != CtlCommand::Kind::Request)
        return command;
    command.isDataGiven = !command.dataDirectory.isEmpty();
    if (!command.isDataGiven)
        command.dataDirectory = defaultDataDirectory();
    if (words->isEmpty())
        return usage(QStringLiteral("Say what to do; rookeryctl --help lists it."));
    const Verb *verb = verbOf(words.value());
    if (!verb)
        return usage(QStringLiteral("There is no command \"%1\"; rookeryctl --help lists them.")
                         .arg(words->join(QLatin1Char(' '))));
    const QString own = QString::fromLatin1(verb->words);
    command.kind = verb->kind;
    command.request.command = QString(own).replace(QLatin1Char(' '), QLatin1Char('.'));
    const QStringList operands = words->mid(own.count(QLatin1Char(' ')) + 1);
    if (const Result<Done> filled = fillOperands(*verb, operands, command.request.arguments); !filled)
        return filled.error();
    if (const Result<Done> filled = fillExtras(*verb, options, command); !filled)
        return filled.error();
    return command;
}

QString ctlHelpText()
{
    QString text = QStringLiteral(
        "Usage: rookeryctl [--data FOLDER] [--json] COMMAND\n"
        "Gives commands to the Rookery server that runs on this machine, and keeps its folder.\n\nCommands:\n");
    for (const Verb &verb : verbs) {
        text += QStringLiteral("  %1 %2")
                    .arg(QLatin1String(verb.words), QLatin1String(verb.operands))
                    .trimmed()
                    .prepend(QLatin1String("  "))
            + QStringLiteral("\n      %1\n").arg(QLatin1String(verb.help));
    }
    text += QStringLiteral("\nOptions:\n"
                           "  --data FOLDER   The server's data folder (%1).\n"
                           "  --json          Prints the answer as JSON.\n"
                           "  --help          Prints this.\n"
                           "  --version       Prints the release.\n"
                           "\nExit codes: 0 done and all is well; 1 the doctor warns; 2 not understood; 3 no server\n"
                           "reached; 4 the doctor, or restore --verify, found a problem; 5 refused.\n")
                .arg(defaultDataDirectory());
    return text;
}

} // namespace rookery::server
