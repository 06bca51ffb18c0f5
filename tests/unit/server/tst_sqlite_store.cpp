// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/seeded_random.h"
#include "tests/support/store_driver.h"

#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

QList<quint64> seqsOf(const QList<wire::Event> &events)
{
    QList<quint64> seqs;
    for (const wire::Event &event : events)
        seqs += event.seq();
    return seqs;
}

QList<quint64> range(quint64 first, quint64 last)
{
    QList<quint64> numbers;
    for (quint64 number = first; number <= last; ++number)
        numbers += number;
    return numbers;
}

} // namespace

class SqliteStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_driver.reset(); }

    void whatWasAcknowledgedIsThereAfterReopening();
    void sequencesHaveNoGapsHoweverConversationsMix();
    void repeatedMessageIsStoredOnce();
    void repeatIsAnsweredAfterTheSenderLeft();
    void strangersCannotWrite();
    void callbacksComeInCommitOrder();
    void answeredJobHoldsNoCallback();
    void failedJobTakesNothingElseWithIt();
    void groupIsMadeOnceForAClientId();
    void directConversationIsTheSameBothWays();
    void newMembersStartAtTheEnd();
    void leavingGroupHandsOnOwnership();
    void membershipRulesHold();
    void cursorsOnlyMoveForward();
    void missedBringsTheNewestAndCountsUnread();
    void missedIsBounded();
    void historyPages_data();
    void historyPages();
    void historyPageIsCutAtItsBytes();
    void usersAreUniqueBySkeleton();
    void passwordChangeOrDisablingEndsTokens();
    void tokensOfAPersonAreBounded();
    void statisticsCount();

private:
    ClientId nextId() { return m_random.clientId(); }

    SeededRandom m_random{7};
    std::unique_ptr<StoreDriver> m_driver;
    UserId m_ada;
    UserId m_ben;
    UserId m_cleo;
};

void SqliteStoreTest::init()
{
    m_driver = std::make_unique<StoreDriver>();
    m_ada = m_driver->addUser(QStringLiteral("ada"));
    m_ben = m_driver->addUser(QStringLiteral("ben"));
    m_cleo = m_driver->addUser(QStringLiteral("cleo"));
    QVERIFY(!m_cleo.isNull());
}

