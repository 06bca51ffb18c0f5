// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/program.h"

#include "client/cli/error_sentence.h"

namespace rookery::cli {

using namespace client;

Program::Program(const CommandLine &commandLine, Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent), m_commandLine(commandLine), m_clock(clock), m_random(random),
      m_printer(commandLine.json ? Printer::Format::Json : Printer::Format::Lines)
{
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, &Program::onTimeout);
}

Program::~Program() = default;

void Program::start()
{
    if (m_commandLine.verb == Verb::Discover) {
        discover();
        return;
    }
    m_timeout.start(m_commandLine.timeoutMs.value_or(CommandLine::defaultTimeoutMs));
    m_connector = std::make_unique<Connector>(m_commandLine, m_clock, m_random);
    connect(m_connector.get(), &Connector::failed, this, &Program::fail);
    connect(m_connector.get(), &Connector::told, this, &Printer::problem);
    connect(m_connector.get(), &Connector::online, this, &Program::onOnline);
    connect(m_connector.get(), &Connector::registered, this, [this](const AccountRecord &account) {
        m_printer.registered(account.userName, account.serverName, account.serverId);
    });
    m_connector->start();
}

void Program::discover()
{
    m_discovery = std::make_unique<Discovery>(m_clock, m_random);
    connect(m_discovery.get(), &Discovery::found, this,
            [this](const DiscoveredServer &server) { m_printer.server(server.name, server.address, server.serverId); });
    connect(m_discovery.get(), &Discovery::finished, this, [this](const QList<DiscoveredServer> &servers) {
        if (servers.isEmpty())
            fail(ExitCode::CannotReach, tr("No server found on this network."));
        else
            end(ExitCode::Done);
    });
    m_discovery->start(m_commandLine.forMs.value_or(CommandLine::defaultDiscoveryMs), Discovery::Ending::AtTheEnd);
}

void Program::onOnline(AccountSession &session)
{
    if (m_ended)
        return;
    if (m_commandLine.verb == Verb::Register) {
        end(ExitCode::Done);
        return;
    }
    // listen has its own bounds.
    if (m_commandLine.verb == Verb::Listen)
        m_timeout.stop();
    m_task = makeTask(m_commandLine, m_printer, session);
    connect(m_task.get(), &Task::finished, this, &Program::end);
    connect(m_task.get(), &Task::failed, this, [this](const Error &error, const QString &about) {
        fail(exitCodeFor(error), errorSentence(error, about));
    });
    m_task->start();
}

void Program::onTimeout()
{
    fail(ExitCode::TimedOut,
         m_commandLine.verb == Verb::Send ? tr("No answer in time. The message may or may not have been stored.")
                                          : tr("No answer in time."));
}

void Program::fail(ExitCode code, const QString &sentence)
{
    if (!m_ended)
        Printer::problem(sentence);
    end(code);
}

void Program::end(ExitCode code)
{
    if (std::exchange(m_ended, true))
        return;
    m_timeout.stop();
    Q_EMIT ended(code);
}

} // namespace rookery::cli
