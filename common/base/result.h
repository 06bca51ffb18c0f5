// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Result<T> is the outcome of anything that can fail: a value or an Error, never both and never neither.
// It holds no thread affinity. Reading the wrong half is a programming error and asserts.
#pragma once

#include "common/base/error.h"

#include <utility>
#include <variant>

namespace rookery {

/// The value of a Result that carries nothing but success.
struct Done {
    friend bool operator==(Done, Done) { return true; }
};

template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}
    Result(ErrorCode code) : Result(Error(code)) {}

    bool isOk() const { return m_state.index() == 0; }
    explicit operator bool() const { return isOk(); }

    const T &value() const &
    {
        Q_ASSERT(isOk());
        return std::get<0>(m_state);
    }
    T &value() &
    {
        Q_ASSERT(isOk());
        return std::get<0>(m_state);
    }
    T &&value() &&
    {
        Q_ASSERT(isOk());
        return std::get<0>(std::move(m_state));
    }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    const Error &error() const
    {
        Q_ASSERT(!isOk());
        return std::get<1>(m_state);
    }

private:
    std::variant<T, Error> m_state;
};

} // namespace rookery
