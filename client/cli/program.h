// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// rookery-cli from the command line to the exit code. One thread.
#pragma once

#include "client/cli/connector.h"
#include "client/cli/task.h"

namespace rookery::cli {

class Program : public QObject {
    Q_OBJECT
public:
    Program(const CommandLine &commandLine, Clock &clock, RandomSource &random, QObject *parent = nullptr);
    ~Program() override;

    void start();

Q_SIGNALS:
    /// Once.
    void ended(rookery::cli::ExitCode code);

private:
    void discover();
    void onOnline(client::AccountSession &session);
    void onTimeout();
    void fail(ExitCode code, const QString &sentence);
    void end(ExitCode code);

    const CommandLine m_commandLine;
    Clock &m_clock;
    RandomSource &m_random;
    const Printer m_printer;
    std::unique_ptr<Discovery> m_discovery;
    std::unique_ptr<Connector> m_connector;
    std::unique_ptr<Task> m_task;
    QTimer m_timeout;
    bool m_ended = false;
};

} // namespace rookery::cli