void SqliteStoreTest::whatWasAcknowledgedIsThereAfterReopening()
{
    const auto group = m_driver->addGroup(m_ada, {m_ben}, nextId());
    QVERIFY(group.isOk());
    const ClientId id = nextId();
    QVERIFY(m_driver->say(group->conversation.id, m_ben, id, "hello").isOk());
    m_driver->close();
    m_driver->open();

    const auto page = m_driver->history(group->conversation.id, 0, 0, 50);
    QVERIFY(page.isOk());
    QCOMPARE(seqsOf(page->events), range(1, 2));
    QCOMPARE(page->events.first().group_created().title(), std::string("Birds"));
    QCOMPARE(page->events.first().group_created().member_ids_size(), 2);
    const wire::Event &said = page->events.last();
    QCOMPARE(said.message().text(), std::string("hello"));
    QCOMPARE(said.sender_id(), m_ben.value);
    QCOMPARE(said.time_ms(), 3'000);
    QCOMPARE(said.client_id(), id.bytes().toStdString());

    const auto directory = m_driver->directory();
    QVERIFY(directory.isOk());
    QCOMPARE(directory->users.size(), 3);
    QCOMPARE(directory->users.first().name, QStringLiteral("ada"));
    QCOMPARE(directory->conversations.size(), 1);
    QCOMPARE(directory->conversations.first().lastSeq, 2);
    QCOMPARE(directory->conversations.first().members.size(), 2);
    QCOMPARE(directory->conversations.first().members.first().role, wire::MEMBER_ROLE_OWNER);
}

void SqliteStoreTest::sequencesHaveNoGapsHoweverConversationsMix()
{
    QList<ConversationId> groups;
    for (int i = 0; i < 3; ++i)
        groups += m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    QHash<ConversationId, quint64> newest;
    int answered = 0;
    int refused = 0;
    constexpr int messages = 900;
    for (int i = 0; i < messages; ++i) {
        const ConversationId group = groups.at(m_random.below(3));
        const bool isStranger = m_random.below(10) == 0;
        const NewMessage message = StoreDriver::message(group, isStranger ? m_cleo : m_ada, nextId(),
                                                        "message " + std::to_string(i));
        m_driver->store().append(message, [&, group, isStranger](const Result<Appended> &appended) {
            ++answered;
            refused += appended.isOk() ? 0 : 1;
            QCOMPARE(appended.isOk(), !isStranger);
            if (!appended)
                return;
            // Each group has its first event, seq 1, from its making.
            QCOMPARE(appended->event.seq(), newest.value(group, 1) + 1);
            newest.insert(group, appended->event.seq());
        });
        if (i % 100 == 50) {
            // Conversations change in the same transactions; one of these is refused and rolled back.
            m_driver->store().leaveGroup(group, m_cleo, 1, nullptr);
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(answered, messages, 60'000);
    QVERIFY(refused > 0);
    quint64 total = 0;
    for (const ConversationId group : std::as_const(groups)) {
        QList<quint64> seqs;
        do {
            const auto page = m_driver->history(group, seqs.value(0), 0, 200);
            QVERIFY(page.isOk() && !page->events.isEmpty());
            QCOMPARE(page->lastSeq, newest.value(group));
            seqs = seqsOf(page->events) + seqs;
        } while (seqs.first() > 1);
        QCOMPARE(seqs, range(1, newest.value(group)));
        total += newest.value(group) - 1;
    }
    QCOMPARE(total, quint64(messages - refused));
}

void SqliteStoreTest::repeatedMessageIsStoredOnce()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    const ConversationId other = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    const ClientId id = nextId();
    const auto first = m_driver->say(group, m_ada, id, "once");
    QVERIFY(first.isOk() && !first->repeated);
    for (int i = 0; i < 3; ++i) {
        const auto again = m_driver->say(group, m_ada, id, "once");
        QVERIFY(again.isOk());
        QVERIFY(again->repeated);
        QCOMPARE(again->event.SerializeAsString(), first->event.SerializeAsString());
    }
    QCOMPARE(m_driver->say(group, m_ada, id, "twice").error().code, ErrorCode::ClientIdReused);
    QCOMPARE(m_driver->say(other, m_ada, id, "once").error().code, ErrorCode::ClientIdReused);
    // The id is the sender's own: somebody else may happen to use it.
    QVERIFY(!m_driver->say(group, m_ben, id, "once")->repeated);
    QCOMPARE(m_driver->history(group, 0, 0, 50)->events.size(), 3);
    QCOMPARE(m_driver->say(group, m_ada, ClientId(QByteArray("short")), "x").error().code, ErrorCode::Malformed);
}

void SqliteStoreTest::repeatIsAnsweredAfterTheSenderLeft()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    const ClientId id = nextId();
    const auto first = m_driver->say(group, m_ben, id, "bye");
    QVERIFY(
        answerOf<ConversationUpdate>([&](auto done) { m_driver->store().leaveGroup(group, m_ben, 1, done); }).isOk());
    const auto again = m_driver->say(group, m_ben, id, "bye");
    QVERIFY(again.isOk() && again->repeated);
    QCOMPARE(again->event.seq(), first->event.seq());
    QCOMPARE(m_driver->say(group, m_ben, nextId(), "still here").error().code, ErrorCode::NotMember);
}

void SqliteStoreTest::strangersCannotWrite()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    QCOMPARE(m_driver->say(group, m_cleo, nextId(), "hi").error().code, ErrorCode::NotMember);
    QCOMPARE(m_driver->say(ConversationId(99), m_ada, nextId(), "hi").error().code, ErrorCode::NotFound);
    QCOMPARE(m_driver->history(ConversationId(99), 0, 0, 10).error().code, ErrorCode::NotFound);
}

void SqliteStoreTest::callbacksComeInCommitOrder()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    QList<int> order;
    constexpr int count = 2500; // more than one transaction takes
    for (int i = 0; i < count; ++i) {
        if (i % 7 == 3)
            m_driver->store().setCursor(group, m_ben, 1, 1, [&order, i](const Result<Done> &) { order += i; });
        else
            m_driver->store().append(StoreDriver::message(group, m_ada, nextId(), "x"),
                                     [&order, i](const Result<Appended> &) { order += i; });
    }
    QTRY_COMPARE_WITH_TIMEOUT(order.size(), count, 60'000);
    for (int i = 0; i < count; ++i)
        QCOMPARE(order.at(i), i);
}

void SqliteStoreTest::answeredJobHoldsNoCallback()
{
    // The thread that posted the job may be the last to let go of it, and is no place for what a callback holds.
    auto held = std::make_shared<int>(0);
    const std::weak_ptr<int> seen = held;
    TypedJob<int, int> job([](int &context) { return Result<int>(context); },
                           [held = std::move(held)](const Result<int> &answer) { *held = *answer; });
    int context = 7;
    QVERIFY(job.run(context));
    QVERIFY(!seen.expired());
    job.deliver();
    QVERIFY(seen.expired());
}

void SqliteStoreTest::failedJobTakesNothingElseWithIt()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    std::optional<Result<Appended>> before;
    std::optional<Result<ConversationUpdate>> failed;
    std::optional<Result<Appended>> after;
    SqliteStore &store = m_driver->store();
    store.append(StoreDriver::message(group, m_ada, nextId(), "before"), [&](auto result) { before = result; });
    // Cleo is put in first and taken out again, because user 99 does not exist.
    store.addMembers(group, m_ada, {m_cleo, UserId(99)}, 1, [&](auto result) { failed = result; });
    store.append(StoreDriver::message(group, m_ada, nextId(), "after"), [&](auto result) { after = result; });
    QTRY_VERIFY(after.has_value());
    QCOMPARE((*before)->event.seq(), 2);
    QCOMPARE(failed->error().code, ErrorCode::NotFound);
    QCOMPARE((*after)->event.seq(), 3);
    QCOMPARE(m_driver->directory()->conversations.first().members.size(), 2);
    QCOMPARE(m_driver->directory()->conversations.first().lastSeq, 3);
}

