// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Messages of rookery.proto as columns of the cache. Private to the cache.
#pragma once

#include "common/base/bytes.h"
#include "common/base/log_categories.h"

namespace rookery::client {

template <typename Message>
QByteArray serialised(const Message &message)
{
    return toBytes(message.SerializeAsString());
}

template <typename Message>
Message parsed(const QByteArray &bytes)
{
    Message message;
    if (!message.ParseFromArray(bytes.constData(), int(bytes.size()))) {
        qCWarning(lcCache, "a row of the cache does not parse");
        message.Clear();
    }
    return message;
}

} // namespace rookery::client
