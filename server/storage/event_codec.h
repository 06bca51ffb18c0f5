// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Between the body of an event and its columns kind and body. Works for every kind, also for those added later: kind
// is the field number in wire::Event, body that field's serialized message. Pure functions, any thread.
#pragma once

#include "common/protocol/rookery.pb.h"

#include <QtCore/QByteArray>

namespace rookery::server {

struct StoredBody {
    int kind = 0; ///< 0: there was no body.
    QByteArray bytes;
};

/// An event in which nothing but the body is set.
StoredBody storedBody(const wire::Event &bodyOnly);

/// False where the bytes are no such message.
bool setBody(wire::Event &event, int kind, const QByteArray &bytes);

} // namespace rookery::server
