// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/conversations/script_runner.h"

#include "common/base/bytes.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

namespace rookery::test {

namespace {

/// Words, and "quoted texts" as one word each; \n inside quotes is a line break, \xNNNN… a character.
QStringList wordsOf(const QString &line)
{
    static const QRegularExpression pattern(QStringLiteral("\"([^\"]*)\"|(\\S+)"));
    static const QRegularExpression code(QStringLiteral("\\\\u([0-9A-Fa-f]{4})"));
    QStringList words;
    for (QRegularExpressionMatchIterator it = pattern.globalMatch(line); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        QString word = match.hasCaptured(1) ? match.captured(1) : match.captured(2);
        word.replace(QLatin1String("\\n"), QLatin1String("\n"));
        for (QRegularExpressionMatch escape = code.match(word); escape.hasMatch(); escape = code.match(word)) {
            word.replace(escape.capturedStart(), escape.capturedLength(),
                         QChar(char16_t(escape.captured(1).toUShort(nullptr, 16))));
        }
        // "x*16385" stands for that many x: for texts over the limit.
        static const QRegularExpression repeated(QStringLiteral("^(.)\\*(\\d{3,})$"));
        if (const QRegularExpressionMatch many = repeated.match(word); many.hasMatch())
            word = many.captured(1).repeated(many.captured(2).toInt());
        words += word;
    }
    return words;
}

} // namespace

ScriptRunner::ScriptRunner() = default;

ScriptRunner::~ScriptRunner()
{
    m_clients.clear();
    stopServer();
}

QString ScriptRunner::startServer()
{
    server::ServerSettings settings;
    settings.dataDirectory = m_folder.path();
    settings.name = QStringLiteral("Script server");
    settings.listen = {HostPort{QStringLiteral("127.0.0.1"), 0}};
    settings.discovery = false;
    m_server = std::make_unique<server::Server>(settings, m_clock, m_random);
    QString problem;
    bool done = false;
    connect(m_server.get(), &server::Server::ready, this, [&done] { done = true; });
    connect(m_server.get(), &server::Server::failed, this, [&](const Error &error) {
        problem = describe(error);
        done = true;
    });
    m_server->start();
    const bool isDone = QTest::qWaitFor([&done] { return done; }, ScriptClient::patienceMs);
    m_server->disconnect(this);
    return isDone ? problem : QStringLiteral("the server did not get ready");
}

QString ScriptRunner::stopServer()
{
    if (!m_server)
        return {};
    QSignalSpy stopped(m_server.get(), &server::Server::stopped);
    m_server->stop();
    const bool hasStopped = QTest::qWaitFor([&stopped] { return !stopped.isEmpty(); }, ScriptClient::patienceMs);
    m_server.reset();
    return hasStopped ? QString() : QStringLiteral("the server did not stop");
}

ScriptClient &ScriptRunner::client(const QString &name)
{
    std::unique_ptr<ScriptClient> &found = m_clients[name];
    if (!found)
        found = std::make_unique<ScriptClient>(name.section(QLatin1Char('/'), 0, 0), m_clock, m_random);
    return *found;
}

QString ScriptRunner::run(const QString &scriptText)
{
    if (const QString problem = startServer(); !problem.isEmpty())
        return problem;
    int number = 0;
    for (const QString &rawLine : scriptText.split(QLatin1Char('\n'))) {
        ++number;
        const QString line = rawLine.trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        if (const QString problem = runLine(wordsOf(line)); !problem.isEmpty())
            return QStringLiteral("line %1 (%2): %3").arg(number).arg(line, problem);
    }
    return {};
}

QString ScriptRunner::runLine(const Words &words)
{
    static const QHash<QString, Sentence> sentences = {
        {QStringLiteral("connects"), &ScriptRunner::connects},
        {QStringLiteral("registers"), &ScriptRunner::registers},
        {QStringLiteral("signs-in"), &ScriptRunner::signsIn},
        {QStringLiteral("resumes"), &ScriptRunner::resumes},
        {QStringLiteral("signs-out"), &ScriptRunner::signsOut},
        {QStringLiteral("disconnects"), &ScriptRunner::disconnects},
        {QStringLiteral("opens"), &ScriptRunner::opens},
        {QStringLiteral("creates"), &ScriptRunner::creates},
        {QStringLiteral("adds"), &ScriptRunner::adds},
        {QStringLiteral("leaves"), &ScriptRunner::leaves},
        {QStringLiteral("sends"), &ScriptRunner::sends},
        {QStringLiteral("receives"), &ScriptRunner::receives},
        {QStringLiteral("syncs"), &ScriptRunner::syncs},
        {QStringLiteral("has"), &ScriptRunner::has},
        {QStringLiteral("reads"), &ScriptRunner::reads},
        {QStringLiteral("history"), &ScriptRunner::history},
        {QStringLiteral("sees"), &ScriptRunner::sees},
        {QStringLiteral("types"), &ScriptRunner::types},
        {QStringLiteral("sets"), &ScriptRunner::sets},
        {QStringLiteral("pings"), &ScriptRunner::pings},
        {QStringLiteral("is-ended"), &ScriptRunner::isEnded},
        {QStringLiteral("edits"), &ScriptRunner::edits},
        {QStringLiteral("recalls"), &ScriptRunner::recalls},
        {QStringLiteral("makes"), &ScriptRunner::makes},
        {QStringLiteral("removes"), &ScriptRunner::removes},
        {QStringLiteral("finds"), &ScriptRunner::finds},
        {QStringLiteral("is-put-out-of"), &ScriptRunner::isPutOut},
        {QStringLiteral("throws"), &ScriptRunner::throwsGarbage},
    };
    if (words.value(0) == QLatin1String("server")) {
        if (words.value(1) != QLatin1String("restarts"))
            return QStringLiteral("the server can only restart");
        const QString problem = stopServer();
        return problem.isEmpty() ? startServer() : problem;
    }
    if (words.value(0) == QLatin1String("time")) {
        m_clock.pass(words.value(2).toLongLong() * 1000);
        return {};
    }
    const Sentence sentence = sentences.value(words.value(1));
    if (!sentence)
        return QStringLiteral("no such sentence");
    return (this->*sentence)(client(words.at(0)), words);
}

QString ScriptRunner::judged(const Result<wire::Frame> &reply, const Words &words) const
{
    const qsizetype fails = words.indexOf(QLatin1String("fails"));
    if (fails < 0)
        return reply ? QString() : QStringLiteral("failed: %1").arg(errorCodeName(reply.error().code));
    if (reply)
        return QStringLiteral("was expected to fail");
    const QString expected = words.value(fails + 1);
    const QString got = errorCodeName(reply.error().code);
    return got == expected ? QString() : QStringLiteral("failed with %1").arg(got);
}

} // namespace rookery::test