void SqliteStoreTest::groupIsMadeOnceForAClientId()
{
    const ClientId id = nextId();
    const auto first = m_driver->addGroup(m_ada, {m_ben, m_cleo, m_ben}, id);
    QVERIFY(first.isOk() && first->event);
    QCOMPARE(first->event->seq(), 1);
    QCOMPARE(first->conversation.members.size(), 3);
    const auto again = m_driver->addGroup(m_ada, {m_cleo, m_ben}, id);
    QVERIFY(again.isOk());
    QVERIFY(!again->event);
    QCOMPARE(again->conversation.id, first->conversation.id);
    QCOMPARE(m_driver->addGroup(m_ada, {m_ben}, id).error().code, ErrorCode::ClientIdReused);
    QCOMPARE(m_driver->addGroup(m_ada, {m_ben, m_cleo}, id, QStringLiteral("Fish")).error().code,
             ErrorCode::ClientIdReused);
    QCOMPARE(m_driver->addGroup(m_ada, {UserId(99)}, nextId()).error().code, ErrorCode::NotFound);
    QCOMPARE(m_driver->directory()->conversations.size(), 1);
}

void SqliteStoreTest::directConversationIsTheSameBothWays()
{
    const auto open = [this](UserId first, UserId second) {
        return answerOf<ConversationUpdate>([&](auto done) { m_driver->store().openDirect(first, second, done); });
    };
    const auto one = open(m_ada, m_ben);
    const auto two = open(m_ben, m_ada);
    QVERIFY(one.isOk() && two.isOk());
    QVERIFY(!one->event && !two->event);
    QCOMPARE(one->conversation.id, two->conversation.id);
    QCOMPARE(one->conversation.members.size(), 2);
    QVERIFY(open(m_ada, m_cleo)->conversation.id != one->conversation.id);
    QCOMPARE(open(m_ada, m_ada).error().code, ErrorCode::Malformed);
    QCOMPARE(open(m_ada, UserId(99)).error().code, ErrorCode::NotFound);
    QCOMPARE(m_driver->say(one->conversation.id, m_ben, nextId(), "hi")->event.seq(), 1);
}

