// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// history: the newest messages of a conversation, oldest of them first.
#pragma once

#include "client/cli/task.h"

namespace rookery::cli {

class HistoryTask final : public Task {
    Q_OBJECT
public:
    using Task::Task;

    void start() override;

private:
    void gather();
    void fetch();
    void print();

    ConversationId m_conversation;
    QList<wire::Event> m_messages; ///< Newest first.
    quint64 m_before = 0;          ///< Everything from here on has been looked at.
};

} // namespace rookery::cli
