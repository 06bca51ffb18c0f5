// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The real main window, driven by keys and mouse, on a server made of memory.
#include "client/ui/conversation/composer.h"
#include "client/ui/conversation/composer_edit.h"
#include "client/ui/conversation/conversation_header.h"
#include "client/ui/conversation/conversation_pane.h"
#include "client/ui/conversation/timeline_view.h"
#include "client/ui/main/connection_line.h"
#include "client/ui/main/group_dialog.h"
#include "client/ui/main/info_pane.h"
#include "client/ui/main/list_column.h"
#include "client/ui/main/main_window.h"
#include "client/ui/main/rail.h"
#include "client/ui/main/row_list_view.h"
#include "client/ui/platform/link_gate.h"
#include "client/ui/platform/notifications.h"
#include "client/ui/platform/ui_settings.h"
#include "client/ui/theme/app_style.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/fields.h"
#include "client/ui/widgets/icon_button.h"
#include "client/ui/widgets/notices.h"
#include "client/viewmodels/main_viewmodel.h"
#include "tests/support/chat_world.h"

#include <QtGui/QContextMenuEvent>
#include <QtGui/QInputMethodEvent>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::ui;
using namespace rookery::test;

class MainWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void keepsTheMeasures();
    void typingAndEnterSends();
    void shiftEnterMakesALine();
    void enterBelongsToTheInputMethodWhileItComposes();
    void offlineBarCountsAndQueuedMessageGoesLater();
    void failedMessageOffersToTryAgain();
    void upEditsTheLastMessage();
    void menuRecallsAMessage();
    void badgeFollowsUnread();
    void keysGoThroughConversations();
    void searchFindsAndOpens();
    void peoplePageOpensATalk();
    void newGroupByKeyboard();
    void draftComesBack();
    void infoPaneLiesBesideOrOver();
    void leavingAsksFirst();
    void textSizeAndThemeAreKept();
    void focusGoesRoundByF6();
    void leftGroupCannotBeWrittenTo();
    void emptyStatesSayWhatToDo();
    void notificationTextIsEscaped();
    void linksOpenThroughTheGateOnly();

private:
    ComposerEdit &edit() const { return m_window->conversation().composer().edit(); }
    TimelineView &timeline() const { return m_window->conversation().timeline(); }
    const TimelineItem &lastItem() const { return timeline().model()->at(timeline().model()->count() - 1); }
    void connectToWorld();
    void open(ConversationId id);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<ChatWorld> m_world;
    std::unique_ptr<AccountSession> m_session;
    std::unique_ptr<MainViewModel> m_viewModel;
    std::unique_ptr<MainWindow> m_window;
    QList<QUrl> m_openedLinks;
    LinkGate m_links{[this](const QUrl &url) {
        m_openedLinks.append(url);
        return true;
    }};
    UserId m_bob;
    UserId m_ana;
    ConversationId m_withBob;
    ConversationId m_group;
};

void MainWindowTest::initTestCase()
{
    m_theme = std::make_unique<Theme>();
    installLook(*qApp, *m_theme);
}

