// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Every limit that a client meets says when to try again, and keeps its word: until then the same request is refused,
// from then on it is not. On the real dispatcher and features, with the test's own clock.
#include "common/protocol/names.h"
#include "tests/support/request_world.h"
#include "tests/support/wire_frames.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;
using namespace rookery::test;

namespace {

const QHostAddress office(QStringLiteral("192.168.1.7"));
const QHostAddress elsewhere(QStringLiteral("192.168.1.8"));
const QString password = QStringLiteral("correct horse");

} // namespace

class LimitsTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_world.reset(); }

    void limitSaysWhenAgain_data();
    void limitSaysWhenAgain();
    void stalledStoreBoundsWhatWaits();
    void connectionRateIsPerAddress();
    void lowDiskRefusesWhatGrows_data();
    void lowDiskRefusesWhatGrows();
    void unknownNameAndWrongPasswordAreAlike();
    void raisedCostIsAppliedAtSignIn();
    void lockedSignInIsRecordedOnce();
    void refusalRecordsAreBounded();

private:
    /// A connection that has said hello.
    MemoryTransport *greeted(const QHostAddress &address = office);
    MemoryTransport *signedIn();
    /// The reply; waits for the password hasher where it has to.
    wire::Frame ask(MemoryTransport *transport, wire::Frame frame);
    wire::Error refusal(MemoryTransport *transport, const wire::Frame &frame) { return ask(transport, frame).error(); }
    QList<AuditRecord> trail(QLatin1String act);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<ServerIdentity> m_identity;
    std::unique_ptr<RequestWorld> m_world;
    quint64 m_lastId = 0;
};

void LimitsTableTest::initTestCase()
{
    QLoggingCategory::setFilterRules(QStringLiteral("rookery.*=false"));
    m_folder = std::make_unique<QTemporaryDir>();
    SystemRandomSource random;
    m_identity = ServerIdentity::loadOrCreate(m_folder->path(), random).value();
}

void LimitsTableTest::init()
{
    m_world = std::make_unique<RequestWorld>(*m_identity);
    m_world->settings.registration = wire::REGISTRATION_OPEN;
    for (const char *name : {"ada", "ben"}) {
        NewUser user;
        user.name = QLatin1String(name);
        user.skeleton = nameSkeleton(user.name);
        user.passwordHash = "no hash at all";
        m_world->store.createUser(user, nullptr);
    }
    const QByteArray token(32, 't');
    m_world->store.addToken({UserId(1), QCryptographicHash::hash(token, QCryptographicHash::Sha256), {}, {}, 0},
                            nullptr);
    m_world->store.openDirect(UserId(1), UserId(2), nullptr);
    m_world->store.deliver();
    m_world->loadDirectory();
}

MemoryTransport *LimitsTableTest::greeted(const QHostAddress &address)
{
    MemoryTransport *transport = m_world->connectFrom(address);
    wire::Frame hello;
    hello.mutable_hello();
    if (transport)
        ask(transport, hello);
    return transport;
}

MemoryTransport *LimitsTableTest::signedIn()
{
    MemoryTransport *transport = greeted();
    return ask(transport, resumeFrame(QByteArray(32, 't'))).has_signed_in() ? transport : nullptr;
}

wire::Frame LimitsTableTest::ask(MemoryTransport *transport, wire::Frame frame)
{
    const quint64 id = ++m_lastId;
    frame.set_id(id);
    transport->sent.clear();
    transport->feed(encodeFrame(frame));
    wire::Frame reply;
    const auto isAnswered = [&] {
        m_world->store.deliver();
        for (const wire::Frame &one : std::as_const(transport->sent)) {
            if (one.re() == id)
                reply = one;
        }
        return reply.re() == id;
    };
    if (!QTest::qWaitFor(isAnswered, 30'000))
        reply.mutable_error()->set_code(quint32(ErrorCode::TimedOut));
    return reply;
}

QList<AuditRecord> LimitsTableTest::trail(QLatin1String act)
{
    QList<AuditRecord> found;
    m_world->store.auditTrail(1'000, [&](const Result<QList<AuditRecord>> &records) {
        for (const AuditRecord &row : *records) {
            if (row.act == act)
                found += row;
        }
    });
    m_world->store.deliver();
    return found;
}

void LimitsTableTest::limitSaysWhenAgain_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("within"); // tries until the limit is met, at the most
    QTest::addColumn<ErrorCode>("expected");
    const ErrorCode limited = ErrorCode::RateLimited;
    QTest::newRow("messages a second") << "message" << limits::messageBurst << limited;
    QTest::newRow("bytes a minute") << "long message" << int(limits::messageBytesBurst / limits::messageTextBytes) + 8
                                    << limited;
    QTest::newRow("requests a second") << "ping" << limits::requestBurst << limited;
    QTest::newRow("passwords of an account") << "sign in" << 5 << limited;
    QTest::newRow("passwords from an address") << "sign in as another" << 20 << limited;
    QTest::newRow("invites from an address") << "invite" << 20 << limited;
    QTest::newRow("accounts from an address") << "account" << limits::accountBurst << limited;
    QTest::newRow("disk") << "low disk" << 0 << ErrorCode::DiskFull;
}

