// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Bar 29: a rookeryd, a crowd that talks over bad lines, and one fault after the other, drawn from a seed: kills,
// restarts, resets, black holes, slow and sliced lines, clients that come and go. Prints a report; exit code 1 when
// anything acknowledged is lost, doubled or out of order, or when memory grows.
#include "tests/support/chaos_proxy.h"
#include "tests/support/load_client.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cstdio>
#include <numeric>

using namespace rookery;
using namespace rookery::test;

namespace {

constexpr int lines = 4;
constexpr int faultEveryMs = 1'500;
constexpr int sampleEveryMs = 1'000;
constexpr double slopeMaxMibPerHour = 1.0; // the bar; judged where the quiet part is long enough to tell
constexpr qint64 slopeNeedsMs = 1'800'000;

struct Settings {
    qint64 durationMs = 60'000;
    int people = 30;
    quint32 seed = 1;
};

class Soak final : public QObject {
    Q_OBJECT
public:
    explicit Soak(const Settings &settings) : m_settings(settings), m_random(settings.seed) {}

    int run();

private:
    using Fault = void (Soak::*)();

    QString setUp();
    void talk(LoadClient &client, int index);
    void injectFault();
    void killServer();
    void restartServer();
    void resetLines();
    void closeLines();
    void swallow();
    void changeLine();
    void bounceClient();
    void startServer();
    void sample();
    double slopeMibPerHour() const;
    Verdict judgeAll();
    int report(const Verdict &verdict);

