// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the main window says and does, without a window.
#include "client/viewmodels/main_viewmodel.h"
#include "client/viewmodels/notification_viewmodel.h"
#include "common/protocol/limits.h"
#include "tests/support/chat_world.h"

#include <QtTest/QtTest>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::test;

class MainViewModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void saysNothingOfTheFirstConnection();
    void barCountsDownAndSaysWhenBack();
    void opensPeopleAndKeepsOneConversation();
    void refusedRequestIsTold();
    void stepsThroughConversations();
    void stepsThroughUnreadOnly();
    void readsOnlyWhatIsSeenInAnActiveWindow();
    void describesConversations();
    void saysWhoIsWriting();
    void draftIsKept();
    void editingLeavesTheDraftAlone();
    void refusedRecallIsTold();
    void counterBeginsAtFourFifths();
    void sendTrimsAndRefusesEmpty();
    void groupNeedsNameAndPeople();
    void addsPeopleToAGroup();
    void failedGroupKeepsWhatWasChosen();
    void notifiesOfWhatIsNotLookedAt();
    void ownPresenceFollowsTheConnection();

private:
    void connectToWorld();

    std::unique_ptr<ChatWorld> m_world;
    std::unique_ptr<AccountSession> m_session;
    std::unique_ptr<MainViewModel> m_main;
    UserId m_bob;
    UserId m_ana;
    ConversationId m_withBob;
    ConversationId m_group;
};

void MainViewModelsTest::init()
{
    m_world = std::make_unique<ChatWorld>();
    m_bob = m_world->addPerson(QStringLiteral("Bob Stone"), wire::PRESENCE_ONLINE);
    m_ana = m_world->addPerson(QStringLiteral("Ana Costa"));
    m_withBob = m_world->addDirect(m_bob);
    m_group = m_world->addGroup(QStringLiteral("Line 4"), {m_bob, m_ana});
    m_world->say(m_withBob, m_bob, QStringLiteral("hello"), m_world->clock.wallMs() + 1'000);
    m_session = m_world->makeSession();
    m_main = std::make_unique<MainViewModel>(*m_session, m_world->clock);
}

void MainViewModelsTest::cleanup()
{
    m_main.reset();
    m_session.reset();
    m_world.reset();
}

void MainViewModelsTest::connectToWorld()
{
    ChatWorld::start(*m_session);
    QTRY_COMPARE(m_session->state(), AccountSession::State::Online);
}

void MainViewModelsTest::saysNothingOfTheFirstConnection()
{
    const ConnectionViewModel &connection = m_main->connection();
    QSignalSpy changed(&connection, &ConnectionViewModel::changed);
    ChatWorld::start(*m_session);
    QCOMPARE(connection.bar(), ConnectionViewModel::Bar::Hidden);
    QCOMPARE(connection.lineText(), QStringLiteral("Connecting · 192.168.1.20"));
    QTRY_COMPARE(connection.lineText(), QStringLiteral("Connected · Office server"));
    QCOMPARE(connection.bar(), ConnectionViewModel::Bar::Hidden);
    QVERIFY(changed.count() > 0);
}

void MainViewModelsTest::barCountsDownAndSaysWhenBack()
{
    connectToWorld();
    ConnectionViewModel &connection = m_main->connection();
    m_world->goDown();
    QTRY_COMPARE(connection.bar(), ConnectionViewModel::Bar::Offline);
    const qint64 left = m_session->link().nextAttemptMs();
    QVERIFY(left > 0);
    QCOMPARE(connection.barText(), QStringLiteral("Not connected. Trying again in %1 s.").arg((left + 999) / 1000));
    QCOMPARE(connection.lineText(), QStringLiteral("Not connected · Office server"));
    m_world->goUp();
    connection.tryNow();
    QCOMPARE(connection.bar(), ConnectionViewModel::Bar::Trying);
    QTRY_COMPARE(connection.bar(), ConnectionViewModel::Bar::Back);
    QCOMPARE(connection.barText(), QStringLiteral("Connected"));
    QTRY_COMPARE(connection.bar(), ConnectionViewModel::Bar::Hidden);
}

void MainViewModelsTest::opensPeopleAndKeepsOneConversation()
{
    connectToWorld();
    QSignalSpy changed(m_main.get(), &MainViewModel::currentChanged);
    m_main->openPerson(m_bob);
    QCOMPARE(m_main->currentId(), m_withBob);
    m_main->openPerson(m_ana);
    QTRY_COMPARE(changed.count(), 2);
    QCOMPARE(m_main->current()->title(), QStringLiteral("Ana Costa"));
    QVERIFY(m_main->conversations().rowOf(m_main->currentId()) >= 0);
    m_main->closeConversation();
    QVERIFY(!m_main->current());
}

void MainViewModelsTest::refusedRequestIsTold()
{
    connectToWorld();
    m_world->refuse(wire::Frame::kOpenDirect, ErrorCode::NotFound);
    QSignalSpy failed(m_main.get(), &MainViewModel::failed);
    m_main->openPerson(m_ana);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::NotFound);
}

