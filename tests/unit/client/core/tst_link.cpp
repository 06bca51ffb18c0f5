// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/link.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

class TestLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void saysHelloAndBecomesReady();
    void refusesRequestsBeforeWelcome();
    void reconnectsWithinFourSeconds();
    void staysIdleWithoutReconnect();
    void stopsForGoodAtChangedKey();
    void keepsTryingWhatIsNotRookery();
    void closesOnSilenceAfterPing();
    void doubtShortensTheWait();
    void anyFrameIsASignOfLife();
    void failsOpenRequestsOnce();
    void closesOnRequestFromServer();
    void ignoresAndCountsStrayReplies();
    void answerOfAnotherKindToHelloIsNotRookery();
    void goodbyeSpreadsReturn();
    void goodbyeToEverybodyIsBackedOffFrom();
    void takesOverAnotherLink();
    void aRenewedKeyIsToldAndExpectedFromThenOn();
    void anotherServersSuccessionIsAHardStop();

private:
    std::unique_ptr<Link> newLink(Link::Reconnect reconnect);
    void passTime(Link &link, qint64 ms);

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<SeededRandom> m_random;
    std::unique_ptr<FakeServer> m_server;
};

void TestLink::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_random = std::make_unique<SeededRandom>(7);
    m_server = std::make_unique<FakeServer>();
}

std::unique_ptr<Link> TestLink::newLink(Link::Reconnect reconnect)
{
    Link::Settings settings;
    settings.deviceId = QByteArray(16, 'd');
    settings.clientName = QStringLiteral("test");
    settings.reconnect = reconnect;
    auto link = std::make_unique<Link>(*m_clock, *m_random, settings);
    link->setTransportFactory(m_server->factory());
    return link;
}

void TestLink::passTime(Link &link, qint64 ms)
{
    m_clock->advance(ms);
    link.tick();
}

void TestLink::saysHelloAndBecomesReady()
{
    const auto link = newLink(Link::Reconnect::Always);
    QSignalSpy ready(link.get(), &Link::ready);
    link->start({}, {});
    QCOMPARE(link->state(), Link::State::Connecting);
    m_server->transport()->open();
    const std::optional<wire::Frame> hello = m_server->take(wire::Frame::kHello);
    QVERIFY(hello);
    QCOMPARE(toBytes(hello->hello().device_id()), QByteArray(16, 'd'));
    QVERIFY(hello->hello().capabilities_size() > 0);
    wire::Frame reply;
    reply.mutable_welcome()->add_capabilities("group");
    m_server->answer(*hello, reply);
    QCOMPARE(link->state(), Link::State::Ready);
    QCOMPARE(ready.count(), 1);
    QCOMPARE(link->peerPin(), m_server->pin);
    QVERIFY(link->hasCapability(QLatin1String("group")));
    QVERIFY(!link->hasCapability(QLatin1String("grou")));
}

void TestLink::refusesRequestsBeforeWelcome()
{
    const auto link = newLink(Link::Reconnect::Always);
    link->start({}, {});
    m_server->transport()->open();
    ErrorCode code = ErrorCode::None;
    wire::Frame frame;
    frame.mutable_sign_in()->set_password("secret");
    link->request(frame, [&code](const Result<wire::Frame> &reply) { code = reply.error().code; });
    QCOMPARE(code, ErrorCode::Disconnected);
    QVERIFY(!m_server->take(wire::Frame::kSignIn));
}

