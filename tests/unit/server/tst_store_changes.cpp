// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Edits, recalls, roles and removals in the store: who may, what is left of the text, and that a repeat is one.
#include "tests/support/seeded_random.h"
#include "tests/support/store_driver.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace rookery;
using namespace rookery::server;

namespace {

constexpr qint64 storedMs = 3'000; // StoreDriver::message
constexpr qint64 allowedMs = 120'000;

} // namespace

class StoreChangesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_driver.reset(); }

    void editIsAnEventAndTheOriginalStays();
    void recallTakesTheTextAwayEverywhere();
    void recalledTextIsNotInTheFile();
    void repeatsGetTheSameSeqAlsoAfterARecall();
    void sameIdForSomethingElseIsRefused();
    void targetMustBeAMessageOfTheConversation_data();
    void targetMustBeAMessageOfTheConversation();
    void recallEndsAfterItsTime_data();
    void recallEndsAfterItsTime();
    void roleDecides_data();
    void roleDecides();
    void ownershipIsHandedOver();
    void whoFollowsAnOwner_data();
    void whoFollowsAnOwner();
    void sameRoleAgainChangesNothing();
    void rolesSurviveReopening();

private:
    MessageChange edit(UserId sender, quint64 target, const std::string &text)
    {
        return {m_group, sender, m_random.clientId(), target, text, 0, storedMs + 1};
    }
    MessageChange recall(UserId sender, quint64 target, qint64 afterMs = 1)
    {
        return {m_group, sender, m_random.clientId(), target, std::nullopt, allowedMs, storedMs + afterMs};
    }
    Result<Appended> apply(const MessageChange &change)
    {
        return answerOf<Appended>([&](auto done) { m_driver->store().changeMessage(change, done); });
    }
    Result<ConversationUpdate> apply(UserId actor, UserId user, std::optional<wire::MemberRole> role)
    {
        return answerOf<ConversationUpdate>([&](auto done) {
            m_driver->store().changeMember({m_group, actor, user, role, 9}, done);
        });
    }
    quint64 say(UserId sender, const std::string &text)
    {
        const auto said = m_driver->say(m_group, sender, m_random.clientId(), text);
        return said ? said->event.seq() : 0;
    }
    wire::Event eventAt(quint64 seq)
    {
        const auto page = m_driver->history(m_group, seq + 1, 0, 1);
        return page && page->events.size() == 1 ? page->events.first() : wire::Event();
    }
    wire::MemberRole roleOf(UserId user)
    {
        const DirectoryRecords records = m_driver->directory().value();
        for (const ConversationRecord &conversation : records.conversations) {
            for (const MemberRecord &member : conversation.members) {
                if (conversation.id == m_group && member.user == user)
                    return member.role;
            }
        }
        return wire::MemberRole(-1);
    }

    SeededRandom m_random{11};
    std::unique_ptr<StoreDriver> m_driver;
    UserId m_ada; ///< Owner.
    UserId m_ben;
    UserId m_cleo;
    UserId m_dora; ///< Not in the group.
    ConversationId m_group;
};

void StoreChangesTest::init()
{
    m_driver = std::make_unique<StoreDriver>();
    m_ada = m_driver->addUser(QStringLiteral("ada"));
    m_ben = m_driver->addUser(QStringLiteral("ben"));
    m_cleo = m_driver->addUser(QStringLiteral("cleo"));
    m_dora = m_driver->addUser(QStringLiteral("dora"));
    m_group = m_driver->addGroup(m_ada, {m_ben, m_cleo}, m_random.clientId())->conversation.id;
    QVERIFY(!m_group.isNull());
}

void StoreChangesTest::editIsAnEventAndTheOriginalStays()
{
    const quint64 said = say(m_ben, "helo");
    const auto edited = apply(edit(m_ben, said, "hello"));
    QVERIFY(edited.isOk() && !edited->repeated);
    QCOMPARE(edited->event.seq(), said + 1);
    QCOMPARE(eventAt(said).message().text(), std::string("helo"));
    QCOMPARE(eventAt(said + 1).message_edited().text(), std::string("hello"));
    QCOMPARE(eventAt(said + 1).message_edited().target_seq(), said);
    QCOMPARE(eventAt(said + 1).sender_id(), m_ben.value);
}

