// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a conversation script: lines of "WHO does something", read like the story they test. README.txt beside the
// scripts lists the sentences. Owns a real server with its own data folder and every client. Test's main thread.
#pragma once

#include "server/app/server.h"
#include "tests/support/script_client.h"

#include <QtCore/QTemporaryDir>

#include <atomic>
#include <map>

namespace rookery::test {

class ScriptRunner : public QObject {
    Q_OBJECT
public:
    ScriptRunner();
    ~ScriptRunner() override;

    /// Empty when every line held; else "line N: what was expected and what came".
    QString run(const QString &scriptText);

private:
    using Words = QStringList;
    /// One sentence; empty when it held.
    using Sentence = QString (ScriptRunner::*)(ScriptClient &, const Words &);

    QString runLine(const Words &words);
    QString startServer();
    QString stopServer();
    ScriptClient &client(const QString &name);
    ConversationId room(const QString &name) const { return m_rooms.value(name); }

    QString connects(ScriptClient &who, const Words &words);
    QString registers(ScriptClient &who, const Words &words);
    QString signsIn(ScriptClient &who, const Words &words);
    QString resumes(ScriptClient &who, const Words &words);
    QString signsOut(ScriptClient &who, const Words &words);
    QString disconnects(ScriptClient &who, const Words &words);
    QString opens(ScriptClient &who, const Words &words);
    QString creates(ScriptClient &who, const Words &words);
    QString adds(ScriptClient &who, const Words &words);
    QString leaves(ScriptClient &who, const Words &words);
    QString sends(ScriptClient &who, const Words &words);
    QString receives(ScriptClient &who, const Words &words);
    QString syncs(ScriptClient &who, const Words &words);
    QString has(ScriptClient &who, const Words &words);
    QString reads(ScriptClient &who, const Words &words);
    QString history(ScriptClient &who, const Words &words);
    QString sees(ScriptClient &who, const Words &words);
    QString types(ScriptClient &who, const Words &words);
    QString sets(ScriptClient &who, const Words &words);
    QString pings(ScriptClient &who, const Words &words);
    QString isEnded(ScriptClient &who, const Words &words);
    QString edits(ScriptClient &who, const Words &words);
    QString recalls(ScriptClient &who, const Words &words);
    QString makes(ScriptClient &who, const Words &words);
    QString removes(ScriptClient &who, const Words &words);
    QString finds(ScriptClient &who, const Words &words);
    QString isPutOut(ScriptClient &who, const Words &words);
    QString throwsGarbage(ScriptClient &who, const Words &words);

    /// The client id of that name, made on first use; a new one without a name.
    std::string clientIdFor(const QString &name);
    QString judgedSeq(const Result<wire::Frame> &reply, const Words &words) const;
    /// Compares a reply with what the end of the sentence asks for ("fails CODE", or success).
    QString judged(const Result<wire::Frame> &reply, const Words &words) const;
    QString adoptSession(ScriptClient &who, const Result<wire::Frame> &reply, const Words &words);
    QString adoptRoom(const Result<wire::Frame> &reply, const QString &name, const Words &words);

    /// Time that scripts can let pass: only the wall clock, so that no timer runs out.
    class ScriptClock final : public Clock {
    public:
        qint64 monotonicMs() const override { return m_system.monotonicMs(); }
        qint64 wallMs() const override { return m_system.wallMs() + m_passedMs; }
        void pass(qint64 ms) { m_passedMs += ms; }

    private:
        SystemClock m_system;
        std::atomic<qint64> m_passedMs = 0;
    };

    ScriptClock m_clock;
    SystemRandomSource m_random;
    QTemporaryDir m_folder;
    std::unique_ptr<server::Server> m_server;
    std::map<QString, std::unique_ptr<ScriptClient>> m_clients;
    QHash<QString, ConversationId> m_rooms;
    QHash<QString, QByteArray> m_clientIds;
    QHash<ScriptClient *, wire::SyncReply> m_synced;
};

} // namespace rookery::test