void SqliteStoreTest::newMembersStartAtTheEnd()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    QVERIFY(m_driver->say(group, m_ada, nextId(), "old news").isOk());
    const auto added = answerOf<ConversationUpdate>([&](auto done) {
        m_driver->store().addMembers(group, m_ben, {m_ben, m_cleo}, 9, done);
    });
    QVERIFY(added.isOk() && added->event);
    QCOMPARE(added->event->seq(), 3);
    QCOMPARE(added->event->members_added().user_ids_size(), 1);
    QCOMPARE(added->event->members_added().user_ids(0), m_cleo.value);
    QCOMPARE(added->conversation.members.last().readSeq, 2);
    const auto nobodyNew = answerOf<ConversationUpdate>(
        [&](auto done) { m_driver->store().addMembers(group, m_ben, {m_cleo}, 9, done); });
    QVERIFY(nobodyNew.isOk() && !nobodyNew->event);
    const auto missed = answerOf<Missed>([&](auto done) { m_driver->store().missed(m_cleo, {}, 50, done); });
    QCOMPARE(missed->unread.value(group), 0);
}

void SqliteStoreTest::leavingGroupHandsOnOwnership()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_cleo, m_ben}, nextId())->conversation.id;
    const auto left = answerOf<ConversationUpdate>(
        [&](auto done) { m_driver->store().leaveGroup(group, m_ada, 5, done); });
    QVERIFY(left.isOk() && left->event);
    QCOMPARE(left->event->member_left().user_id(), m_ada.value);
    QCOMPARE(left->conversation.members.size(), 2);
    QCOMPARE(left->conversation.members.first().user, m_ben);
    QCOMPARE(left->conversation.members.first().role, wire::MEMBER_ROLE_OWNER);
    QCOMPARE(left->conversation.members.last().role, wire::MEMBER_ROLE_MEMBER);
    const auto ordinary = answerOf<ConversationUpdate>(
        [&](auto done) { m_driver->store().leaveGroup(group, m_cleo, 5, done); });
    QCOMPARE(ordinary->conversation.members.first().role, wire::MEMBER_ROLE_OWNER);
    const auto last = answerOf<ConversationUpdate>(
        [&](auto done) { m_driver->store().leaveGroup(group, m_ben, 5, done); });
    QVERIFY(last.isOk() && last->conversation.members.isEmpty());
    QCOMPARE(last->conversation.lastSeq, 4);
}

void SqliteStoreTest::membershipRulesHold()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    const auto direct = answerOf<ConversationUpdate>(
        [&](auto done) { m_driver->store().openDirect(m_ada, m_ben, done); });
    const auto add = [this](ConversationId conversation, UserId actor) {
        return answerOf<ConversationUpdate>(
                   [&](auto done) { m_driver->store().addMembers(conversation, actor, {m_cleo}, 1, done); })
            .error()
            .code;
    };
    QCOMPARE(add(group, m_cleo), ErrorCode::NotMember);
    QCOMPARE(add(direct->conversation.id, m_ada), ErrorCode::Forbidden);
    QCOMPARE(add(ConversationId(99), m_ada), ErrorCode::NotFound);
    const auto leave = answerOf<ConversationUpdate>(
        [&](auto done) { m_driver->store().leaveGroup(direct->conversation.id, m_ada, 1, done); });
    QCOMPARE(leave.error().code, ErrorCode::Forbidden);
}

