// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bars 4, 8 and 16: an acknowledgement comes only after the sync of its commit has returned; a full disk refuses and
// then recovers; a backup holds everything acknowledged before it began.
#include "server/core/disk_guard.h"
#include "server/core/server_limits.h"
#include "tests/support/load_client.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/sqlite_fault_vfs.h"
#include "tests/support/store_driver.h"
#include "tests/support/trial_form.h"
#include "tests/support/wire_frames.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

using namespace rookery;
using namespace rookery::test;

namespace {

const QByteArray mark = "ack-mark-";
constexpr int markDigits = 6;

bool s_hasNamespace = false;

/// Follows the writes of the log until the sync that makes them last.
class SyncTrace {
public:
    void note(const DiskOperation &operation)
    {
        const QMutexLocker lock(&m_mutex);
        if (!operation.file.endsWith(QLatin1String("-wal")))
            return;
        if (operation.kind == DiskOperation::Kind::Sync) {
            m_durable.unite(m_written);
            m_written.clear();
            ++m_syncs;
            return;
        }
        const QByteArray &bytes = operation.bytes;
        for (qsizetype at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1))
            m_written.insert(bytes.mid(at, mark.size() + markDigits));
    }
    bool isDurable(const QByteArray &text) const
    {
        const QMutexLocker lock(&m_mutex);
        return m_durable.contains(text.left(mark.size() + markDigits));
    }
    int syncs() const { return m_syncs; }

private:
    mutable QMutex m_mutex;
    QSet<QByteArray> m_written;
    QSet<QByteArray> m_durable;
    int m_syncs = 0;
};

/// The clients of a cast, signed in.
struct Crowd {
    Crowd(const TrialCast &cast, Clock &clock, RandomSource &random, quint16 port)
    {
        for (const TrialPerson &person : cast.people) {
            owned.push_back(std::make_unique<LoadClient>(person, clock, random));
            all.append(owned.back().get());
            all.last()->start(port);
        }
    }
    bool isIdle() const
    {
        return std::all_of(all.begin(), all.end(), [](const LoadClient *one) { return one->isIdle(); });
    }
    qsizetype acknowledged() const
    {
        return std::accumulate(all.begin(), all.end(), qsizetype(0),
                               [](qsizetype sum, const LoadClient *one) { return sum + one->acknowledgedCount(); });
    }
    void stop()
    {
        for (LoadClient *client : std::as_const(all))
            client->stop();
    }

    std::vector<std::unique_ptr<LoadClient>> owned;
    QList<LoadClient *> all;
};

} // namespace

class DurableAcksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_disk.reset(); }
    void cleanup() { m_disk.reset(); }
    void syncReturnsBeforeTheAnswer();
    void fullDiskRefusesAndRecovers();
    void lowDiskRefusesBeforeItIsFull();
    void stalledDiskRefusesInsteadOfPilingUp();
    void backupHoldsWhatWasAcknowledged();

private:
    SqliteFaultVfs &m_disk = SqliteFaultVfs::instance();
    const quint32 m_seed = trialSeed(20260304);
    SeededRandom m_random{m_seed};
    SystemRandomSource m_serverRandom;
};

