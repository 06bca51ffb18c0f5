// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// rookeryctl: gives one command to the server on this machine and prints its answer, or works on its folder itself.
#include "common/base/clock.h"
#include "common/base/version.h"
#include "server/app/server_options.h"
#include "server/core/server_identity.h"
#include "server/ctl/ctl_command.h"
#include "server/ctl/ctl_tables.h"
#include "server/ctl/identity_answer.h"
#include "server/operations/doctor.h"
#include "server/operations/running_settings.h"
#include "server/storage/data_folder.h"
#include "server/storage/restore.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QLoggingCategory>
#include <QtNetwork/QLocalSocket>

#include <cstdio>
#include <optional>

using namespace rookery;
using namespace rookery::server;

namespace {

enum ExitCode { Success = 0, Warned = 1, NotUnderstood = 2, NotReached = 3, ProblemFound = 4, Refused = 5 };

constexpr int connectTimeoutMs = 5'000;
/// A backup of a large database is the longest command.
constexpr int answerTimeoutMs = 10 * 60'000;
/// What the doctor asks is answered from memory.
constexpr int doctorTimeoutMs = 5'000;

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

/// What can be done without a server; nothing where this command cannot.
std::optional<Result<QJsonObject>> doAlone(const QString &dataDirectory, const ControlRequest &request)
{
    const bool isKey = request.command == QLatin1String("renew-key");
    if (!isKey && request.command != QLatin1String("renew-certificate"))
        return {};
    SystemRandomSource random;
    const Result<ServerIdentity> renewed = isKey ? ServerIdentity::renewKey(dataDirectory, random)
                                                 : ServerIdentity::renewCertificate(dataDirectory, random);
    return renewed ? Result(identityAnswer(*renewed)) : renewed.error();
}

Result<QByteArray> ask(const QString &dataDirectory, const ControlRequest &request, int timeoutMs)
{
    const QString path = controlSocketPath(dataDirectory);
    QLocalSocket socket;
    socket.connectToServer(path);
    if (!socket.waitForConnected(connectTimeoutMs)) {
        const bool isNobodyThere = socket.error() == QLocalSocket::ServerNotFoundError
            || socket.error() == QLocalSocket::ConnectionRefusedError;
        const std::optional<Result<QJsonObject>> answer = isNobodyThere ? doAlone(dataDirectory, request)
                                                                        : std::nullopt;
        return answer ? Result(encodedAnswer(*answer)) : cannotReach(path, socket.errorString());
    }
    socket.write(encodedRequest(request));
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(timeoutMs))
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

bool hasEnd(const QString &sentence)
{
    return sentence.endsWith(QLatin1Char('.')) || sentence.endsWith(QLatin1Char('?'));
}

int refuse(const CtlCommand &command, const Error &error, const QString &sentence, int exitCode)
{
    if (command.asJson)
        print(stdout, QString::fromUtf8(encodedAnswer(error)));
    else
        print(stderr,
              QStringLiteral("rookeryctl: %1%2\n").arg(sentence, hasEnd(sentence) ? QString() : QStringLiteral(".")));
    return exitCode;
}

/// The server's own settings where it runs; otherwise those it would start with.
Patient patientOf(const CtlCommand &command)
{
    Patient patient;
    patient.nowMs = SystemClock().wallMs();
    const ConfigFile config{command.configFile.isEmpty() ? defaultConfigFile() : command.configFile,
                            !command.configFile.isEmpty()};
    const Result<ServerSettings> settings = readServerSettings(config, {});
    if (!settings)
        patient.settingsError = settings.error();
    patient.settings = settings ? *settings : serverSettings(*serverOptions().parse({}, {}, {})).value();
    if (command.isDataGiven || !settings)
        patient.settings.dataDirectory = QDir(command.dataDirectory).absolutePath();
    const Result<QByteArray> line = ask(patient.settings.dataDirectory, {QStringLiteral("settings"), {}},
                                        doctorTimeoutMs);
    const Result<QJsonObject> told = line ? decodedAnswer(*line) : line.error();
    patient.isRunning = told || DataFolder::holderOf(patient.settings.dataDirectory) != 0;
    if (told) {
        patient.settings = withRunningSettings(patient.settings, *told);
        patient.settingsError.reset();
    } else if (patient.isRunning) {
        patient.silence = told.error();
    }
    return patient;
}

int examineServer(const CtlCommand &command)
{
    const QList<Finding> findings = examine(patientOf(command));
    const QJsonObject answer = toJson(findings);
    print(stdout, command.asJson ? jsonText(command, answer) : answerText(command, answer));
    switch (worstOf(findings)) {
    case Finding::Level::Ok:
        return Success;
    case Finding::Level::Warning:
        return Warned;
    case Finding::Level::Problem:
        break;
    }
    return ProblemFound;
}

QJsonObject contentOf(const StoreReport &report)
{
    return {{QStringLiteral("version"), report.version},
            {QStringLiteral("people"), report.users},
            {QStringLiteral("conversations"), report.conversations},
            {QStringLiteral("events"), report.events}};
}

int restore(const CtlCommand &command)
{
    const QString backup = command.request.arguments.value(QLatin1String("path")).toString();
    const bool isVerify = command.request.arguments.value(QLatin1String("verify")).toBool();
    QJsonObject answer;
    if (isVerify) {
        const Result<StoreReport> report = verifyBackup(backup);
        if (!report)
            return refuse(command, report.error(), report.error().detail, ProblemFound);
        answer = contentOf(*report);
    } else {
        const Result<Restored> restored = restoreBackup(backup, command.dataDirectory, SystemClock().wallMs());
        if (!restored)
            return refuse(command, restored.error(), restored.error().detail, Refused);
        answer = contentOf(restored->store);
        answer.insert(QStringLiteral("database"), restored->database);
        answer.insert(QStringLiteral("replaced"), restored->replaced);
        if (!QFileInfo::exists(QDir(command.dataDirectory).filePath(QStringLiteral("pepper.key"))))
            answer.insert(QStringLiteral("note"),
                          QStringLiteral("The keys are no part of a backup: put pepper.key, beacon.key, key.pem and "
                                         "certificate.pem into the folder before the server starts."));
    }
    print(stdout, command.asJson ? jsonText(command, answer) : answerText(command, answer));
    return Success;
}

int request(const CtlCommand &command)
{
    const Result<QByteArray> line = ask(command.dataDirectory, command.request, answerTimeoutMs);
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
    // stderr is for sentences.
    QLoggingCategory::setFilterRules(QStringLiteral("rookery.*.info=false"));
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
    if (command->kind == CtlCommand::Kind::Doctor)
        return examineServer(command.value());
    return command->kind == CtlCommand::Kind::Restore ? restore(command.value()) : request(command.value());
}
