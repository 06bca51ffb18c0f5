// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Each kind of damage is found, named, and nothing else is. Damage of the database itself: tst_restore.cpp.
#include "server/core/server_identity.h"
#include "server/operations/backup_files.h"
#include "server/operations/doctor.h"
#include "server/operations/running_settings.h"
#include "tests/support/store_driver.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QUdpSocket>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

using Level = Finding::Level;
/// Does harm; gives the sentence's words that name it.
using Harm = std::function<void(class DoctorTest &)>;

namespace {

constexpr qint64 hourMs = 3600 * 1000;
constexpr qint64 dayMs = 24 * hourMs;

} // namespace

class DoctorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void allIsWell_data();
    void allIsWell();
    void harmIsFound_data();
    void harmIsFound();
    void nothingIsChanged();
    void missingFolder();
    void takenPorts();
    void clientsPortIsNoHarm();
    void runningServerThatDoesNotAnswer();
    void settingsOfTheRunningServerCount();
    void jsonTellsTheWorst();

private:
    QString path(const QString &name) const { return QDir(m_folder).filePath(name); }
    void put(const QString &name, const QByteArray &content = "x") const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    qint64 expiryMs() const
    {
        QFile file(path(QStringLiteral("certificate.pem")));
        return file.open(QIODevice::ReadOnly) ? QSslCertificate(&file).expiryDate().toMSecsSinceEpoch() : 0;
    }
    void query(const QString &sql) const
    {
        const auto database = Database::open(path(QStringLiteral("rookery.sqlite")), Database::Access::ReadWrite);
        QVERIFY((*database)->runOnce(sql).isOk());
    }
    static QString textOf(const QList<Finding> &findings)
    {
        QString text;
        for (const Finding &finding : findings)
            text += QStringLiteral("%1 %2: %3\n").arg(levelName(finding.level), finding.check, finding.sentence);
        return text;
    }

    std::unique_ptr<QTemporaryDir> m_parent;
    QString m_folder;
    Patient m_patient;
};

void DoctorTest::init()
{
    m_parent = std::make_unique<QTemporaryDir>();
    m_folder = m_parent->filePath(QStringLiteral("data"));
    SystemRandomSource random;
    QVERIFY(ServerIdentity::loadOrCreate(m_folder, random).isOk());
    StoreDriver driver(m_folder);
    const UserId ada = driver.addUser(QStringLiteral("ada"));
    QVERIFY(driver.addGroup(ada, {}, ClientId(QByteArray(16, 'g'))).isOk());
    m_patient = Patient();
    m_patient.settings.dataDirectory = m_folder;
    m_patient.settings.listen = {HostPort{QStringLiteral("127.0.0.1"), 0}};
    m_patient.settings.discovery = false;
    m_patient.nowMs = QDateTime::currentMSecsSinceEpoch();
}

