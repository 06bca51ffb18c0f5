// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The timeline model on a real session whose server is made of memory.
#include "client/models/timeline_model.h"
#include "tests/support/chat_world.h"

#include <QtTest/QtTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

namespace {

/// Follows the model's signals, so that what they say can be compared with what the model holds.
class Mirror : public QObject {
public:
    explicit Mirror(TimelineModel &model)
    {
        const auto copy = [this, &model] {
            keys.clear();
            for (int row = 0; row < model.count(); ++row)
                keys.append(model.at(row).key);
        };
        QObject::connect(&model, &TimelineModel::reset, this, copy);
        QObject::connect(&model, &TimelineModel::itemsInserted, this, [this, &model](int first, int last) {
            for (int row = first; row <= last; ++row)
                keys.insert(row, model.at(row).key);
        });
        QObject::connect(&model, &TimelineModel::itemsRemoved, this,
                         [this](int first, int last) { keys.remove(first, last - first + 1); });
        copy();
    }

    QList<TimelineKey> keys;
};

QList<TimelineKey> keysOf(const TimelineModel &model)
{
    QList<TimelineKey> keys;
    for (int row = 0; row < model.count(); ++row)
        keys.append(model.at(row).key);
    return keys;
}

QStringList textsOf(const TimelineModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.count(); ++row) {
        if (model.at(row).kind == TimelineItem::Kind::Message)
            texts.append(model.at(row).text);
    }
    return texts;
}

int countOf(const TimelineModel &model, TimelineItem::Kind kind)
{
    int count = 0;
    for (int row = 0; row < model.count(); ++row)
        count += model.at(row).kind == kind;
    return count;
}

} // namespace

class TimelineModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsDaysRunsAndStart();
    void marksWhatIsUnread();
    void doesNotMarkWhatIsReadLive();
    void marksAgainAfterAnswering();
    void ownMessageKeepsItsKeyFromQueueToRead();
    void refusedMessageIsFailedAndCanBeDiscarded();
    void loadsOlderPages();
    void olderPageThatFailsCanBeAskedForAgain();
    void forgetsTheFarEnd();
    void appliesABurstOnce();
    void saysWhoCreatedAndLeft();
    void editReplacesTheText();
    void recallLeavesALine_data();
    void recallLeavesALine();
    void saysWhatRolesBecame_data();
    void saysWhatRolesBecame();
    void signalsDescribeTheModel();

private:
    wire::Event next(UserId sender);
    QString lastLine() const;
    void open(ConversationId id);
    void connectToWorld();

    std::unique_ptr<ChatWorld> m_world;
    std::unique_ptr<AccountSession> m_session;
    std::unique_ptr<TimelineModel> m_model;
    UserId m_bob;
    UserId m_ana;
    ConversationId m_direct;
    ConversationId m_group;
};

void TimelineModelTest::init()
{
    m_world = std::make_unique<ChatWorld>();
    m_bob = m_world->addPerson(QStringLiteral("Bob Stone"), wire::PRESENCE_ONLINE);
    m_ana = m_world->addPerson(QStringLiteral("Ana Costa"));
    m_direct = m_world->addDirect(m_bob);
    m_group = m_world->addGroup(QStringLiteral("Line 4"), {m_bob, m_ana});
    m_session = m_world->makeSession();
}

void TimelineModelTest::cleanup()
{
    m_model.reset();
    m_session.reset();
    m_world.reset();
}

void TimelineModelTest::connectToWorld()
{
    ChatWorld::start(*m_session);
    QTRY_COMPARE(m_session->state(), AccountSession::State::Online);
}

void TimelineModelTest::open(ConversationId id)
{
    m_model = std::make_unique<TimelineModel>(m_session->roster(), m_session->conversations(), m_session->log(),
                                              m_session->outbox());
    m_model->open(id);
}