void LimitsTableTest::limitSaysWhenAgain()
{
    QFETCH(QString, what);
    QFETCH(int, within);
    QFETCH(ErrorCode, expected);
    int number = 0;
    const bool isStranger = !what.contains(QLatin1String("message")) && what != QLatin1String("low disk");
    MemoryTransport *transport = isStranger ? greeted() : signedIn();
    QVERIFY(transport);
    if (what == QLatin1String("low disk")) {
        m_world->freeBytes = 0;
        m_world->disk.check();
    }
    const auto next = [&]() -> wire::Frame {
        ++number;
        const QString unique = QStringLiteral("n%1").arg(number);
        if (what == QLatin1String("ping"))
            return pingFrame();
        if (what == QLatin1String("sign in"))
            return signInFrame(QStringLiteral("ada"), password);
        if (what == QLatin1String("sign in as another"))
            return signInFrame(unique, password);
        if (what == QLatin1String("account"))
            return accountFrame(unique, password);
        if (what == QLatin1String("invite")) {
            wire::Frame frame = accountFrame(unique, password);
            frame.mutable_create_account()->set_invite("wrong");
            return frame;
        }
        const bool isLong = what == QLatin1String("long message");
        return messageFrame(ConversationId(1), m_world->random.clientId(),
                            QByteArray(isLong ? limits::messageTextBytes : 10, 'x'));
    };
    const auto connectAnew = [&] {
        // One session may make so many requests only; what is counted here is counted over all of them.
        if (isStranger && what != QLatin1String("ping")) {
            transport->end(Error(ErrorCode::Disconnected));
            RequestWorld::endTurn();
            transport = greeted();
        } else if (what == QLatin1String("long message")) {
            m_world->clock.advance(1'000 / limits::messagesPerSecond); // messages a second are not what is met
        }
    };
    wire::Error error;
    int tries = 0;
    for (; tries <= within; ++tries) {
        error = refusal(transport, next());
        if (error.code() == quint32(expected))
            break;
        connectAnew();
        QVERIFY(transport);
    }
    QCOMPARE(error.code(), quint32(expected));
    QVERIFY2(tries >= within - 10, qPrintable(QStringLiteral("met after %1").arg(tries)));
    QVERIFY(error.retry_ms() > 0);
    if (expected == ErrorCode::DiskFull)
        return; // here the promise is to be looked at, not to have room by then
    m_world->clock.advance(error.retry_ms() - 1);
    QCOMPARE(refusal(transport, next()).retry_ms(), 1);
    m_world->clock.advance(1);
    QVERIFY(refusal(transport, next()).code() != quint32(expected));
}

void LimitsTableTest::stalledStoreBoundsWhatWaits()
{
    MemoryTransport *transport = signedIn();
    QVERIFY(transport);
    transport->sent.clear();
    // The store takes what it is given and answers nothing.
    constexpr int beyond = 100;
    for (int i = 0; i < limits::unansweredRequestsMax + beyond; ++i) {
        wire::Frame frame = messageFrame(ConversationId(1), m_world->random.clientId(), "hello");
        frame.set_id(quint64(1'000 + i));
        transport->feed(encodeFrame(frame));
        m_world->clock.advance(1'000 / limits::messagesPerSecond); // slowly enough for its rate
    }
    QCOMPARE(transport->sent.size(), beyond); // refused at once
    for (const wire::Frame &reply : std::as_const(transport->sent)) {
        QCOMPARE(reply.error().code(), quint32(ErrorCode::Busy));
        QVERIFY(reply.error().retry_ms() > 0);
    }
    QCOMPARE(m_world->store.waiting(), size_t(limits::unansweredRequestsMax));
    QVERIFY(greeted(elsewhere)); // nobody else is concerned
    m_world->store.deliver();
    QCOMPARE(transport->sent.size(), beyond + limits::unansweredRequestsMax);
    QVERIFY(ask(transport, messageFrame(ConversationId(1), m_world->random.clientId(), "again")).has_sent());
}

void LimitsTableTest::connectionRateIsPerAddress()
{
    const auto connectOnce = [this](const QHostAddress &address) {
        MemoryTransport *transport = m_world->connectFrom(address);
        if (transport)
            transport->end(Error(ErrorCode::Disconnected));
        RequestWorld::endTurn();
        return transport != nullptr;
    };
    int accepted = 0;
    for (int i = 0; i < 2 * limits::connectionBurst; ++i)
        accepted += connectOnce(office);
    QCOMPARE(accepted, limits::connectionBurst);
    QVERIFY(connectOnce(elsewhere));
    m_world->clock.advance(1'000 / limits::connectionsPerSecond);
    QVERIFY(connectOnce(office));
    QVERIFY(!connectOnce(office));
    // All addresses of one IPv6 network are one host's.
    accepted = 0;
    for (int i = 0; i < 2 * limits::connectionBurst; ++i)
        accepted += connectOnce(QHostAddress(QStringLiteral("2001:db8::%1").arg(i + 1, 0, 16)));
    QCOMPARE(accepted, limits::connectionBurst);
}

void LimitsTableTest::lowDiskRefusesWhatGrows_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("isRefused");
    for (const char *what : {"message", "group", "members", "account", "direct"})
        QTest::newRow(what) << what << true;
    for (const char *what : {"ping", "roster", "history", "sync", "cursor", "typing", "presence", "leave", "resume"})
        QTest::newRow(what) << what << false;
}

void LimitsTableTest::lowDiskRefusesWhatGrows()
{
    QFETCH(QString, what);
    QFETCH(bool, isRefused);
    MemoryTransport *transport = signedIn();
    const wire::Frame made = ask(transport, groupFrame(QStringLiteral("Birds"), {}, m_world->random.clientId()));
    const quint64 group = made.conversation().id();
    QVERIFY(group > 0);
    m_world->freeBytes = 0;
    m_world->disk.check();
    wire::Frame frame;
    if (what == QLatin1String("message"))
        frame = messageFrame(ConversationId(1), m_world->random.clientId(), "hello");
    else if (what == QLatin1String("group"))
        frame = groupFrame(QStringLiteral("More"), {}, m_world->random.clientId());
    else if (what == QLatin1String("members")) {
        frame.mutable_add_members()->set_conversation_id(group);
        frame.mutable_add_members()->add_user_ids(2);
    } else if (what == QLatin1String("direct"))
        frame.mutable_open_direct()->set_user_id(2);
    else if (what == QLatin1String("ping"))
        frame = pingFrame();
    else if (what == QLatin1String("roster"))
        frame.mutable_get_roster();
    else if (what == QLatin1String("history"))
        frame = historyFrame(ConversationId(1), 0, 50);
    else if (what == QLatin1String("sync"))
        frame.mutable_sync();
    else if (what == QLatin1String("cursor"))
        frame.mutable_set_cursor()->set_conversation_id(group);
    else if (what == QLatin1String("typing"))
        frame.mutable_set_typing()->set_conversation_id(group);
    else if (what == QLatin1String("presence"))
        frame.mutable_set_presence()->set_state(wire::PRESENCE_AWAY);
    else if (what == QLatin1String("leave"))
        frame.mutable_leave_group()->set_conversation_id(group);
    if (what == QLatin1String("account") || what == QLatin1String("resume"))
        transport = greeted();
    if (what == QLatin1String("account"))
        frame = accountFrame(QStringLiteral("zoe"), password);
    else if (what == QLatin1String("resume"))
        frame = resumeFrame(QByteArray(32, 't'));
    QCOMPARE(refusal(transport, frame).code(), isRefused ? quint32(ErrorCode::DiskFull) : 0U);
    m_world->freeBytes = 2 * limits::mebibyte;
    m_world->disk.check();
    QVERIFY(refusal(transport, frame).code() != quint32(ErrorCode::DiskFull));
}

void LimitsTableTest::unknownNameAndWrongPasswordAreAlike()
{
    // Neither is answered before a password has been hashed, and both count alike.
    QList<wire::Frame> replies;
    for (const char *name : {"ada", "nobody"}) {
        MemoryTransport *transport = greeted();
        wire::Frame frame = signInFrame(QLatin1String(name), password);
        frame.set_id(++m_lastId);
        transport->sent.clear();
        transport->feed(encodeFrame(frame));
        m_world->store.deliver();
        QVERIFY(transport->sent.isEmpty());
        QTRY_VERIFY(!transport->sent.isEmpty());
        replies += transport->sent.first();
        replies.last().clear_re();
    }
    QCOMPARE(replies.first().SerializeAsString(), replies.last().SerializeAsString());
    QCOMPARE(replies.first().error().code(), quint32(ErrorCode::BadCredentials));
    for (const char *name : {"ada", "nobody"}) {
        for (int i = 0; i < 4; ++i)
            QCOMPARE(refusal(greeted(elsewhere), signInFrame(QLatin1String(name), password)).code(),
                     quint32(ErrorCode::BadCredentials));
        QCOMPARE(refusal(greeted(elsewhere), signInFrame(QLatin1String(name), password)).retry_ms(), 1'000);
    }
}

void LimitsTableTest::raisedCostIsAppliedAtSignIn()
{
    constexpr PasswordCost cheaper{2, 8 * 1'024}; // another cost than the server's, that is what counts
    PasswordHasher earlier(m_identity->pepper(), &m_world->home, cheaper);
    QByteArray old;
    earlier.hash(password, [&old](const Result<QByteArray> &hash) { old = *hash; });
    QTRY_VERIFY(!old.isEmpty());
    NewUser cleo;
    cleo.name = QStringLiteral("cleo");
    cleo.skeleton = nameSkeleton(cleo.name);
    cleo.passwordHash = old;
    m_world->store.createUser(cleo, [this](const Result<UserRecord> &made) { m_world->directory.put(*made); });
    const auto stored = [&] {
        QByteArray hash;
        m_world->store.findCredentials(cleo.skeleton, [&hash](const Result<std::optional<Credentials>> &found) {
            hash = (*found)->passwordHash;
        });
        m_world->store.deliver();
        return hash;
    };
    QVERIFY(m_world->hasher.needsRehash(stored()));
    const wire::Frame in = ask(greeted(), signInFrame(cleo.name, password));
    QVERIFY(in.has_signed_in());
    QTRY_VERIFY(stored() != old);
    const QByteArray renewed = stored();
    QVERIFY(!m_world->hasher.needsRehash(renewed));
    // It is the same password, and whoever is signed in stays so.
    QVERIFY(ask(greeted(), resumeFrame(toBytes(in.signed_in().token()))).has_signed_in());
    QVERIFY(ask(greeted(), signInFrame(cleo.name, password)).has_signed_in());
    QCOMPARE(stored(), renewed);
    QVERIFY(trail(act::passwordReset).isEmpty());
    // One that was changed while the other was being hashed stays changed.
    UserChange late;
    late.rehash = Rehash{old, "the old password again"};
    m_world->store.changeUser(UserId(in.signed_in().self().id()), late, nullptr);
    QCOMPARE(stored(), renewed);
}

void LimitsTableTest::lockedSignInIsRecordedOnce()
{
    for (const char *name : {"ada", "my secret typed into the wrong field"}) {
        for (int i = 0; i < 12; ++i)
            refusal(greeted(), signInFrame(QLatin1String(name), password));
        m_world->clock.advance(20 * 60'000);
        for (Session *session : m_world->sessions.all())
            session->checkSilence();
        RequestWorld::endTurn();
    }
    const QList<AuditRecord> records = trail(act::signInRefused);
    QCOMPARE(records.size(), 2);
    QCOMPARE(records.first().subject, 1);
    QCOMPARE(records.first().by.actor, QStringLiteral("address 192.168.1.7"));
    QCOMPARE(records.last().subject, 0);
    for (const AuditRecord &row : records)
        QVERIFY(!(row.detail + row.by.actor).contains(QLatin1String("secret")));
}

void LimitsTableTest::refusalRecordsAreBounded()
{
    for (int account = 0; account < 3 * limits::auditRefusalsPerHour; ++account) {
        const QByteArray skeleton = nameSkeleton(QStringLiteral("user%1").arg(account));
        const QHostAddress address(quint32(0x0a000000 + account));
        for (int i = 0; i < 5; ++i)
            m_world->throttle.failed(skeleton, address);
        const wire::Error error = refusal(greeted(address),
                                          signInFrame(QStringLiteral("user%1").arg(account), password));
        QCOMPARE(error.code(), quint32(ErrorCode::RateLimited));
    }
    QCOMPARE(trail(act::signInRefused).size(), limits::auditRefusalsPerHour);
}

QTEST_GUILESS_MAIN(LimitsTableTest)
#include "tst_limits_table.moc"