void MainViewModelsTest::stepsThroughConversations()
{
    connectToWorld();
    using Step = MainViewModel::Step;
    m_main->step(Step::Next, MainViewModel::Among::All);
    QCOMPARE(m_main->currentId(), m_withBob);
    m_main->step(Step::Next, MainViewModel::Among::All);
    QCOMPARE(m_main->currentId(), m_group);
    m_main->step(Step::Next, MainViewModel::Among::All);
    QCOMPARE(m_main->currentId(), m_withBob);
    m_main->step(Step::Previous, MainViewModel::Among::All);
    QCOMPARE(m_main->currentId(), m_group);
    m_main->closeConversation();
    m_main->step(Step::Previous, MainViewModel::Among::All);
    QCOMPARE(m_main->currentId(), m_group);
}

void MainViewModelsTest::stepsThroughUnreadOnly()
{
    connectToWorld();
    m_main->openConversation(m_group);
    m_main->step(MainViewModel::Step::Next, MainViewModel::Among::Unread);
    QCOMPARE(m_main->currentId(), m_withBob);
    m_session->markRead(m_withBob, 1);
    m_main->step(MainViewModel::Step::Next, MainViewModel::Among::Unread);
    QCOMPARE(m_main->currentId(), m_withBob);
}

void MainViewModelsTest::readsOnlyWhatIsSeenInAnActiveWindow()
{
    connectToWorld();
    QCOMPARE(m_main->totalUnread(), 1U);
    m_main->openConversation(m_withBob);
    m_main->current()->setSeen(1);
    QCOMPARE(m_main->totalUnread(), 1U);
    m_main->setWindowActive(true);
    QTRY_COMPARE(m_main->totalUnread(), 0U);
    m_main->setWindowActive(false);
    m_world->say(m_withBob, m_bob, QStringLiteral("more"));
    QTRY_COMPARE(m_main->totalUnread(), 1U);
    m_main->markRead(m_withBob);
    QCOMPARE(m_main->totalUnread(), 0U);
}

void MainViewModelsTest::describesConversations()
{
    connectToWorld();
    m_main->openConversation(m_group);
    QCOMPARE(m_main->current()->title(), QStringLiteral("Line 4"));
    // Oneself is shown as connected by the server's roster.
    QCOMPARE(m_main->current()->subtitle(), QStringLiteral("3 members, 2 online"));
    m_main->openConversation(m_withBob);
    QCOMPARE(m_main->current()->subtitle(), QStringLiteral("Online"));
    QCOMPARE(m_main->current()->startText(0), QStringLiteral("This is the start of your conversation with Bob Stone."));
    QSignalSpy head(m_main->current(), &ConversationViewModel::headChanged);
    m_world->setPresence(m_bob, wire::PRESENCE_BUSY);
    QTRY_VERIFY(head.count() > 0);
    QCOMPARE(m_main->current()->subtitle(), QStringLiteral("Busy"));
}

void MainViewModelsTest::saysWhoIsWriting()
{
    connectToWorld();
    m_main->openConversation(m_group);
    m_world->writing(m_group, m_bob);
    QTRY_COMPARE(m_main->current()->typingText(), QStringLiteral("Bob Stone is writing..."));
    m_world->writing(m_group, m_ana);
    QTRY_COMPARE(m_main->current()->typingText(), QStringLiteral("Ana Costa and Bob Stone are writing..."));
    m_world->writing(m_group, m_bob, false);
    m_world->writing(m_group, m_ana, false);
    QTRY_COMPARE(m_main->current()->typingText(), QString());
}

void MainViewModelsTest::draftIsKept()
{
    connectToWorld();
    m_main->openConversation(m_withBob);
    m_main->current()->composer().setText(QStringLiteral("half a thought"));
    QTRY_COMPARE(m_session->conversations().conversation(m_withBob).draft, QStringLiteral("half a thought"));
    m_main->current()->composer().setText(QStringLiteral("a whole thought"));
    m_main->openConversation(m_group); // At once: leaving does not wait for the timer.
    QCOMPARE(m_session->conversations().conversation(m_withBob).draft, QStringLiteral("a whole thought"));
    m_main->openConversation(m_withBob);
    QCOMPARE(m_main->current()->composer().text(), QStringLiteral("a whole thought"));
    QVERIFY(m_main->current()->composer().send());
    QCOMPARE(m_session->conversations().conversation(m_withBob).draft, QString());
}

