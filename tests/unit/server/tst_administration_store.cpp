// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/core/server_limits.h"
#include "tests/support/store_driver.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

const AuditStamp root{QStringLiteral("uid 0"), 5'000};

} // namespace

class AdministrationStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_driver = std::make_unique<StoreDriver>(); }
    void cleanup() { m_driver.reset(); }

    void everyActIsRecorded();
    void whatFailsIsNotRecorded();
    void selfServiceIsNotRecorded();
    void trailOutlivesTheProcess();
    void newestComeLastAndAreCounted();
    void settingsAreRecordedWhenTheyDiffer();
    void recordsCannotBeChangedOrTakenOut();
    void trailIsBounded();

    void inviteIsUsedOnce();
    void inviteIsUsedOnceInARace();
    void revokedInviteIsWorthless();
    void inviteTellsWhatBecameOfIt();
    void invitesAreBounded();

private:
    AdministrationStore &administration() { return m_driver->store().administration(); }
    Result<InviteRecord> invite(const QByteArray &hash, qint64 expiresMs = 10'000)
    {
        return answerOf<InviteRecord>([&](auto done) { administration().addInvite({hash, expiresMs, root}, done); });
    }
    Result<InviteRecord> revoke(quint64 id)
    {
        return answerOf<InviteRecord>([&](auto done) { administration().revokeInvite(id, root, done); });
    }
    Result<Done> record(const AuditRecord &act, Recording recording = Recording::Always)
    {
        return answerOf<Done>([&](auto done) { administration().record(act, recording, done); });
    }
    QList<InviteRecord> invites()
    {
        return answerOf<QList<InviteRecord>>([&](auto done) { administration().listInvites(done); }).value();
    }
    static NewUser newcomer(const QString &name, const QByteArray &inviteHash, qint64 nowMs)
    {
        NewUser user = StoreDriver::person(name);
        user.inviteHash = inviteHash;
        user.nowMs = nowMs;
        return user;
    }
    Result<UserRecord> join(const QString &name, const QByteArray &inviteHash, qint64 nowMs = 5'000)
    {
        return answerOf<UserRecord>(
            [&](auto done) { m_driver->store().createUser(newcomer(name, inviteHash, nowMs), done); });
    }
    Result<UserRecord> change(UserId user, const UserChange &wanted)
    {
        return answerOf<UserRecord>([&](auto done) { m_driver->store().changeUser(user, wanted, done); });
    }
    /// "actor act subject detail", oldest first.
    QStringList trail(int count = 100)
    {
        QStringList lines;
        const auto records = answerOf<QList<AuditRecord>>([&](auto done) { administration().auditTrail(count, done); });
        for (const AuditRecord &row : records.value())
            lines += QStringLiteral("%1|%2|%3|%4").arg(row.by.actor, row.act).arg(row.subject).arg(row.detail);
        return lines;
    }

    std::unique_ptr<StoreDriver> m_driver;
};

void AdministrationStoreTest::everyActIsRecorded()
{
    NewUser ada = StoreDriver::person(QStringLiteral("ada"));
    ada.role = wire::SERVER_ROLE_OWNER;
    const auto owner = answerOf<UserRecord>([&](auto done) { m_driver->store().createUser(ada, done); });
    QVERIFY(owner.isOk());
    NewUser ben = StoreDriver::person(QStringLiteral("ben"));
    ben.madeBy = root.actor;
    QVERIFY(answerOf<UserRecord>([&](auto done) { m_driver->store().createUser(ben, done); }).isOk());
    UserChange promotion;
    promotion.role = wire::SERVER_ROLE_ADMINISTRATOR;
    promotion.by = root;
    UserChange reset;
    reset.passwordHash = "another hash";
    reset.by = root;
    UserChange off;
    off.disabled = true;
    off.by = root;
    UserChange on = off;
    on.disabled = false;
    for (const UserChange &wanted : {promotion, reset, off, on})
        QVERIFY(change(UserId(2), wanted).isOk());
    QVERIFY(invite("first").isOk());
    QVERIFY(invite("second").isOk());
    QVERIFY(join(QStringLiteral("cleo"), "first").isOk());
    QVERIFY(revoke(2).isOk());
    QVERIFY(record({0, root, act::backupMade, 0, QStringLiteral("/srv/copy")}).isOk());
    const QStringList expected{
        QStringLiteral("user 1|account.made|1|owner"),
        QStringLiteral("uid 0|account.made|2|member"),
        QStringLiteral("uid 0|account.role|2|administrator, was member"),
        QStringLiteral("uid 0|account.password|2|"),
        QStringLiteral("uid 0|account.disabled|2|"),
        QStringLiteral("uid 0|account.enabled|2|"),
        QStringLiteral("uid 0|invite.made|1|"),
        QStringLiteral("uid 0|invite.made|2|"),
        QStringLiteral("user 3|account.made|3|member"),
        QStringLiteral("user 3|invite.used|1|"),
        QStringLiteral("uid 0|invite.revoked|2|"),
        QStringLiteral("uid 0|backup.made|0|/srv/copy"),
    };
    QCOMPARE(trail(), expected);
}

void AdministrationStoreTest::whatFailsIsNotRecorded()
{
    QVERIFY(join(QStringLiteral("ada"), {}).isOk());
    const QStringList before = trail();
    UserChange off;
    off.disabled = true;
    off.by = root;
    QCOMPARE(change(UserId(99), off).error().code, ErrorCode::NotFound);
    QCOMPARE(join(QStringLiteral("ada"), {}).error().code, ErrorCode::NameTaken);
    QCOMPARE(join(QStringLiteral("ben"), "no such invite").error().code, ErrorCode::InviteNeeded);
    QCOMPARE(revoke(7).error().code, ErrorCode::NotFound);
    QCOMPARE(trail(), before);
    QCOMPARE(m_driver->directory()->users.size(), 1);
}

void AdministrationStoreTest::selfServiceIsNotRecorded()
{
    QVERIFY(join(QStringLiteral("ada"), {}).isOk());
    const QStringList before = trail();
    UserChange rename;
    rename.displayName = QStringLiteral("Ada L.");
    QVERIFY(change(UserId(1), rename).isOk());
    // Nor what the server does by itself: the same password at another cost, unless it was changed meanwhile.
    const auto hash = [this] {
        return answerOf<std::optional<Credentials>>([&](auto done) { m_driver->store().findCredentials("ada", done); })
            .value()
            ->passwordHash;
    };
    UserChange rehash;
    rehash.rehash = Rehash{"something else", "lost"};
    QVERIFY(change(UserId(1), rehash).isOk());
    QCOMPARE(hash(), QByteArray("hash of ada"));
    rehash.rehash = Rehash{"hash of ada", "costlier hash of ada"};
    QVERIFY(change(UserId(1), rehash).isOk());
    QCOMPARE(hash(), QByteArray("costlier hash of ada"));
    QCOMPARE(trail(), before);
}

void AdministrationStoreTest::trailOutlivesTheProcess()
{
    QVERIFY(join(QStringLiteral("ada"), {}).isOk());
    m_driver->close();
    m_driver->open();
    QCOMPARE(trail(), QStringList{QStringLiteral("user 1|account.made|1|member")});
}

void AdministrationStoreTest::newestComeLastAndAreCounted()
{
    for (const char *detail : {"a", "b", "c"})
        QVERIFY(record({0, root, act::serverStarted, 0, QLatin1String(detail)}).isOk());
    const QStringList newest{QStringLiteral("uid 0|server.started|0|b"), QStringLiteral("uid 0|server.started|0|c")};
    QCOMPARE(trail(2), newest);
}

void AdministrationStoreTest::settingsAreRecordedWhenTheyDiffer()
{
    for (const char *detail : {"a", "a", "b", "b", "a"})
        QVERIFY(record({0, root, act::settingsChanged, 0, QLatin1String(detail)}, Recording::WhenDetailDiffers).isOk());
    QCOMPARE(trail().join(QLatin1Char(' ')).count(QLatin1String("server.settings")), 3);
}

void AdministrationStoreTest::recordsCannotBeChangedOrTakenOut()
{
    QVERIFY(join(QStringLiteral("ada"), {}).isOk());
    const QStringList before = trail();
    const auto database = Database::open(m_driver->databasePath(), Database::Access::ReadWrite);
    QVERIFY(database.isOk());
    for (const char *statement :
         {"UPDATE audit SET actor = 'nobody'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 1",
          "REPLACE INTO audit VALUES (1, 1, 'x', 'x', 0, '')"}) {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("A statement failed: .*")));
        QVERIFY2(!(*database)->runOnce(QLatin1String(statement)).isOk(), statement);
    }
    QCOMPARE(trail(), before);
}

