// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// edit and recall: changes a message, and prints the change's own place once it is stored.
#pragma once

#include "client/cli/task.h"

namespace rookery::cli {

class ChangeTask final : public Task {
    Q_OBJECT
public:
    using Task::Task;
    void start() override;
};

} // namespace rookery::cli
