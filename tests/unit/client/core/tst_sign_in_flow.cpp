// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/known_servers.h"
#include "client/core/sign_in_flow.h"
#include "common/net/pin.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

class TestSignInFlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void asksAboutAnUnknownKey();
    void sendsNoPasswordBeforeTrust();
    void cancelForgets();
    void knownServerIsReadyAtOnce();
    void knownServerUnderAnotherKeyIsAHardStop();
    void changedKeyIsAHardStop();
    void renewedKeyIsKeptWithoutAQuestion_data();
    void renewedKeyIsKeptWithoutAQuestion();
    void authoritysFileThatIsGoneIsNoReasonForAPin();
    void serverOfAnAuthorityIsNotTrustedByKey();
    void trustsTheServerItStarted();
    void refusesAnotherServerThanItStarted();
    void signsInAndHandsOverTheLink();
    void aRefusalLeadsBackToReady();
    void reconnectsForALateSubmission();
    void checksNamesAndPasswordsHere();

private:
    SignInFlow::Target target() const { return {m_address, {}, {}, {}, SignInFlow::FirstUse::Ask}; }
    bool connectTrusted();

    const HostPort m_address{QStringLiteral("10.0.0.1"), 7665};
    std::unique_ptr<QTemporaryDir> m_directory;
    ManualClock m_clock;
    SeededRandom m_random{3};
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<KnownServers> m_known;
    std::unique_ptr<SignInFlow> m_flow;
};

void TestSignInFlow::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeServer>();
    m_flow.reset();
    m_known = std::make_unique<KnownServers>(m_directory->filePath(QStringLiteral("known.json")));
    QVERIFY(m_known->load());
    m_flow = std::make_unique<SignInFlow>(*m_known, m_clock, m_random, Link::Settings());
    m_flow->setTransportFactory(m_server->factory());
}

bool TestSignInFlow::connectTrusted()
{
    m_flow->connectTo(target());
    const bool accepted = m_server->accept();
    m_flow->trust();
    return accepted && m_flow->state() == SignInFlow::State::Ready;
}

void TestSignInFlow::asksAboutAnUnknownKey()
{
    QSignalSpy asked(m_flow.get(), &SignInFlow::trustNeeded);
    m_flow->connectTo(target());
    QVERIFY(m_server->accept());
    QCOMPARE(m_flow->state(), SignInFlow::State::TrustNeeded);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.at(0).at(0).toByteArray(), m_server->pin);
    QCOMPARE(asked.at(0).at(1).toStringList(), phraseOf(m_server->pin));
    m_flow->trust();
    QCOMPARE(m_flow->state(), SignInFlow::State::Ready);
    QCOMPARE(m_known->pinFor({}, m_address), m_server->pin);
}

void TestSignInFlow::sendsNoPasswordBeforeTrust()
{
    m_flow->signIn(QStringLiteral("alice"), QStringLiteral("password"));
    m_flow->connectTo(target());
    m_flow->signIn(QStringLiteral("alice"), QStringLiteral("password"));
    QVERIFY(m_server->accept());
    m_flow->signIn(QStringLiteral("alice"), QStringLiteral("password"));
    m_flow->createAccount(QStringLiteral("alice"), {}, QStringLiteral("password"), {});
    QCOMPARE(m_flow->state(), SignInFlow::State::TrustNeeded);
    QVERIFY(m_server->transport()->sent.isEmpty());
}

void TestSignInFlow::cancelForgets()
{
    m_flow->connectTo(target());
    QVERIFY(m_server->accept());
    m_flow->cancel();
    QCOMPARE(m_flow->state(), SignInFlow::State::Idle);
    QVERIFY(m_known->servers().isEmpty());
    m_flow->trust();
    QVERIFY(m_known->servers().isEmpty());
}

void TestSignInFlow::knownServerIsReadyAtOnce()
{
    QVERIFY(m_known->remember(toBytes(m_server->welcome.server_id()), m_address, m_server->pin, {}));
    m_flow->connectTo(target());
    QVERIFY(m_server->accept());
    QCOMPARE(m_flow->state(), SignInFlow::State::Ready);
}

