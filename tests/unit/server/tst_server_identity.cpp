// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/framed_stream.h"
#include "common/net/pin.h"
#include "server/core/secret_file.h"
#include "server/core/self_signed.h"
#include "server/core/server_identity.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
    | QFile::WriteOther | QFile::ExeOther;

class AcceptingServer final : public QTcpServer {
public:
    std::function<void(qintptr)> onDescriptor;

protected:
    void incomingConnection(qintptr descriptor) override { onDescriptor(descriptor); }
};

} // namespace

class ServerIdentityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_parent = std::make_unique<QTemporaryDir>(); }

    void isMadeOnceAndStaysTheSame();
    void filesAreForTheOwnerOnly();
    void openedUpFilesAreClosedAgain();
    void certificateIsMadeForTheKeyThatIsThere();
    void serversDiffer();
    void damagedFilesAreRefused_data();
    void damagedFilesAreRefused();
    void foreignKeyIsRefused();
    void lostPepperIsRefused();
    void folderThatCannotBeMade();
    void handshakeShowsThePin();

private:
    QString folder() const { return m_parent->filePath(QStringLiteral("data")); }
    QString file(const char *name) const { return folder() + QLatin1Char('/') + QLatin1String(name); }
    Result<ServerIdentity> load() { return ServerIdentity::loadOrCreate(folder(), m_random); }

    SystemRandomSource m_random;
    std::unique_ptr<QTemporaryDir> m_parent;
};

void ServerIdentityTest::isMadeOnceAndStaysTheSame()
{
    const auto first = load();
    QVERIFY2(first.isOk(), first ? "" : qPrintable(describe(first.error())));
    const auto second = load();
    QVERIFY(second.isOk());
    QCOMPARE(second->pin(), first->pin());
    QCOMPARE(second->pin().size(), pinBytes);
    QCOMPARE(second->phrase(), first->phrase());
    QCOMPARE(second->phrase().size(), phraseWordCount);
    QCOMPARE(second->serverId(), first->serverId());
    QCOMPARE(second->serverId().size(), 16);
    QCOMPARE(second->beaconSecretKey(), first->beaconSecretKey());
    QCOMPARE(second->beaconPublicKey().size(), 32);
    QCOMPARE(second->pepper(), first->pepper());
    QCOMPARE(second->certificate(), first->certificate());

    const QSslCertificate certificate = first->certificate();
    QCOMPARE(certificate.publicKey().algorithm(), QSsl::Ec);
    QCOMPARE(certificate.publicKey().length(), 256);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QVERIFY(certificate.effectiveDate() < now);
    QVERIFY(certificate.expiryDate() > now.addDays(390) && certificate.expiryDate() < now.addDays(398));
    QCOMPARE(certificate.issuerInfo(QSslCertificate::CommonName), certificate.subjectInfo(QSslCertificate::CommonName));
}

void ServerIdentityTest::filesAreForTheOwnerOnly()
{
    QVERIFY(load().isOk());
    QVERIFY(!(QFileInfo(folder()).permissions() & others));
    const QFileInfoList files = QDir(folder()).entryInfoList(QDir::Files | QDir::Hidden);
    QCOMPARE(files.size(), 4);
    for (const QFileInfo &info : files)
        QVERIFY2(!(info.permissions() & others), qPrintable(info.fileName()));
}

void ServerIdentityTest::openedUpFilesAreClosedAgain()
{
    QVERIFY(load().isOk());
    QFile::setPermissions(file("key.pem"), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("key.pem could be used by others")));
    QVERIFY(load().isOk());
    QVERIFY(!(QFileInfo(file("key.pem")).permissions() & others));
}

void ServerIdentityTest::certificateIsMadeForTheKeyThatIsThere()
{
    const auto first = load();
    QVERIFY(QFile::remove(file("certificate.pem")));
    const auto second = load();
    QVERIFY(second.isOk());
    QCOMPARE(second->pin(), first->pin());
    QVERIFY(second->certificate() != first->certificate());
}

void ServerIdentityTest::serversDiffer()
{
    const auto first = load();
    const auto second = ServerIdentity::loadOrCreate(m_parent->filePath(QStringLiteral("other")), m_random);
    QVERIFY(first->pin() != second->pin());
    QVERIFY(first->serverId() != second->serverId());
    QVERIFY(first->pepper() != second->pepper());
}

void ServerIdentityTest::damagedFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("key") << QByteArray("key.pem") << QByteArray("nonsense");
    QTest::newRow("empty key") << QByteArray("key.pem") << QByteArray();
    QTest::newRow("certificate") << QByteArray("certificate.pem") << QByteArray("nonsense");
    QTest::newRow("beacon") << QByteArray("beacon.key") << QByteArray("short");
    QTest::newRow("pepper") << QByteArray("pepper.key") << QByteArray();
}

void ServerIdentityTest::damagedFilesAreRefused()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, content);
    QVERIFY(load().isOk());
    QVERIFY(writeSecretFile(file(name.constData()), content).isOk());
    const auto damaged = load();
    QVERIFY(!damaged.isOk());
    QCOMPARE(damaged.error().code, ErrorCode::BadConfiguration);
    QVERIFY2(damaged.error().detail.contains(QLatin1String(name)), qPrintable(damaged.error().detail));
    QCOMPARE(readSecretFile(file(name.constData())).value(), content); // left for a person to look at
}

void ServerIdentityTest::foreignKeyIsRefused()
{
    QVERIFY(load().isOk());
    QVERIFY(writeSecretFile(file("key.pem"), makePrivateKey().value()).isOk());
    QCOMPARE(load().error().code, ErrorCode::BadConfiguration);
}

void ServerIdentityTest::lostPepperIsRefused()
{
    QVERIFY(load().isOk());
    QVERIFY(QFile::remove(file("pepper.key")));
    const auto lost = load();
    QVERIFY(!lost.isOk());
    QCOMPARE(lost.error().code, ErrorCode::BadConfiguration);
    QVERIFY(!QFileInfo::exists(file("pepper.key")));
}

void ServerIdentityTest::folderThatCannotBeMade()
{
    QFile blocker(folder());
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    QCOMPARE(load().error().code, ErrorCode::FolderUnwritable);
}

void ServerIdentityTest::handshakeShowsThePin()
{
    const auto identity = load();
    AcceptingServer server;
    FramedStream serverEnd(1024);
    server.onDescriptor = [&](qintptr descriptor) {
        QVERIFY(serverEnd.accept(descriptor, identity->tlsConfiguration()));
    };
    QVERIFY(server.listen(QHostAddress::LocalHost));
    FramedStream clientEnd(1024);
    clientEnd.connectTo(QStringLiteral("127.0.0.1"), server.serverPort(), identity->pin(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(clientEnd.isOpen(), 10'000);
    QCOMPARE(clientEnd.peerPin(), identity->pin());
}

QTEST_GUILESS_MAIN(ServerIdentityTest)
#include "tst_server_identity.moc"
