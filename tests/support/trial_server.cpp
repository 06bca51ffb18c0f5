// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/trial_server.h"

#include "common/base/bytes.h"
#include "tests/support/store_driver.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

namespace rookery::test {

namespace {

constexpr int patienceMs = 15'000;
constexpr qsizetype tokenBytes = 32;

} // namespace

TrialCast makeCast(const QString &folder, int count, RandomSource &random)
{
    TrialCast cast;
    server::StoreDriver driver(folder);
    for (int i = 0; i < count; ++i) {
        TrialPerson person{QStringLiteral("person%1").arg(i), {}, random.bytes(tokenBytes)};
        person.id = driver.addUser(person.name);
        const server::NewToken token{person.id, QCryptographicHash::hash(person.token, QCryptographicHash::Sha256),
                                     random.bytes(ClientId::size), QStringLiteral("trial"), 1'000};
        const auto added = server::answerOf<Done>([&](auto done) { driver.store().addToken(token, done); });
        if (!added)
            qFatal("no token: %s", qUtf8Printable(describe(added.error())));
        cast.people.append(person);
    }
    QList<UserId> others;
    for (const TrialPerson &person : std::as_const(cast.people).mid(1))
        others.append(person.id);
    cast.group = driver.addGroup(cast.people.first().id, others, random.clientId())->conversation.id;
    for (const TrialPerson &person : std::as_const(cast.people))
        cast.ownGroups.append(driver.addGroup(person.id, {}, random.clientId())->conversation.id);
    return cast;
}

TrialServer::TrialServer(QString folder, Clock &clock, RandomSource &random)
    : m_folder(std::move(folder)), m_clock(clock), m_random(random)
{}

TrialServer::~TrialServer() = default;

QString TrialServer::start()
{
    server::ServerSettings settings;
    settings.dataDirectory = m_folder;
    settings.name = QStringLiteral("Trial");
    settings.listen = {HostPort{QStringLiteral("127.0.0.1"), m_port}};
    settings.discovery = false;
    settings.diskFloorBytes = m_diskFloorBytes;
    m_failure = Error(ErrorCode::None);
    m_server = std::make_unique<server::Server>(settings, m_clock, m_random);
    bool isReady = false;
    QObject::connect(m_server.get(), &server::Server::ready, m_server.get(), [&isReady] { isReady = true; });
    QObject::connect(m_server.get(), &server::Server::failed, m_server.get(),
                     [this](const Error &error) { m_failure = error; });
    m_server->start();
    const bool isDecided = QTest::qWaitFor([&] { return isReady || m_failure.code != ErrorCode::None; }, patienceMs);
    if (!isDecided || !isReady) {
        m_server.reset();
        return QStringLiteral("the server did not start: %1").arg(describe(m_failure));
    }
    m_port = m_server->port();
    QObject::disconnect(m_server.get(), &server::Server::ready, nullptr, nullptr);
    return {};
}

QString TrialServer::stop()
{
    if (!m_server)
        return {};
    QSignalSpy stopped(m_server.get(), &server::Server::stopped);
    m_server->stop();
    const bool hasStopped = QTest::qWaitFor([&stopped] { return !stopped.isEmpty(); }, patienceMs);
    m_server.reset();
    return hasStopped ? QString() : QStringLiteral("the server did not stop");
}

ServerProgram::~ServerProgram()
{
    kill();
}

QString ServerProgram::start(int startPatienceMs)
{
    m_process = std::make_unique<QProcess>();
    QObject::connect(m_process.get(), &QProcess::readyReadStandardError, m_process.get(),
                     [this] { m_log = (m_log + m_process->readAllStandardError()).right(20'000); });
    m_process->start(qEnvironmentVariable("ROOKERY_BIN_DIR") + QStringLiteral("/rookeryd"),
                     {QStringLiteral("--data"), m_folder, QStringLiteral("--listen"),
                      QStringLiteral("127.0.0.1:%1").arg(m_port), QStringLiteral("--discovery"),
                      QStringLiteral("off")});
    const bool hasLine =
        QTest::qWaitFor([this] { return m_process->canReadLine() || m_process->state() == QProcess::NotRunning; },
                        startPatienceMs);
    if (!hasLine || !m_process->canReadLine())
        return QStringLiteral("rookeryd did not get ready: %1").arg(QString::fromUtf8(m_log.right(2'000)));
    const QJsonObject ready = QJsonDocument::fromJson(m_process->readLine()).object();
    const QString address = ready.value(QLatin1String("listen")).toArray().at(0).toString();
    m_port = quint16(address.section(QLatin1Char(':'), -1).toUInt());
    return {};
}

void ServerProgram::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished();
    m_process.reset();
}

QString ServerProgram::terminate()
{
    m_process->terminate();
    const bool hasEnded = QTest::qWaitFor([this] { return m_process->state() == QProcess::NotRunning; }, patienceMs);
    const bool isInOrder = hasEnded && m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0;
    m_process.reset();
    return isInOrder ? QString() : QStringLiteral("rookeryd did not stop in order");
}

qsizetype ServerProgram::descriptors() const
{
    const QDir folder(QStringLiteral("/proc/%1/fd").arg(m_process ? m_process->processId() : 0));
    return folder.entryList(QDir::System | QDir::Files | QDir::NoDotAndDotDot).size();
}

qint64 ServerProgram::memoryKiB(const char *line) const
{
    QFile status(QStringLiteral("/proc/%1/status").arg(m_process ? m_process->processId() : 0));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &row : status.readAll().split('\n')) {
        if (row.startsWith(line))
            return row.simplified().split(' ').value(1).toLongLong();
    }
    return 0;
}

QList<StoredEvent> storedEvents(const QString &folder, QString *problem)
{
    QList<StoredEvent> events;
    const auto opened = server::Database::open(folder + QStringLiteral("/rookery.sqlite"),
                                               server::Database::Access::ReadWrite);
    if (!opened) {
        *problem = describe(opened.error());
        return events;
    }
    server::Database &database = **opened;
    {
        server::Rows check = database.run("PRAGMA integrity_check");
        if (!check.next() || check.text(0) != QLatin1String("ok")) {
            *problem =
                QStringLiteral("integrity check: %1").arg(check.isOk() ? check.text(0) : describe(check.error()));
            return events;
        }
    }
    server::Rows rows = database.run("SELECT conversation_id, seq, sender_id, client_id, body FROM events"
                                     " ORDER BY conversation_id, seq");
    quint64 conversation = 0;
    quint64 expected = 1;
    while (rows.next()) {
        StoredEvent event{rows.id(0), rows.id(1), rows.id(2), rows.bytes(3), {}};
        if (std::exchange(conversation, event.conversation) != event.conversation)
            expected = 1;
        if (event.seq != expected++) {
            *problem = QStringLiteral("a hole before seq %1 of conversation %2").arg(event.seq).arg(conversation);
            return {};
        }
        wire::MessageBody body;
        const QByteArray bytes = rows.bytes(4);
        if (body.ParseFromArray(bytes.constData(), int(bytes.size())))
            event.text = toBytes(body.text());
        events.append(event);
    }
    return events;
}

} // namespace rookery::test
