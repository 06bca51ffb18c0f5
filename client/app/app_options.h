// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The command line of the program with windows. Pure: reads nothing but its arguments.
#pragma once

#include "client/ui/theme/theme.h"
#include "common/base/result.h"

#include <QtCore/QStringList>

#include <optional>

namespace rookery::app {

struct AppOptions {
    QString profile = QStringLiteral("default");
    bool isHidden = false;            ///< Begin in the tray.
    std::optional<ui::Scheme> scheme; ///< For this run only.
    QString language;                 ///< "en", "zh_CN"; empty: as the system says.
    QString link;                     ///< A rookery:// address to sign in to.
    bool wantsHelp = false;
    bool wantsVersion = false;
};

/// BadConfiguration with a sentence for the terminal in Error::detail. The first argument is the program.
Result<AppOptions> parseOptions(const QStringList &arguments);
QString helpText();

/// HOST or HOST:PORT of "rookery://HOST[:PORT]/..."; empty when it is not one.
QString addressOfLink(const QString &link);

} // namespace rookery::app
