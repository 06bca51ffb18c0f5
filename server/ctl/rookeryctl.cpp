// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// rookeryctl: gives one command to the server on this machine and prints its answer.
#include "common/base/version.h"
#include "server/ctl/ctl_command.h"
#include "server/ctl/ctl_tables.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtNetwork/QLocalSocket>

#include <cstdio>

using namespace rookery;
using namespace rookery::server;

namespace {

enum ExitCode { Success = 0, NotUnderstood = 2, NotReached = 3, Refused = 5 };

constexpr int connectTimeoutMs = 5'000;
/// A backup of a large database is the longest command.
constexpr int answerTimeoutMs = 10 * 60'000;

void print(FILE *to, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    std::fwrite(utf8.constData(), 1, size_t(utf8.size()), to);
}

Error cannotReach(const QString &path, const QString &reason)
{
    return Error(ErrorCode::CannotReach,
                 QStringLiteral("No server answers at %1 (%2). Is it running, with this data folder, and are you its "
                                "user?")
                     .arg(path, reason));
}

Result<QByteArray> ask(const CtlCommand &command)
{
    const QString path = controlSocketPath(command.dataDirectory);
    QLocalSocket socket;
    socket.connectToServer(path);
    if (!socket.waitForConnected(connectTimeoutMs))
        return cannotReach(path, socket.errorString());
    socket.write(encodedRequest(command.request));
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(answerTimeoutMs))
            return cannotReach(path, socket.errorString());
    }
    return socket.readLine();
}

/// The answer as the server gave it, and the password that was made here.
QString jsonText(const CtlCommand &command, QJsonObject answer)
{
    if (!command.generatedPassword.isEmpty())
        answer.insert(QStringLiteral("password"), command.generatedPassword);
    return QString::fromUtf8(QJsonDocument(answer).toJson(QJsonDocument::Indented));
}

int refuse(const CtlCommand &command, const Error &error, const QString &sentence, int exitCode)
{
    if (command.asJson)
        print(stdout, QString::fromUtf8(encodedAnswer(error)));
    else
        print(stderr, QStringLiteral("rookeryctl: %1\n").arg(sentence));
    return exitCode;
}

int run(const CtlCommand &command)
{
    const Result<QByteArray> line = ask(command);
    if (!line)
        return refuse(command, line.error(), line.error().detail, NotReached);
    const Result<QJsonObject> answer = decodedAnswer(line.value());
    if (!answer)
        return refuse(command, answer.error(), errorText(answer.error()), Refused);
    print(stdout, command.asJson ? jsonText(command, answer.value()) : answerText(command, answer.value()));
    return Success;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const Result<CtlCommand> command = parseCtlCommand(QCoreApplication::arguments().mid(1));
    if (!command) {
        print(stderr, QStringLiteral("rookeryctl: %1\n").arg(command.error().detail));
        return NotUnderstood;
    }
    if (command->kind == CtlCommand::Kind::Help) {
        print(stdout, ctlHelpText());
        return Success;
    }
    if (command->kind == CtlCommand::Kind::Version) {
        print(stdout, QStringLiteral("rookeryctl %1\n").arg(QLatin1String(versionString)));
        return Success;
    }
    return run(command.value());
}
