// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a feature may reach, by reference: made by the wiring (server/app), outlives every feature. Network thread.
#pragma once

#include "common/base/clock.h"
#include "common/base/random_source.h"

namespace rookery::server {

class Directory;
class PasswordHasher;
class ServerIdentity;
class SessionRegistry;
class Store;
class Throttle;
struct ServerSettings;

struct ServerContext {
    const ServerSettings &settings;
    const ServerIdentity &identity;
    Store &store;
    Directory &directory;
    SessionRegistry &sessions;
    PasswordHasher &hasher;
    Throttle &throttle;
    Clock &clock;
    RandomSource &random;
    QByteArray bootId;    ///< 8 bytes, new at each start.
    QByteArray groupKey;  ///< 32 bytes: tags datagrams between people of this server.
    quint16 udpPort = 0;  ///< 0: discovery is off.
    qint64 startedMs = 0; ///< Monotonic.
};

} // namespace rookery::server