    const Settings m_settings;
    SeededRandom m_random;
    SystemClock m_clock;
    QTemporaryDir m_folder;
    TrialCast m_cast;
    std::unique_ptr<ServerProgram> m_program;
    std::vector<std::unique_ptr<ChaosProxy>> m_proxies;
    std::vector<std::unique_ptr<LoadClient>> m_clients;
    QMap<QByteArray, int> m_faults;
    QElapsedTimer m_since;
    QElapsedTimer m_outage; ///< Since the last fault that stopped everybody; invalid when somebody was answered.
    qint64 m_worstRecoveryMs = 0;
    QList<std::pair<qint64, qint64>> m_memory; ///< Of the part without restarts: ms, KiB.
    QString m_problem;
    bool m_isTalking = true;
};

QString Soak::setUp()
{
    m_cast = makeCast(m_folder.path(), m_settings.people, m_random);
    m_program = std::make_unique<ServerProgram>(m_folder.path());
    if (const QString problem = m_program->start(); !problem.isEmpty())
        return problem;
    for (int line = 0; line < lines; ++line)
        m_proxies.push_back(std::make_unique<ChaosProxy>(m_program->port(), m_settings.seed + quint32(line)));
    for (int i = 0; i < m_settings.people; ++i) {
        m_clients.push_back(std::make_unique<LoadClient>(m_cast.people.at(i), m_clock, m_random));
        talk(*m_clients.back(), i);
        m_clients.back()->start(m_proxies.at(size_t(i % lines))->port());
    }
    return {};
}

void Soak::talk(LoadClient &client, int index)
{
    const auto say = [this, &client, index] {
        const ConversationId place = m_random.below(8) == 0 ? m_cast.group : m_cast.ownGroups.at(index);
        client.say(place,
                   client.person().name.toUtf8() + ' ' + QByteArray::number(client.said().size())
                       + QByteArray(m_random.below(300), '.'));
    };
    connect(&client, &LoadClient::acknowledged, this, [this, say] {
        if (m_outage.isValid()) {
            m_worstRecoveryMs = qMax(m_worstRecoveryMs, m_outage.elapsed());
            m_outage.invalidate();
        }
        if (m_isTalking)
            QTimer::singleShot(100 + int(m_random.below(400)), this, say);
    });
    say();
}

void Soak::startServer()
{
    m_outage.start();
    if (const QString problem = m_program->start(); !problem.isEmpty())
        m_problem = problem;
}

void Soak::killServer()
{
    ++m_faults["server killed"];
    m_program->kill();
    startServer();
}

void Soak::restartServer()
{
    ++m_faults["server stopped and started"];
    if (const QString problem = m_program->terminate(); !problem.isEmpty())
        m_problem = problem;
    startServer();
}

void Soak::resetLines()
{
    ++m_faults["lines reset"];
    for (const auto &proxy : m_proxies)
        proxy->cutAll(ChaosPlan::Cut::Reset);
}

void Soak::closeLines()
{
    ++m_faults["line closed"];
    m_proxies.at(m_random.below(lines))->cutAll(ChaosPlan::Cut::Close);
}

void Soak::swallow()
{
    ++m_faults["line swallowed"];
    ChaosProxy *proxy = m_proxies.at(m_random.below(lines)).get();
    proxy->setBlackHole(true);
    QTimer::singleShot(500 + int(m_random.below(3'000)), proxy, [proxy] { proxy->setBlackHole(false); });
}

void Soak::changeLine()
{
    ++m_faults["line changed"];
    ChaosPlan plan;
    plan.latencyMs = int(m_random.below(40));
    plan.jitterMs = int(m_random.below(60));
    plan.sliceBytes = m_random.below(2) ? 1 + m_random.below(200) : 0;
    plan.bytesPerSecond = m_random.below(3) == 0 ? 200'000 : 0;
    plan.cutAfterBytes = m_random.below(2) ? 500 + m_random.below(60'000) : -1;
    plan.cutDirection = m_random.below(2) ? ChaosPlan::Direction::ToServer : ChaosPlan::Direction::ToClient;
    plan.cut = m_random.below(2) ? ChaosPlan::Cut::Close : ChaosPlan::Cut::Reset;
    m_proxies.at(m_random.below(lines))->setPlan(plan);
}

void Soak::bounceClient()
{
    ++m_faults["client gone for a while"];
    LoadClient *client = m_clients.at(m_random.below(quint32(m_clients.size()))).get();
    const quint16 port = m_proxies.at(m_random.below(lines))->port();
    client->stop();
    QTimer::singleShot(int(m_random.below(2'000)), client, [client, port] { client->start(port); });
}

void Soak::injectFault()
{
    if (!m_isTalking)
        return;
    static const Fault everywhere[] = {&Soak::resetLines, &Soak::closeLines, &Soak::swallow, &Soak::changeLine,
                                       &Soak::bounceClient};
    // The last third goes without restarts, so that the memory of one process can be watched.
    const bool mayRestart = m_since.elapsed() < m_settings.durationMs * 2 / 3;
    if (mayRestart && m_random.below(3) == 0)
        m_random.below(3) == 0 ? restartServer() : killServer();
    else
        (this->*everywhere[m_random.below(std::size(everywhere))])();
    QTimer::singleShot(faultEveryMs / 2 + int(m_random.below(faultEveryMs)), this, &Soak::injectFault);
}

void Soak::sample()
{
    // From a little after the last restart: caches have filled, and of two hours more than half an hour is left.
    if (m_since.elapsed() >= m_settings.durationMs * 7 / 10 && m_program->isRunning())
        m_memory.append({m_since.elapsed(), m_program->memoryKiB("VmRSS")});
    if (m_isTalking)
        QTimer::singleShot(sampleEveryMs, this, &Soak::sample);
}

/// Least squares.
double Soak::slopeMibPerHour() const
{
    double sumX = 0, sumY = 0, sumXx = 0, sumXy = 0;
    for (const auto &[ms, kib] : m_memory) {
        const double x = double(ms) / 3'600'000;
        const double y = double(kib) / 1'024;
        sumX += x;
        sumY += y;
        sumXx += x * x;
        sumXy += x * y;
    }
    const double count = double(m_memory.size());
    const double divisor = count * sumXx - sumX * sumX;
    return divisor > 0 ? (count * sumXy - sumX * sumY) / divisor : 0;
}

Verdict Soak::judgeAll()
{
    m_isTalking = false;
    for (const auto &proxy : m_proxies) {
        proxy->setPlan({});
        proxy->setBlackHole(false);
        proxy->cutAll(ChaosPlan::Cut::Close);
    }
    const bool isIdle = QTest::qWaitFor(
        [this] {
            return std::all_of(m_clients.begin(), m_clients.end(), [](const auto &one) { return one->isIdle(); });
        },
        60'000);
    if (!isIdle)
        m_problem = QStringLiteral("not everybody was answered within a minute of the last fault");
    QList<LoadClient *> all;
    for (const auto &client : m_clients) {
        client->stop();
        all.append(client.get());
    }
    if (const QString problem = m_program->terminate(); !problem.isEmpty())
        m_problem = problem;
    QString damage;
    const QList<StoredEvent> stored = storedEvents(m_folder.path(), &damage);
    if (!damage.isEmpty())
        m_problem = damage;
    return compare(stored, all);
}

int Soak::report(const Verdict &verdict)
{
    qsizetype said = 0;
    qsizetype acknowledged = 0;
    qsizetype shown = 0;
    int connections = 0;
    for (const auto &client : m_clients) {
        said += client->said().size();
        acknowledged += client->acknowledgedCount();
        shown += client->heardCount();
        connections += client->connections();
    }
    const qint64 watchedMs = m_memory.size() < 2 ? 0 : m_memory.last().first - m_memory.first().first;
    const bool isTooShort = watchedMs < slopeNeedsMs;
    const bool isGrowing = !isTooShort && slopeMibPerHour() > slopeMaxMibPerHour;
    const auto line = [](const char *what, qlonglong number, const char *unit = "") {
        std::printf("  %-28s %9lld%s\n", what, number, unit);
    };
    std::printf("Chaos soak: %lld s, %d clients, seed %u\n", qlonglong(m_settings.durationMs / 1'000),
                m_settings.people, m_settings.seed);
    line("faults", std::accumulate(m_faults.cbegin(), m_faults.cend(), 0));
    for (auto fault = m_faults.cbegin(); fault != m_faults.cend(); ++fault)
        line(QByteArray("  " + fault.key()).constData(), fault.value());
    line("operations", said + connections);
    line("  messages", said);
    line("  connections and sign-ins", connections);
    line("messages acknowledged", acknowledged);
    line("messages shown to others", shown);
    line("lost", verdict.lost);
    line("doubled", verdict.doubled);
    line("reordered", verdict.reordered);
    line("worst time to recover", m_worstRecoveryMs, " ms");
    std::printf("  %-28s %+9.2f MiB/h over %lld s%s\n", "memory of the server", slopeMibPerHour(),
                qlonglong(watchedMs / 1'000), isTooShort ? " (too short to judge)" : "");
    const QString problem = m_problem.isEmpty() ? verdict.first : m_problem;
    std::printf("  %s\n", problem.isEmpty() ? isGrowing ? "memory grows" : "all is well" : qUtf8Printable(problem));
    std::fflush(stdout);
    return problem.isEmpty() && !isGrowing ? 0 : 1;
}

int Soak::run()
{
    m_problem = setUp();
    Verdict verdict;
    if (m_problem.isEmpty()) {
        m_since.start();
        QTimer::singleShot(faultEveryMs, this, &Soak::injectFault);
        sample();
        QEventLoop loop;
        QTimer::singleShot(m_settings.durationMs, Qt::PreciseTimer, &loop, &QEventLoop::quit);
        loop.exec();
        verdict = judgeAll();
    }
    return report(verdict);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("seconds"), {}, QStringLiteral("N"), QStringLiteral("60")},
                       {QStringLiteral("people"), {}, QStringLiteral("N"), QStringLiteral("30")},
                       {QStringLiteral("seed"), {}, QStringLiteral("S"), QStringLiteral("1")}});
    parser.process(application);
    Settings settings;
    settings.durationMs = parser.value(QStringLiteral("seconds")).toLongLong() * 1'000;
    settings.people = parser.value(QStringLiteral("people")).toInt();
    settings.seed = parser.value(QStringLiteral("seed")).toUInt();
    Soak soak(settings);
    return soak.run();
}

#include "chaos_soak.moc"