void TestSignInFlow::knownServerUnderAnotherKeyIsAHardStop()
{
    // At an address that is new, a server says it is one we know, with another key.
    const QByteArray pin(32, 'o');
    QVERIFY(m_known->remember(toBytes(m_server->welcome.server_id()), {QStringLiteral("old"), 1}, pin, {}));
    m_flow->connectTo(target());
    QVERIFY(m_server->accept());
    QCOMPARE(m_flow->state(), SignInFlow::State::KeyChanged);
    m_flow->trust();
    QCOMPARE(m_flow->state(), SignInFlow::State::KeyChanged);
    QCOMPARE(m_known->pinFor(toBytes(m_server->welcome.server_id()), {}), pin);
}

void TestSignInFlow::changedKeyIsAHardStop()
{
    QSignalSpy changed(m_flow.get(), &SignInFlow::keyChanged);
    QVERIFY(m_known->remember(toBytes(m_server->welcome.server_id()), m_address, QByteArray(32, 'o'), {}));
    m_flow->connectTo(target());
    m_server->close(ErrorCode::KeyChanged); // as the transport does, before a byte of ours is sent
    QCOMPARE(m_flow->state(), SignInFlow::State::KeyChanged);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_flow->pin(), m_server->pin);
    m_flow->signIn(QStringLiteral("alice"), QStringLiteral("password"));
    QCOMPARE(m_server->connections, 1);
}

void TestSignInFlow::renewedKeyIsKeptWithoutAQuestion_data()
{
    QTest::addColumn<QString>("knownHost");
    QTest::newRow("same address") << m_address.host;
    QTest::newRow("new address") << QStringLiteral("old");
}

void TestSignInFlow::renewedKeyIsKeptWithoutAQuestion()
{
    QFETCH(QString, knownHost);
    QSignalSpy renewed(m_flow.get(), &SignInFlow::keyRenewed);
    m_server->formerPin = QByteArray(32, 'o');
    const QByteArray serverId = toBytes(m_server->welcome.server_id());
    QVERIFY(m_known->remember(serverId, {knownHost, m_address.port}, m_server->formerPin, {}));
    m_flow->connectTo(target());
    QVERIFY(m_server->accept());
    QCOMPARE(m_flow->state(), SignInFlow::State::Ready);
    QCOMPARE(renewed.count(), 1);
    QCOMPARE(m_known->pinFor(serverId, {}), m_server->pin);
}

void TestSignInFlow::authoritysFileThatIsGoneIsNoReasonForAPin()
{
    QSignalSpy failed(m_flow.get(), &SignInFlow::failed);
    QVERIFY(m_known->remember(toBytes(m_server->welcome.server_id()), m_address, m_server->pin, {},
                              m_directory->filePath(QStringLiteral("gone.pem"))));
    m_flow->connectTo(target());
    QCOMPARE(m_server->connections, 0);
    QCOMPARE(failed.at(0).at(0).value<Error>().code, ErrorCode::CertificateRefused);
    QCOMPARE(m_flow->state(), SignInFlow::State::Idle);
}

void TestSignInFlow::serverOfAnAuthorityIsNotTrustedByKey()
{
    // At another address it says that it is the one an authority vouches for, and nobody has checked that.
    QVERIFY(m_known->remember(toBytes(m_server->welcome.server_id()), {QStringLiteral("old"), 1}, m_server->pin, {},
                              QStringLiteral("/ca.pem")));
    m_flow->connectTo(target());
    QVERIFY(m_server->accept());
    QCOMPARE(m_flow->state(), SignInFlow::State::KeyChanged);
}

void TestSignInFlow::trustsTheServerItStarted()
{
    SignInFlow::Target started = target();
    started.phrase = phraseOf(m_server->pin);
    m_flow->connectTo(started);
    QVERIFY(m_server->accept());
    QCOMPARE(m_flow->state(), SignInFlow::State::Ready);
}

