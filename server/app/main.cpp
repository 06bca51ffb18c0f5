// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/base/log_categories.h"
#include "common/base/version.h"
#include "server/app/server.h"
#include "server/app/server_options.h"
#include "server/app/signals_unix.h"
#include "server/operations/log_file.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <cstdio>
#include <optional>
#include <sys/resource.h>

using namespace rookery;
using namespace rookery::server;

namespace {

enum ExitCode { ExitDone = 0, ExitFailed = 1, ExitUsage = 2 };

struct CommandLine {
    QStringList options;
    QString configFile;
    bool isConfigGiven = false;
    bool isCheckOnly = false;
    bool isHelp = false;
    bool isVersion = false;
    bool isSample = false;
};

CommandLine commandLine(const QStringList &arguments)
{
    CommandLine result;
    result.configFile = defaultConfigFile();
    for (qsizetype at = 0; at < arguments.size(); ++at) {
        const QString argument = arguments.at(at);
        if (argument == QLatin1String("--help") || argument == QLatin1String("-h")) {
            result.isHelp = true;
        } else if (argument == QLatin1String("--version")) {
            result.isVersion = true;
        } else if (argument == QLatin1String("--sample-config")) {
            result.isSample = true;
        } else if (argument == QLatin1String("--check-config")) {
            result.isCheckOnly = true;
        } else if (argument.startsWith(QLatin1String("--config"))) {
            const bool hasValue = argument.contains(QLatin1Char('='));
            result.configFile = hasValue ? argument.section(QLatin1Char('='), 1) : arguments.value(++at);
            result.isConfigGiven = true;
        } else {
            result.options += argument;
        }
    }
    return result;
}

void printHelp()
{
    std::printf("rookeryd %s: the Rookery server\n\nUsage: rookeryd [options]\n\n%s"
                "  --config FILE\n      Read options from this file (\"key = value\" lines). Default: %s.\n"
                "  --check-config\n      Check every source of options, say what is wrong, and end.\n"
                "  --sample-config\n      Print a file with every option and its default, and end.\n"
                "  --help, --version\n\n"
                "When it listens it prints one line of JSON on stdout; logs go to stderr, or to --log-file.\n"
                "Exit codes: 0 stopped in order, 1 could not start or go on, 2 wrong option.\n",
                versionString, qPrintable(serverOptions().helpText()), qPrintable(defaultConfigFile()));
}

void printReady(const Server &server)
{
    const QJsonObject line{
        {QStringLiteral("ready"), true},
        {QStringLiteral("listen"), QJsonArray::fromStringList(server.addresses())},
        {QStringLiteral("server_id"), QString::fromLatin1(server.identity().serverId().toHex())},
        {QStringLiteral("phrase"), server.identity().phrase().join(QLatin1Char(' '))},
        {QStringLiteral("pin"), QString::fromLatin1(server.identity().pin().toHex())},
    };
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    qCInfo(lcServer, "ready on %s; phrase: %s", qPrintable(server.addresses().join(QLatin1Char(' '))),
           qPrintable(server.identity().phrase().join(QLatin1Char(' '))));
}

/// Each connection is a descriptor; the soft limit of 1,024 is for programs that use select().
void raiseDescriptorLimit()
{
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("rookeryd"));
    installLogFormat();
    const CommandLine line = commandLine(application.arguments().mid(1));
    if (line.isHelp) {
        printHelp();
        return ExitDone;
    }
    if (line.isVersion) {
        std::printf("rookeryd %s\n", versionString);
        return ExitDone;
    }
    if (line.isSample) {
        std::printf("%s", qPrintable(serverOptions().sampleFile()));
        return ExitDone;
    }
    const Result<ServerSettings> settings = readServerSettings({line.configFile, line.isConfigGiven}, line.options);
    if (!settings) {
        qCCritical(lcServer, "%s", qPrintable(describe(settings.error())));
        return ExitUsage;
    }
    if (line.isCheckOnly) {
        std::printf("configuration is good\n");
        return ExitDone;
    }
    std::optional<LogFile> logFile;
    if (!settings->logFile.isEmpty()) {
        if (const Result<Done> opened = logFile.emplace(settings->logFile).open(); !opened) {
            qCCritical(lcServer, "%s", qPrintable(describe(opened.error())));
            return ExitFailed;
        }
        installLogFormat(LogTarget::File);
    }
    raiseDescriptorLimit();

    SystemClock clock;
    SystemRandomSource random;
    Server server(*settings, clock, random);
    ProcessSignals signals;
    int exitCode = ExitDone;
    QObject::connect(&server, &Server::ready, &application, [&server] { printReady(server); });
    QObject::connect(&server, &Server::stopped, &application, &QCoreApplication::quit);
    QObject::connect(&server, &Server::failed, &application, [&exitCode](const Error &error) {
        qCCritical(lcServer, "%s", qPrintable(describe(error)));
        exitCode = ExitFailed;
        QCoreApplication::exit(ExitFailed);
    });
    if (logFile) {
        signals.watchHangUp();
        QObject::connect(&signals, &ProcessSignals::hungUp, &application, [&logFile] { logFile->reopen(); });
    }
    QObject::connect(&signals, &ProcessSignals::endAsked, &server, [&server] {
        qCInfo(lcServer, "stopping");
        server.stop();
    });
    QMetaObject::invokeMethod(&server, &Server::start, Qt::QueuedConnection);
    application.exec();
    return exitCode;
}