void StoreChangesTest::recallTakesTheTextAwayEverywhere()
{
    const quint64 said = say(m_ben, "secret");
    const quint64 other = say(m_ben, "other");
    const quint64 edited = apply(edit(m_ben, said, "secret indeed"))->event.seq();
    const quint64 editedOther = apply(edit(m_ben, other, "other indeed"))->event.seq();
    const auto recalled = apply(recall(m_ben, said));
    QVERIFY(recalled.isOk());
    QCOMPARE(recalled->event.message_recalled().target_seq(), said);
    QCOMPARE(recalled->event.seq(), editedOther + 1);
    // The driver's reopening reads what is on disk.
    m_driver->close();
    m_driver->open();
    QVERIFY(eventAt(said).message().text().empty() && eventAt(said).message().recalled());
    QCOMPARE(eventAt(said).sender_id(), m_ben.value);
    const wire::MessageEdited edit = eventAt(edited).message_edited();
    QVERIFY(edit.text().empty() && edit.recalled());
    QCOMPARE(edit.target_seq(), said);
    QCOMPARE(eventAt(other).message().text(), std::string("other"));
    QCOMPARE(eventAt(editedOther).message_edited().text(), std::string("other indeed"));
    QCOMPARE(apply(this->edit(m_ben, said, "again")).error().code, ErrorCode::Recalled);
    QCOMPARE(apply(recall(m_ben, said)).error().code, ErrorCode::Recalled);
    const auto missed = answerOf<Missed>([&](auto done) { m_driver->store().missed(m_ada, {}, 50, done); });
    for (const wire::Event &event : missed->events)
        QVERIFY(event.SerializeAsString().find("secret") == std::string::npos);
}

void StoreChangesTest::recalledTextIsNotInTheFile()
{
    const quint64 shortOne = say(m_ben, "a short secret-7f3a");
    const quint64 longOne = say(m_ben, std::string(12'000, 'x') + "secret-7f3a" + std::string(3'000, 'y'));
    QVERIFY(apply(edit(m_ben, shortOne, "edited secret-7f3a")).isOk());
    QVERIFY(apply(recall(m_ben, shortOne)).isOk());
    QVERIFY(apply(recall(m_ben, longOne)).isOk());
    m_driver->close();
    QFile file(m_driver->databasePath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("secret-7f3a"));
}

void StoreChangesTest::repeatsGetTheSameSeqAlsoAfterARecall()
{
    const ClientId id = m_random.clientId();
    const quint64 said = m_driver->say(m_group, m_ben, id, "once")->event.seq();
    const MessageChange change = edit(m_ben, said, "twice");
    const quint64 edited = apply(change)->event.seq();
    QVERIFY(apply(change)->repeated);
    const MessageChange taken = recall(m_ben, said);
    const quint64 recalled = apply(taken)->event.seq();
    const auto isRepeat = [](const Result<Appended> &again, quint64 seq) {
        return again.isOk() && again->repeated && again->event.seq() == seq;
    };
    QVERIFY(isRepeat(apply(taken), recalled));
    QVERIFY(isRepeat(apply(change), edited));
    QVERIFY(isRepeat(m_driver->say(m_group, m_ben, id, "once"), said));
    // Also when the time has passed, and when the sender may not write any more.
    MessageChange late = taken;
    late.nowMs += 10 * allowedMs;
    QVERIFY(isRepeat(apply(late), recalled));
    QVERIFY(apply(m_ada, m_ben, wire::MEMBER_ROLE_MUTED).isOk());
    QVERIFY(isRepeat(apply(change), edited));
    QVERIFY(isRepeat(m_driver->say(m_group, m_ben, id, "once"), said));
    QCOMPARE(m_driver->history(m_group, 0, 0, 1)->lastSeq, recalled + 1);
}

void StoreChangesTest::sameIdForSomethingElseIsRefused()
{
    const quint64 first = say(m_ben, "one");
    const quint64 second = say(m_ben, "two");
    const MessageChange change = edit(m_ben, first, "uno");
    QVERIFY(apply(change).isOk());
    MessageChange other = change;
    other.text = "eins";
    QCOMPARE(apply(other).error().code, ErrorCode::ClientIdReused);
    other = change;
    other.targetSeq = second;
    QCOMPARE(apply(other).error().code, ErrorCode::ClientIdReused);
    other.text.reset();
    QCOMPARE(apply(other).error().code, ErrorCode::ClientIdReused);
    QCOMPARE(m_driver->say(m_group, m_ben, change.clientId, "uno").error().code, ErrorCode::ClientIdReused);
    // Not even once the text is gone: the target is still known.
    QVERIFY(apply(recall(m_ben, first)).isOk());
    other = change;
    other.targetSeq = second;
    QCOMPARE(apply(other).error().code, ErrorCode::ClientIdReused);
}

void StoreChangesTest::targetMustBeAMessageOfTheConversation_data()
{
    QTest::addColumn<quint64>("target");
    QTest::newRow("nothing") << quint64(0);
    QTest::newRow("the first event of the group") << quint64(1);
    QTest::newRow("an edit") << quint64(3);
    QTest::newRow("not there yet") << quint64(4);
    QTest::newRow("the highest number") << std::numeric_limits<quint64>::max();
}