void AdministrationStoreTest::trailIsBounded()
{
    for (int i = 0; i < 3; ++i)
        QVERIFY(record({0, root, act::serverStarted, 0, QString::number(i)}).isOk());
    {
        const auto database = Database::open(m_driver->databasePath(), Database::Access::ReadWrite);
        const QString far = QStringLiteral("INSERT INTO audit VALUES (%1, 1, 'far', 'x', 0, '')");
        QVERIFY((*database)->runOnce(far.arg(limits::auditRecordsMax + 1)).isOk());
    }
    // The next one is number auditRecordsMax + 2: the first two are older than the newest auditRecordsMax.
    QVERIFY(record({0, root, act::serverStarted, 0, QStringLiteral("newest")}).isOk());
    const QStringList left{QStringLiteral("uid 0|server.started|0|2"), QStringLiteral("x|far|0|"),
                           QStringLiteral("uid 0|server.started|0|newest")};
    QCOMPARE(trail(), left);
}

void AdministrationStoreTest::inviteIsUsedOnce()
{
    QVERIFY(join(QStringLiteral("ada"), {}).isOk());
    QVERIFY(invite("first").isOk());
    QVERIFY(invite("second").isOk());
    // A name that is taken does not use the invite up.
    QCOMPARE(join(QStringLiteral("ada"), "first").error().code, ErrorCode::NameTaken);
    QVERIFY(join(QStringLiteral("dora"), "first").isOk());
    QCOMPARE(join(QStringLiteral("emil"), "first").error().code, ErrorCode::InviteNeeded);
    QCOMPARE(join(QStringLiteral("emil"), "second", 10'000).error().code, ErrorCode::InviteNeeded);
    QCOMPARE(m_driver->directory()->users.size(), 2);
}

void AdministrationStoreTest::inviteIsUsedOnceInARace()
{
    constexpr int racers = 20;
    QVERIFY(invite("only").isOk());
    int made = 0;
    int refused = 0;
    for (int i = 0; i < racers; ++i) {
        m_driver->store().createUser(newcomer(QStringLiteral("racer%1").arg(i), "only", 5'000),
                                     [&](const Result<UserRecord> &user) {
                                         made += user.isOk();
                                         refused += !user && user.error().code == ErrorCode::InviteNeeded;
                                     });
    }
    QTRY_COMPARE(made + refused, racers);
    QCOMPARE(made, 1);
    QCOMPARE(m_driver->directory()->users.size(), 1);
}

void AdministrationStoreTest::revokedInviteIsWorthless()
{
    QVERIFY(invite("first").isOk());
    QVERIFY(revoke(1).isOk());
    QCOMPARE(join(QStringLiteral("ada"), "first").error().code, ErrorCode::InviteNeeded);
    QCOMPARE(revoke(1).error().code, ErrorCode::Forbidden);
    QVERIFY(invite("second").isOk());
    QVERIFY(join(QStringLiteral("ada"), "second").isOk());
    QCOMPARE(revoke(2).error().code, ErrorCode::Forbidden);
}

void AdministrationStoreTest::inviteTellsWhatBecameOfIt()
{
    for (const char *hash : {"open", "used", "revoked"})
        QVERIFY(invite(hash).isOk());
    QVERIFY(join(QStringLiteral("ada"), "used", 6'000).isOk());
    QVERIFY(revoke(3).isOk());
    const QList<InviteRecord> all = invites();
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(0).revokedMs, 5'000);
    QCOMPARE(all.at(1).usedBy, UserId(1));
    QCOMPARE(all.at(1).usedMs, 6'000);
    QCOMPARE(all.at(2).usedMs, 0);
    QVERIFY(all.at(2).usedBy.isNull());
    for (const InviteRecord &row : all) {
        QCOMPARE(row.madeBy, root.actor);
        QCOMPARE(row.madeMs, 5'000);
        QCOMPARE(row.expiresMs, 10'000);
    }
}

void AdministrationStoreTest::invitesAreBounded()
{
    int made = 0;
    for (int i = 0; i < limits::openInvitesMax; ++i) {
        administration().addInvite({QByteArray::number(i), 10'000, root},
                                   [&made](const Result<InviteRecord> &added) { made += added.isOk(); });
    }
    QTRY_COMPARE(made, limits::openInvitesMax);
    const auto refused = invite("one more");
    QCOMPARE(refused.error().code, ErrorCode::TooLarge);
    QCOMPARE(refused.error().limit, limits::openInvitesMax);
    QVERIFY(revoke(1).isOk());
    QVERIFY(invite("one more").isOk());
    // Long after all have expired they are forgotten.
    const AuditStamp later{root.actor, 10'001 + limits::closedInviteKeptMs};
    const NewInvite late{"late", later.nowMs + 1, later};
    QVERIFY(answerOf<InviteRecord>([&](auto done) { administration().addInvite(late, done); }).isOk());
    QCOMPARE(invites().size(), 1);
}

QTEST_GUILESS_MAIN(AdministrationStoreTest)
#include "tst_administration_store.moc"