void TestSignInFlow::refusesAnotherServerThanItStarted()
{
    QSignalSpy failed(m_flow.get(), &SignInFlow::failed);
    SignInFlow::Target started = target();
    started.phrase = phraseOf(QByteArray(32, 'o'));
    m_flow->connectTo(started);
    QVERIFY(m_server->accept());
    QCOMPARE(m_flow->state(), SignInFlow::State::Idle);
    QCOMPARE(failed.at(0).at(0).value<Error>().code, ErrorCode::NotTrusted);
}

void TestSignInFlow::signsInAndHandsOverTheLink()
{
    QSignalSpy signedIn(m_flow.get(), &SignInFlow::signedIn);
    QVERIFY(connectTrusted());
    m_flow->signIn(QStringLiteral(" alice "), QStringLiteral("pass word "));
    const std::optional<wire::Frame> request = m_server->take(wire::Frame::kSignIn);
    QVERIFY(request);
    QCOMPARE(request->sign_in().name(), std::string("alice"));
    QCOMPARE(request->sign_in().password(), std::string("pass word "));
    wire::Frame reply;
    reply.mutable_signed_in()->mutable_self()->set_id(1);
    reply.mutable_signed_in()->set_token(std::string(32, 't'));
    m_server->answer(*request, reply);
    QCOMPARE(signedIn.count(), 1);
    QCOMPARE(m_flow->state(), SignInFlow::State::SignedIn);
    const std::unique_ptr<Link> link = m_flow->takeLink();
    QVERIFY(link && link->state() == Link::State::Ready);
}

void TestSignInFlow::aRefusalLeadsBackToReady()
{
    QSignalSpy failed(m_flow.get(), &SignInFlow::failed);
    QVERIFY(connectTrusted());
    m_flow->signIn(QStringLiteral("alice"), QStringLiteral("wrong"));
    m_server->refuse(*m_server->take(wire::Frame::kSignIn), Error(ErrorCode::BadCredentials));
    QCOMPARE(failed.at(0).at(0).value<Error>().code, ErrorCode::BadCredentials);
    QCOMPARE(m_flow->state(), SignInFlow::State::Ready);
    m_flow->signIn(QStringLiteral("alice"), QStringLiteral("right"));
    QVERIFY(m_server->take(wire::Frame::kSignIn));
}

void TestSignInFlow::reconnectsForALateSubmission()
{
    QSignalSpy failed(m_flow.get(), &SignInFlow::failed);
    QVERIFY(connectTrusted());
    m_server->close(); // the person thought for too long
    QCOMPARE(m_flow->state(), SignInFlow::State::Ready);
    m_flow->signIn(QStringLiteral("alice"), QStringLiteral("password"));
    QCOMPARE(m_flow->state(), SignInFlow::State::Submitting);
    QVERIFY(!m_server->take(wire::Frame::kSignIn));
    QVERIFY(m_server->accept());
    QVERIFY(m_server->take(wire::Frame::kSignIn));
    m_server->close();
    QCOMPARE(m_flow->state(), SignInFlow::State::Ready);
    QCOMPARE(failed.count(), 1);
}

void TestSignInFlow::checksNamesAndPasswordsHere()
{
    QSignalSpy failed(m_flow.get(), &SignInFlow::failed);
    QVERIFY(connectTrusted());
    m_flow->createAccount(QStringLiteral("a\u202eb"), {}, QStringLiteral("long enough"), {});
    m_flow->createAccount(QStringLiteral("alice"), {}, QStringLiteral("short"), {});
    QCOMPARE(failed.at(0).at(0).value<Error>().code, ErrorCode::BadName);
    QCOMPARE(failed.at(1).at(0).value<Error>().code, ErrorCode::BadPassword);
    QVERIFY(!m_server->take(wire::Frame::kCreateAccount));
    QCOMPARE(m_flow->state(), SignInFlow::State::Ready);
}

QTEST_GUILESS_MAIN(TestSignInFlow)
#include "tst_sign_in_flow.moc"