void DoctorTest::cleanup()
{
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void DoctorTest::allIsWell_data()
{
    QTest::addColumn<bool>("isRunning");
    QTest::newRow("stopped") << false;
    QTest::newRow("running") << true;
}

void DoctorTest::allIsWell()
{
    QFETCH(bool, isRunning);
    std::optional<StoreDriver> running;
    if (isRunning)
        running.emplace(m_folder);
    m_patient.isRunning = isRunning;
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    m_patient.settings.listen = {HostPort{QStringLiteral("127.0.0.1"), isRunning ? listener.serverPort() : quint16(0)}};
    const QList<Finding> findings = examine(m_patient);
    QVERIFY2(worstOf(findings) == Level::Ok, qPrintable(textOf(findings)));
    QStringList checks;
    for (const Finding &finding : findings) {
        checks += finding.check;
        QVERIFY2(finding.sentence.endsWith(QLatin1Char('.')), qPrintable(finding.sentence));
    }
    QCOMPARE(checks.join(QLatin1Char(' ')),
             QStringLiteral("settings store schema leftovers permissions identity clock disk ports backups"));
}

void DoctorTest::harmIsFound_data()
{
    QTest::addColumn<Harm>("harm");
    QTest::addColumn<QString>("check");
    QTest::addColumn<bool>("isProblem");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *check, Level level, const char *says, const Harm &harm) {
        QTest::newRow(name) << harm << QString::fromLatin1(check) << (level == Level::Problem)
                            << QString::fromLatin1(says);
    };
    const auto remove = [](const char *file) {
        return [file](DoctorTest &test) { QVERIFY(QFile::remove(test.path(QLatin1String(file)))); };
    };
    const auto write = [](const char *file) { return [file](DoctorTest &test) { test.put(QLatin1String(file)); }; };
    const auto permit = [](const char *file, QFile::Permission permission) {
        return [file, permission](DoctorTest &test) {
            const QString path = QDir::cleanPath(test.path(QLatin1String(file)));
            QVERIFY(QFile::setPermissions(path, QFile::permissions(path) | permission));
        };
    };
    row("gap", "store", Level::Problem, "rookeryctl restore",
        [](DoctorTest &test) { test.query(QStringLiteral("UPDATE conversations SET last_seq = 7")); });
    row("no database", "store", Level::Problem, "missing", remove("rookery.sqlite"));
    row("interrupted restore", "store", Level::Problem, "interrupted", write("rookery.sqlite.restoring"));
    row("newer", "schema", Level::Problem, "900",
        [](DoctorTest &test) { test.query(QStringLiteral("PRAGMA user_version = 900")); });
    row("half a key", "leftovers", Level::Warning, "key.pem.aB3dEf", write("key.pem.aB3dEf"));
    row("half a copy", "leftovers", Level::Warning, "rookery.sqlite.new.partial", write("rookery.sqlite.new.partial"));
    row("somebody's file", "leftovers", Level::Warning, "holiday.jpg", write("holiday.jpg"));
    row("folder for all", "permissions", Level::Problem, "chmod 700", permit(".", QFile::ExeOther));
    row("key for the group", "permissions", Level::Problem, "pepper.key", permit("pepper.key", QFile::ReadGroup));
    row("database for all", "permissions", Level::Problem, "rookery.sqlite",
        permit("rookery.sqlite", QFile::ReadOther));
    row("no pepper", "identity", Level::Problem, "pepper.key", remove("pepper.key"));
    row("no beacon key", "identity", Level::Problem, "beacon.key", remove("beacon.key"));
    row("no key", "identity", Level::Problem, "key.pem", remove("key.pem"));
    row("no certificate", "identity", Level::Warning, "certificate.pem", remove("certificate.pem"));
    row("short pepper", "identity", Level::Problem, "32 bytes", write("pepper.key"));
    row("damaged certificate", "identity", Level::Problem, "not a certificate", write("certificate.pem"));
    row("other key", "identity", Level::Problem, "not the key of", [](DoctorTest &test) {
        SystemRandomSource random;
        QTemporaryDir other;
        QVERIFY(ServerIdentity::loadOrCreate(other.path(), random).isOk());
        QVERIFY(QFile::remove(test.path(QStringLiteral("key.pem"))));
        QVERIFY(QFile::copy(other.filePath(QStringLiteral("key.pem")), test.path(QStringLiteral("key.pem"))));
    });
    row("expired", "identity", Level::Problem, "expired",
        [](DoctorTest &test) { test.m_patient.nowMs = test.expiryMs() + 1000; });
    row("expires soon", "identity", Level::Warning, "expires on",
        [](DoctorTest &test) { test.m_patient.nowMs = test.expiryMs() - 59 * dayMs; });
    row("clock of 1970", "clock", Level::Problem, "1970", [](DoctorTest &test) { test.m_patient.nowMs = hourMs; });
    row("clock behind", "clock", Level::Warning, "newest message", [](DoctorTest &test) {
        test.query(QStringLiteral("UPDATE events SET time_ms = %1").arg(test.m_patient.nowMs + hourMs));
    });
    row("no backup yet", "backups", Level::Warning, "no backup", [](DoctorTest &test) {
        test.m_patient.settings.backup.folder = test.m_parent->filePath(QStringLiteral("backups"));
    });
    row("backup folder is a file", "backups", Level::Problem, "not a folder",
        [](DoctorTest &test) { test.m_patient.settings.backup.folder = test.path(QStringLiteral("lock")); });
    for (const int hours : {30, 24 * 9}) {
        row(hours > 48 ? "backup of last week" : "late backup", "backups", hours > 48 ? Level::Problem : Level::Warning,
            hours > 48 ? "9 days" : "30 hours", [hours](DoctorTest &test) {
                test.m_patient.settings.backup.folder = test.m_parent->path();
                test.put(QStringLiteral("../") + backupFileName(test.m_patient.nowMs - hours * hourMs));
            });
    }
    row("wrong settings", "settings", Level::Problem, "listen: nonsense", [](DoctorTest &test) {
        test.m_patient.settingsError = Error(ErrorCode::BadConfiguration, QStringLiteral("listen: nonsense"));
    });
}

void DoctorTest::harmIsFound()
{
    QFETCH(Harm, harm);
    QFETCH(QString, check);
    QFETCH(bool, isProblem);
    QFETCH(QString, says);
    harm(*this);
    const QList<Finding> findings = examine(m_patient);
    const QString text = textOf(findings);
    int found = 0;
    for (const Finding &finding : findings) {
        if (finding.level == Level::Ok)
            continue;
        ++found;
        // What cannot be looked at for the harm may be said of others, too.
        const bool follows = finding.check == QLatin1String("schema") && finding.level == Level::Warning;
        QVERIFY2(finding.check == check || follows, qPrintable(text));
        if (follows)
            continue;
        QCOMPARE(finding.level, isProblem ? Level::Problem : Level::Warning);
        QVERIFY2(finding.sentence.contains(says), qPrintable(text));
        QVERIFY2(finding.sentence.endsWith(QLatin1Char('.')) || finding.sentence.endsWith(QLatin1Char('?')),
                 qPrintable(text));
    }
    QVERIFY2(found > 0, qPrintable(text));
}

