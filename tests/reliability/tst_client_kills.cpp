// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bar 2: the client is killed at random moments while it writes drafts and sends. Everything that its outbox had
// taken reaches the server once and in order; a draft is never older than the last message sent.
#include "tests/support/seeded_random.h"
#include "tests/support/trial_form.h"
#include "tests/support/trial_session.h"

#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <cstdio>
#include <unistd.h>

using namespace rookery;
using namespace rookery::test;

namespace {

const QString clientFlag = QStringLiteral("--client");
constexpr int inOutboxMax = 5;

/// Unbuffered: what is printed is out, even when the next instruction is never reached.
void tell(const QByteArray &line)
{
    if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
        ::_exit(1);
}

/// The number at the end of a line; -1 without one.
int numberOf(const QByteArray &line)
{
    bool isNumber = false;
    const int number = line.mid(line.lastIndexOf(' ') + 1).toInt(&isNumber);
    return isNumber ? number : -1;
}

struct ClientArguments {
    QString directory;
    quint16 port = 0;
    QByteArray token;
    ConversationId group;
    int firstNumber = 0;
    int lastNumber = 0; ///< Ends when all up to here are acknowledged.
};

/// The child: drafts each message, puts it into the outbox, says so, and goes on.
int talkUntilKilled(const ClientArguments &arguments)
{
    SystemClock clock;
    SystemRandomSource random;
    const TrialPerson self{{}, {}, arguments.token};
    TrialSession session(self, arguments.port, clock, random, TrialSession::Reconnect::AsTheProduct,
                         arguments.directory);
    if (!session.open())
        return 2;
    int number = arguments.firstNumber;
    tell("draft-was " + session->conversations().conversation(arguments.group).draft.toUtf8() + '\n');
    const auto goOn = [&] {
        if (session->conversations().conversation(arguments.group).id.isNull())
            return; // not synced yet, in the very first run
        while (number < arguments.lastNumber && session->outbox().size() < inOutboxMax) {
            const QString text = QStringLiteral("message %1").arg(number);
            session->conversations().setDraft(arguments.group, text);
            if (!session->outbox().send(arguments.group, text))
                ::_exit(3);
            tell("queued " + text.toUtf8() + '\n');
            ++number;
        }
        if (number >= arguments.lastNumber && session->outbox().size() == 0)
            QCoreApplication::quit();
    };
    QObject::connect(&session->outbox(), &client::Outbox::acknowledged, &session->outbox(), goOn, Qt::QueuedConnection);
    QObject::connect(session.operator->(), &client::AccountSession::stateChanged, &session->outbox(), goOn,
                     Qt::QueuedConnection);
    session.start();
    return QCoreApplication::exec();
}

} // namespace

class ClientKillsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingQueuedArrivesOnce();

private:
    const quint32 m_seed = trialSeed(20260302);
    SeededRandom m_random{m_seed};
};

void ClientKillsTest::everythingQueuedArrivesOnce()
{
    const int kills = shortOrLong(40, 500);
    QTemporaryDir folder;
    QTemporaryDir profile;
    SystemClock clock;
    SystemRandomSource serverRandom;
    const TrialCast cast = makeCast(folder.path(), 2, m_random);
    TrialServer server(folder.path(), clock, serverRandom);
    QCOMPARE(server.start(), QString());
    QList<QByteArray> queued;
    int lastQueued = -1;
    int next = 0;
    const auto run = [&](int lastNumber, int killAfterLines) {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
                    {clientFlag, profile.path(), QString::number(server.port()),
                     QString::fromLatin1(cast.people.first().token.toHex()), QString::number(cast.group.value),
                     QString::number(next), QString::number(lastNumber)});
        QByteArray output;
        const bool isEnough = QTest::qWaitFor(
            [&] {
                output += child.readAllStandardOutput();
                return (killAfterLines > 0 && output.count('\n') >= killAfterLines)
                    || child.state() == QProcess::NotRunning;
            },
            30'000);
        child.kill();
        child.waitForFinished();
        output += child.readAllStandardOutput();
        for (const QByteArray &line : output.split('\n')) {
            // Putting a message into the outbox commits the draft that was written before it.
            if (line.startsWith("draft-was "))
                QVERIFY2(numberOf(line) >= lastQueued, line);
            if (line.startsWith("queued ") && line.endsWith(QByteArray::number(next))) {
                queued.append(line.mid(7));
                lastQueued = next;
                ++next;
            }
        }
        QVERIFY(isEnough);
        QVERIFY(killAfterLines > 0 || child.exitCode() == 0);
    };
    for (int kill = 0; kill < kills; ++kill) {
        run(1'000'000, 2 + int(m_random.below(40)));
        if (QTest::currentTestFailed())
            return;
        // What was in the outbox, but not yet told, is sent all the same: the next number comes after it.
        ++next;
    }
    run(next, 0); // until everything is acknowledged
    QCOMPARE(server.stop(), QString());
    QString problem;
    QList<QByteArray> stored;
    for (const StoredEvent &event : storedEvents(folder.path(), &problem)) {
        if (event.conversation == cast.group.value && event.text.startsWith("message "))
            stored.append(event.text);
    }
    QCOMPARE(problem, QString());
    const QByteArray where = "seed " + QByteArray::number(m_seed);
    QVERIFY2(QSet<QByteArray>(stored.begin(), stored.end()).size() == stored.size(), where); // nothing twice
    int last = -1;
    for (const QByteArray &text : std::as_const(stored)) {
        QVERIFY2(text.mid(8).toInt() > last, where); // in the order written
        last = text.mid(8).toInt();
    }
    for (const QByteArray &text : std::as_const(queued))
        QVERIFY2(stored.contains(text), where + ": lost " + text);
    qInfo("%d kills, %lld messages queued, %lld stored, seed %u", kills, qlonglong(queued.size()),
          qlonglong(stored.size()), m_seed);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == clientFlag) {
        return talkUntilKilled({arguments.value(2), quint16(arguments.value(3).toUInt()),
                                QByteArray::fromHex(arguments.value(4).toLatin1()),
                                ConversationId(arguments.value(5).toULongLong()), arguments.value(6).toInt(),
                                arguments.value(7).toInt()});
    }
    ClientKillsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_client_kills.moc"
