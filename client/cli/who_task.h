// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// who: everybody on the server, by name.
#pragma once

#include "client/cli/task.h"

namespace rookery::cli {

class WhoTask final : public Task {
    Q_OBJECT
public:
    using Task::Task;

    void start() override;
};

} // namespace rookery::cli