void TimelineModelTest::showsDaysRunsAndStart()
{
    const qint64 now = m_world->clock.wallMs();
    constexpr qint64 day = 86'400'000;
    m_world->say(m_direct, m_bob, QStringLiteral("yesterday"), now - day);
    m_world->say(m_direct, m_bob, QStringLiteral("one"), now);
    m_world->say(m_direct, m_bob, QStringLiteral("two"), now + runGapMs);
    m_world->say(m_direct, m_bob, QStringLiteral("three"), now + 2 * runGapMs + 1);
    m_world->setOwnRead(m_direct, 4);
    connectToWorld();
    open(m_direct);
    QCOMPARE(m_model->at(0).kind, TimelineItem::Kind::Start);
    QCOMPARE(countOf(*m_model, TimelineItem::Kind::Day), 2);
    QCOMPARE(countOf(*m_model, TimelineItem::Kind::Unread), 0);
    QCOMPARE(m_model->olderState(), EdgeState::End);
    const int one = m_model->indexOf({TimelineKey::Kind::Event, 2});
    QVERIFY(m_model->at(one).isFirstOfRun);
    QVERIFY(!m_model->at(one).isLastOfRun);
    QVERIFY(!m_model->at(one + 1).isFirstOfRun);
    QVERIFY(m_model->at(one + 1).isLastOfRun);
    QVERIFY(m_model->at(one + 2).isFirstOfRun);
    QCOMPARE(m_model->at(one).senderName, QStringLiteral("Bob Stone"));
}

void TimelineModelTest::marksWhatIsUnread()
{
    for (const auto text : {"a", "b", "c"})
        m_world->say(m_direct, m_bob, QLatin1String(text));
    m_world->setOwnRead(m_direct, 1);
    connectToWorld();
    open(m_direct);
    const int line = m_model->unreadLine();
    QVERIFY(line >= 0);
    QCOMPARE(m_model->at(line).count, 2);
    QCOMPARE(m_model->at(line + 1).text, QStringLiteral("b"));
    m_world->say(m_direct, m_bob, QStringLiteral("d"));
    QTRY_COMPARE(m_model->at(m_model->unreadLine()).count, 3);
    m_model->setReading(true);
    m_world->say(m_direct, m_bob, QStringLiteral("e"));
    QTRY_COMPARE(textsOf(*m_model).size(), 5);
    QCOMPARE(m_model->at(m_model->unreadLine()).count, 3);
}

void TimelineModelTest::doesNotMarkWhatIsReadLive()
{
    connectToWorld();
    open(m_direct);
    m_model->setReading(true);
    m_world->say(m_direct, m_bob, QStringLiteral("seen at once"));
    QTRY_COMPARE(textsOf(*m_model).size(), 1);
    QCOMPARE(m_model->unreadLine(), -1);
    m_model->setReading(false);
    m_world->say(m_direct, m_bob, QStringLiteral("while away"));
    QTRY_VERIFY(m_model->unreadLine() >= 0);
    QCOMPARE(m_model->at(m_model->unreadLine() + 1).text, QStringLiteral("while away"));
}

void TimelineModelTest::marksAgainAfterAnswering()
{
    m_world->say(m_direct, m_bob, QStringLiteral("first"));
    connectToWorld();
    open(m_direct);
    QVERIFY(m_model->unreadLine() >= 0);
    m_model->clearUnreadMark();
    m_model->flush();
    QCOMPARE(m_model->unreadLine(), -1);
}

void TimelineModelTest::ownMessageKeepsItsKeyFromQueueToRead()
{
    open(m_direct); // Not connected: nothing is known of the conversation but its id.
    connectToWorld();
    open(m_direct);
    m_world->hold(wire::Frame::kSendMessage);
    QVERIFY(m_session->outbox().send(m_direct, QStringLiteral("hello")));
    m_model->flush();
    const TimelineItem queued = m_model->at(m_model->count() - 1);
    QCOMPARE(queued.state, MessageState::Queued);
    QVERIFY(queued.isOwn);
    Mirror mirror(*m_model);
    QTRY_COMPARE(m_world->received(wire::Frame::kSendMessage), 1);
    m_world->release();
    QTRY_COMPARE(m_model->at(m_model->indexOf(queued.key)).state, MessageState::Stored);
    QCOMPARE(textsOf(*m_model), QStringList{QStringLiteral("hello")});
    m_world->setCursors(m_direct, m_bob, 1, 0);
    QTRY_COMPARE(m_model->at(m_model->indexOf(queued.key)).state, MessageState::Delivered);
    m_world->setCursors(m_direct, m_bob, 1, 1);
    QTRY_COMPARE(m_model->at(m_model->indexOf(queued.key)).state, MessageState::Read);
    QCOMPARE(mirror.keys, keysOf(*m_model));
}

