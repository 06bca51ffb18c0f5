// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/framed_stream.h"
#include "common/net/pin.h"
#include "server/core/self_signed.h"
#include "server/core/server_identity.h"
#include "tests/support/authority.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;
using namespace rookery::test;

namespace {

constexpr int patienceMs = 10'000;

/// A server that says what it has heard after the handshake.
class Acceptor : public QTcpServer {
public:
    QSslConfiguration identity;
    std::unique_ptr<FramedStream> stream;
    int frames = 0;
    bool isClosed = false;

protected:
    void incomingConnection(qintptr descriptor) override
    {
        isClosed = false;
        stream = std::make_unique<FramedStream>(limits::frameBytesBeforeSignIn);
        connect(stream.get(), &Transport::received, this, [this] { ++frames; });
        connect(stream.get(), &Transport::closed, this, [this] { isClosed = true; });
        QVERIFY(stream->accept(descriptor, identity));
    }
};

} // namespace

class TrustedStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void formerPinOpensAfterARenewal();
    void statementsOfSomebodyElseDoNot();
    void authorityDecides_data();
    void authorityDecides();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    /// None when it opened and a frame came through; else why it closed, and then the server has heard nothing.
    ErrorCode outcome(const QString &host, const ServerTrust &trust)
    {
        m_acceptor.frames = 0;
        FramedStream client(limits::frameBytes);
        std::optional<ErrorCode> reason;
        connect(&client, &Transport::closed, this, [&](const Error &error) { reason = error.code; });
        connect(&client, &Transport::opened, this, [&] {
            wire::Frame frame;
            frame.set_id(1);
            frame.mutable_sign_in()->set_password("secret");
            client.send(frame);
        });
        client.connectTo(host, m_acceptor.serverPort(), trust, patienceMs);
        const auto isDecided = [&] { return m_acceptor.frames > 0 || (reason && m_acceptor.isClosed); };
        if (!QTest::qWaitFor(isDecided, patienceMs))
            return ErrorCode::TimedOut;
        return m_acceptor.frames > 0 ? ErrorCode::None : *reason;
    }

    const QString m_localhost = QStringLiteral("127.0.0.1");
    SystemRandomSource m_random;
    std::unique_ptr<QTemporaryDir> m_folder;
    Acceptor m_acceptor;
};

void TrustedStreamTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    if (!m_acceptor.isListening())
        QVERIFY(m_acceptor.listen(QHostAddress::LocalHost));
}

void TrustedStreamTest::formerPinOpensAfterARenewal()
{
    const auto former = ServerIdentity::loadOrCreate(path(QStringLiteral("data")), m_random);
    const auto renewed = ServerIdentity::renewKey(path(QStringLiteral("data")), m_random);
    m_acceptor.identity = renewed->tlsConfiguration();
    QCOMPARE(outcome(m_localhost, ServerTrust(former->pin(), former->serverId())), ErrorCode::None);
    QCOMPARE(outcome(m_localhost, former->pin()), ErrorCode::None);
    QCOMPARE(outcome(m_localhost, renewed->pin()), ErrorCode::None);
    QCOMPARE(outcome(m_localhost, ServerTrust(former->pin(), QByteArray(16, 'o'))), ErrorCode::KeyChanged);
    // The former key, from a backup or a thief, no longer counts for who has moved on.
    m_acceptor.identity = former->tlsConfiguration();
    QCOMPARE(outcome(m_localhost, renewed->pin()), ErrorCode::KeyChanged);
}

void TrustedStreamTest::statementsOfSomebodyElseDoNot()
{
    const auto former = ServerIdentity::loadOrCreate(path(QStringLiteral("data")), m_random);
    const auto renewed = ServerIdentity::renewKey(path(QStringLiteral("data")), m_random);
    const auto thief = ServerIdentity::loadOrCreate(path(QStringLiteral("thief")), m_random);
    const CertificateContent content{QStringLiteral("test"), successionsIn(renewed->certificate()).value(),
                                     QDateTime::currentMSecsSinceEpoch()};
    const QByteArray keyPem = thief->privateKey().toPem();
    m_acceptor.identity = thief->tlsConfiguration();
    m_acceptor.identity.setLocalCertificate(
        QSslCertificate(makeSelfSignedCertificate(keyPem, content, m_random).value(), QSsl::Pem));
    QCOMPARE(outcome(m_localhost, former->pin()), ErrorCode::KeyChanged);
    QCOMPARE(outcome(m_localhost, renewed->pin()), ErrorCode::KeyChanged);
    QCOMPARE(outcome(m_localhost, thief->pin()), ErrorCode::None);
}

void TrustedStreamTest::authorityDecides_data()
{
    QTest::addColumn<QString>("names");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("host");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char *title, const char *names, const char *authority, const char *host, ErrorCode code) {
        QTest::newRow(title) << QString::fromLatin1(names) << QString::fromLatin1(authority)
                             << QString::fromLatin1(host) << code;
    };
    row("name", "DNS:localhost", "ca", "localhost", ErrorCode::None);
    row("address", "DNS:chat.example,IP:127.0.0.1", "ca", "127.0.0.1", ErrorCode::None);
    row("another name", "DNS:chat.example", "ca", "localhost", ErrorCode::CertificateRefused);
    row("another address", "IP:127.0.0.2", "ca", "127.0.0.1", ErrorCode::CertificateRefused);
    row("an address as a name", "DNS:127.0.0.1", "ca", "127.0.0.1", ErrorCode::CertificateRefused);
    row("in the subject only", "", "ca", "localhost", ErrorCode::CertificateRefused);
    row("another authority", "DNS:localhost", "other", "localhost", ErrorCode::CertificateRefused);
}

void TrustedStreamTest::authorityDecides()
{
    QFETCH(QString, names);
    QFETCH(QString, authority);
    QFETCH(QString, host);
    QFETCH(ErrorCode, code);
    const Authority ca(m_folder->path(), QStringLiteral("ca"));
    const Authority other(m_folder->path(), QStringLiteral("other"));
    // The common name is the host.
    QVERIFY(ca.issue(QStringLiteral("localhost"), names));
    m_acceptor.identity = FramedStream::tlsConfiguration();
    m_acceptor.identity.setLocalCertificate(QSslCertificate(ca.read(QStringLiteral("localhost.pem")), QSsl::Pem));
    m_acceptor.identity.setPrivateKey(QSslKey(ca.read(QStringLiteral("localhost.key")), QSsl::Ec));
    const auto trust = makeTrust(path(authority + QStringLiteral(".pem")), {}, {});
    QVERIFY(trust.isOk());
    QCOMPARE(outcome(host, *trust), code);
    // By its key it is as good as any other; a name does not matter then.
    QCOMPARE(outcome(host, pinOf(m_acceptor.identity.localCertificate())), ErrorCode::None);
    QCOMPARE(makeTrust(path(QStringLiteral("localhost.key")), {}, {}).error().code, ErrorCode::CertificateRefused);
}

QTEST_GUILESS_MAIN(TrustedStreamTest)
#include "tst_trusted_stream.moc"
