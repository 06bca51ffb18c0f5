// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// group create, add and leave.
#pragma once

#include "client/cli/task.h"

namespace rookery::cli {

class GroupTask final : public Task {
    Q_OBJECT
public:
    using Task::Task;

    void start() override;

private:
    void create();
    void change();
    void finishWith(ConversationId conversation, const Error &error);
};

} // namespace rookery::cli