void TimelineModelTest::refusedMessageIsFailedAndCanBeDiscarded()
{
    connectToWorld();
    open(m_direct);
    m_world->refuse(wire::Frame::kSendMessage, ErrorCode::NotMember);
    QVERIFY(m_session->outbox().send(m_direct, QStringLiteral("hello")));
    QTRY_COMPARE(m_model->at(m_model->count() - 1).state, MessageState::Failed);
    QCOMPARE(m_model->at(m_model->count() - 1).failure, ErrorCode::NotMember);
    m_session->outbox().discard(m_model->at(m_model->count() - 1).clientId);
    QTRY_COMPARE(textsOf(*m_model).size(), 0);
}

void TimelineModelTest::loadsOlderPages()
{
    for (int i = 1; i <= 160; ++i)
        m_world->say(m_direct, m_bob, QString::number(i));
    m_world->setOwnRead(m_direct, 160);
    connectToWorld();
    open(m_direct);
    QCOMPARE(textsOf(*m_model).first(), QStringLiteral("111"));
    QCOMPARE(m_model->olderState(), EdgeState::Idle);
    Mirror mirror(*m_model);
    m_world->hold(wire::Frame::kGetHistory);
    m_model->loadOlder();
    QCOMPARE(m_model->olderState(), EdgeState::Loading);
    QTRY_COMPARE(m_model->at(0).edge, EdgeState::Loading);
    QTRY_COMPARE(m_world->received(wire::Frame::kGetHistory), 1);
    m_world->release();
    QTRY_COMPARE(textsOf(*m_model).first(), QStringLiteral("61"));
    m_model->loadOlder();
    QTRY_COMPARE(textsOf(*m_model).first(), QStringLiteral("11"));
    m_model->loadOlder();
    QTRY_COMPARE(textsOf(*m_model).size(), 160);
    QCOMPARE(m_model->olderState(), EdgeState::End);
    m_model->flush();
    QCOMPARE(m_model->at(0).kind, TimelineItem::Kind::Start);
    QCOMPARE(mirror.keys, keysOf(*m_model));
}

void TimelineModelTest::olderPageThatFailsCanBeAskedForAgain()
{
    for (int i = 1; i <= 80; ++i)
        m_world->say(m_direct, m_bob, QString::number(i));
    connectToWorld();
    m_session->markRead(m_direct, 80);
    m_world->goDown();
    QTRY_COMPARE(m_session->state(), AccountSession::State::Offline);
    open(m_direct);
    m_model->loadOlder();
    QTRY_COMPARE(m_model->olderState(), EdgeState::Failed);
    QTRY_COMPARE(m_model->at(0).edge, EdgeState::Failed);
    m_world->goUp();
    m_session->link().retryNow();
    QTRY_COMPARE(m_session->state(), AccountSession::State::Online);
    m_model->loadOlder();
    QTRY_COMPARE(textsOf(*m_model).size(), 80);
}