void MainViewModelsTest::editingLeavesTheDraftAlone()
{
    connectToWorld();
    m_main->openConversation(m_withBob);
    ConversationViewModel &talk = *m_main->current();
    ComposerViewModel &composer = talk.composer();
    composer.setText(QStringLiteral("helo"));
    QVERIFY(composer.send());
    QTRY_COMPARE(m_session->outbox().size(), 0);
    talk.timeline().flush();
    composer.setText(QStringLiteral("half a thought"));
    talk.editLast();
    QVERIFY(composer.isEditing());
    QCOMPARE(composer.text(), QStringLiteral("helo"));
    composer.setText(QStringLiteral("hel"));
    composer.saveDraft();
    QCOMPARE(m_session->conversations().conversation(m_withBob).draft, QStringLiteral("half a thought"));
    composer.cancelEdit();
    QVERIFY(!composer.isEditing());
    QCOMPARE(composer.text(), QStringLiteral("half a thought"));

    talk.editLast();
    composer.setText(QStringLiteral("hello"));
    m_world->refuse(wire::Frame::kEditMessage, ErrorCode::Forbidden);
    QVERIFY(composer.send());
    QTRY_COMPARE(composer.problem().code, ErrorCode::Forbidden);
    QCOMPARE(composer.text(), QStringLiteral("hello")); // to try again
    m_world->refuse(wire::Frame::kEditMessage, ErrorCode::None);
    QVERIFY(composer.send());
    QTRY_VERIFY(!composer.isEditing());
    QCOMPARE(composer.text(), QStringLiteral("half a thought"));
    talk.timeline().flush();
    QCOMPARE(talk.timeline().at(talk.timeline().count() - 1).text, QStringLiteral("hello"));
    QVERIFY(talk.timeline().at(talk.timeline().count() - 1).isEdited);
}

void MainViewModelsTest::refusedRecallIsTold()
{
    connectToWorld();
    m_main->openConversation(m_withBob);
    ConversationViewModel &talk = *m_main->current();
    talk.composer().setText(QStringLiteral("secret"));
    QVERIFY(talk.composer().send());
    QTRY_COMPARE(m_session->outbox().size(), 0);
    const quint64 seq = m_world->lastSeq(m_withBob);
    QSignalSpy failed(&talk, &ConversationViewModel::failed);
    m_world->refuse(wire::Frame::kRecallMessage, ErrorCode::TooLate);
    talk.recall(seq);
    QTRY_COMPARE(failed.count(), 1);
    m_world->refuse(wire::Frame::kRecallMessage, ErrorCode::None);
    talk.recall(seq);
    QTRY_VERIFY(m_session->log().events(m_withBob, seq, seq, 1).constFirst().message().recalled());
    QCOMPARE(failed.count(), 1);
}

void MainViewModelsTest::counterBeginsAtFourFifths()
{
    connectToWorld();
    m_main->openConversation(m_withBob);
    ComposerViewModel &composer = m_main->current()->composer();
    const qsizetype limit = limits::messageTextBytes;
    composer.setText(QString(limit * 4 / 5 - 1, u'x'));
    QCOMPARE(composer.counterText(), QString());
    composer.setText(QString(limit, u'x'));
    const QString all = QLocale().toString(qint64(limit));
    QCOMPARE(composer.counterText(), QStringLiteral("%1 of %1 characters.").arg(all));
    QVERIFY(composer.canSend());
    composer.setText(QString(limit + 1, u'x'));
    QVERIFY(composer.isTooLong());
    QVERIFY(!composer.send());
    QCOMPARE(composer.text().size(), limit + 1);
    composer.setText(QString(limit / 3, QChar(0x4E2D))); // Three bytes each.
    QVERIFY(composer.counterText().startsWith(QLocale().toString(qint64(limit / 3)) + QStringLiteral(" of ")));
    QVERIFY(composer.canSend());
}

void MainViewModelsTest::sendTrimsAndRefusesEmpty()
{
    connectToWorld();
    m_main->openConversation(m_withBob);
    ComposerViewModel &composer = m_main->current()->composer();
    composer.setText(QStringLiteral(" \n "));
    QVERIFY(!composer.send());
    composer.setText(QStringLiteral("  hi\n"));
    QSignalSpy replaced(&composer, &ComposerViewModel::textReplaced);
    QVERIFY(composer.send());
    QCOMPARE(replaced.count(), 1);
    QTRY_COMPARE(m_session->conversations().conversation(m_withBob).lastText, QStringLiteral("hi"));
}

