// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/base/random_source.h"

#include <sodium.h>

namespace rookery {

SystemRandomSource::SystemRandomSource()
{
    if (sodium_init() < 0)
        qFatal("libsodium cannot start: the system has no source of randomness");
}

QByteArray SystemRandomSource::bytes(qsizetype count)
{
    QByteArray result(count, Qt::Uninitialized);
    randombytes_buf(result.data(), size_t(count));
    return result;
}

quint32 SystemRandomSource::below(quint32 bound)
{
    return randombytes_uniform(bound);
}

} // namespace rookery
