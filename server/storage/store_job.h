// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One thing asked of the store: work on a storage thread, then an answer on the home thread. A job is answered exactly
// once. Context is what the work runs on: WriteSession or Database.
#pragma once

#include "server/core/store.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace rookery::server {

template <typename Context>
class StoreJob {
public:
    virtual ~StoreJob() = default;
    /// True where the work came to an end with a value. Storage thread.
    virtual bool run(Context &context) = 0;
    /// In place of what run() gave: the transaction failed. Any thread, before deliver().
    virtual void fail(const Error &error) = 0;
    /// Home thread; the callback ends here too. The job itself may end on the storage thread that posted it, where what
    /// a callback holds (a session, say) must not.
    virtual void deliver() = 0;
};

template <typename Context, typename T>
class TypedJob final : public StoreJob<Context> {
public:
    using Work = std::function<Result<T>(Context &)>;

    TypedJob(Work work, StoreCallback<T> done) : m_work(std::move(work)), m_done(std::move(done)) {}

    bool run(Context &context) override
    {
        m_result.emplace(m_work(context));
        return m_result->isOk();
    }
    void fail(const Error &error) override { m_result.emplace(error); }
    void deliver() override
    {
        if (const StoreCallback<T> done = std::exchange(m_done, nullptr))
            done(std::move(*m_result));
    }

private:
    Work m_work;
    StoreCallback<T> m_done;
    std::optional<Result<T>> m_result;
};

template <typename Context>
using StoreBatch = std::vector<std::unique_ptr<StoreJob<Context>>>;

} // namespace rookery::server
