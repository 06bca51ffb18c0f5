// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The lists of the left column and of the dialogs, each under QAbstractItemModelTester while they change.
#include "client/models/conversation_list_model.h"
#include "client/models/emoji_model.h"
#include "client/models/members_model.h"
#include "client/models/people_filter.h"
#include "client/models/people_model.h"
#include "client/models/search_model.h"
#include "tests/support/chat_world.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

namespace {

QStringList titles(const QAbstractItemModel &model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list.append(model.index(row, 0).data().toString());
    return list;
}

} // namespace

class ListModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sortsConversationsByActivity();
    void nothingMovesWhileHeld();
    void hidesSilentTalksUnlessOpened();
    void describesConversations();
    void sortsPeopleOnlineFirst();
    void leavesOneselfOut();
    void filtersPeople();
    void searchesBoth();
    void listsMembers();
    void findsEmoji();

private:
    std::unique_ptr<ChatWorld> m_world;
    std::unique_ptr<AccountSession> m_session;
    std::unique_ptr<ConversationListModel> m_conversations;
    std::unique_ptr<PeopleModel> m_people;
    UserId m_bob;
    UserId m_ana;
    ConversationId m_withBob;
    ConversationId m_withAna;
    ConversationId m_group;
};

void ListModelsTest::init()
{
    m_world = std::make_unique<ChatWorld>();
    m_bob = m_world->addPerson(QStringLiteral("Bob Stone"));
    m_ana = m_world->addPerson(QStringLiteral("Ana Costa"));
    m_world->addPerson(QStringLiteral("Zed Alone"), wire::PRESENCE_ONLINE);
    m_withBob = m_world->addDirect(m_bob);
    m_withAna = m_world->addDirect(m_ana);
    m_group = m_world->addGroup(QStringLiteral("Line 4"), {m_bob, m_ana});
    const qint64 now = m_world->clock.wallMs();
    m_world->say(m_withBob, m_bob, QStringLiteral("hello"), now + 2'000);
    m_world->say(m_withAna, m_ana, QStringLiteral("hi"), now + 1'000);
    m_session = m_world->makeSession();
    ChatWorld::start(*m_session);
    QTRY_COMPARE(m_session->state(), AccountSession::State::Online);
    m_conversations = std::make_unique<ConversationListModel>(m_session->conversations(), m_session->roster(),
                                                              m_world->clock);
    m_people = std::make_unique<PeopleModel>(m_session->roster(), m_world->clock);
}

void ListModelsTest::cleanup()
{
    m_conversations.reset();
    m_people.reset();
    m_session.reset();
    m_world.reset();
}

void ListModelsTest::sortsConversationsByActivity()
{
    const QAbstractItemModelTester tester(m_conversations.get());
    const QStringList before{QStringLiteral("Bob Stone"), QStringLiteral("Ana Costa"), QStringLiteral("Line 4")};
    QCOMPARE(titles(*m_conversations), before);
    m_world->say(m_group, m_ana, QStringLiteral("news"), m_world->clock.wallMs() + 9'000);
    const QStringList after{QStringLiteral("Line 4"), QStringLiteral("Bob Stone"), QStringLiteral("Ana Costa")};
    QTRY_COMPARE(titles(*m_conversations), after);
    QCOMPARE(m_conversations->rowOf(m_group), 0);
}

void ListModelsTest::nothingMovesWhileHeld()
{
    const QAbstractItemModelTester tester(m_conversations.get());
    const QStringList before = titles(*m_conversations);
    m_conversations->setHeld(true);
    m_world->say(m_group, m_ana, QStringLiteral("news"), m_world->clock.wallMs() + 9'000);
    const int row = m_conversations->rowOf(m_group);
    QTRY_COMPARE(m_conversations->index(row).data(UnreadRole).toInt(), 1);
    QCOMPARE(titles(*m_conversations), before);
    m_conversations->setHeld(false);
    QCOMPARE(m_conversations->rowOf(m_group), 0);
}

void ListModelsTest::hidesSilentTalksUnlessOpened()
{
    const QAbstractItemModelTester tester(m_conversations.get());
    Result<ConversationId> opened(ErrorCode::Internal);
    m_session->openDirect(UserId(4), [&opened](Result<ConversationId> result) { opened = std::move(result); });
    QTRY_VERIFY(opened.isOk());
    m_conversations->flush();
    QCOMPARE(m_conversations->rowOf(*opened), -1);
    m_conversations->setOpened(*opened);
    QVERIFY(m_conversations->rowOf(*opened) >= 0);
    m_conversations->setOpened(m_withAna);
    QCOMPARE(m_conversations->rowOf(*opened), -1);
    m_session->conversations().setDraft(*opened, QStringLiteral("about to say"));
    QTRY_VERIFY(m_conversations->rowOf(*opened) >= 0);
}

void ListModelsTest::describesConversations()
{
    const QModelIndex bob = m_conversations->index(m_conversations->rowOf(m_withBob));
    QCOMPARE(bob.data(SecondLineRole).toString(), QStringLiteral("hello"));
    QCOMPARE(bob.data(UnreadRole).toInt(), 1);
    QCOMPARE(bob.data(IsGroupRole).toBool(), false);
    QCOMPARE(bob.data(PresenceRole).toInt(), int(wire::PRESENCE_OFFLINE));
    QVERIFY(bob.data(AccessibleRole).toString().startsWith(QStringLiteral("Bob Stone, 1 unread, ")));
    const QModelIndex group = m_conversations->index(m_conversations->rowOf(m_group));
    QCOMPARE(group.data(PresenceRole).toInt(), -1);
    m_world->say(m_group, m_ana, QStringLiteral("line\nbreak"), 0);
    QTRY_COMPARE(m_conversations->index(m_conversations->rowOf(m_group)).data(SecondLineRole).toString(),
                 QStringLiteral("Ana Costa: line break"));
    QVERIFY(m_session->outbox().send(m_withBob, QStringLiteral("mine")));
    QTRY_COMPARE(m_conversations->index(m_conversations->rowOf(m_withBob)).data(SecondLineRole).toString(),
                 QStringLiteral("You: mine"));
    m_session->conversations().setDraft(m_withBob, QStringLiteral("later"));
    QTRY_COMPARE(m_conversations->index(m_conversations->rowOf(m_withBob)).data(SecondLineRole).toString(),
                 QStringLiteral("Draft: later"));
}

void ListModelsTest::sortsPeopleOnlineFirst()
{
    const QAbstractItemModelTester tester(m_people.get());
    const QStringList before{QStringLiteral("Zed Alone"), QStringLiteral("Ana Costa"), QStringLiteral("Bob Stone")};
    QCOMPARE(titles(*m_people), before);
    QCOMPARE(m_people->onlineCount(), 1);
    m_world->setPresence(m_bob, wire::PRESENCE_AWAY);
    const QStringList after{QStringLiteral("Bob Stone"), QStringLiteral("Zed Alone"), QStringLiteral("Ana Costa")};
    QTRY_COMPARE(titles(*m_people), after);
    m_world->goDown();
    QTRY_COMPARE(m_people->onlineCount(), 0);
}

void ListModelsTest::leavesOneselfOut()
{
    QVERIFY(!titles(*m_people).contains(QStringLiteral("Liu Yang")));
}

void ListModelsTest::filtersPeople()
{
    PeopleFilter filter(*m_people);
    const QAbstractItemModelTester tester(&filter);
    filter.setText(QStringLiteral("STONE"));
    QCOMPARE(titles(filter), QStringList{QStringLiteral("Bob Stone")});
    QCOMPARE(filter.personAt(0), m_bob);
    filter.setText({});
    filter.setLeftOut({m_bob, m_ana});
    QCOMPARE(titles(filter), QStringList{QStringLiteral("Zed Alone")});
    QVERIFY(filter.personAt(7).isNull());
}

void ListModelsTest::searchesBoth()
{
    SearchModel search(*m_conversations, *m_people);
    const QAbstractItemModelTester tester(&search);
    QCOMPARE(search.rowCount(), 0);
    search.setText(QStringLiteral("e"));
    const QStringList found{QStringLiteral("Conversations"), QStringLiteral("Bob Stone"), QStringLiteral("Line 4"),
                            QStringLiteral("People"), QStringLiteral("Zed Alone")};
    QCOMPARE(titles(search), found);
    QCOMPARE(search.firstRow(), 1);
    QVERIFY(!(search.flags(search.index(0)) & Qt::ItemIsSelectable));
    search.setText(QStringLiteral("nobody"));
    QCOMPARE(search.rowCount(), 0);
    QCOMPARE(search.firstRow(), -1);
}

void ListModelsTest::listsMembers()
{
    MembersModel members;
    const QAbstractItemModelTester tester(&members);
    QList<Person> people{m_session->roster().person(ChatWorld::self), m_session->roster().person(m_bob)};
    members.setMembers(people, ChatWorld::self, m_world->clock.wallMs());
    QCOMPARE(members.index(0).data(SecondLineRole).toString(), QStringLiteral("You"));
    QSignalSpy reset(&members, &QAbstractItemModel::modelReset);
    people[1].statusText = QStringLiteral("at lunch");
    members.setMembers(people, ChatWorld::self, m_world->clock.wallMs());
    QCOMPARE(reset.count(), 0);
    QCOMPARE(members.index(1).data(SecondLineRole).toString(), QStringLiteral("at lunch"));
    members.setMembers({people.first()}, ChatWorld::self, m_world->clock.wallMs());
    QCOMPARE(reset.count(), 1);
}

void ListModelsTest::findsEmoji()
{
    EmojiModel emoji;
    const QAbstractItemModelTester tester(&emoji);
    emoji.setFilter({});
    QVERIFY(emoji.rowCount() > 1'000);
    emoji.setFilter(QStringLiteral("thumbs up"));
    QCOMPARE(emoji.index(0).data().toString().left(2), QStringLiteral("👍"));
    emoji.setFilter(QStringLiteral("高兴"));
    QVERIFY(emoji.rowCount() > 0);
    emoji.setFilter(QStringLiteral("no such thing"));
    QCOMPARE(emoji.rowCount(), 0);
}

QTEST_GUILESS_MAIN(ListModelsTest)
#include "tst_list_models.moc"
