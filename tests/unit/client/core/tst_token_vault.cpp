// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/token_vault.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <optional>

using namespace rookery;
using namespace rookery::client;

class TestTokenVault : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void keepsInAFileForTheOwnerOnly();
    void withoutKeyringSafelyMeansTheFile();
    void inMemoryLeavesNothingBehind();
    void replacesTheEarlierPlace();
    void removes();
    void tellsWhatIsNotThere();
    void refusesABrokenFile();
    void reportsAnUnwritableFolder();

private:
    Result<TokenVault::Place> store(TokenVault &vault, TokenVault::Keep keep);
    Result<QByteArray> load(TokenVault &vault);

    const QString m_key = QStringLiteral("server-1");
    const QByteArray m_token{32, '\x01'};
    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestTokenVault::initTestCase()
{
    // No session bus: no keyring to ask.
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qputenv("XDG_RUNTIME_DIR", "/nowhere");
    QVERIFY(!TokenVault::isKeyringLikely());
}

void TestTokenVault::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

Result<TokenVault::Place> TestTokenVault::store(TokenVault &vault, TokenVault::Keep keep)
{
    std::optional<Result<TokenVault::Place>> answer;
    vault.store(m_key, m_token, keep, [&answer](const Result<TokenVault::Place> &place) { answer = place; });
    if (answer)
        return ErrorCode::Internal; // must come later
    return QTest::qWaitFor([&answer] { return answer.has_value(); }) ? *answer : ErrorCode::TimedOut;
}

Result<QByteArray> TestTokenVault::load(TokenVault &vault)
{
    std::optional<Result<QByteArray>> answer;
    vault.load(m_key, [&answer](const Result<QByteArray> &token) { answer = token; });
    return QTest::qWaitFor([&answer] { return answer.has_value(); }) ? *answer : ErrorCode::TimedOut;
}

void TestTokenVault::keepsInAFileForTheOwnerOnly()
{
    TokenVault vault(m_directory->filePath(QStringLiteral("tokens")));
    const Result<TokenVault::Place> place = store(vault, TokenVault::Keep::InFile);
    QVERIFY(place);
    QCOMPARE(*place, TokenVault::Place::File);
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(vault.pathOf(m_key)) & (others | QFile::ExeOwner)));
    TokenVault again(m_directory->filePath(QStringLiteral("tokens")));
    const Result<QByteArray> token = load(again);
    QVERIFY(token);
    QCOMPARE(*token, m_token);
}

void TestTokenVault::withoutKeyringSafelyMeansTheFile()
{
    TokenVault vault(m_directory->path());
    const Result<TokenVault::Place> place = store(vault, TokenVault::Keep::Safely);
    QVERIFY(place);
    QCOMPARE(*place, TokenVault::Place::File);
}

void TestTokenVault::inMemoryLeavesNothingBehind()
{
    TokenVault vault(m_directory->path());
    const Result<TokenVault::Place> place = store(vault, TokenVault::Keep::InMemory);
    QVERIFY(place);
    QCOMPARE(*place, TokenVault::Place::Memory);
    QVERIFY(load(vault));
    QVERIFY(!QFile::exists(vault.pathOf(m_key)));
    TokenVault again(m_directory->path());
    QVERIFY(!load(again));
}

void TestTokenVault::replacesTheEarlierPlace()
{
    TokenVault vault(m_directory->path());
    QVERIFY(store(vault, TokenVault::Keep::InFile));
    QVERIFY(store(vault, TokenVault::Keep::InMemory));
    QVERIFY(!QFile::exists(vault.pathOf(m_key)));
}

void TestTokenVault::removes()
{
    TokenVault vault(m_directory->path());
    QVERIFY(store(vault, TokenVault::Keep::InFile));
    vault.remove(m_key);
    QVERIFY(!load(vault));
    QVERIFY(!QFile::exists(vault.pathOf(m_key)));
}

void TestTokenVault::tellsWhatIsNotThere()
{
    TokenVault vault(m_directory->path());
    const Result<QByteArray> token = load(vault);
    QVERIFY(!token);
    QCOMPARE(token.error().code, ErrorCode::NotFound);
}

void TestTokenVault::refusesABrokenFile()
{
    TokenVault vault(m_directory->path());
    QFile file(vault.pathOf(m_key));
    QVERIFY(file.open(QFile::WriteOnly));
    file.close();
    const Result<QByteArray> token = load(vault);
    QVERIFY(!token);
    QCOMPARE(token.error().code, ErrorCode::Malformed);
}

void TestTokenVault::reportsAnUnwritableFolder()
{
    TokenVault vault(QStringLiteral("/proc/self/nowhere"));
    const Result<TokenVault::Place> place = store(vault, TokenVault::Keep::InFile);
    QVERIFY(!place);
    QCOMPARE(place.error().code, ErrorCode::FolderUnwritable);
}

QTEST_GUILESS_MAIN(TestTokenVault)
#include "tst_token_vault.moc"