void TimelineModelTest::forgetsTheFarEnd()
{
    connectToWorld();
    open(m_direct);
    m_model->setReading(true);
    for (int i = 1; i <= 1'800; ++i)
        m_world->say(m_direct, m_bob, QString::number(i));
    QTRY_COMPARE(textsOf(*m_model).value(textsOf(*m_model).size() - 1), QStringLiteral("1800"));
    QVERIFY(m_model->count() <= TimelineModel::rowsMax + 8);
    QCOMPARE(m_model->olderState(), EdgeState::Idle);
    QStringList texts = textsOf(*m_model);
    const int oldest = texts.first().toInt();
    m_model->loadOlder(); // From the cache: at once.
    texts = textsOf(*m_model);
    QCOMPARE(texts.first().toInt(), oldest - TimelineModel::pageRows);
}

void TimelineModelTest::appliesABurstOnce()
{
    connectToWorld();
    open(m_direct);
    QSignalSpy updated(m_model.get(), &TimelineModel::updated);
    QList<wire::Event> burst;
    for (quint64 seq = 1; seq <= 200; ++seq) {
        wire::Event event;
        event.set_conversation_id(m_direct.value);
        event.set_seq(seq);
        event.set_sender_id(m_bob.value);
        event.set_time_ms(m_world->clock.wallMs());
        event.mutable_message()->set_text("x");
        burst = {event};
        m_session->log().accept(burst);
    }
    QCOMPARE(updated.count(), 0);
    QTRY_COMPARE(updated.count(), 1);
    QCOMPARE(textsOf(*m_model).size(), 200);
}

void TimelineModelTest::saysWhoCreatedAndLeft()
{
    m_world->say(m_group, m_ana, QStringLiteral("hi"));
    m_world->setOwnRead(m_group, 2);
    connectToWorld();
    open(m_group);
    QStringList lines;
    for (int row = 0; row < m_model->count(); ++row) {
        if (m_model->at(row).kind == TimelineItem::Kind::System)
            lines.append(m_model->at(row).text);
    }
    QCOMPARE(lines, QStringList{QStringLiteral("Bob Stone created the group “Line 4”.")});
    wire::Event left;
    left.set_conversation_id(m_group.value);
    left.set_seq(3);
    left.set_sender_id(m_ana.value);
    left.set_time_ms(m_world->clock.wallMs());
    left.mutable_member_left()->set_user_id(m_ana.value);
    m_session->log().accept({left});
    QTRY_COMPARE(m_model->at(m_model->count() - 1).text, QStringLiteral("Ana Costa left the group."));
    left.set_seq(4);
    left.set_sender_id(m_bob.value);
    left.mutable_member_left()->set_user_id(m_bob.value);
    left.mutable_member_left()->set_new_owner_id(m_session->self().value);
    m_session->log().accept({left});
    QTRY_COMPARE(m_model->at(m_model->count() - 1).text, QStringLiteral("Bob Stone left the group. You own it now."));
}

/// The next event of the group, without a body.
wire::Event TimelineModelTest::next(UserId sender)
{
    wire::Event event;
    event.set_conversation_id(m_group.value);
    event.set_seq(m_session->conversations().conversation(m_group).lastSeq + 1);
    event.set_sender_id(sender.value);
    event.set_time_ms(m_world->clock.wallMs());
    return event;
}

QString TimelineModelTest::lastLine() const
{
    for (int row = m_model->count() - 1; row >= 0; --row) {
        if (m_model->at(row).kind == TimelineItem::Kind::System)
            return m_model->at(row).text;
    }
    return {};
}

void TimelineModelTest::editReplacesTheText()
{
    m_world->say(m_group, m_ana, QStringLiteral("helo"));
    m_world->setOwnRead(m_group, 2);
    connectToWorld();
    open(m_group);
    QCOMPARE(textsOf(*m_model), QStringList{QStringLiteral("helo")});
    const int rows = m_model->count();
    Mirror mirror(*m_model);
    wire::Event edit = next(m_ana);
    edit.mutable_message_edited()->set_target_seq(2);
    edit.mutable_message_edited()->set_text("hello");
    m_session->log().accept({edit});
    QTRY_COMPARE(textsOf(*m_model), QStringList{QStringLiteral("hello")});
    QCOMPARE(m_model->count(), rows); // the edit has no row of its own
    QCOMPARE(mirror.keys, keysOf(*m_model));
    QVERIFY(m_model->at(rows - 1).isEdited);
    QCOMPARE(m_model->lastSeq(), quint64(3));
    // Also when the conversation is opened anew.
    open(m_group);
    QVERIFY(m_model->at(m_model->count() - 1).isEdited);
}

void TimelineModelTest::recallLeavesALine_data()
{
    QTest::addColumn<QString>("author");
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("line");
    const QString ana = QStringLiteral("ana");
    const QString bob = QStringLiteral("bob");
    const QString me = QStringLiteral("me");
    QTest::newRow("theirs") << ana << ana << QStringLiteral("Ana Costa recalled a message.");
    QTest::newRow("mine") << me << me << QStringLiteral("You recalled a message.");
    QTest::newRow("theirs by a moderator")
        << ana << bob << QStringLiteral("Bob Stone recalled a message of Ana Costa.");
    QTest::newRow("mine by a moderator") << me << bob << QStringLiteral("Bob Stone recalled a message of yours.");
    QTest::newRow("theirs by me") << ana << me << QStringLiteral("You recalled a message of Ana Costa.");
}

void TimelineModelTest::recallLeavesALine()
{
    QFETCH(QString, author);
    QFETCH(QString, by);
    QFETCH(QString, line);
    connectToWorld();
    const auto person = [this](const QString &name) {
        return name == QLatin1String("ana") ? m_ana : name == QLatin1String("bob") ? m_bob : m_session->self();
    };
    open(m_group);
    wire::Event said = next(person(author));
    said.mutable_message()->set_text("secret");
    m_session->log().accept({said});
    QTRY_COMPARE(textsOf(*m_model), QStringList{QStringLiteral("secret")});
    wire::Event recall = next(person(by));
    recall.mutable_message_recalled()->set_target_seq(said.seq());
    m_session->log().accept({recall});
    QTRY_COMPARE(lastLine(), line);
    QVERIFY(textsOf(*m_model).isEmpty());
}

void TimelineModelTest::saysWhatRolesBecame_data()
{
    QTest::addColumn<bool>("byMe");
    QTest::addColumn<bool>("mine");
    QTest::addColumn<int>("role"); // -1: removed
    QTest::addColumn<QString>("line");
    const auto row = [](bool byMe, bool mine, int role, const char *line) {
        QTest::newRow(line) << byMe << mine << role << QString::fromLatin1(line);
    };
    row(false, false, wire::MEMBER_ROLE_OWNER, "Bob Stone handed the group over to Ana Costa.");
    row(false, true, wire::MEMBER_ROLE_OWNER, "Bob Stone handed the group over to you.");
    row(true, false, wire::MEMBER_ROLE_OWNER, "You handed the group over to Ana Costa.");
    row(false, false, wire::MEMBER_ROLE_MODERATOR, "Bob Stone made Ana Costa a moderator.");
    row(false, true, wire::MEMBER_ROLE_MODERATOR, "Bob Stone made you a moderator.");
    row(true, false, wire::MEMBER_ROLE_MODERATOR, "You made Ana Costa a moderator.");
    row(false, false, wire::MEMBER_ROLE_MUTED, "Bob Stone muted Ana Costa.");
    row(false, true, wire::MEMBER_ROLE_MUTED, "Bob Stone muted you.");
    row(true, false, wire::MEMBER_ROLE_MUTED, "You muted Ana Costa.");
    row(false, false, wire::MEMBER_ROLE_MEMBER, "Bob Stone made Ana Costa a member.");
    row(false, true, wire::MEMBER_ROLE_MEMBER, "Bob Stone made you a member.");
    row(true, false, wire::MEMBER_ROLE_MEMBER, "You made Ana Costa a member.");
    row(false, false, -1, "Bob Stone removed Ana Costa from the group.");
    row(false, true, -1, "Bob Stone removed you from the group.");
    row(true, false, -1, "You removed Ana Costa from the group.");
}

void TimelineModelTest::saysWhatRolesBecame()
{
    QFETCH(bool, byMe);
    QFETCH(bool, mine);
    QFETCH(int, role);
    QFETCH(QString, line);
    connectToWorld();
    open(m_group);
    wire::Event event = next(byMe ? m_session->self() : m_bob);
    const quint64 whose = (mine ? m_session->self() : m_ana).value;
    if (role < 0) {
        event.mutable_member_removed()->set_user_id(whose);
    } else {
        event.mutable_member_role_changed()->set_user_id(whose);
        event.mutable_member_role_changed()->set_role(wire::MemberRole(role));
    }
    m_session->log().accept({event});
    QTRY_COMPARE(lastLine(), line);
}

void TimelineModelTest::signalsDescribeTheModel()
{
    connectToWorld();
    open(m_direct);
    Mirror mirror(*m_model);
    SeededRandom random(3);
    for (int step = 0; step < 60; ++step) {
        switch (random.below(4)) {
        case 0:
            m_world->say(m_direct, m_bob, QString::number(step), m_world->clock.wallMs() + step * 40'000'000LL);
            break;
        case 1:
            m_world->hold(random.below(2) ? wire::Frame::kSendMessage : wire::Frame::BODY_NOT_SET);
            QVERIFY(m_session->outbox().send(m_direct, QStringLiteral("own %1").arg(step)));
            break;
        case 2:
            m_world->release();
            break;
        default:
            m_model->setReading(random.below(2));
            m_model->clearUnreadMark();
            break;
        }
        QCoreApplication::processEvents();
        m_model->flush();
        QCOMPARE(mirror.keys, keysOf(*m_model));
        QCOMPARE(QSet<TimelineKey>(mirror.keys.begin(), mirror.keys.end()).size(), mirror.keys.size());
    }
}

QTEST_GUILESS_MAIN(TimelineModelTest)
#include "tst_timeline_model.moc"