void TestLink::reconnectsWithinFourSeconds()
{
    const auto link = newLink(Link::Reconnect::Always);
    link->start({}, {});
    QVERIFY(m_server->accept());
    m_clock->advance(60'000);
    m_server->close();
    for (int attempt = 1; attempt <= 20; ++attempt) {
        QCOMPARE(link->state(), Link::State::Waiting);
        QVERIFY(link->nextAttemptMs() <= 4'000);
        QCOMPARE(m_server->connections, attempt);
        passTime(*link, link->nextAttemptMs());
        QCOMPARE(m_server->connections, attempt + 1);
        m_server->close(ErrorCode::CannotReach);
    }
    link->retryNow();
    QVERIFY(m_server->accept());
    QCOMPARE(link->state(), Link::State::Ready);
}

void TestLink::staysIdleWithoutReconnect()
{
    const auto link = newLink(Link::Reconnect::Never);
    QSignalSpy failed(link.get(), &Link::failed);
    link->start({}, {});
    m_server->close(ErrorCode::CannotReach);
    QCOMPARE(link->state(), Link::State::Idle);
    QCOMPARE(failed.count(), 1);
    passTime(*link, 60'000);
    QCOMPARE(m_server->connections, 1);
}

void TestLink::stopsForGoodAtChangedKey()
{
    const auto link = newLink(Link::Reconnect::Always);
    QSignalSpy failed(link.get(), &Link::failed);
    link->start({}, QByteArray(32, 'x'));
    m_server->close(ErrorCode::KeyChanged);
    QCOMPARE(link->state(), Link::State::Idle);
    QCOMPARE(failed.constFirst().constFirst().value<Error>().code, ErrorCode::KeyChanged);
    QCOMPARE(link->peerPin(), m_server->pin);
    passTime(*link, 600'000);
    link->retryNow();
    link->retryWithin(0);
    QCOMPARE(m_server->connections, 1);
}

void TestLink::aRenewedKeyIsToldAndExpectedFromThenOn()
{
    const auto link = newLink(Link::Reconnect::Always);
    QSignalSpy renewed(link.get(), &Link::keyRenewed);
    m_server->formerPin = QByteArray(32, 'o');
    link->start({}, m_server->formerPin);
    QVERIFY(m_server->accept());
    QCOMPARE(link->state(), Link::State::Ready);
    QCOMPARE(renewed.count(), 1);
    QCOMPARE(renewed.at(0).at(0).toByteArray(), m_server->pin);
    QCOMPARE(link->trust().pin, m_server->pin);
    m_server->close();
    link->retryNow();
    QVERIFY(m_server->accept());
    QCOMPARE(renewed.count(), 1);
    // Back to the former key: only forward counts.
    m_server->close();
    std::swap(m_server->pin, m_server->formerPin);
    m_server->formerPin.clear();
    link->retryNow();
    QVERIFY(m_server->accept());
    QCOMPARE(link->state(), Link::State::Idle);
    QCOMPARE(link->lastError().code, ErrorCode::KeyChanged);
}

void TestLink::anotherServersSuccessionIsAHardStop()
{
    const auto link = newLink(Link::Reconnect::Always);
    QSignalSpy ready(link.get(), &Link::ready);
    m_server->formerPin = QByteArray(32, 'o');
    m_server->welcome.set_server_id(std::string(16, 'x'));
    link->start({}, m_server->formerPin);
    QVERIFY(m_server->accept());
    QCOMPARE(link->state(), Link::State::Idle);
    QCOMPARE(link->lastError().code, ErrorCode::KeyChanged);
    QCOMPARE(ready.count(), 0);
}

void TestLink::keepsTryingWhatIsNotRookery()
{
    const auto link = newLink(Link::Reconnect::Always);
    link->start({}, {});
    m_server->close(ErrorCode::NotRookery);
    QCOMPARE(link->state(), Link::State::Waiting);
    QCOMPARE(link->lastError().code, ErrorCode::NotRookery);
}

void TestLink::closesOnSilenceAfterPing()
{
    const auto link = newLink(Link::Reconnect::Always);
    link->start({}, {});
    QVERIFY(m_server->accept());
    passTime(*link, limits::pingIntervalMs - 1);
    QVERIFY(!m_server->take(wire::Frame::kPing));
    passTime(*link, 1);
    QVERIFY(m_server->take(wire::Frame::kPing));
    passTime(*link, limits::pongTimeoutMs - 1);
    QCOMPARE(link->state(), Link::State::Ready);
    passTime(*link, 1);
    QCOMPARE(link->state(), Link::State::Waiting);
    QCOMPARE(link->lastError().code, ErrorCode::TimedOut);
}

void TestLink::doubtShortensTheWait()
{
    const auto link = newLink(Link::Reconnect::Always);
    link->doubt(); // nothing to doubt
    link->start({}, {});
    QVERIFY(m_server->accept());
    link->doubt();
    const std::optional<wire::Frame> ping = m_server->take(wire::Frame::kPing);
    QVERIFY(ping);
    wire::Frame pong;
    pong.mutable_pong();
    m_server->answer(*ping, pong);
    passTime(*link, limits::doubtedPongTimeoutMs);
    QCOMPARE(link->state(), Link::State::Ready); // answered: it was only a doubt
    QCOMPARE(link->silentMs(), qint64(limits::doubtedPongTimeoutMs));
    link->doubt();
    passTime(*link, limits::doubtedPongTimeoutMs - 1);
    QCOMPARE(link->state(), Link::State::Ready);
    passTime(*link, 1);
    QCOMPARE(link->state(), Link::State::Waiting);
    QCOMPARE(link->lastError().code, ErrorCode::TimedOut);
}

void TestLink::anyFrameIsASignOfLife()
{
    const auto link = newLink(Link::Reconnect::Always);
    QSignalSpy ponged(link.get(), &Link::ponged);
    link->start({}, {});
    QVERIFY(m_server->accept());
    passTime(*link, limits::pingIntervalMs);
    const std::optional<wire::Frame> ping = m_server->take(wire::Frame::kPing);
    QVERIFY(ping);
    passTime(*link, limits::pongTimeoutMs - 1);
    m_server->push(eventsFrame({}));
    passTime(*link, limits::pongTimeoutMs - 1);
    QCOMPARE(link->state(), Link::State::Ready);
    wire::Frame pong;
    pong.mutable_pong()->add_high_water()->set_last_seq(9);
    m_server->answer(*ping, pong);
    QCOMPARE(ponged.count(), 1);
    passTime(*link, limits::pingIntervalMs);
    QVERIFY(m_server->take(wire::Frame::kPing));
}

void TestLink::failsOpenRequestsOnce()
{
    const auto link = newLink(Link::Reconnect::Always);
    link->start({}, {});
    QVERIFY(m_server->accept());
    QList<ErrorCode> codes;
    wire::Frame frame;
    frame.mutable_get_roster();
    link->request(
        frame, [&codes](const Result<wire::Frame> &reply) { codes.append(reply.error().code); }, 1'000);
    link->request(
        frame, [&codes](const Result<wire::Frame> &reply) { codes.append(reply.error().code); }, 10'000);
    passTime(*link, 1'000);
    QCOMPARE(codes, QList<ErrorCode>{ErrorCode::TimedOut});
    m_server->close();
    QCOMPARE(codes, (QList<ErrorCode>{ErrorCode::TimedOut, ErrorCode::Disconnected}));
}

void TestLink::closesOnRequestFromServer()
{
    const auto link = newLink(Link::Reconnect::Always);
    link->start({}, {});
    QVERIFY(m_server->accept());
    wire::Frame request;
    request.set_id(1);
    request.mutable_ping();
    m_server->push(request);
    QCOMPARE(link->state(), Link::State::Waiting);
    QCOMPARE(link->lastError().code, ErrorCode::Malformed);
    QVERIFY(link->strayFrames() > 0);
}

void TestLink::ignoresAndCountsStrayReplies()
{
    const auto link = newLink(Link::Reconnect::Always);
    link->start({}, {});
    QVERIFY(m_server->accept());
    wire::Frame reply;
    reply.set_re(4711);
    reply.mutable_ok();
    m_server->push(reply);
    QCOMPARE(link->state(), Link::State::Ready);
    QCOMPARE(link->strayFrames(), quint64(1));
}

void TestLink::answerOfAnotherKindToHelloIsNotRookery()
{
    const auto link = newLink(Link::Reconnect::Never);
    link->start({}, {});
    m_server->transport()->open();
    wire::Frame reply;
    reply.mutable_ok();
    m_server->answer(*m_server->take(wire::Frame::kHello), reply);
    QCOMPARE(link->state(), Link::State::Idle);
    QCOMPARE(link->lastError().code, ErrorCode::NotRookery);
}

void TestLink::goodbyeSpreadsReturn()
{
    const auto link = newLink(Link::Reconnect::Always);
    QSignalSpy pushed(link.get(), &Link::pushed);
    QList<qint64> waits;
    link->start({}, {});
    for (int i = 0; i < 20; ++i) {
        QVERIFY(m_server->accept());
        wire::Frame goodbye;
        goodbye.mutable_goodbye()->set_code(quint32(ErrorCode::ShuttingDown));
        goodbye.mutable_goodbye()->set_reconnect_spread_ms(10'000);
        m_server->push(goodbye);
        m_server->close();
        waits.append(link->nextAttemptMs());
        QVERIFY(waits.constLast() <= 10'000);
        link->retryNow();
    }
    QCOMPARE(pushed.count(), 20);
    QVERIFY(*std::max_element(waits.begin(), waits.end()) > 4'000);
}

void TestLink::goodbyeToEverybodyIsBackedOffFrom()
{
    const auto link = newLink(Link::Reconnect::Always);
    link->start({}, {});
    qint64 waited = 0;
    constexpr int rounds = 20;
    for (int i = 0; i < rounds; ++i) {
        QVERIFY(m_server->accept());
        wire::Frame goodbye;
        goodbye.mutable_goodbye()->set_code(quint32(ErrorCode::ShuttingDown));
        m_server->push(goodbye); // with a spread of 0
        m_server->close();
        waited += link->nextAttemptMs();
        link->retryNow();
    }
    QVERIFY(waited > rounds * 1'000);
}

void TestLink::takesOverAnotherLink()
{
    const auto first = newLink(Link::Reconnect::Never);
    first->start({QStringLiteral("there"), 1}, {});
    QVERIFY(m_server->accept());
    FakeTransport *transport = m_server->transport();
    const auto second = newLink(Link::Reconnect::Always);
    QSignalSpy ready(second.get(), &Link::ready);
    second->takeOver(*first);
    QCOMPARE(ready.count(), 1);
    QCOMPARE(first->state(), Link::State::Idle);
    QCOMPARE(second->state(), Link::State::Ready);
    QCOMPARE(second->address().host, QStringLiteral("there"));
    QCOMPARE(m_server->transport(), transport);
    wire::Frame frame;
    frame.mutable_get_roster();
    int answers = 0;
    second->request(frame, [&answers](const Result<wire::Frame> &) { ++answers; });
    const std::optional<wire::Frame> request = m_server->take(wire::Frame::kGetRoster);
    QVERIFY(request && request->id() > 1); // not the id of the Hello
    m_server->answer(*request, wire::Frame());
    QCOMPARE(answers, 1);
    m_server->close();
    QCOMPARE(second->state(), Link::State::Waiting);
}

QTEST_GUILESS_MAIN(TestLink)
#include "tst_link.moc"
