// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/group_task.h"

namespace rookery::cli {

using namespace client;

void GroupTask::start()
{
    if (commandLine().verb == Verb::GroupCreate)
        create();
    else
        change();
}

void GroupTask::create()
{
    const std::optional<QList<UserId>> members = people(commandLine().members);
    if (!members)
        return;
    session().createGroup(commandLine().who, *members, [this](const Result<ConversationId> &created) {
        finishWith(created ? *created : ConversationId(), created ? Error(ErrorCode::None) : created.error());
    });
}

void GroupTask::change()
{
    const Result<ConversationId> conversation = group(commandLine().who);
    if (!conversation) {
        Q_EMIT failed(conversation.error(), QStringLiteral("#%1").arg(commandLine().who));
        return;
    }
    const ConversationId id = *conversation;
    const auto done = [this, id](const Error &error) { finishWith(id, error); };
    if (commandLine().verb == Verb::GroupLeave) {
        session().leaveGroup(id, done);
    } else if (const std::optional<QList<UserId>> members = people(commandLine().members)) {
        session().addMembers(id, *members, done);
    }
}

void GroupTask::finishWith(ConversationId conversation, const Error &error)
{
    if (error.code != ErrorCode::None) {
        Q_EMIT failed(error, QStringLiteral("#%1").arg(commandLine().who));
        return;
    }
    printer().group(conversation, session().conversations().conversation(conversation).title);
    Q_EMIT finished(ExitCode::Done);
}

} // namespace rookery::cli
