// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/change_task.h"

namespace rookery::cli {

using namespace client;

void ChangeTask::start()
{
    const QString &who = commandLine().who;
    const Result<ConversationId> conversation = existing(who);
    if (!conversation) {
        Q_EMIT failed(conversation.error(), who);
        return;
    }
    const ConversationId id = *conversation;
    const auto done = [this](const Result<wire::Sent> &changed) {
        if (!changed) {
            Q_EMIT failed(changed.error(), QStringLiteral("%1 %2").arg(commandLine().who).arg(commandLine().seq));
            return;
        }
        printer().sent(ConversationId(changed->conversation_id()), changed->seq(), changed->time_ms());
        Q_EMIT finished(ExitCode::Done);
    };
    if (commandLine().verb == Verb::Edit)
        session().outbox().edit(id, commandLine().seq, commandLine().text, done);
    else
        session().outbox().recall(id, commandLine().seq, done);
}

} // namespace rookery::cli
