// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/task.h"

#include "client/cli/change_task.h"
#include "client/cli/group_task.h"
#include "client/cli/history_task.h"
#include "client/cli/listen_task.h"
#include "client/cli/send_task.h"
#include "client/cli/who_task.h"

namespace rookery::cli {

using namespace client;

Result<ConversationId> Task::group(const QString &title) const
{
    const ConversationSummary summary = m_session.conversations().groupByTitle(title);
    if (summary.id.isNull())
        return ErrorCode::NotFound;
    return summary.id;
}

Result<ConversationId> Task::existing(const QString &who) const
{
    if (who.startsWith(u'#'))
        return group(who.mid(1));
    const Person person = m_session.roster().personByName(who);
    const ConversationSummary summary = m_session.conversations().directWith(person.id);
    if (person.id.isNull() || summary.id.isNull())
        return ErrorCode::NotFound;
    return summary.id;
}

std::optional<QList<UserId>> Task::people(const QStringList &names)
{
    QList<UserId> result;
    for (const QString &name : names) {
        const Person person = m_session.roster().personByName(name);
        if (person.id.isNull()) {
            Q_EMIT failed(Error(ErrorCode::NotFound), name);
            return {};
        }
        result.append(person.id);
    }
    return result;
}

bool Task::isShown(const wire::Event &event)
{
    return event.has_message() || event.has_message_edited() || event.has_message_recalled();
}

void Task::printEvent(const wire::Event &event) const
{
    const QString from = m_session.roster().person(UserId(event.sender_id())).name;
    const QString title = m_session.conversations().conversation(ConversationId(event.conversation_id())).title;
    if (event.has_message())
        m_printer.message(event, title, from);
    else
        m_printer.change(event, title, from);
}

std::unique_ptr<Task> makeTask(const CommandLine &commandLine, const Printer &printer, AccountSession &session)
{
    switch (commandLine.verb) {
    case Verb::Send:
        return std::make_unique<SendTask>(commandLine, printer, session);
    case Verb::Edit:
    case Verb::Recall:
        return std::make_unique<ChangeTask>(commandLine, printer, session);
    case Verb::Listen:
        return std::make_unique<ListenTask>(commandLine, printer, session);
    case Verb::History:
        return std::make_unique<HistoryTask>(commandLine, printer, session);
    case Verb::Who:
        return std::make_unique<WhoTask>(commandLine, printer, session);
    case Verb::GroupCreate:
    case Verb::GroupAdd:
    case Verb::GroupLeave:
        return std::make_unique<GroupTask>(commandLine, printer, session);
    case Verb::Help:
    case Verb::Version:
    case Verb::Register:
    case Verb::Discover:
        break;
    }
    return nullptr;
}

} // namespace rookery::cli