void SqliteStoreTest::cursorsOnlyMoveForward()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    for (int i = 0; i < 9; ++i)
        QVERIFY(m_driver->say(group, m_ada, nextId(), "x").isOk());
    const auto move = [this, group](UserId user, quint64 delivered, quint64 read) {
        return answerOf<Done>([&](auto done) { m_driver->store().setCursor(group, user, delivered, read, done); });
    };
    const auto bens = [this] { return m_driver->directory()->conversations.first().members.last(); };
    QVERIFY(move(m_ben, 7, 4).isOk());
    QCOMPARE(bens().deliveredSeq, 7);
    QCOMPARE(bens().readSeq, 4);
    QVERIFY(move(m_ben, 3, 2).isOk());
    QCOMPARE(bens().deliveredSeq, 7);
    QCOMPARE(bens().readSeq, 4);
    QVERIFY(move(m_ben, 0, 9).isOk());
    QCOMPARE(bens().deliveredSeq, 9);
    QCOMPARE(bens().readSeq, 9);
    QVERIFY(move(m_ben, 500, 500).isOk());
    QCOMPARE(bens().readSeq, 10); // never beyond the newest event
    QCOMPARE(move(m_cleo, 1, 1).error().code, ErrorCode::NotMember);
}

void SqliteStoreTest::missedBringsTheNewestAndCountsUnread()
{
    const ConversationId busy = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    const ConversationId known = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    const ConversationId foreign = m_driver->addGroup(m_ada, {m_cleo}, nextId())->conversation.id;
    for (int i = 0; i < 30; ++i)
        QVERIFY(m_driver->say(busy, i % 3 == 0 ? m_ben : m_ada, nextId(), std::to_string(i)).isOk());
    QVERIFY(m_driver->say(known, m_ada, nextId(), "seen").isOk());
    QVERIFY(m_driver->say(foreign, m_ada, nextId(), "secret").isOk());
    QVERIFY(answerOf<Done>([&](auto done) { m_driver->store().setCursor(busy, m_ben, 0, 11, done); }).isOk());

    const auto missed = answerOf<Missed>([&](auto done) {
        m_driver->store().missed(m_ben, {{busy, 5}, {known, 2}}, 20, done);
    });
    QVERIFY(missed.isOk());
    QCOMPARE(missed->unread.size(), 2);
    // Events 12 to 31 are messages 10 to 29; a third of them are Ben's own.
    QCOMPARE(missed->unread.value(busy), 14);
    QCOMPARE(missed->unread.value(known), 1);
    QCOMPARE(seqsOf(missed->events), range(12, 31));
    const auto all = answerOf<Missed>([&](auto done) { m_driver->store().missed(m_ben, {}, 50, done); });
    QCOMPARE(all->events.size(), 31 + 2);
    const auto few = answerOf<Missed>([&](auto done) { m_driver->store().missed(m_ben, {{busy, 29}}, 50, done); });
    QCOMPARE(few->events.size(), 2 + 2);
}

void SqliteStoreTest::missedIsBounded()
{
    const std::string large(16 * 1024, 'x');
    QList<ConversationId> groups;
    for (int i = 0; i < 4; ++i) {
        groups += m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
        for (int j = 0; j < 20; ++j)
            m_driver->store().append(StoreDriver::message(groups.last(), m_ada, nextId(), large), nullptr);
    }
    QVERIFY(m_driver->say(groups.last(), m_ada, nextId(), "end").isOk());
    const auto missed = answerOf<Missed>([&](auto done) { m_driver->store().missed(m_ben, {}, 50, done); });
    QVERIFY(missed.isOk());
    QCOMPARE(missed->unread.size(), 4);
    size_t bytes = 0;
    QHash<ConversationId, QList<quint64>> tails;
    for (const wire::Event &event : missed->events) {
        bytes += event.ByteSizeLong();
        tails[ConversationId(event.conversation_id())] += event.seq();
    }
    QVERIFY(bytes <= size_t(768 * 1024));
    QVERIFY(bytes > size_t(700 * 1024));
    for (auto tail = tails.cbegin(); tail != tails.cend(); ++tail) {
        const quint64 newest = tail.key() == groups.last() ? 22 : 21;
        QCOMPARE(*tail, range(newest - quint64(tail->size()) + 1, newest)); // no holes at the end
    }
}