void MainWindowTest::init()
{
    m_theme->setScheme(Scheme::Light);
    m_theme->setTextScale(100);
    m_openedLinks.clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<UiSettings>(m_folder->filePath(QStringLiteral("windows.ini")));
    m_world = std::make_unique<ChatWorld>();
    m_bob = m_world->addPerson(QStringLiteral("Bob Stone"), wire::PRESENCE_ONLINE);
    m_ana = m_world->addPerson(QStringLiteral("Ana Costa"));
    m_withBob = m_world->addDirect(m_bob);
    m_group = m_world->addGroup(QStringLiteral("Line 4"), {m_bob, m_ana});
    m_world->say(m_withBob, m_bob, QStringLiteral("hello"), m_world->clock.wallMs() + 1'000);
    m_session = m_world->makeSession();
    m_viewModel = std::make_unique<MainViewModel>(*m_session, m_world->clock);
    m_window = std::make_unique<MainWindow>(MainWindow::Parts{*m_theme, *m_settings, m_links}, *m_viewModel);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void MainWindowTest::cleanup()
{
    m_window.reset();
    m_viewModel.reset();
    m_session.reset();
    m_world.reset();
}

void MainWindowTest::connectToWorld()
{
    ChatWorld::start(*m_session);
    QTRY_COMPARE(m_session->state(), AccountSession::State::Online);
    m_viewModel->conversations().flush();
}

void MainWindowTest::open(ConversationId id)
{
    m_viewModel->openConversation(id);
    QTRY_VERIFY(edit().hasFocus());
}

void MainWindowTest::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *focus = QApplication::focusWidget();
    QTest::keyClick(focus ? focus : m_window.get(), key, modifiers);
}

void MainWindowTest::keepsTheMeasures()
{
    QCOMPARE(m_window->size(), QSize(measure::windowWidth, measure::windowHeight));
    QCOMPARE(m_window->minimumSize(), QSize(measure::windowMinimumWidth, measure::windowMinimumHeight));
    QCOMPARE(m_window->rail().width(), measure::rail);
    connectToWorld();
    QTRY_COMPARE(m_window->list().visibleList().model()->rowCount(), 2);
    QCOMPARE(m_window->list().visibleList().visualRect(m_viewModel->conversations().index(0)).height(),
             measure::listRow);
    QVERIFY(m_window->list().width() >= measure::listMinimum && m_window->list().width() <= measure::listMaximum);
    m_window->resize(m_window->minimumSize());
    QVERIFY(m_window->conversation().width() >= measure::timelineMinimum);
}

void MainWindowTest::typingAndEnterSends()
{
    connectToWorld();
    open(m_withBob);
    m_world->hold(wire::Frame::kSendMessage);
    QTest::keyClicks(&edit(), QStringLiteral("good morning"));
    QTest::keyClick(&edit(), Qt::Key_Return);
    QCOMPARE(edit().toPlainText(), QString());
    QTRY_COMPARE(lastItem().text, QStringLiteral("good morning"));
    QCOMPARE(stateIconName(lastItem().state), QStringLiteral("clock"));
    QTRY_COMPARE(m_world->received(wire::Frame::kSendMessage), 1);
    m_world->release();
    QTRY_COMPARE(stateIconName(lastItem().state), QStringLiteral("check"));
    const quint64 seq = m_world->lastSeq(m_withBob);
    m_world->setCursors(m_withBob, m_bob, seq, seq);
    QTRY_COMPARE(lastItem().state, MessageState::Read);
    QVERIFY(timeline().isAtEnd());
}

void MainWindowTest::shiftEnterMakesALine()
{
    connectToWorld();
    open(m_withBob);
    const int before = edit().height();
    QTest::keyClicks(&edit(), QStringLiteral("one"));
    QTest::keyClick(&edit(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(&edit(), QStringLiteral("two"));
    QTRY_VERIFY(edit().height() > before);
    QTest::keyClick(&edit(), Qt::Key_Return);
    QTRY_COMPARE(lastItem().text, QStringLiteral("one\ntwo"));
    QTRY_COMPARE(edit().height(), before);
}

void MainWindowTest::enterBelongsToTheInputMethodWhileItComposes()
{
    connectToWorld();
    open(m_withBob);
    QInputMethodEvent composing(QStringLiteral("ni hao"), {});
    QApplication::sendEvent(&edit(), &composing);
    QTest::keyClick(&edit(), Qt::Key_Return);
    QCOMPARE(m_session->outbox().size(), 0);
    QInputMethodEvent committed(QString(), {});
    committed.setCommitString(QStringLiteral("你好"));
    QApplication::sendEvent(&edit(), &committed);
    QTest::keyClick(&edit(), Qt::Key_Return);
    QTRY_COMPARE(lastItem().text, QStringLiteral("你好"));
}

void MainWindowTest::offlineBarCountsAndQueuedMessageGoesLater()
{
    connectToWorld();
    open(m_withBob);
    const Banner &bar = m_window->conversation().banner();
    QVERIFY(!bar.isVisible());
    m_world->goDown();
    QTRY_VERIFY(bar.isVisible());
    QVERIFY(bar.text().startsWith(QStringLiteral("Not connected. Trying again in ")));
    QVERIFY(m_window->list().connectionLine().text().startsWith(QStringLiteral("Not connected")));
    QTest::keyClicks(&edit(), QStringLiteral("later"));
    QTest::keyClick(&edit(), Qt::Key_Return);
    QTRY_COMPARE(lastItem().state, MessageState::Queued);
    m_world->goUp();
    QTest::mouseClick(bar.findChild<Button *>(), Qt::LeftButton);
    QTRY_COMPARE(lastItem().state, MessageState::Stored);
    QCOMPARE(bar.text(), QStringLiteral("Connected"));
    QTRY_VERIFY(!bar.isVisible());
}

void MainWindowTest::failedMessageOffersToTryAgain()
{
    connectToWorld();
    open(m_withBob);
    m_world->refuse(wire::Frame::kSendMessage, ErrorCode::Forbidden);
    QTest::keyClicks(&edit(), QStringLiteral("no"));
    QTest::keyClick(&edit(), Qt::Key_Return);
    QTRY_COMPARE(lastItem().state, MessageState::Failed);
    const int row = timeline().model()->count() - 1;
    QTRY_VERIFY(!timeline().rowRect(row).isEmpty());
    const QPoint top = timeline().rowRect(row).topLeft();
    m_world->refuse(wire::Frame::kSendMessage, ErrorCode::None);
    QTest::mouseClick(timeline().viewport(), Qt::LeftButton, {}, top + timeline().layoutOf(row)->retry.center());
    QTRY_COMPARE(lastItem().state, MessageState::Stored);
}

void MainWindowTest::upEditsTheLastMessage()
{
    connectToWorld();
    open(m_withBob);
    QTest::keyClicks(&edit(), QStringLiteral("helo"));
    press(Qt::Key_Return);
    QTRY_COMPARE(m_session->outbox().size(), 0);
    QTRY_COMPARE(lastItem().text, QStringLiteral("helo"));
    press(Qt::Key_Up);
    QCOMPARE(edit().toPlainText(), QStringLiteral("helo"));
    press(Qt::Key_Escape);
    QCOMPARE(edit().toPlainText(), QString());
    QVERIFY(edit().hasFocus());
    press(Qt::Key_Up);
    QTest::keyClicks(&edit(), QStringLiteral(" there"));
    press(Qt::Key_Up); // in a text it moves the cursor
    QCOMPARE(edit().toPlainText(), QStringLiteral("helo there"));
    press(Qt::Key_Return);
    QTRY_COMPARE(m_world->received(wire::Frame::kEditMessage), 1);
    QTRY_COMPARE(lastItem().text, QStringLiteral("helo there"));
    QTRY_COMPARE(edit().toPlainText(), QString());
    const RowLayout *row = timeline().layoutOf(timeline().model()->count() - 1);
    QVERIFY(row->timeText.startsWith(QStringLiteral("edited ")));
    QCOMPARE(m_world->received(wire::Frame::kSendMessage), 1);
}

void MainWindowTest::menuRecallsAMessage()
{
    connectToWorld();
    open(m_withBob);
    QTest::keyClicks(&edit(), QStringLiteral("secret"));
    press(Qt::Key_Return);
    QTRY_COMPARE(m_session->outbox().size(), 0);
    QTRY_COMPARE(lastItem().text, QStringLiteral("secret"));
    const auto menuOf = [this](int row) {
        const QRect bubble = timeline().layoutOf(row)->bubble.translated(timeline().rowRect(row).topLeft());
        QWidget *viewport = timeline().viewport();
        QContextMenuEvent event(QContextMenuEvent::Mouse, bubble.center(), viewport->mapToGlobal(bubble.center()));
        QApplication::sendEvent(viewport, &event);
        return qobject_cast<QMenu *>(QApplication::activePopupWidget());
    };
    const auto actionOf = [](const QMenu *menu, const QString &text) -> QAction * {
        for (QAction *action : menu ? menu->actions() : QList<QAction *>()) {
            if (action->text() == text)
                return action;
        }
        return nullptr;
    };
    const int last = timeline().model()->count() - 1;
    QTRY_VERIFY(!timeline().rowRect(last).isEmpty());
    QMenu *others = menuOf(last - 1); // Bob's
    QVERIFY(others && !actionOf(others, QStringLiteral("Recall")) && !actionOf(others, QStringLiteral("Edit")));
    others->close();
    QMenu *own = menuOf(last);
    QVERIFY(actionOf(own, QStringLiteral("Edit")));
    QVERIFY(actionOf(own, QStringLiteral("Recall")));
    actionOf(own, QStringLiteral("Recall"))->trigger();
    own->close();
    QTRY_COMPARE(m_world->received(wire::Frame::kRecallMessage), 1);
    QTRY_COMPARE(lastItem().text, QStringLiteral("You recalled a message."));
    QCOMPARE(lastItem().kind, TimelineItem::Kind::System);
}

void MainWindowTest::badgeFollowsUnread()
{
    connectToWorld();
    QTRY_COMPARE(m_window->rail().messages().badge(), 1);
    QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("(1) ")));
    open(m_withBob);
    QTRY_COMPARE(m_window->rail().messages().badge(), 0);
    QTRY_COMPARE(m_world->ownRead(m_withBob), 1ULL);
    m_world->say(m_group, m_ana, QStringLiteral("news"));
    QTRY_COMPARE(m_window->rail().messages().badge(), 1);
    m_world->say(m_withBob, m_bob, QStringLiteral("seen at once"));
    QTRY_COMPARE(m_world->ownRead(m_withBob), 2ULL);
    QCOMPARE(m_window->rail().messages().badge(), 1);
}

void MainWindowTest::keysGoThroughConversations()
{
    connectToWorld();
    open(m_withBob);
    press(Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(m_viewModel->currentId(), m_group);
    press(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m_viewModel->currentId(), m_withBob);
    m_world->say(m_group, m_ana, QStringLiteral("news"));
    QTRY_COMPARE(m_viewModel->totalUnread(), 1U);
    press(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(m_viewModel->currentId(), m_group);
    press(Qt::Key_W, Qt::ControlModifier);
    QVERIFY(!m_viewModel->current());
}

void MainWindowTest::searchFindsAndOpens()
{
    connectToWorld();
    press(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(m_window->list().search().hasFocus());
    QTest::keyClicks(&m_window->list().search(), QStringLiteral("ana"));
    QTest::keyClick(&m_window->list().search(), Qt::Key_Return);
    QTRY_VERIFY(m_viewModel->current());
    QCOMPARE(m_viewModel->current()->title(), QStringLiteral("Ana Costa"));
    QCOMPARE(m_window->list().search().text(), QString());
    QTRY_VERIFY(edit().hasFocus());
}

void MainWindowTest::peoplePageOpensATalk()
{
    connectToWorld();
    press(Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(m_window->list().page(), ListColumn::Page::People);
    RowListView &people = m_window->list().visibleList();
    QTRY_COMPARE(people.model()->rowCount(), 2);
    QTest::mouseClick(people.viewport(), Qt::LeftButton, {}, people.visualRect(people.model()->index(0, 0)).center());
    QTRY_COMPARE(m_viewModel->currentId(), m_withBob);
    QCOMPARE(m_window->list().page(), ListColumn::Page::Conversations);
}

void MainWindowTest::newGroupByKeyboard()
{
    connectToWorld();
    press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_window->groupDialog());
    GroupDialog *dialog = m_window->groupDialog();
    QTRY_VERIFY(dialog->nameField().hasFocus());
    QTest::keyClicks(&dialog->nameField(), QStringLiteral("Lunch"));
    QVERIFY(!dialog->submitButton().isEnabled());
    QTest::keyClick(&dialog->nameField(), Qt::Key_Return);
    for (const auto name : {"bob", "ana"}) {
        QTRY_VERIFY(qobject_cast<SearchField *>(QApplication::focusWidget()));
        QTest::keyClicks(QApplication::focusWidget(), QLatin1String(name));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    }
    QTRY_VERIFY(dialog->submitButton().isEnabled());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(m_viewModel->current());
    QCOMPARE(m_viewModel->current()->title(), QStringLiteral("Lunch"));
    QCOMPARE(m_viewModel->current()->members().size(), 3);
}

void MainWindowTest::draftComesBack()
{
    connectToWorld();
    open(m_withBob);
    QTest::keyClicks(&edit(), QStringLiteral("about the"));
    open(m_group);
    QCOMPARE(edit().toPlainText(), QString());
    const QModelIndex row = m_viewModel->conversations().index(m_viewModel->conversations().rowOf(m_withBob));
    QTRY_COMPARE(row.data(SecondLineRole).toString(), QStringLiteral("Draft: about the"));
    open(m_withBob);
    QCOMPARE(edit().toPlainText(), QStringLiteral("about the"));
}

void MainWindowTest::infoPaneLiesBesideOrOver()
{
    connectToWorld();
    open(m_group);
    press(Qt::Key_I, Qt::ControlModifier);
    QVERIFY(m_window->info().isVisible());
    QCOMPARE(m_window->info().width(), measure::infoPane);
    QTRY_COMPARE(m_window->conversation().mapTo(m_window.get(), QPoint(m_window->conversation().width(), 0)).x(),
                 m_window->width() - measure::infoPane);
    m_window->resize(800, 600);
    QTRY_COMPARE(m_window->conversation().mapTo(m_window.get(), QPoint(m_window->conversation().width(), 0)).x(), 800);
    QVERIFY(m_window->info().isVisible());
    QVERIFY(m_settings->isInfoShown());
    QCOMPARE(m_window->info().members().model()->rowCount(), 3);
}

void MainWindowTest::leavingAsksFirst()
{
    connectToWorld();
    open(m_group);
    m_window->setInfoShown(true);
    const auto button = [this](const QString &text) -> QPushButton * {
        for (QPushButton *found : m_window->info().findChildren<QPushButton *>()) {
            if (found->text() == text && found->isVisible())
                return found;
        }
        return nullptr;
    };
    QVERIFY(button(QStringLiteral("Leave group")));
    QTest::mouseClick(button(QStringLiteral("Leave group")), Qt::LeftButton);
    QCOMPARE(m_world->received(wire::Frame::kLeaveGroup), 0);
    QTRY_VERIFY(button(QStringLiteral("Cancel")));
    QTest::mouseClick(button(QStringLiteral("Cancel")), Qt::LeftButton);
    QTest::mouseClick(button(QStringLiteral("Leave group")), Qt::LeftButton);
    QTest::mouseClick(button(QStringLiteral("Leave")), Qt::LeftButton);
    QTRY_COMPARE(m_world->received(wire::Frame::kLeaveGroup), 1);
}

void MainWindowTest::textSizeAndThemeAreKept()
{
    connectToWorld();
    open(m_withBob);
    const int before = edit().fontMetrics().height();
    press(Qt::Key_Plus, Qt::ControlModifier);
    QCOMPARE(m_theme->textScale(), 110);
    QCOMPARE(m_settings->textScale(), 110);
    QVERIFY(edit().fontMetrics().height() > before);
    press(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(m_theme->textScale(), 100);
    Q_EMIT m_window->rail().themeToggled();
    QVERIFY(m_theme->isDark());
    QCOMPARE(m_settings->scheme(), Scheme::Dark);
}

void MainWindowTest::focusGoesRoundByF6()
{
    connectToWorld();
    open(m_withBob);
    press(Qt::Key_F6);
    QTRY_VERIFY(m_window->rail().messages().hasFocus());
    press(Qt::Key_F6);
    QTRY_VERIFY(m_window->list().visibleList().hasFocus());
    press(Qt::Key_F6);
    QTRY_VERIFY(timeline().hasFocus());
    press(Qt::Key_F6, Qt::ShiftModifier);
    QTRY_VERIFY(m_window->list().visibleList().hasFocus());
    press(Qt::Key_Escape);
    QTRY_VERIFY(edit().hasFocus());
}

void MainWindowTest::leftGroupCannotBeWrittenTo()
{
    connectToWorld();
    open(m_group);
    QVERIFY(m_window->conversation().composer().isVisible());
    wire::Conversation left;
    left.set_id(m_group.value);
    left.set_kind(wire::CONVERSATION_GROUP);
    left.set_title("Line 4");
    left.set_last_seq(1);
    left.set_left(true);
    m_session->conversations().applyChange(left);
    QTRY_VERIFY(!m_window->conversation().composer().isVisible());
}

void MainWindowTest::emptyStatesSayWhatToDo()
{
    const auto shows = [this](const QString &text) {
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text() == text)
                return true;
        }
        return false;
    };
    QVERIFY(shows(QStringLiteral("No conversations yet. People on your network appear here.")));
    QVERIFY(shows(QStringLiteral("Choose a conversation, or press Ctrl+K to search.")));
    connectToWorld();
    m_window->list().search().setText(QStringLiteral("zeppelin"));
    QVERIFY(shows(QStringLiteral("Nothing found for “zeppelin”.")));
}

void MainWindowTest::notificationTextIsEscaped()
{
    QCOMPARE(Notifications::escaped(QStringLiteral("<img src=x> & \"y\"")),
             QStringLiteral("&lt;img src=x&gt; &amp; &quot;y&quot;"));
}

void MainWindowTest::linksOpenThroughTheGateOnly()
{
    QVERIFY(m_links.open(QUrl(QStringLiteral("https://a.example/"))));
    for (const auto refused :
         {"file:///etc/passwd", "javascript:alert(1)", "ftp://a.example", "https:///x", "smb://a/b"})
        QVERIFY(!m_links.open(QUrl(QLatin1String(refused))));
    QCOMPARE(m_openedLinks.size(), 1);
    QCOMPARE(LinkGate::shownAddress(QUrl(QStringLiteral("https://аpple.example/"))),
             QStringLiteral("https://xn--pple-43d.example/"));
}

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
