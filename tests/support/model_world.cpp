// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/model_world.h"

#include "common/net/framed_stream.h"
#include "server/core/directory.h"
#include "server/core/password_hasher.h"
#include "server/core/server_identity.h"
#include "server/core/server_settings.h"
#include "server/core/session_registry.h"
#include "server/core/throttle.h"
#include "server/features/features.h"
#include "tests/support/memory_transport.h"
#include "tests/support/store_driver.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QPointer>
#include <QtTest/QTest>

namespace rookery::test {

namespace {

using namespace rookery::server;

/// Only ever waited for in full by a failure, ms.
constexpr int patienceMs = 20'000;

class MemoryConnection final : public ModelConnection {
public:
    explicit MemoryConnection(MemoryTransport *transport) : m_transport(transport) {}
    ~MemoryConnection() override
    {
        if (m_transport)
            m_transport->end(Error(ErrorCode::Disconnected));
        // The session goes when its turn of the event loop ends.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    void send(const wire::Frame &frame) override
    {
        if (m_transport)
            m_transport->feed(encodeFrame(frame));
    }
    QList<wire::Frame> take() override
    {
        return m_transport ? std::exchange(m_transport->sent, {}) : QList<wire::Frame>();
    }
    bool isOpen() const override { return m_transport && m_transport->isOpen(); }

private:
    QPointer<MemoryTransport> m_transport;
};

const ServerIdentity &modelIdentity()
{
    static const ServerIdentity made = [] {
        const QTemporaryDir folder;
        SeededRandom random(7);
        return ServerIdentity::loadOrCreate(folder.path(), random).value();
    }();
    return made;
}

/// The server's parts as CoreHost wires them, without listeners.
struct Parts {
    Parts(std::unique_ptr<SqliteStore> opened, const ServerSettings &settings, QObject &home, Clock &clock,
          RandomSource &random)
        : store(std::move(opened)), sessions(clock), hasher(modelIdentity().pepper(), &home, PasswordCost{1, 8 * 1024}),
          throttle(clock),
          context{settings,           modelIdentity(),     *store, directory, sessions, hasher, throttle, clock, random,
                  QByteArray(8, 'b'), QByteArray(32, 'g'), 7665,   0}
    {
        features = makeFeatures(context, dispatcher);
        QObject::connect(&sessions, &SessionRegistry::received, &home,
                         [this](Session *session, const wire::Frame &frame) { dispatcher.dispatch(*session, frame); });
    }
    ~Parts()
    {
        sessions.disconnect();
        features.all.clear();
    }
    Parts(const Parts &) = delete;
    Parts &operator=(const Parts &) = delete;

    std::unique_ptr<SqliteStore> store;
    Directory directory;
    SessionRegistry sessions;
    PasswordHasher hasher;
    Throttle throttle;
    ServerContext context;
    Dispatcher dispatcher;
    Features features;
};

class MemoryWorld final : public ModelWorld {
public:
    explicit MemoryWorld(QString folder) : m_folder(std::move(folder)) { m_settings.name = QStringLiteral("Model"); }
    ~MemoryWorld() override { stop(); }

    QString start() override
    {
        Result<std::unique_ptr<SqliteStore>> store = SqliteStore::open(m_folder, &m_home);
        if (!store)
            return rookery::describe(store.error());
        m_parts = std::make_unique<Parts>(std::move(*store), m_settings, m_home, m_clock, m_random);
        const auto records = answerOf<DirectoryRecords>([this](auto done) { m_parts->store->loadDirectory(done); });
        if (!records)
            return rookery::describe(records.error());
        m_parts->directory.load(*records);
        return {};
    }
    void stop() override
    {
        m_parts.reset();
        QCoreApplication::removePostedEvents(&m_home, QEvent::MetaCall);
    }
    std::unique_ptr<ModelConnection> connect() override
    {
        auto transport = std::make_unique<MemoryTransport>();
        MemoryTransport *made = transport.get();
        return m_parts->sessions.open(std::move(transport)) ? std::make_unique<MemoryConnection>(made) : nullptr;
    }
    qint64 nowMs() const override { return m_clock.wallMs(); }
    bool waitFor(const std::function<bool()> &condition) override
    {
        const QDeadlineTimer deadline(patienceMs);
        while (!condition()) {
            if (deadline.hasExpired())
                return false;
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        return true;
    }
    // A push leaves in the same turn as the answer to what caused it.
    bool waitForPushes(const std::function<bool()> &condition) override { return condition(); }
    void passMoment() override
    {
        constexpr qint64 momentMs = 25; // limits::messagesPerSecond allows one in 20 ms
        m_clock.advance(momentMs);
    }
    void passMinutes() override
    {
        constexpr qint64 minutesMs = 150'000;
        m_clock.setWallMs(m_clock.wallMs() + minutesMs);
    }
    ModelClient::Times times() const override { return ModelClient::Times::Known; }

private:
    QString m_folder;
    ServerSettings m_settings;
    ManualClock m_clock;
    SeededRandom m_random{1};
    QObject m_home;
    std::unique_ptr<Parts> m_parts;
};

class StreamConnection final : public ModelConnection {
public:
    StreamConnection()
    {
        QObject::connect(&m_stream, &Transport::received, &m_stream,
                         [this](const wire::Frame &frame) { m_arrived.append(frame); });
    }
    void connectTo(quint16 port) { m_stream.connectTo(QStringLiteral("127.0.0.1"), port, {}, patienceMs); }
    void send(const wire::Frame &frame) override { m_stream.send(frame); }
    QList<wire::Frame> take() override { return std::exchange(m_arrived, {}); }
    bool isOpen() const override { return m_stream.isOpen(); }

private:
    FramedStream m_stream{limits::frameBytes};
    QList<wire::Frame> m_arrived;
};

class ProcessWorld final : public ModelWorld {
public:
    explicit ProcessWorld(const QString &folder) : m_program(folder) {}

    QString start() override { return m_program.start(); }
    void stop() override { m_program.kill(); }
    std::unique_ptr<ModelConnection> connect() override
    {
        auto connection = std::make_unique<StreamConnection>();
        connection->connectTo(m_program.port());
        const bool isOpen = waitFor([&connection] { return connection->isOpen(); });
        return isOpen ? std::move(connection) : nullptr;
    }
    qint64 nowMs() const override { return 0; }
    bool waitFor(const std::function<bool()> &condition) override { return QTest::qWaitFor(condition, patienceMs); }
    bool waitForPushes(const std::function<bool()> &condition) override { return waitFor(condition); }
    void passMoment() override {}
    void passMinutes() override {}
    ModelClient::Times times() const override { return ModelClient::Times::Unknown; }

private:
    ServerProgram m_program;
};

} // namespace

std::unique_ptr<ModelWorld> makeMemoryWorld(const QString &folder)
{
    return std::make_unique<MemoryWorld>(folder);
}

std::unique_ptr<ModelWorld> makeProcessWorld(const QString &folder)
{
    return std::make_unique<ProcessWorld>(folder);
}

} // namespace rookery::test
