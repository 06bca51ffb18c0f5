// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Real TLS over loopback: what an honest peer gets, and what the others get.
#include "common/net/framed_stream.h"
#include "common/net/pin.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;

namespace {

constexpr int patienceMs = 10'000;

class Acceptor : public QTcpServer {
public:
    QSslConfiguration identity;
    std::unique_ptr<FramedStream> stream;

protected:
    void incomingConnection(qintptr descriptor) override
    {
        stream = std::make_unique<FramedStream>(limits::frameBytesBeforeSignIn);
        QVERIFY(stream->accept(descriptor, identity));
    }
};

} // namespace

class tst_FramedStream : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    Acceptor m_acceptor;

    std::unique_ptr<FramedStream> connected(const QByteArray &pin = {})
    {
        m_acceptor.stream.reset();
        auto client = std::make_unique<FramedStream>(limits::frameBytes);
        client->connectTo(QStringLiteral("127.0.0.1"), m_acceptor.serverPort(), pin, patienceMs);
        return client;
    }

    static wire::Frame typing(quint64 id)
    {
        wire::Frame frame;
        frame.set_id(id);
        frame.mutable_set_typing()->set_conversation_id(id);
        return frame;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString key = m_folder.filePath(QStringLiteral("key.pem"));
        const QString certificate = m_folder.filePath(QStringLiteral("certificate.pem"));
        QCOMPARE(QProcess::execute(QStringLiteral("openssl"),
                                   {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                                    QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                                    QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                                    QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate,
                                    QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                                    QStringLiteral("/CN=test")}),
                 0);
        QFile keyFile(key);
        QFile certificateFile(certificate);
        QVERIFY(keyFile.open(QIODevice::ReadOnly) && certificateFile.open(QIODevice::ReadOnly));
        m_acceptor.identity = FramedStream::tlsConfiguration();
        m_acceptor.identity.setLocalCertificate(QSslCertificate(&certificateFile));
        m_acceptor.identity.setPrivateKey(QSslKey(&keyFile, QSsl::Ec));
        QVERIFY(m_acceptor.listen(QHostAddress::LocalHost));
    }

    void framesGoBothWays()
    {
        const QByteArray pin = pinOf(m_acceptor.identity.localCertificate());
        QCOMPARE(pin.size(), pinBytes);
        std::unique_ptr<FramedStream> client = connected(pin);
        QSignalSpy opened(client.get(), &Transport::opened);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patienceMs);
        QCOMPARE(client->peerPin(), pin);
        QTRY_VERIFY_WITH_TIMEOUT(m_acceptor.stream && m_acceptor.stream->isOpen(), patienceMs);
        QList<quint64> toServer;
        QList<quint64> toClient;
        connect(m_acceptor.stream.get(), &Transport::received, this, [&](const wire::Frame &frame) {
            toServer += frame.id();
            m_acceptor.stream->send(frame);
        });
        connect(client.get(), &Transport::received, this, [&](const wire::Frame &frame) { toClient += frame.id(); });
        QList<quint64> expected;
        for (quint64 id = 1; id <= 500; ++id) {
            client->send(typing(id));
            expected += id;
        }
        QTRY_COMPARE_WITH_TIMEOUT(toClient, expected, patienceMs);
        QCOMPARE(toServer, expected);
    }

    void anotherKeyIsRefusedBeforeAByteIsSent()
    {
        std::unique_ptr<FramedStream> client = connected(QByteArray(pinBytes, 'x'));
        QSignalSpy opened(client.get(), &Transport::opened);
        std::optional<ErrorCode> reason;
        connect(client.get(), &Transport::closed, this, [&](const Error &error) { reason = error.code; });
        QTRY_VERIFY_WITH_TIMEOUT(reason.has_value(), patienceMs);
        QCOMPARE(*reason, ErrorCode::KeyChanged);
        QCOMPARE(opened.size(), 0);
        client->send(typing(1)); // no effect
    }

    void aFrameOverTheLimitEndsTheConnection()
    {
        std::unique_ptr<FramedStream> client = connected();
        QTRY_VERIFY_WITH_TIMEOUT(client->isOpen() && m_acceptor.stream && m_acceptor.stream->isOpen(), patienceMs);
        std::optional<Error> reason;
        connect(m_acceptor.stream.get(), &Transport::closed, this, [&](const Error &error) { reason = error; });
        wire::Frame frame;
        frame.set_id(1);
        frame.mutable_send_message()->set_text(std::string(size_t(limits::frameBytesBeforeSignIn), 'x'));
        client->send(frame);
        QTRY_VERIFY_WITH_TIMEOUT(reason.has_value(), patienceMs);
        QCOMPARE(reason->code, ErrorCode::TooLarge);
    }

    void garbageBeforeTlsEndsTheConnection()
    {
        m_acceptor.stream.reset();
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, m_acceptor.serverPort());
        QTRY_VERIFY_WITH_TIMEOUT(m_acceptor.stream, patienceMs);
        std::optional<Error> reason;
        connect(m_acceptor.stream.get(), &Transport::closed, this, [&](const Error &error) { reason = error; });
        socket.write("GET / HTTP/1.0\r\n\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(reason.has_value(), patienceMs);
        QCOMPARE(reason->code, ErrorCode::NotRookery);
    }

    void whoCannotBeReachedIsNamed_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("closed port") << QStringLiteral("127.0.0.1") << ErrorCode::CannotReach;
        QTest::newRow("no such host") << QStringLiteral("no-such-host.invalid") << ErrorCode::UnknownHost;
    }

    void whoCannotBeReachedIsNamed()
    {
        QFETCH(QString, host);
        QFETCH(ErrorCode, code);
        FramedStream client(limits::frameBytes);
        std::optional<Error> reason;
        connect(&client, &Transport::closed, this, [&](const Error &error) { reason = error; });
        client.connectTo(host, 1, {}, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(reason.has_value(), patienceMs + 1'000);
        QCOMPARE(reason->code, code);
    }

    void aServerThatSpeaksSomethingElseIsNotRookery()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        connect(&other, &QTcpServer::newConnection, this,
                [&other] { other.nextPendingConnection()->write("220 mail ready\r\n"); });
        FramedStream client(limits::frameBytes);
        std::optional<Error> reason;
        connect(&client, &Transport::closed, this, [&](const Error &error) { reason = error; });
        client.connectTo(QStringLiteral("127.0.0.1"), other.serverPort(), {}, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(reason.has_value(), patienceMs);
        QCOMPARE(reason->code, ErrorCode::NotRookery);
    }

    void aSlowReaderIsClosedAfterEphemeralFramesAreDropped()
    {
        std::unique_ptr<FramedStream> client = connected();
        QTRY_VERIFY_WITH_TIMEOUT(client->isOpen() && m_acceptor.stream && m_acceptor.stream->isOpen(), patienceMs);
        std::optional<Error> reason;
        connect(m_acceptor.stream.get(), &Transport::closed, this, [&](const Error &error) { reason = error; });
        wire::Frame frame;
        frame.set_re(1);
        frame.mutable_history()->add_events()->mutable_message()->set_text(std::string(100'000, 'x'));
        const QByteArray encoded = encodeFrame(frame);
        // No event loop turn in between: nothing can leave.
        const int count = int(limits::sendQueueBytes / encoded.size());
        for (int round = 0; round < count + 5; ++round)
            m_acceptor.stream->send(encoded, Delivery::Ephemeral);
        QVERIFY(!reason);
        m_acceptor.stream->send(encoded, Delivery::Lossless);
        QVERIFY(reason.has_value());
        QCOMPARE(reason->code, ErrorCode::Busy);
    }
};

QTEST_GUILESS_MAIN(tst_FramedStream)
#include "tst_framed_stream.moc"
