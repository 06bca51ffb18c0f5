// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// rookery, the program with windows. Exit codes: 0 ended as asked, 1 could not start, 2 wrong usage.
#include "client/app/application.h"
#include "client/app/single_instance.h"
#include "client/app/translations.h"
#include "client/ui/error_text.h"
#include "client/ui/theme/app_style.h"
#include "common/base/log_categories.h"
#include "common/base/version.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QMessageBox>

#include <cstdio>

using namespace rookery;

namespace {

constexpr int couldNotStart = 1;
constexpr int wrongUsage = 2;

int refuse(const Error &error, const QString &folder)
{
    ui::ErrorContext context;
    context.name = folder;
    const QString sentence = ui::errorText(error, context);
    std::fprintf(stderr, "rookery: %s (%s)\n", qUtf8Printable(sentence), qUtf8Printable(describe(error)));
    QMessageBox box(QMessageBox::Critical, QStringLiteral("Rookery"), sentence, QMessageBox::Close);
    box.setTextFormat(Qt::PlainText);
    box.exec();
    return couldNotStart;
}

int run(QApplication &application, const app::AppOptions &options)
{
    app::Translations translations;
    translations.install(options.language);
    ui::Theme theme;
    ui::installLook(application, theme);
    const Result<QString> folder = client::Profile::directoryOf(options.profile);
    if (!folder)
        return refuse(folder.error(), options.profile);
    client::Profile profile(*folder);
    SystemRandomSource random;
    if (const Result<Done> opened = profile.open(random); !opened)
        return refuse(opened.error(), *folder);
    app::SingleInstance instance(*folder);
    if (!instance.becomeFirst())
        return instance.askFirst(options.link) ? 0 : couldNotStart;
    app::Application program(options, profile, theme);
    QObject::connect(&instance, &app::SingleInstance::asked, &program, &app::Application::ask);
    program.start();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const Result<app::AppOptions> options = app::parseOptions(arguments);
    if (!options) {
        std::fprintf(stderr, "rookery: %s\nTry rookery --help.\n", qUtf8Printable(options.error().detail));
        return wrongUsage;
    }
    if (options->wantsHelp || options->wantsVersion) {
        const QString text = options->wantsHelp ? app::helpText()
                                                : QStringLiteral("rookery %1\n").arg(QLatin1String(versionString));
        std::fputs(qUtf8Printable(text), stdout);
        return 0;
    }
    installLogFormat();
    QApplication::setApplicationName(QStringLiteral("rookery"));
    QApplication::setApplicationDisplayName(QStringLiteral("Rookery"));
    QApplication::setDesktopFileName(QStringLiteral("rookery"));
    QApplication application(argc, argv);
    return run(application, *options);
}