void MainViewModelsTest::groupNeedsNameAndPeople()
{
    connectToWorld();
    const std::unique_ptr<GroupViewModel> group = m_main->groupEditor(ConversationId());
    QVERIFY(!group->canSubmit());
    group->setTitle(QStringLiteral(" Spring "));
    QVERIFY(!group->canSubmit());
    group->toggle(m_ana);
    QVERIFY(group->canSubmit());
    group->toggle(m_ana);
    QVERIFY(!group->canSubmit());
    group->toggle(m_bob);
    QSignalSpy done(group.get(), &GroupViewModel::done);
    group->submit();
    QVERIFY(group->isBusy());
    QTRY_COMPARE(done.count(), 1);
    const auto id = done.first().first().value<ConversationId>();
    QCOMPARE(m_session->conversations().conversation(id).title, QStringLiteral("Spring"));
}

void MainViewModelsTest::addsPeopleToAGroup()
{
    const UserId zed = m_world->addPerson(QStringLiteral("Zed Alone"));
    connectToWorld();
    const std::unique_ptr<GroupViewModel> group = m_main->groupEditor(m_group);
    QVERIFY(!group->isNewGroup());
    QCOMPARE(group->candidates().rowCount(), 1); // Members are not offered.
    QCOMPARE(group->candidates().personAt(0), zed);
    group->toggle(zed);
    QVERIFY(group->canSubmit());
}

void MainViewModelsTest::failedGroupKeepsWhatWasChosen()
{
    connectToWorld();
    m_world->refuse(wire::Frame::kCreateGroup, ErrorCode::Busy);
    const std::unique_ptr<GroupViewModel> group = m_main->groupEditor(ConversationId());
    group->setTitle(QStringLiteral("Spring"));
    group->toggle(m_ana);
    group->submit();
    QTRY_COMPARE(group->problem().code, ErrorCode::Busy);
    QVERIFY(group->canSubmit());
    QVERIFY(group->isChosen(m_ana));
}

void MainViewModelsTest::notifiesOfWhatIsNotLookedAt()
{
    connectToWorld();
    NotificationViewModel notices(*m_session, *m_main);
    QSignalSpy notify(&notices, &NotificationViewModel::notify);
    QSignalSpy withdraw(&notices, &NotificationViewModel::withdraw);
    m_main->setWindowActive(true);
    m_main->openConversation(m_withBob);
    m_world->say(m_withBob, m_bob, QStringLiteral("seen"));
    m_world->clock.advance(5'000);
    m_world->say(m_group, m_ana, QStringLiteral("<b>unseen</b>"));
    QTRY_COMPARE(notify.count(), 1);
    QCOMPARE(notify.first().at(0).value<ConversationId>(), m_group);
    QCOMPARE(notify.first().at(1).toString(), QStringLiteral("Line 4"));
    QCOMPARE(notify.first().at(2).toString(), QStringLiteral("Ana Costa: <b>unseen</b>"));
    m_world->say(m_group, m_ana, QStringLiteral("more"));
    QTRY_COMPARE(notify.count(), 2);
    QCOMPARE(notify.last().at(1).toString(), QStringLiteral("Line 4 (2 new)"));
    QCOMPARE(notices.trayText(), QStringLiteral("4 unread from Line 4, Bob Stone"));
    m_main->markRead(m_group);
    QTRY_COMPARE(withdraw.count(), 1);
    m_main->setWindowActive(false);
    m_world->say(m_withBob, m_bob, QStringLiteral("away"));
    QTRY_COMPARE(notify.count(), 3);
    m_main->setPresence(wire::PRESENCE_BUSY);
    m_world->say(m_withBob, m_bob, QStringLiteral("busy"));
    QTRY_COMPARE(m_session->conversations().conversation(m_withBob).lastText, QStringLiteral("busy"));
    QCOMPARE(notify.count(), 3);
}

void MainViewModelsTest::ownPresenceFollowsTheConnection()
{
    connectToWorld();
    QCOMPARE(m_main->self().presence, wire::PRESENCE_ONLINE);
    m_main->setPresence(wire::PRESENCE_AWAY);
    QTRY_COMPARE(m_world->received(wire::Frame::kSetPresence), 2); // Also once after signing in.
    QCOMPARE(m_main->self().presence, wire::PRESENCE_AWAY);
    m_world->goDown();
    QTRY_COMPARE(m_main->self().presence, wire::PRESENCE_OFFLINE);
}

QTEST_GUILESS_MAIN(MainViewModelsTest)
#include "tst_main_viewmodels.moc"
