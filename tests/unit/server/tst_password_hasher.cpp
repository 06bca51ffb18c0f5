// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "common/protocol/limits.h"
#include "server/core/password_hasher.h"

#include <QtTest/QTest>

#include <ctime>
#include <optional>

using namespace rookery;
using namespace rookery::server;

namespace {

/// The least libsodium allows: these tests are about what the class does, not about what a guess costs.
constexpr PasswordCost cheap{1, 8192};

const QByteArray pepper(32, 'p');
const QString secret = QStringLiteral("correct horse");

} // namespace

class PasswordHasherTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rightAndWrongPasswords();
    void saltsDiffer();
    void otherPepperKnowsNoPassword();
    void unknownPersonCostsTheSameWork();
    void standardCostIsInTheText();
    void raisedCostWantsRehash();
    void tooManyAreRefused();
    void answersComeOnTheHomeThread();
    void nothingComesAfterTheEnd();

private:
    QByteArray hashOf(PasswordHasher &hasher, const QString &password)
    {
        std::optional<Result<QByteArray>> result;
        hasher.hash(password, [&result](const Result<QByteArray> &hash) { result = hash; });
        return QTest::qWaitFor([&result] { return result.has_value(); }, 30'000) ? result->value() : QByteArray();
    }
    bool isRight(PasswordHasher &hasher, const QString &password, const QByteArray &encoded)
    {
        std::optional<Result<bool>> result;
        hasher.verify(password, encoded, [&result](const Result<bool> &verdict) { result = verdict; });
        return QTest::qWaitFor([&result] { return result.has_value(); }, 30'000) && result->isOk() && result->value();
    }

    QObject m_home;
};

void PasswordHasherTest::rightAndWrongPasswords()
{
    PasswordHasher hasher(pepper, &m_home, cheap);
    const QByteArray hash = hashOf(hasher, secret);
    QVERIFY(hash.startsWith("$argon2id$"));
    QVERIFY(isRight(hasher, secret, hash));
    QVERIFY(!isRight(hasher, secret.toUpper(), hash));
    QVERIFY(!isRight(hasher, QString(), hash));
    QVERIFY(!isRight(hasher, secret, "no hash at all"));
    const QString chinese = QStringLiteral("\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801");
    QVERIFY(isRight(hasher, chinese, hashOf(hasher, chinese)));
}

void PasswordHasherTest::saltsDiffer()
{
    PasswordHasher hasher(pepper, &m_home, cheap);
    QVERIFY(hashOf(hasher, secret) != hashOf(hasher, secret));
}

void PasswordHasherTest::otherPepperKnowsNoPassword()
{
    PasswordHasher hasher(pepper, &m_home, cheap);
    PasswordHasher thief(QByteArray(32, 'q'), &m_home, cheap);
    QVERIFY(!isRight(thief, secret, hashOf(hasher, secret)));
}

void PasswordHasherTest::unknownPersonCostsTheSameWork()
{
    // Counted in CPU time of the process: a hash of the standard cost takes about 80 ms of it, a refusal without one
    // some microseconds, so a quarter tells them apart on any machine.
    PasswordHasher hasher(pepper, &m_home);
    const QByteArray known = hashOf(hasher, secret);
    const std::clock_t begin = std::clock();
    QVERIFY(!isRight(hasher, QStringLiteral("wrong"), known));
    const std::clock_t middle = std::clock();
    QVERIFY(!isRight(hasher, QStringLiteral("wrong"), QByteArray()));
    QVERIFY(std::clock() - middle > (middle - begin) / 4);
}

void PasswordHasherTest::standardCostIsInTheText()
{
    PasswordHasher hasher(pepper, &m_home);
    const QByteArray hash = hashOf(hasher, secret);
    QVERIFY2(hash.startsWith("$argon2id$v=19$m=65536,t=2,p=1$"), hash.constData());
    QVERIFY(!hasher.needsRehash(hash));
}

void PasswordHasherTest::raisedCostWantsRehash()
{
    PasswordHasher before(pepper, &m_home, cheap);
    PasswordHasher after(pepper, &m_home, PasswordCost{2, 16384});
    const QByteArray hash = hashOf(before, secret);
    QVERIFY(!before.needsRehash(hash));
    QVERIFY(after.needsRehash(hash));
    QVERIFY(isRight(after, secret, hash)); // until then the old one holds
}

void PasswordHasherTest::tooManyAreRefused()
{
    PasswordHasher hasher(pepper, &m_home, cheap);
    const int room = limits::passwordHashesAtOnce + limits::passwordHashesWaiting;
    int done = 0;
    int busy = 0;
    // Answers come by this thread's event loop only, so none can make room before all have been asked for.
    for (int i = 0; i < room + 10; ++i) {
        hasher.hash(secret, [&](const Result<QByteArray> &hash) {
            if (hash) {
                ++done;
                return;
            }
            QCOMPARE(hash.error().code, ErrorCode::Busy);
            QVERIFY(hash.error().retryMs > 0);
            ++busy;
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(done + busy, room + 10, 60'000);
    QCOMPARE(done, room);
    QCOMPARE(busy, 10);
    QVERIFY(!hashOf(hasher, secret).isEmpty()); // and there is room again
}

void PasswordHasherTest::answersComeOnTheHomeThread()
{
    PasswordHasher hasher(pepper, &m_home, cheap);
    QThread *answeredOn = nullptr;
    hasher.hash(secret, [&answeredOn](const Result<QByteArray> &) { answeredOn = QThread::currentThread(); });
    QTRY_VERIFY(answeredOn);
    QCOMPARE(answeredOn, QThread::currentThread());
}

void PasswordHasherTest::nothingComesAfterTheEnd()
{
    bool isCalled = false;
    {
        PasswordHasher hasher(pepper, &m_home, cheap);
        hasher.hash(secret, [&isCalled](const Result<QByteArray> &) { isCalled = true; });
    }
    QCoreApplication::processEvents();
    QVERIFY(!isCalled);
}

QTEST_GUILESS_MAIN(PasswordHasherTest)
#include "tst_password_hasher.moc"
