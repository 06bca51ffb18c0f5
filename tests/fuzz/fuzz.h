// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What every fuzzer shares. A fuzzer is one file that defines runOne(); fuzz_main.cpp makes it a libFuzzer program
// (preset fuzz) or, everywhere else, a test that repeats the inputs kept in corpus/ and findings/. One thread.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QString>

#include <algorithm>

namespace rookery::fuzz {

/// Does with one input what the fuzzer is about; anything that must not be ends in REQUIRE, a sanitizer or a crash.
void runOne(QByteArrayView input);

[[noreturn]] void violated(const char *condition, const char *file, int line);

/// Takes an input apart. Beyond its end there are zeros, so that every input means something.
class Input {
public:
    explicit Input(QByteArrayView bytes) : m_rest(bytes) {}

    bool isEmpty() const { return m_rest.isEmpty(); }
    quint8 byte() { return quint8(take(1).isEmpty() ? 0 : m_taken.front()); }
    /// Big endian.
    quint16 number()
    {
        const quint16 high = byte();
        return quint16(high << 8 | byte());
    }
    QByteArrayView take(qsizetype count)
    {
        m_taken = m_rest.first(std::min(count, m_rest.size()));
        m_rest = m_rest.sliced(m_taken.size());
        return m_taken;
    }
    QByteArrayView rest() { return take(m_rest.size()); }
    /// The rest as text: UTF-8 (broken or not), or UTF-16 units where the first byte is odd.
    QString text();

private:
    QByteArrayView m_rest;
    QByteArrayView m_taken;
};

} // namespace rookery::fuzz

/// An assertion that holds in every build.
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            ::rookery::fuzz::violated(#condition, __FILE__, __LINE__);                                                 \
    } while (false)
