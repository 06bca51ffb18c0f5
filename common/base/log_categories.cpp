// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/base/log_categories.h"

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

void installLogFormat(LogTarget target)
{
    // JOURNAL_STREAM is set by systemd when stderr goes to the journal (systemd.exec(5)); <N> is sd-daemon(3).
    if (target == LogTarget::Stderr && qEnvironmentVariableIsSet("JOURNAL_STREAM")) {
        qSetMessagePattern(QStringLiteral("%{if-debug}<7>%{endif}%{if-info}<6>%{endif}%{if-warning}<4>%{endif}"
                                          "%{if-critical}<3>%{endif}%{if-fatal}<2>%{endif}%{category}: %{message}"));
    } else {
        qSetMessagePattern(QStringLiteral("%{time yyyy-MM-ddThh:mm:ss.zzz} %{type} %{category}: %{message}"));
    }
}

} // namespace rookery