void DoctorTest::nothingIsChanged()
{
    const auto state = [this] {
        QStringList lines;
        for (const QFileInfo &entry : QDir(m_folder).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name))
            lines += QStringLiteral("%1 %2 %3 %4")
                         .arg(entry.fileName())
                         .arg(entry.size())
                         .arg(int(entry.permissions()))
                         .arg(entry.lastModified().toMSecsSinceEpoch());
        return lines;
    };
    QVERIFY(QFile::setPermissions(path(QStringLiteral("pepper.key")), QFile::ReadOwner | QFile::ReadOther));
    put(QStringLiteral("key.pem.aB3dEf"));
    m_patient.settings.backup.folder = m_parent->filePath(QStringLiteral("backups"));
    const QStringList before = state();
    QVERIFY(worstOf(examine(m_patient)) == Level::Problem);
    QCOMPARE(state(), before);
    QVERIFY(!QFileInfo::exists(m_patient.settings.backup.folder));
}

void DoctorTest::missingFolder()
{
    m_patient.settings.dataDirectory = m_parent->filePath(QStringLiteral("nowhere"));
    const QList<Finding> findings = examine(m_patient);
    QVERIFY(worstOf(findings) == Level::Problem);
    QVERIFY(findings.constLast().sentence.contains(m_patient.settings.dataDirectory));
    QVERIFY(!QFileInfo::exists(m_patient.settings.dataDirectory));
    // One that no server has used yet is no problem.
    QVERIFY(QDir().mkdir(m_patient.settings.dataDirectory));
    QVERIFY(QFile::setPermissions(m_patient.settings.dataDirectory,
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QVERIFY2(worstOf(examine(m_patient)) == Level::Warning, qPrintable(textOf(examine(m_patient))));
}

void DoctorTest::takenPorts()
{
    QTcpServer tcp;
    QVERIFY(tcp.listen(QHostAddress::LocalHost));
    m_patient.settings.listen = {HostPort{QStringLiteral("127.0.0.1"), tcp.serverPort()}};
    QVERIFY(worstOf(examine(m_patient)) == Level::Problem);
    QVERIFY(textOf(examine(m_patient)).contains(m_patient.settings.listen.first().toString()));
    tcp.close();
    QVERIFY(worstOf(examine(m_patient)) == Level::Ok);
    QUdpSocket udp;
    QVERIFY(udp.bind(QHostAddress::AnyIPv4, 0, QUdpSocket::DontShareAddress));
    m_patient.settings.discovery = true;
    m_patient.settings.discoveryPort = udp.localPort();
    QVERIFY(worstOf(examine(m_patient)) == Level::Warning);
    udp.close();
    QVERIFY(worstOf(examine(m_patient)) == Level::Ok);
}

void DoctorTest::clientsPortIsNoHarm()
{
    QUdpSocket client;
    QVERIFY(client.bind(QHostAddress::AnyIPv4, 0, QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint));
    m_patient.settings.discovery = true;
    m_patient.settings.discoveryPort = client.localPort();
    QVERIFY2(worstOf(examine(m_patient)) == Level::Ok, qPrintable(textOf(examine(m_patient))));
}

void DoctorTest::runningServerThatDoesNotAnswer()
{
    m_patient.isRunning = true;
    m_patient.silence = Error(ErrorCode::CannotReach, QStringLiteral("no socket"));
    QVERIFY(textOf(examine(m_patient)).contains(QStringLiteral("problem ports: ")));
    m_patient.silence.reset();
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    m_patient.settings.listen = {HostPort{QStringLiteral("127.0.0.1"), closed.serverPort()}};
    closed.close();
    QVERIFY(textOf(examine(m_patient)).contains(QStringLiteral("problem ports: ")));
}

void DoctorTest::settingsOfTheRunningServerCount()
{
    ServerSettings running;
    running.backup.folder = QStringLiteral("/srv/backups");
    running.logFile = QStringLiteral("/var/log/rookeryd.log");
    const QStringList addresses{QStringLiteral("127.0.0.1:7000"), QStringLiteral("[::1]:7001")};
    const ServerSettings merged = withRunningSettings(m_patient.settings, runningSettings(running, addresses));
    QCOMPARE(merged.listen.size(), 2);
    QCOMPARE(merged.listen.last().toString(), addresses.last());
    QCOMPARE(merged.backup.folder, running.backup.folder);
    QCOMPARE(merged.logFile, running.logFile);
    QCOMPARE(merged.dataDirectory, m_folder);
}

void DoctorTest::jsonTellsTheWorst()
{
    put(QStringLiteral("holiday.jpg"));
    const QJsonObject json = toJson(examine(m_patient));
    QCOMPARE(json.value(QLatin1String("worst")).toString(), QStringLiteral("warning"));
    const QJsonObject first = json.value(QLatin1String("findings")).toArray().first().toObject();
    QCOMPARE(first.keys(), QStringList({QStringLiteral("check"), QStringLiteral("level"), QStringLiteral("sentence")}));
}

QTEST_GUILESS_MAIN(DoctorTest)
#include "tst_doctor.moc"
