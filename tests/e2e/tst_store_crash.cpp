// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// kill -9 while writing: a child process says which messages were acknowledged, and every one of them must be there
// once, under the sequence number it was told, whenever the child was killed.
#include "tests/support/seeded_random.h"
#include "tests/support/store_driver.h"

#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <cstdio>
#include <unistd.h>

using namespace rookery;
using namespace rookery::server;

namespace {

constexpr quint32 seed = 20260101;
constexpr int rounds = 20;
constexpr int inFlight = 64;
constexpr int acknowledgementsMax = 1500;

const QString writerFlag = QStringLiteral("--write-into");

/// Unbuffered: what is printed is out, even when the next instruction is never reached.
void tell(const QByteArray &line)
{
    if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
        ::_exit(1);
}

/// The child: keeps messages under way in two groups, for ever.
int writeUntilKilled(const QString &folder, quint32 round)
{
    StoreDriver driver(folder);
    SeededRandom random(seed + round);
    const auto directory = driver.directory();
    UserId ada = directory->users.isEmpty() ? driver.addUser(QStringLiteral("ada")) : directory->users.first().id;
    QList<ConversationId> groups;
    for (char name : {'a', 'b'})
        groups += driver.addGroup(ada, {}, ClientId(QByteArray(16, name)))->conversation.id;
    std::function<void()> sayMore = [&] {
        const ClientId id = random.clientId();
        const ConversationId group = groups.at(random.below(2));
        const std::string text = id.bytes().toHex().toStdString() + std::string(random.below(3000), '.');
        driver.store().append(StoreDriver::message(group, ada, id, text), [&, id, group](const Result<Appended> &done) {
            if (!done)
                ::_exit(2);
            tell(id.bytes().toHex() + ' ' + QByteArray::number(group.value) + ' '
                 + QByteArray::number(quint64(done->event.seq())) + '\n');
            sayMore();
        });
    };
    for (int i = 0; i < inFlight; ++i)
        sayMore();
    QEventLoop loop;
    return loop.exec();
}

} // namespace

class StoreCrashTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingAcknowledgedIsLostOrDoubled();

private:
    /// Reads that many acknowledgements, kills, and returns all that had been printed by then.
    QList<QByteArray> runAndKill(const QString &folder, int round, int afterAcknowledgements);
    void verify(const QString &folder);

    QHash<QByteArray, QByteArray> m_acknowledged; // client id -> "conversation seq"
};

QList<QByteArray> StoreCrashTest::runAndKill(const QString &folder, int round, int afterAcknowledgements)
{
    QProcess writer;
    writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    writer.start(QCoreApplication::applicationFilePath(), {writerFlag, folder, QString::number(round)});
    QByteArray output;
    const bool isEnough = QTest::qWaitFor(
        [&] {
            output += writer.readAllStandardOutput();
            return output.count('\n') >= afterAcknowledgements || writer.state() == QProcess::NotRunning;
        },
        60'000);
    const bool wasRunning = writer.state() == QProcess::Running;
    writer.kill();
    writer.waitForFinished();
    output += writer.readAllStandardOutput();
    if (!isEnough || !wasRunning)
        return {};
    QList<QByteArray> lines = output.split('\n');
    lines.removeLast(); // empty, or cut short by the kill
    return lines;
}

void StoreCrashTest::verify(const QString &folder)
{
    const auto opened = Database::open(folder + QStringLiteral("/rookery.sqlite"), Database::Access::ReadWrite);
    QVERIFY(opened.isOk());
    Database &database = **opened;
    {
        Rows check = database.run("PRAGMA integrity_check");
        QVERIFY(check.next());
        QCOMPARE(check.text(0), QStringLiteral("ok"));
    }
    QHash<QByteArray, QByteArray> stored;
    qint64 events = 0;
    Rows rows = database.run("SELECT client_id, conversation_id, seq FROM events");
    while (rows.next()) {
        ++events;
        stored.insert(rows.bytes(0).toHex(),
                      QByteArray::number(rows.number(1)) + ' ' + QByteArray::number(rows.number(2)));
    }
    QCOMPARE(stored.size(), events); // nothing twice
    for (auto entry = m_acknowledged.cbegin(); entry != m_acknowledged.cend(); ++entry)
        QCOMPARE(stored.value(entry.key()), entry.value());
    QCOMPARE(database
                 .numberOf(QStringLiteral("SELECT count(*) FROM conversations c WHERE last_seq <> (SELECT count(*)"
                                          " FROM events e WHERE e.conversation_id = c.id) OR last_seq <> (SELECT"
                                          " max(seq) FROM events e WHERE e.conversation_id = c.id)"))
                 .value(),
             0);
}

void StoreCrashTest::nothingAcknowledgedIsLostOrDoubled()
{
    QTemporaryDir folder;
    SeededRandom random(seed);
    for (int round = 0; round < rounds; ++round) {
        const int after = 1 + int(random.below(acknowledgementsMax));
        const QList<QByteArray> lines = runAndKill(folder.path(), round, after);
        QVERIFY2(lines.size() >= after, qPrintable(QStringLiteral("round %1, seed %2").arg(round).arg(seed)));
        for (const QByteArray &line : lines) {
            const qsizetype space = line.indexOf(' ');
            m_acknowledged.insert(line.left(space), line.mid(space + 1));
        }
        verify(folder.path());
        if (QTest::currentTestFailed())
            return;
    }
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == writerFlag)
        return writeUntilKilled(arguments.value(2), arguments.value(3).toUInt());
    StoreCrashTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_store_crash.moc"
