// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/history_task.h"

#include <algorithm>

namespace rookery::cli {

using namespace client;

namespace {

constexpr int pageEvents = 200;

} // namespace

void HistoryTask::start()
{
    const QString &who = commandLine().who;
    const bool isPerson = !who.startsWith(u'#');
    if (isPerson && !people({who}))
        return;
    const Result<ConversationId> conversation = existing(who);
    if (!conversation) {
        // Somebody one has never talked with has an empty history.
        if (isPerson)
            Q_EMIT finished(ExitCode::Done);
        else
            Q_EMIT failed(conversation.error(), who);
        return;
    }
    m_conversation = *conversation;
    m_before = session().conversations().conversation(m_conversation).lastSeq + 1;
    gather();
}

void HistoryTask::gather()
{
    while (m_before > 1 && m_messages.size() < commandLine().last) {
        const QList<wire::Event> page = session().log().before(m_conversation, m_before, pageEvents);
        if (page.isEmpty() || page.constLast().seq() != m_before - 1) {
            fetch();
            return;
        }
        for (auto event = page.crbegin(); event != page.crend() && event->seq() == m_before - 1; ++event) {
            m_before = event->seq();
            if (isShown(*event) && m_messages.size() < commandLine().last)
                m_messages.append(*event);
        }
    }
    print();
}

void HistoryTask::fetch()
{
    session().log().fetchBefore(m_conversation, m_before, pageEvents, [this](const Error &error) {
        if (session().log().has(m_conversation, m_before - 1))
            gather();
        else if (error.code == ErrorCode::None)
            print(); // the server keeps no more
        else
            Q_EMIT failed(error, commandLine().who);
    });
}

void HistoryTask::print()
{
    std::reverse(m_messages.begin(), m_messages.end());
    for (const wire::Event &event : std::as_const(m_messages))
        printEvent(event);
    Q_EMIT finished(ExitCode::Done);
}

} // namespace rookery::cli
