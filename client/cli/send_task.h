// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// send: through the outbox, so that a kill in between loses nothing; done only when the server has stored it.
#pragma once

#include "client/cli/task.h"

namespace rookery::cli {

class SendTask final : public Task {
    Q_OBJECT
public:
    using Task::Task;
    /// Not acknowledged yet: taken back, so that a script may safely decide to send again.
    ~SendTask() override;

    void start() override;

private:
    void sendTo(ConversationId conversation);

    ClientId m_message;
};

} // namespace rookery::cli