void SqliteStoreTest::historyPages_data()
{
    QTest::addColumn<quint64>("before");
    QTest::addColumn<quint64>("after");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QList<quint64>>("expected");
    QTest::newRow("newest") << quint64(0) << quint64(0) << 5 << range(27, 31);
    QTest::newRow("before") << quint64(10) << quint64(0) << 4 << range(6, 9);
    QTest::newRow("before, beginning") << quint64(3) << quint64(0) << 10 << range(1, 2);
    QTest::newRow("before the first") << quint64(1) << quint64(0) << 10 << QList<quint64>();
    QTest::newRow("before wins") << quint64(10) << quint64(20) << 2 << range(8, 9);
    QTest::newRow("after") << quint64(0) << quint64(10) << 4 << range(11, 14);
    QTest::newRow("after, end") << quint64(0) << quint64(29) << 10 << range(30, 31);
    QTest::newRow("after the last") << quint64(0) << quint64(31) << 10 << QList<quint64>();
    QTest::newRow("before what no log reaches") << ~quint64(0) << quint64(0) << 2 << range(30, 31);
    QTest::newRow("after what no log reaches") << quint64(0) << ~quint64(0) << 2 << QList<quint64>();
    QTest::newRow("limit of nothing gives one") << quint64(0) << quint64(0) << 0 << range(31, 31);
    QTest::newRow("limit too large") << quint64(0) << quint64(0) << 1'000'000 << range(1, 31);
}

void SqliteStoreTest::historyPages()
{
    QFETCH(quint64, before);
    QFETCH(quint64, after);
    QFETCH(int, limit);
    QFETCH(QList<quint64>, expected);
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    for (int i = 0; i < 30; ++i)
        m_driver->store().append(StoreDriver::message(group, m_ada, nextId(), "x"), nullptr);
    QVERIFY(answerOf<Done>([&](auto done) { m_driver->store().setCursor(group, m_ada, 1, 1, done); }).isOk());
    const auto page = m_driver->history(group, before, after, limit);
    QVERIFY(page.isOk());
    QCOMPARE(seqsOf(page->events), expected);
    QCOMPARE(page->lastSeq, 31);
}

void SqliteStoreTest::historyPageIsCutAtItsBytes()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    const std::string large(16 * 1024, 'x');
    for (int i = 0; i < 100; ++i)
        m_driver->store().append(StoreDriver::message(group, m_ada, nextId(), large), nullptr);
    QVERIFY(m_driver->say(group, m_ada, nextId(), "end").isOk());
    const auto newest = m_driver->history(group, 0, 0, 200);
    QVERIFY(newest->events.size() > 40 && newest->events.size() < 50);
    QCOMPARE(newest->events.last().seq(), 102);
    const auto oldest = m_driver->history(group, 0, 1, 200);
    QVERIFY(oldest->events.size() > 40 && oldest->events.size() < 50);
    QCOMPARE(oldest->events.first().seq(), 2);
}

