// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// rookery-cli: a client for scripts, on the same core as the windows.
#include "client/cli/program.h"
#include "common/base/log_categories.h"
#include "common/base/version.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimer>

#include <cstdio>

int main(int argc, char **argv)
{
    using namespace rookery;
    using namespace rookery::cli;
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("rookery-cli"));
    installLogFormat();
    // stderr is for sentences; QT_LOGGING_RULES brings the rest back.
    QLoggingCategory::setFilterRules(QStringLiteral("rookery.*.info=false"));
    const ParsedCommandLine parsed = parseCommandLine(QCoreApplication::arguments().mid(1));
    if (!parsed.commandLine) {
        Printer::problem(parsed.problem);
        Printer::problem(QCoreApplication::translate("rookery::cli::Help", "See rookery-cli --help."));
        return int(ExitCode::Usage);
    }
    if (parsed.commandLine->verb == Verb::Help) {
        std::fputs(helpText().toUtf8().constData(), stdout);
        return int(ExitCode::Done);
    }
    if (parsed.commandLine->verb == Verb::Version) {
        std::printf("rookery-cli %s\n", versionString);
        return int(ExitCode::Done);
    }
    SystemClock clock;
    SystemRandomSource random;
    Program program(*parsed.commandLine, clock, random);
    QObject::connect(
        &program, &Program::ended, &application, [](ExitCode code) { QCoreApplication::exit(int(code)); },
        Qt::QueuedConnection);
    QTimer::singleShot(0, &program, &Program::start);
    return application.exec();
}
