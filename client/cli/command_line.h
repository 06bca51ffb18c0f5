// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the user has asked for. Pure, no thread affinity.
#pragma once

#include "common/net/host_port.h"

#include <QtCore/QStringList>

#include <optional>

namespace rookery::cli {

enum class Verb {
    Help,
    Version,
    Register,
    Send,
    Edit,
    Recall,
    Listen,
    History,
    Who,
    Discover,
    GroupCreate,
    GroupAdd,
    GroupLeave
};

/// What happens with a server key that nobody has confirmed.
enum class FirstUse { Refuse, Trust };

struct CommandLine {
    static constexpr int defaultTimeoutMs = 20'000;
    static constexpr int defaultDiscoveryMs = 3'000;
    static constexpr int defaultHistory = 20;

    Verb verb = Verb::Help;
    std::optional<HostPort> server;
    QByteArray pin;        ///< 32 bytes or empty.
    QString authorityFile; ///< Absolute, or empty.
    FirstUse firstUse = FirstUse::Refuse;
    QString user;
    QString passwordFile;
    QString displayName;
    QString invite;
    QString profile; ///< Folder; empty: the usual one.
    std::optional<int> timeoutMs;
    bool json = false;
    QString who;     ///< A person's name, or #group; of the group verbs the group's name.
    QString text;    ///< "-": from stdin.
    quint64 seq = 0; ///< edit, recall: which message.
    QStringList members;
    int count = 0;            ///< listen: end after so many; 0: do not count.
    std::optional<int> forMs; ///< listen, discover: end after this.
    int last = defaultHistory;
};

/// The command line, or what is wrong with it in one sentence.
struct ParsedCommandLine {
    std::optional<CommandLine> commandLine;
    QString problem;
};

/// Arguments without the program's name.
ParsedCommandLine parseCommandLine(const QStringList &arguments);
/// What --help prints.
QString helpText();

} // namespace rookery::cli
