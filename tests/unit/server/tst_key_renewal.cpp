// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/net/key_succession.h"
#include "common/net/pin.h"
#include "common/net/server_trust.h"
#include "server/core/key_renewal.h"
#include "server/core/secret_file.h"
#include "server/core/server_identity.h"
#include "tests/support/authority.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace rookery;
using namespace rookery::server;
using namespace rookery::test;

namespace {

constexpr qint64 dayMs = 24 * 3600 * 1000;
constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
    | QFile::WriteOther | QFile::ExeOther;

} // namespace

class KeyRenewalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void newKeyFollowsTheOld();
    void formerKeyIsDestroyed();
    void rootWritesForTheFoldersOwner();
    void severalInARow();
    void crashLeavesOneIdentity_data();
    void crashLeavesOneIdentity();
    void leftoversAreRemoved_data();
    void leftoversAreRemoved();
    void certificateAloneKeepsKeyAndSuccessions();
    void endingCertificateIsRenewedAtTheStart();
    void needsAnIdentity();
    void organisationsCertificateIsLeftAlone();
    void organisationsCertificateIsChecked_data();
    void organisationsCertificateIsChecked();
    void organisationsCertificateIsReadAgain();

private:
    QString folder() const { return m_parent->filePath(QStringLiteral("data")); }
    QString file(const QString &name) const { return QDir(folder()).filePath(name); }
    Result<ServerIdentity> load() { return ServerIdentity::loadOrCreate(folder(), m_random, m_clock); }
    Result<ServerIdentity> renewKey() { return ServerIdentity::renewKey(folder(), m_random, m_clock); }
    bool install(const QByteArray &key, const QByteArray &certificates) const
    {
        return writeSecretFile(file(keyFile), key).isOk()
            && writeSecretFile(file(certificateFile), certificates).isOk();
    }
    /// No more than the four files of an identity, each for its owner only.
    void verifyFiles() const
    {
        const QFileInfoList files = QDir(folder()).entryInfoList(QDir::Files | QDir::Hidden);
        QCOMPARE(files.size(), 4);
        for (const QFileInfo &info : files)
            QVERIFY2(!(info.permissions() & others), qPrintable(info.fileName()));
    }

    SystemRandomSource m_random;
    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_parent;
};

void KeyRenewalTest::init()
{
    m_parent = std::make_unique<QTemporaryDir>();
    // A minute on: what openssl issues meanwhile is valid already.
    m_clock.setWallMs(QDateTime::currentMSecsSinceEpoch() + 60'000);
}

void KeyRenewalTest::newKeyFollowsTheOld()
{
    const auto former = load();
    QVERIFY(former.isOk());
    const auto renewed = renewKey();
    QVERIFY2(renewed.isOk(), renewed ? "" : qPrintable(describe(renewed.error())));
    QVERIFY(renewed->pin() != former->pin());
    QCOMPARE(renewed->serverId(), former->serverId());
    QCOMPARE(renewed->pepper(), former->pepper());
    QVERIFY(checkPin(renewed->certificate(), ServerTrust(former->pin(), former->serverId())).isOk());
    QVERIFY(!checkPin(former->certificate(), ServerTrust(renewed->pin(), former->serverId())).isOk());
    QCOMPARE(load()->certificate(), renewed->certificate());
    verifyFiles();
}

void KeyRenewalTest::formerKeyIsDestroyed()
{
    QVERIFY(load().isOk());
    const QByteArray former = readSecretFile(file(keyFile)).value();
    // Whoever has the file open sees what becomes of its bytes.
    const int descriptor = ::open(QFile::encodeName(file(keyFile)).constData(), O_RDONLY | O_CLOEXEC);
    QVERIFY(descriptor >= 0);
    QVERIFY(renewKey().isOk());
    QByteArray left(former.size(), 'x');
    QCOMPARE(::pread(descriptor, left.data(), size_t(left.size()), 0), ssize_t(left.size()));
    ::close(descriptor);
    QCOMPARE(left, QByteArray(former.size(), '\0'));
}

void KeyRenewalTest::rootWritesForTheFoldersOwner()
{
    constexpr uid_t owner = 12'345;
    QVERIFY(load().isOk());
    if (::chown(QFile::encodeName(folder()).constData(), owner, owner) != 0)
        QSKIP("only root can give a folder away");
    QVERIFY(renewKey().isOk());
    for (const QString &name : {keyFile, certificateFile})
        QCOMPARE(QFileInfo(file(name)).ownerId(), owner);
}

void KeyRenewalTest::severalInARow()
{
    QList<QByteArray> pins{load()->pin()};
    for (int i = 0; i < 3; ++i)
        pins += renewKey()->pin();
    const auto newest = load();
    QCOMPARE(newest->pin(), pins.last());
    for (const QByteArray &pin : std::as_const(pins))
        QVERIFY(checkPin(newest->certificate(), ServerTrust(pin, newest->serverId())).isOk());
}

void KeyRenewalTest::crashLeavesOneIdentity_data()
{
    QTest::addColumn<int>("steps");
    QTest::addColumn<bool>("isRenewed");
    QTest::newRow("before anything") << 0 << false;
    QTest::newRow("new key written") << 1 << false;
    QTest::newRow("new certificate written") << 2 << true;
    QTest::newRow("key in its place") << 3 << true;
    QTest::newRow("certificate in its place") << 4 << true;
}

void KeyRenewalTest::crashLeavesOneIdentity()
{
    QFETCH(int, steps);
    QFETCH(bool, isRenewed);
    const auto former = load();
    CertificateContent content;
    content.hostName = QStringLiteral("test");
    content.nowMs = m_clock.wallMs();
    QVERIFY(prepareNewKey(folder(), former->serverId(), content, m_random).isOk());
    // The steps in their order, as far as they came.
    if (steps < 2)
        QVERIFY(QFile::remove(file(nextCertificateFile)));
    if (steps < 1)
        QVERIFY(QFile::remove(file(nextKeyFile)));
    if (steps >= 3)
        QVERIFY(replaceSecretFile(file(nextKeyFile), file(keyFile)).isOk());
    if (steps >= 4)
        QVERIFY(replaceSecretFile(file(nextCertificateFile), file(certificateFile)).isOk());
    if (steps == 1)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("next-key.pem is left")));
    const auto after = load();
    QVERIFY2(after.isOk(), after ? "" : qPrintable(describe(after.error())));
    QCOMPARE(after->pin() != former->pin(), isRenewed);
    QVERIFY(checkPin(after->certificate(), ServerTrust(former->pin(), former->serverId())).isOk());
    verifyFiles();
    QCOMPARE(load()->certificate(), after->certificate());
    QVERIFY(renewKey().isOk());
}

