// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One verb at work on an account that is online. A task ends itself by finished() or failed(), once. One thread.
#pragma once

#include "client/cli/command_line.h"
#include "client/cli/exit_code.h"
#include "client/cli/printer.h"
#include "client/core/account_session.h"

namespace rookery::cli {

class Task : public QObject {
    Q_OBJECT
public:
    Task(const CommandLine &commandLine, const Printer &printer, client::AccountSession &session)
        : m_commandLine(commandLine), m_printer(printer), m_session(session)
    {}

    virtual void start() = 0;

Q_SIGNALS:
    void finished(rookery::cli::ExitCode code);
    void failed(const rookery::Error &error, const QString &about);

protected:
    const CommandLine &commandLine() const { return m_commandLine; }
    const Printer &printer() const { return m_printer; }
    client::AccountSession &session() const { return m_session; }

    /// The existing conversation with a user name or #group; NotFound.
    Result<ConversationId> existing(const QString &who) const;
    /// The group with that title; NotFound.
    Result<ConversationId> group(const QString &title) const;
    /// The ids of people; ends the task with NotFound when one is not there.
    std::optional<QList<UserId>> people(const QStringList &names);
    /// Messages, edits and recalls.
    static bool isShown(const wire::Event &event);
    void printEvent(const wire::Event &event) const;

private:
    const CommandLine &m_commandLine;
    const Printer &m_printer;
    client::AccountSession &m_session;
};

/// The task of a verb; null for those that need no account.
std::unique_ptr<Task> makeTask(const CommandLine &commandLine, const Printer &printer, client::AccountSession &session);

} // namespace rookery::cli