void DurableAcksTest::syncReturnsBeforeTheAnswer()
{
    constexpr int people = 8;
    // A burst is let through; in the long form the bucket fills again as time is moved.
    const int messagesEach = 125;
    const int rounds = shortOrLong(1, 10);
    QTemporaryDir folder;
    const TrialCast cast = makeCast(folder.path(), people, m_random);
    ManualClock clock;
    SyncTrace trace;
    m_disk.setSyncDelayMs(2); // an answer that does not wait for the disk has all the time to come first
    m_disk.setObserver([&trace](const DiskOperation &operation) { trace.note(operation); });
    TrialServer server(folder.path(), clock, m_serverRandom);
    QCOMPARE(server.start(), QString());
    Crowd crowd(cast, clock, m_random, server.port());
    int answers = 0;
    int violations = 0;
    for (LoadClient *client : std::as_const(crowd.all)) {
        connect(client, &LoadClient::acknowledged, this, [&, client] {
            ++answers;
            violations += !trace.isDurable(client->said().at(client->acknowledgedCount() - 1).text);
        });
    }
    int number = 0;
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < messagesEach * people; ++i) {
            const QByteArray digits = QByteArray::number(++number).rightJustified(markDigits, '0');
            crowd.all.at(i % people)->say(i % 2 ? cast.group : cast.ownGroups.at(i % people), mark + digits);
        }
        QTRY_VERIFY_WITH_TIMEOUT(crowd.isIdle(), 60'000);
        clock.advance(5'000);
    }
    QCOMPARE(answers, messagesEach * people * rounds);
    QVERIFY2(violations == 0,
             qPrintable(QStringLiteral("%1 of %2 acknowledged before the sync had returned, seed %3")
                            .arg(violations)
                            .arg(answers)
                            .arg(m_seed)));
    crowd.stop();
    QCOMPARE(server.stop(), QString());
    qInfo("%d acknowledgements, %d syncs of the log, no violation, seed %u", answers, trace.syncs(), m_seed);
}

