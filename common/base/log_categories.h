// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Every log category, so that one page lists what QT_LOGGING_RULES can switch. One line an event; never a password,
// a token or the text of a message; anything from outside goes through escapedForLog() (text.h).
#pragma once

#include <QtCore/QLoggingCategory>

namespace rookery {

Q_DECLARE_LOGGING_CATEGORY(lcServer)   // rookery.server: start, stop, configuration
Q_DECLARE_LOGGING_CATEGORY(lcSession)  // rookery.session: connections and sign-ins
Q_DECLARE_LOGGING_CATEGORY(lcStore)    // rookery.store: database, migrations, commits
Q_DECLARE_LOGGING_CATEGORY(lcNet)      // rookery.net: sockets, TLS, frames
Q_DECLARE_LOGGING_CATEGORY(lcPresence) // rookery.presence: UDP and who is here
Q_DECLARE_LOGGING_CATEGORY(lcControl)  // rookery.control: administrator's commands
Q_DECLARE_LOGGING_CATEGORY(lcLink)     // rookery.link: the client's connection
Q_DECLARE_LOGGING_CATEGORY(lcCache)    // rookery.cache: the client's local store
Q_DECLARE_LOGGING_CATEGORY(lcUi)       // rookery.ui: windows, tray, notifications

enum class LogTarget { Stderr, File };

/// Log lines with time and level; with a journal on stderr, with its <N> priority prefix instead.
void installLogFormat(LogTarget target = LogTarget::Stderr);

} // namespace rookery