void KeyRenewalTest::leftoversAreRemoved_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("certificate");
    const CertificateContent content{QStringLiteral("test"), {}, m_clock.wallMs()};
    const QByteArray key = makePrivateKey().value();
    const QByteArray certificate = makeSelfSignedCertificate(makePrivateKey().value(), content, m_random).value();
    QTest::newRow("garbage") << QByteArray("garbage") << QByteArray("garbage");
    QTest::newRow("key cut off") << key.first(100) << QByteArray();
    QTest::newRow("not a pair") << key << certificate;
    QTest::newRow("certificate of no key here") << QByteArray() << certificate;
}

void KeyRenewalTest::leftoversAreRemoved()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, certificate);
    const auto former = load();
    if (!key.isEmpty()) {
        QVERIFY(writeSecretFile(file(nextKeyFile), key).isOk());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("next-key.pem is left")));
    }
    if (!certificate.isEmpty()) {
        QVERIFY(writeSecretFile(file(nextCertificateFile), certificate).isOk());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("next-certificate.pem is left")));
    }
    QCOMPARE(load()->certificate(), former->certificate());
    verifyFiles();
}

void KeyRenewalTest::certificateAloneKeepsKeyAndSuccessions()
{
    const auto first = load();
    const auto second = renewKey();
    const auto third = ServerIdentity::renewCertificate(folder(), m_random, m_clock);
    QVERIFY(third.isOk());
    QCOMPARE(third->pin(), second->pin());
    QVERIFY(third->certificate() != second->certificate());
    QVERIFY(checkPin(third->certificate(), ServerTrust(first->pin(), first->serverId())).isOk());
    verifyFiles();
}

void KeyRenewalTest::endingCertificateIsRenewedAtTheStart()
{
    QVERIFY(load().isOk());
    const auto first = renewKey();
    m_clock.advance((certificateDays - 1 - ServerIdentity::renewalDays) * dayMs - 1'000);
    QCOMPARE(load()->certificate(), first->certificate());
    m_clock.advance(dayMs);
    const auto second = load();
    QVERIFY(second->certificate() != first->certificate());
    QCOMPARE(second->pin(), first->pin());
    QCOMPARE(successionsIn(second->certificate())->size(), 1);
    QVERIFY(second->certificate().expiryDate().toMSecsSinceEpoch() > m_clock.wallMs() + 390 * dayMs);
    // Switched off for years.
    m_clock.advance(3'000 * dayMs);
    QCOMPARE(load()->pin(), first->pin());
    QVERIFY(load()->certificate().expiryDate().toMSecsSinceEpoch() > m_clock.wallMs());
}

void KeyRenewalTest::needsAnIdentity()
{
    QCOMPARE(renewKey().error().code, ErrorCode::BadConfiguration);
    QVERIFY(!QFileInfo::exists(folder()));
    QVERIFY(load().isOk());
    QVERIFY(QFile::remove(file(keyFile)));
    QCOMPARE(renewKey().error().code, ErrorCode::BadConfiguration);
    QVERIFY(!QFileInfo::exists(file(keyFile)));
}

void KeyRenewalTest::organisationsCertificateIsLeftAlone()
{
    QVERIFY(load().isOk());
    const Authority authority(m_parent->path(), QStringLiteral("ca"));
    QVERIFY(authority.issue(QStringLiteral("server"), QStringLiteral("DNS:chat.example")));
    const QByteArray certificates = authority.read(QStringLiteral("server.pem"))
        + authority.read(QStringLiteral("ca.pem"));
    QVERIFY(install(authority.read(QStringLiteral("server.key")), certificates));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("certificate.pem ends in 29 days")));
    const auto identity = load();
    QVERIFY2(identity.isOk(), identity ? "" : qPrintable(describe(identity.error())));
    QVERIFY(!identity->isOwnCertificate());
    QCOMPARE(identity->tlsConfiguration().localCertificateChain().size(), 2);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("certificate.pem ends in 29 days")));
    const auto renewed = renewKey();
    QCOMPARE(renewed.error().code, ErrorCode::BadConfiguration);
    QCOMPARE(readSecretFile(file(certificateFile)).value(), certificates);
    verifyFiles();
}

