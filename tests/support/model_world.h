// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the model test's server runs: in this process behind connections in memory, or as a rookeryd of its own that
// can be killed. Both on the real store in a folder of a TrialCast. Test's main thread.
#pragma once

#include "tests/support/manual_clock.h"
#include "tests/support/model_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/trial_server.h"

#include <functional>

namespace rookery::test {

class ModelWorld {
public:
    virtual ~ModelWorld() = default;

    /// Empty, or what went wrong.
    virtual QString start() = 0;
    /// The server ends; in order, or as kill -9 does it where that is possible.
    virtual void stop() = 0;
    /// A connection before its hello; null when there was none.
    virtual std::unique_ptr<ModelConnection> connect() = 0;
    /// The wall clock as stored; 0 where it is not the test's.
    virtual qint64 nowMs() const = 0;
    /// Goes on with what is under way until that holds; false when it took too long.
    virtual bool waitFor(const std::function<bool()> &condition) = 0;
    /// As waitFor(), for what has to come without being asked for: as short as this world allows.
    virtual bool waitForPushes(const std::function<bool()> &condition) = 0;
    /// A moment passes on the monotonic clock, so that no rate is exceeded; or minutes on the wall clock alone.
    virtual void passMoment() = 0;
    virtual void passMinutes() = 0;
    virtual ModelClient::Times times() const = 0;
};

std::unique_ptr<ModelWorld> makeMemoryWorld(const QString &folder);
std::unique_ptr<ModelWorld> makeProcessWorld(const QString &folder);

} // namespace rookery::test
