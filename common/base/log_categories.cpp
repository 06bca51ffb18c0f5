// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/base/log_categories.h"

#include "common/base/text.h"

#include <cstdio>

namespace rookery {

Q_LOGGING_CATEGORY(lcServer, "rookery.server", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSession, "rookery.session", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStore, "rookery.store", QtInfoMsg)
Q_LOGGING_CATEGORY(lcNet, "rookery.net", QtInfoMsg)
Q_LOGGING_CATEGORY(lcPresence, "rookery.presence", QtInfoMsg)
Q_LOGGING_CATEGORY(lcControl, "rookery.control", QtInfoMsg)
Q_LOGGING_CATEGORY(lcLink, "rookery.link", QtWarningMsg)
Q_LOGGING_CATEGORY(lcCache, "rookery.cache", QtWarningMsg)
Q_LOGGING_CATEGORY(lcUi, "rookery.ui", QtWarningMsg)

namespace {

/// A path or an error of the system may be long; what somebody sent is cut where it is logged.
constexpr qsizetype lineCharactersMax = 2'000;

/// Whatever a message brings along, it is one line and steers no terminal.
void writeLine(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line = qFormatLogMessage(type, context, escapedForLog(message, lineCharactersMax)).toUtf8() + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
    std::fflush(stderr);
}

} // namespace

void installLogFormat(LogTarget target)
{
    if (target == LogTarget::Stderr)
        qInstallMessageHandler(writeLine); // a file has its own writer
    // JOURNAL_STREAM is set by systemd when stderr goes to the journal (systemd.exec(5)); <N> is sd-daemon(3).
    if (target == LogTarget::Stderr && qEnvironmentVariableIsSet("JOURNAL_STREAM")) {
        qSetMessagePattern(QStringLiteral("%{if-debug}<7>%{endif}%{if-info}<6>%{endif}%{if-warning}<4>%{endif}"
                                          "%{if-critical}<3>%{endif}%{if-fatal}<2>%{endif}%{category}: %{message}"));
    } else {
        qSetMessagePattern(QStringLiteral("%{time yyyy-MM-ddThh:mm:ss.zzz} %{type} %{category}: %{message}"));
    }
}

} // namespace rookery