void KeyRenewalTest::organisationsCertificateIsChecked_data()
{
    QTest::addColumn<QStringList>("certificates");
    QTest::addColumn<int>("daysLater");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QStringList &certificates, int daysLater, const char *says) {
        QTest::newRow(name) << certificates << daysLater << QString::fromLatin1(says);
    };
    const QString server = QStringLiteral("server.pem");
    const QString middle = QStringLiteral("middle.pem");
    const QString root = QStringLiteral("root.pem");
    row("whole", {server, middle, root}, 0, "");
    row("without the root", {server, middle}, 0, "");
    row("own only", {server}, 0, "");
    row("order", {server, root, middle}, 0, "\"root\" has not issued the certificate of \"server\"");
    row("gap", {server, root}, 0, "the order is the server's own, then its issuer");
    row("ended", {server, middle}, 31, "the certificate of \"server\" has ended on 20");
    row("not yet", {server}, -31, "is not valid before 20");
    row("issuer first", {middle, server}, 0, "not the private key");
    row("damaged", {QStringLiteral("server.key")}, 0, "not a certificate");
}

void KeyRenewalTest::organisationsCertificateIsChecked()
{
    QFETCH(QStringList, certificates);
    QFETCH(int, daysLater);
    QFETCH(QString, says);
    QVERIFY(load().isOk());
    const Authority root(m_parent->path(), QStringLiteral("root"));
    QVERIFY(root.issue(QStringLiteral("middle"), {},
                       QStringLiteral("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"),
                       QStringLiteral("365")));
    const QByteArray rootKey = root.read(QStringLiteral("middle.key"));
    const QByteArray rootCertificate = root.read(QStringLiteral("middle.pem"));
    const Authority middle(m_parent->path(), QStringLiteral("other"));
    QVERIFY(QFile::remove(middle.key()) && QFile::remove(middle.certificate()));
    QVERIFY(writeSecretFile(middle.key(), rootKey).isOk()
            && writeSecretFile(middle.certificate(), rootCertificate).isOk());
    QVERIFY(middle.issue(QStringLiteral("server"), QStringLiteral("DNS:chat.example")));
    QByteArray pem;
    for (const QString &name : std::as_const(certificates))
        pem += root.read(name);
    QVERIFY(install(root.read(QStringLiteral("server.key")), pem));
    m_clock.advance(daysLater * dayMs);
    const auto identity = load();
    if (says.isEmpty()) {
        QVERIFY2(identity.isOk(), identity ? "" : qPrintable(describe(identity.error())));
        return;
    }
    QVERIFY(!identity.isOk());
    QCOMPARE(identity.error().code, ErrorCode::BadConfiguration);
    QVERIFY2(identity.error().detail.contains(says), qPrintable(identity.error().detail));
    QVERIFY(identity.error().detail.startsWith(folder()));
}

void KeyRenewalTest::organisationsCertificateIsReadAgain()
{
    QVERIFY(load().isOk());
    const Authority authority(m_parent->path(), QStringLiteral("ca"));
    for (const QString &name : {QStringLiteral("first"), QStringLiteral("second")}) {
        QVERIFY(authority.issue(name, QStringLiteral("DNS:chat.example"), {}, QStringLiteral("90")));
        QVERIFY(install(authority.read(name + QStringLiteral(".key")), authority.read(name + QStringLiteral(".pem"))));
        const auto read = ServerIdentity::renewCertificate(folder(), m_random, m_clock);
        QVERIFY2(read.isOk(), read ? "" : qPrintable(describe(read.error())));
        QCOMPARE(read->certificate().subjectDisplayName(), name);
    }
}

QTEST_GUILESS_MAIN(KeyRenewalTest)
#include "tst_key_renewal.moc"
