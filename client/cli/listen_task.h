// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// listen: prints messages of others that this profile has not printed yet, first those that were missed, by time
// and in each conversation by its order, then marks them as read. What is printed is remembered in the cache, so that
// the next listen goes on from there; a conversation never listened to begins at the person's own read cursor.
#pragma once

#include "client/cli/task.h"

#include <QtCore/QSet>
#include <QtCore/QTimer>

namespace rookery::cli {

class ListenTask final : public Task {
    Q_OBJECT
public:
    using Task::Task;

    void start() override;

private:
    void collectAll();
    void collectSoon(ConversationId id);
    void collect();
    QList<wire::Event> unshown(ConversationId id);
    void fetchHole(ConversationId id, quint64 afterSeq);
    bool print(const wire::Event &event);
    void end(ExitCode code);
    void finishWhenTold();

    QSet<ConversationId> m_waiting; ///< Something may be new there; looked at when this turn of the loop is over.
    QSet<ConversationId> m_fetching;
    QSet<ConversationId> m_holesRefused; ///< The server gave nothing for a hole: then it is passed over.
    QTimer m_collectTimer;
    QTimer m_forTimer;
    int m_printed = 0;
    bool m_ended = false;
    ExitCode m_code = ExitCode::Done;
};

} // namespace rookery::cli