void SqliteStoreTest::usersAreUniqueBySkeleton()
{
    NewUser twin = StoreDriver::person(QStringLiteral("Ada"));
    twin.skeleton = "ada";
    QCOMPARE(answerOf<UserRecord>([&](auto done) { m_driver->store().createUser(twin, done); }).error().code,
             ErrorCode::NameTaken);
    const auto found = answerOf<std::optional<Credentials>>(
        [&](auto done) { m_driver->store().findCredentials("ada", done); });
    QVERIFY(found.isOk() && found.value());
    QCOMPARE((*found)->user.id, m_ada);
    QCOMPARE((*found)->passwordHash, QByteArray("hash of ada"));
    const auto nobody = answerOf<std::optional<Credentials>>(
        [&](auto done) { m_driver->store().findCredentials("zoe", done); });
    QVERIFY(nobody.isOk() && !nobody.value());
    m_driver->store().setLastSeen(m_ada, 4711);
    UserChange change;
    change.displayName = QStringLiteral("Ada L.");
    change.role = wire::SERVER_ROLE_OWNER;
    const auto changed = answerOf<UserRecord>([&](auto done) { m_driver->store().changeUser(m_ada, change, done); });
    QVERIFY(changed.isOk());
    QCOMPARE(changed->displayName, QStringLiteral("Ada L."));
    QCOMPARE(changed->role, wire::SERVER_ROLE_OWNER);
    QCOMPARE(changed->lastSeenMs, 4711);
    QCOMPARE(
        answerOf<UserRecord>([&](auto done) { m_driver->store().changeUser(UserId(99), change, done); }).error().code,
        ErrorCode::NotFound);
}

void SqliteStoreTest::passwordChangeOrDisablingEndsTokens()
{
    const auto add = [this](const QByteArray &hash) {
        return answerOf<Done>([&](auto done) {
            m_driver->store().addToken({m_ada, hash, "device", QStringLiteral("pc"), 1}, done);
        });
    };
    const auto owner = [this](const QByteArray &hash) {
        return answerOf<std::optional<UserId>>([&](auto done) { m_driver->store().findToken(hash, done); }).value();
    };
    QVERIFY(add("t1").isOk());
    QVERIFY(add("t2").isOk());
    QCOMPARE(owner("t1"), std::optional(m_ada));
    QVERIFY(answerOf<Done>([&](auto done) { m_driver->store().removeToken("t1", done); }).isOk());
    QVERIFY(!owner("t1"));
    UserChange password;
    password.passwordHash = "new";
    QVERIFY(answerOf<UserRecord>([&](auto done) { m_driver->store().changeUser(m_ada, password, done); }).isOk());
    QVERIFY(!owner("t2"));
    QVERIFY(add("t3").isOk());
    UserChange disabling;
    disabling.disabled = true;
    QVERIFY(answerOf<UserRecord>([&](auto done) { m_driver->store().changeUser(m_ada, disabling, done); }).isOk());
    QVERIFY(!owner("t3"));
    QCOMPARE(add("t4").error().code, ErrorCode::AccountDisabled);
}

void SqliteStoreTest::tokensOfAPersonAreBounded()
{
    for (int i = 0; i < 40; ++i) {
        QVERIFY(answerOf<Done>([&](auto done) {
                    m_driver->store().addToken({m_ada, "token" + QByteArray::number(i), "d", QString(), i}, done);
                }).isOk());
    }
    const auto isKnown = [this](int i) {
        return answerOf<std::optional<UserId>>(
                   [&](auto done) { m_driver->store().findToken("token" + QByteArray::number(i), done); })
            .value()
            .has_value();
    };
    QVERIFY(isKnown(39));
    QVERIFY(isKnown(8));
    QVERIFY(!isKnown(7));
}

void SqliteStoreTest::statisticsCount()
{
    const ConversationId group = m_driver->addGroup(m_ada, {m_ben}, nextId())->conversation.id;
    const ClientId id = nextId();
    QVERIFY(m_driver->say(group, m_ada, id, "x").isOk());
    QVERIFY(m_driver->say(group, m_ada, id, "x").isOk());
    const auto statistics = answerOf<StoreStatistics>([&](auto done) { m_driver->store().statistics(done); });
    QVERIFY(statistics.isOk());
    QCOMPARE(statistics->users, 3);
    QCOMPARE(statistics->conversations, 1);
    QCOMPARE(statistics->events, 2);
    QCOMPARE(statistics->appended, 1);
    QCOMPARE(statistics->commits, 6);
    QVERIFY(statistics->databaseBytes > 0);
}

QTEST_GUILESS_MAIN(SqliteStoreTest)
#include "tst_sqlite_store.moc"
