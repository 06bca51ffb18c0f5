// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Randomness that is the same in every run with the same seed. One thread.
#pragma once

#include "common/base/random_source.h"

#include <random>

namespace rookery {

class SeededRandom final : public RandomSource {
public:
    explicit SeededRandom(quint32 seed) : m_engine(seed) {}

    QByteArray bytes(qsizetype count) override
    {
        QByteArray result(count, '\0');
        for (char &byte : result)
            byte = char(m_engine() & 0xff);
        return result;
    }
    quint32 below(quint32 bound) override { return quint32(m_engine() % bound); }

private:
    std::mt19937 m_engine;
};

} // namespace rookery
