// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Randomness is passed in, so that a test can replay it. SystemRandomSource draws from the kernel through libsodium
// and may be used from any thread.
#pragma once

#include "common/base/ids.h"

namespace rookery {

class RandomSource {
public:
    virtual ~RandomSource() = default;
    /// That many unpredictable bytes.
    virtual QByteArray bytes(qsizetype count) = 0;
    /// A number in [0, bound); bound is at least 1.
    virtual quint32 below(quint32 bound) = 0;

    ClientId clientId() { return ClientId(bytes(ClientId::size)); }
};

class SystemRandomSource final : public RandomSource {
public:
    SystemRandomSource();
    QByteArray bytes(qsizetype count) override;
    quint32 below(quint32 bound) override;
};

} // namespace rookery
