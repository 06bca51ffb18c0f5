// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A whole server but for disk, sockets and time: the real dispatcher, features, directory and sessions on a
// MemoryStore. Nothing happens by itself: the test gives out the store's answers and ends the turns of the event loop.
// One thread, besides those of the password hasher.
#pragma once

#include "server/core/directory.h"
#include "server/core/password_hasher.h"
#include "server/core/server_identity.h"
#include "server/core/server_limits.h"
#include "server/core/server_settings.h"
#include "server/core/session_registry.h"
#include "server/core/throttle.h"
#include "server/core/write_gate.h"
#include "server/features/features.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_store.h"
#include "tests/support/memory_transport.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QCoreApplication>

namespace rookery::server {

struct RequestWorld {
    explicit RequestWorld(const ServerIdentity &serverIdentity) : identity(serverIdentity)
    {
        settings.name = QStringLiteral("Office");
        dispatcher.setWriteGate(&writeGate);
        QObject::connect(&sessions, &SessionRegistry::received, &home,
                         [this](Session *session, const wire::Frame &frame) { dispatcher.dispatch(*session, frame); });
    }
    ~RequestWorld()
    {
        // As the server ends: features first, then sessions (see CoreHost::finish).
        sessions.disconnect();
        features.all.clear();
    }
    RequestWorld(const RequestWorld &) = delete;
    RequestWorld &operator=(const RequestWorld &) = delete;

    /// What the server does at its start, after the test has put people into the store.
    void loadDirectory()
    {
        store.loadDirectory([this](Result<DirectoryRecords> records) { directory.load(std::move(*records)); });
        store.deliver();
    }
    /// A connection from there; null where the registry refuses it. It lives until its session's turn has ended.
    test::MemoryTransport *connectFrom(const QHostAddress &address)
    {
        auto transport = std::make_unique<test::MemoryTransport>(address);
        test::MemoryTransport *made = transport.get();
        return sessions.open(std::move(transport)) ? made : nullptr;
    }
    /// Sessions that have ended are deleted.
    static void endTurn() { QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); }

    ManualClock clock;
    SeededRandom random{1};
    ServerSettings settings;
    const ServerIdentity &identity;
    QObject home;
    MemoryStore store;
    Directory directory;
    SessionRegistry sessions{clock};
    /// The least that libsodium can do: what is tested here is not the hash.
    PasswordHasher hasher{identity.pepper(), &home, PasswordCost{1, 8 * 1024}};
    Throttle throttle{clock};
    ServerContext context{settings,
                          identity,
                          store,
                          directory,
                          sessions,
                          hasher,
                          throttle,
                          clock,
                          random,
                          QByteArray(8, 'b'),
                          QByteArray(32, 'g'),
                          7665,
                          0};
    /// What the guard finds at its next look.
    qint64 freeBytes = 2 * limits::mebibyte;
    DiskGuard disk{[this] { return std::optional(freeBytes); }, limits::mebibyte};
    WriteGate writeGate{clock, disk};
    Dispatcher dispatcher;
    Features features = makeFeatures(context, dispatcher);
};

} // namespace rookery::server