void DurableAcksTest::fullDiskRefusesAndRecovers()
{
    if (!s_hasNamespace)
        QSKIP("no namespace to mount a small disk in");
    QTemporaryDir parent;
    const QByteArray disk = parent.path().toUtf8();
    if (::mount("tmpfs", disk.constData(), "tmpfs", 0, "size=6m") != 0)
        QSKIP("no small disk can be mounted");
    const QString folder = parent.filePath(QStringLiteral("data"));
    const TrialCast cast = makeCast(folder, 4, m_random);
    SystemClock clock;
    {
        TrialServer server(folder, clock, m_serverRandom);
        QCOMPARE(server.start(), QString());
        Crowd crowd(cast, clock, m_random, server.port());
        const auto talk = [&](LoadClient *client) {
            client->say(cast.group,
                        client->person().name.toUtf8() + QByteArray::number(client->said().size())
                            + QByteArray(2'000, 'x'));
        };
        QFile filler(parent.filePath(QStringLiteral("filler")));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        for (LoadClient *client : std::as_const(crowd.all)) {
            connect(client, &LoadClient::acknowledged, this, [&talk, client] { talk(client); });
            talk(client);
        }
        QTRY_VERIFY_WITH_TIMEOUT(crowd.acknowledged() >= 100, 30'000);
        // Full in the middle of the load: it refuses by the right name, and nobody is told that something is stored.
        while (filler.write(QByteArray(4'096, 'f')) == 4'096) {}
        int refusals = 0;
        qsizetype acknowledgedWhileFull = 0;
        for (LoadClient *client : std::as_const(crowd.all)) {
            connect(client, &LoadClient::refused, &filler,
                    [&refusals, client] { refusals += client->lastRefusal().code == ErrorCode::DiskFull; });
        }
        // What fits into pages that the files have already is stored truly; then nothing is.
        QTRY_VERIFY_WITH_TIMEOUT(refusals >= 20, 30'000);
        const qsizetype before = crowd.acknowledged();
        const int refusedBefore = refusals;
        int pages = 0;
        for (LoadClient *client : std::as_const(crowd.all)) {
            client->request(historyFrame(cast.group, 0, 50), [&pages](const Result<wire::Frame> &page) {
                pages += page && page->history().events_size() > 0;
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(pages, 4, 10'000); // reading goes on
        QTRY_VERIFY_WITH_TIMEOUT(refusals >= refusedBefore + 20, 30'000);
        acknowledgedWhileFull = crowd.acknowledged() - before;
        QCOMPARE(acknowledgedWhileFull, qsizetype(0));
        QCOMPARE(server.failure().code, ErrorCode::None);
        QVERIFY(filler.remove());
        QTRY_VERIFY_WITH_TIMEOUT(crowd.acknowledged() >= before + 20, 10'000); // the bar
        crowd.stop();
        QCOMPARE(server.stop(), QString());
        QString problem;
        const QList<StoredEvent> stored = storedEvents(folder, &problem);
        QCOMPARE(problem, QString());
        QCOMPARE(judge(stored, crowd.all), QString());
        qInfo("%d refusals while the disk was full, %lld acknowledged in all, seed %u", refusals,
              qlonglong(crowd.acknowledged()), m_seed);
    }
    QCOMPARE(::umount(disk.constData()), 0);
}

void DurableAcksTest::lowDiskRefusesBeforeItIsFull()
{
    if (!s_hasNamespace)
        QSKIP("no namespace to mount a small disk in");
    QTemporaryDir parent;
    const QByteArray disk = parent.path().toUtf8();
    if (::mount("tmpfs", disk.constData(), "tmpfs", 0, "size=48m") != 0)
        QSKIP("no small disk can be mounted");
    constexpr qint64 floorBytes = 16 * limits::mebibyte;
    const QString folder = parent.filePath(QStringLiteral("data"));
    const TrialCast cast = makeCast(folder, 4, m_random);
    SystemClock clock;
    {
        TrialServer server(folder, clock, m_serverRandom);
        server.setDiskFloor(floorBytes);
        QCOMPARE(server.start(), QString());
        Crowd crowd(cast, clock, m_random, server.port());
        for (LoadClient *client : std::as_const(crowd.all)) {
            const auto talk = [&cast, client] {
                client->say(cast.group, client->person().name.toUtf8() + QByteArray::number(client->said().size()));
            };
            connect(client, &LoadClient::acknowledged, this, talk);
            talk();
        }
        QTRY_VERIFY_WITH_TIMEOUT(crowd.acknowledged() >= 40, 30'000);
        QFile filler(parent.filePath(QStringLiteral("filler")));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (server::freeBytesAt(folder).value_or(0) >= floorBytes)
            QCOMPARE(filler.write(QByteArray(100'000, 'f')), qint64(100'000));
        int refusals = 0;
        int untimed = 0;
        for (LoadClient *client : std::as_const(crowd.all)) {
            connect(client, &LoadClient::refused, &filler, [&, client] {
                refusals += client->lastRefusal().code == ErrorCode::DiskFull;
                untimed += client->lastRefusal().retryMs <= 0;
            });
        }
        QTRY_VERIFY_WITH_TIMEOUT(refusals >= 4, 10'000);
        const qsizetype before = crowd.acknowledged();
        // Far from full, so no commit has failed; what only reads, and signing in by token, goes on.
        QVERIFY(server::freeBytesAt(folder).value_or(0) > floorBytes / 4);
        LoadClient newcomer(cast.people.first(), clock, m_random);
        newcomer.start(server.port());
        QTRY_VERIFY_WITH_TIMEOUT(newcomer.isSignedIn(), 10'000);
        bool isRead = false;
        newcomer.request(historyFrame(cast.group, 0, 50), [&isRead](const Result<wire::Frame> &page) {
            isRead = page && page->history().events_size() > 0;
        });
        QTRY_VERIFY_WITH_TIMEOUT(isRead, 10'000);
        const int refusedBefore = refusals;
        QTRY_VERIFY_WITH_TIMEOUT(refusals >= refusedBefore + 4, 30'000);
        QCOMPARE(crowd.acknowledged(), before);
        QCOMPARE(untimed, 0);
        QVERIFY(filler.remove());
        QTRY_VERIFY_WITH_TIMEOUT(crowd.acknowledged() > before, 10'000); // the bar
        newcomer.stop();
        crowd.stop();
        QCOMPARE(server.stop(), QString());
        QString problem;
        const QList<StoredEvent> stored = storedEvents(folder, &problem);
        QCOMPARE(problem, QString());
        QCOMPARE(judge(stored, crowd.all), QString());
    }
    QCOMPARE(::umount(disk.constData()), 0);
}

void DurableAcksTest::stalledDiskRefusesInsteadOfPilingUp()
{
    QTemporaryDir folder;
    server::StoreDriver driver(folder.path());
    const UserId ada = driver.addUser(QStringLiteral("ada"));
    const ConversationId group = driver.addGroup(ada, {}, m_random.clientId())->conversation.id;
    // Whoever holds the lock stops the writer, as a disk that does not answer does.
    const auto lock = server::Database::open(driver.databasePath(), server::Database::Access::ReadWrite);
    QVERIFY((*lock)->runOnce(QStringLiteral("BEGIN IMMEDIATE")).isOk());
    constexpr int beyond = 500;
    const int waiting = int(limits::waitingWrites + limits::writeBatchJobs);
    int stored = 0;
    int busy = 0;
    int untimed = 0;
    for (int i = 0; i < waiting + beyond; ++i) {
        const auto message = server::StoreDriver::message(group, ada, m_random.clientId(), "x");
        driver.store().append(message, [&](const Result<server::Appended> &done) {
            stored += done.isOk();
            busy += !done && done.error().code == ErrorCode::Busy;
            untimed += !done && done.error().retryMs <= 0;
        });
    }
    QTRY_VERIFY(busy >= beyond); // at once, while the others wait
    QCOMPARE(stored, 0);
    QVERIFY(driver.history(group, 0, 0, 50).isOk()); // readers are not concerned
    QVERIFY((*lock)->runOnce(QStringLiteral("COMMIT")).isOk());
    QTRY_COMPARE_WITH_TIMEOUT(stored + busy, waiting + beyond, 60'000);
    QCOMPARE(untimed, 0);
    QVERIFY(stored >= int(limits::waitingWrites));
}

void DurableAcksTest::backupHoldsWhatWasAcknowledged()
{
    const int backups = shortOrLong(10, 100);
    QTemporaryDir folder;
    QTemporaryDir target;
    server::StoreDriver driver(folder.path());
    const UserId ada = driver.addUser(QStringLiteral("ada"));
    const ConversationId group = driver.addGroup(ada, {}, m_random.clientId())->conversation.id;
    QHash<QByteArray, quint64> acknowledged;
    bool isTalking = true;
    int open = 0;
    std::function<void()> sayNext = [&] {
        ++open;
        const ClientId id = m_random.clientId();
        driver.store().append(server::StoreDriver::message(group, ada, id, std::string(500, 'x')),
                              [&, id](const Result<server::Appended> &done) {
                                  --open;
                                  if (done)
                                      acknowledged.insert(id.bytes(), done->event.seq());
                                  if (isTalking)
                                      sayNext();
                              });
    };
    for (int i = 0; i < 16; ++i)
        sayNext();
    for (int number = 0; number < backups; ++number) {
        QTRY_VERIFY(acknowledged.size() > number * 50);
        const QHash<QByteArray, quint64> before = acknowledged;
        const QString path = target.filePath(QStringLiteral("copy%1").arg(number));
        QVERIFY(QDir().mkpath(path));
        const auto made = server::answerOf<Done>(
            [&](auto done) { driver.store().backup(path + QStringLiteral("/rookery.sqlite"), done); });
        QVERIFY2(made.isOk(), made ? "" : qPrintable(describe(made.error())));
        QString problem;
        QHash<QByteArray, quint64> copied;
        for (const StoredEvent &event : storedEvents(path, &problem))
            copied.insert(event.clientId, event.seq);
        QCOMPARE(problem, QString());
        for (auto said = before.cbegin(); said != before.cend(); ++said)
            QCOMPARE(copied.value(said.key()), said.value());
        QDir(path).removeRecursively();
    }
    isTalking = false;
    QTRY_COMPARE(open, 0);
    qInfo("%d backups under load, %lld messages in the end, seed %u", backups, qlonglong(acknowledged.size()), m_seed);
}

int main(int argc, char **argv)
{
    // A mount namespace for the small disk; it must come before the first thread.
    s_hasNamespace = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    QCoreApplication application(argc, argv);
    DurableAcksTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_durable_acks.moc"