void StoreChangesTest::targetMustBeAMessageOfTheConversation()
{
    QFETCH(quint64, target);
    QCOMPARE(say(m_ada, "hello"), quint64(2));
    QCOMPARE(apply(edit(m_ada, 2, "hi"))->event.seq(), quint64(3));
    QCOMPARE(apply(edit(m_ada, target, "hm")).error().code, ErrorCode::NotFound);
    QCOMPARE(apply(recall(m_ada, target)).error().code, ErrorCode::NotFound);
}

void StoreChangesTest::recallEndsAfterItsTime_data()
{
    QTest::addColumn<qint64>("afterMs");
    QTest::addColumn<bool>("byOwner");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("at once") << qint64(0) << false << ErrorCode::None;
    QTest::newRow("at the last moment") << allowedMs << false << ErrorCode::None;
    QTest::newRow("a moment later") << allowedMs + 1 << false << ErrorCode::TooLate;
    QTest::newRow("the clock went back") << qint64(-5'000) << false << ErrorCode::None;
    QTest::newRow("by the owner, a year later") << qint64(365) * 86'400'000 << true << ErrorCode::None;
}

void StoreChangesTest::recallEndsAfterItsTime()
{
    QFETCH(qint64, afterMs);
    QFETCH(bool, byOwner);
    QFETCH(ErrorCode, expected);
    const quint64 said = say(m_ben, "hello");
    const auto recalled = apply(recall(byOwner ? m_ada : m_ben, said, afterMs));
    QCOMPARE(recalled ? ErrorCode::None : recalled.error().code, expected);
    if (expected == ErrorCode::TooLate)
        QCOMPARE(recalled.error().limit, allowedMs);
    QCOMPARE(eventAt(said).message().recalled(), expected == ErrorCode::None);
}

void StoreChangesTest::roleDecides_data()
{
    QTest::addColumn<int>("actor");
    QTest::addColumn<int>("target");
    QTest::addColumn<int>("newRole"); // -1: removal
    QTest::addColumn<bool>("isAllowed");
    constexpr int member = wire::MEMBER_ROLE_MEMBER;
    constexpr int moderator = wire::MEMBER_ROLE_MODERATOR;
    constexpr int owner = wire::MEMBER_ROLE_OWNER;
    constexpr int muted = wire::MEMBER_ROLE_MUTED;
    for (const int actor : {owner, moderator, member, muted}) {
        for (const int target : {owner, moderator, member, muted}) {
            if (actor == owner && target == owner)
                continue; // there is one
            for (const int next : {-1, member, moderator, owner, muted}) {
                const bool isOrdinary = target == member || target == muted;
                const bool isMild = next == -1 || next == member || next == muted;
                const bool isAllowed = actor == owner || (actor == moderator && isOrdinary && isMild);
                QTest::addRow("%d on %d: %d", actor, target, next) << actor << target << next << isAllowed;
            }
        }
    }
}

void StoreChangesTest::roleDecides()
{
    QFETCH(int, actor);
    QFETCH(int, target);
    QFETCH(int, newRole);
    QFETCH(bool, isAllowed);
    // The owner is Ada; where neither is meant to be the owner, the two are Ben and Cleo.
    const UserId acting = actor == wire::MEMBER_ROLE_OWNER ? m_ada : m_ben;
    const UserId acted = target == wire::MEMBER_ROLE_OWNER ? m_ada : m_cleo;
    if (acting == m_ben)
        QVERIFY(apply(m_ada, m_ben, wire::MemberRole(actor)).isOk());
    if (acted == m_cleo)
        QVERIFY(apply(m_ada, m_cleo, wire::MemberRole(target)).isOk());
    const quint64 before = m_driver->history(m_group, 0, 0, 1)->lastSeq;
    const auto role = newRole < 0 ? std::nullopt : std::optional(wire::MemberRole(newRole));
    const auto changed = apply(acting, acted, role);
    QCOMPARE(changed ? ErrorCode::None : changed.error().code, isAllowed ? ErrorCode::None : ErrorCode::Forbidden);
    QCOMPARE(int(roleOf(acted)), isAllowed ? newRole : target);
    QCOMPARE(m_driver->history(m_group, 0, 0, 1)->lastSeq, before + (isAllowed && newRole != target ? 1 : 0));
    int owners = 0;
    const DirectoryRecords records = m_driver->directory().value();
    for (const MemberRecord &row : records.conversations.first().members)
        owners += row.role == wire::MEMBER_ROLE_OWNER;
    QCOMPARE(owners, 1);
}

void StoreChangesTest::ownershipIsHandedOver()
{
    const auto given = apply(m_ada, m_cleo, wire::MEMBER_ROLE_OWNER);
    QVERIFY(given.isOk() && given->event);
    QCOMPARE(given->event->member_role_changed().user_id(), m_cleo.value);
    QCOMPARE(given->event->member_role_changed().role(), wire::MEMBER_ROLE_OWNER);
    QCOMPARE(roleOf(m_cleo), wire::MEMBER_ROLE_OWNER);
    QCOMPARE(roleOf(m_ada), wire::MEMBER_ROLE_MODERATOR);
    // Nobody acts on themselves, and a stranger is not found.
    QCOMPARE(apply(m_cleo, m_cleo, wire::MEMBER_ROLE_MEMBER).error().code, ErrorCode::Forbidden);
    QCOMPARE(apply(m_cleo, m_cleo, std::nullopt).error().code, ErrorCode::Forbidden);
    QCOMPARE(apply(m_cleo, m_dora, std::nullopt).error().code, ErrorCode::NotFound);
    QCOMPARE(apply(m_dora, m_ben, std::nullopt).error().code, ErrorCode::NotMember);
}

void StoreChangesTest::whoFollowsAnOwner_data()
{
    QTest::addColumn<int>("ben");
    QTest::addColumn<int>("cleo");
    QTest::addColumn<bool>("cleoFollows");
    constexpr int member = wire::MEMBER_ROLE_MEMBER;
    constexpr int moderator = wire::MEMBER_ROLE_MODERATOR;
    constexpr int muted = wire::MEMBER_ROLE_MUTED;
    QTest::newRow("the earlier account") << member << member << false;
    QTest::newRow("the moderator") << member << moderator << true;
    QTest::newRow("the earlier moderator") << moderator << moderator << false;
    QTest::newRow("the member who may speak") << muted << member << true;
    QTest::newRow("the earlier muted one") << muted << muted << false;
}

void StoreChangesTest::whoFollowsAnOwner()
{
    QFETCH(int, ben);
    QFETCH(int, cleo);
    QFETCH(bool, cleoFollows);
    QVERIFY(apply(m_ada, m_ben, wire::MemberRole(ben)).isOk());
    QVERIFY(apply(m_ada, m_cleo, wire::MemberRole(cleo)).isOk());
    const auto left = answerOf<ConversationUpdate>(
        [&](auto done) { m_driver->store().leaveGroup(m_group, m_ada, 5, done); });
    QVERIFY(left.isOk());
    const UserId heir = cleoFollows ? m_cleo : m_ben;
    QCOMPARE(left->event->member_left().new_owner_id(), heir.value);
    QCOMPARE(roleOf(heir), wire::MEMBER_ROLE_OWNER);
    QCOMPARE(int(roleOf(cleoFollows ? m_ben : m_cleo)), cleoFollows ? ben : cleo);
}

void StoreChangesTest::sameRoleAgainChangesNothing()
{
    QVERIFY(apply(m_ada, m_ben, wire::MEMBER_ROLE_MUTED)->event.has_value());
    const auto again = apply(m_ada, m_ben, wire::MEMBER_ROLE_MUTED);
    QVERIFY(again.isOk() && !again->event);
    const auto add = [this](UserId actor) {
        return answerOf<ConversationUpdate>(
            [&](auto done) { m_driver->store().addMembers(m_group, actor, {m_dora}, 1, done); });
    };
    QCOMPARE(add(m_ben).error().code, ErrorCode::Forbidden);
    QCOMPARE(m_driver->say(m_group, m_ben, m_random.clientId(), "hm").error().code, ErrorCode::Forbidden);
    QVERIFY(apply(m_ada, m_ben, std::nullopt).isOk());
    QCOMPARE(apply(m_ada, m_ben, std::nullopt).error().code, ErrorCode::NotFound);
}

void StoreChangesTest::rolesSurviveReopening()
{
    QVERIFY(apply(m_ada, m_ben, wire::MEMBER_ROLE_MUTED).isOk());
    QVERIFY(apply(m_ada, m_cleo, std::nullopt).isOk());
    m_driver->close();
    m_driver->open();
    QCOMPARE(roleOf(m_ben), wire::MEMBER_ROLE_MUTED);
    QCOMPARE(int(roleOf(m_cleo)), -1);
    QCOMPARE(eventAt(2).member_role_changed().role(), wire::MEMBER_ROLE_MUTED);
    QCOMPARE(eventAt(3).member_removed().user_id(), m_cleo.value);
}

QTEST_GUILESS_MAIN(StoreChangesTest)
#include "tst_store_changes.moc"
