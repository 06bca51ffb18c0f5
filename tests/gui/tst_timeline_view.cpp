// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The timeline view alone: what it lays out, where it stands, what the mouse and the keys do, what it survives.
#include "client/ui/conversation/timeline_view.h"
#include "client/ui/platform/link_gate.h"
#include "client/ui/theme/app_style.h"
#include "common/protocol/limits.h"
#include "tests/support/chat_world.h"

#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QAccessibleWidget>
#include <QtWidgets/QScrollBar>

using namespace rookery;
using namespace rookery::client;
using namespace rookery::ui;
using namespace rookery::test;

class TimelineViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void standsAtTheEndAndFollows();
    void keepsStillWhileReadingAbove();
    void opensAtWhatIsUnread();
    void loadsOlderWhenScrolledUp();
    void timeSharesTheLastLineOnlyWithRoom();
    void emojiAloneAreLarge();
    void selectsAndCopies();
    void opensLinks();
    void pagesWithKeys();
    void tellsScreenReaders();
    void survivesHostileTexts_data();
    void survivesHostileTexts();
    void mirrorsForRightToLeft();

private:
    void fill(int count);
    void open();
    int rowOf(const QString &text) const;

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ChatWorld> m_world;
    std::unique_ptr<AccountSession> m_session;
    std::unique_ptr<TimelineModel> m_model;
    std::unique_ptr<TimelineView> m_view;
    QList<QUrl> m_opened;
    LinkGate m_links{[this](const QUrl &url) {
        m_opened.append(url);
        return true;
    }};
    UserId m_bob;
    ConversationId m_talk;
};

void TimelineViewTest::initTestCase()
{
    m_theme = std::make_unique<Theme>();
    m_theme->setScheme(Scheme::Light);
    installLook(*qApp, *m_theme);
}

void TimelineViewTest::init()
{
    m_opened.clear();
    m_world = std::make_unique<ChatWorld>();
    m_bob = m_world->addPerson(QStringLiteral("Bob Stone"));
    m_talk = m_world->addDirect(m_bob);
    m_session = m_world->makeSession();
    ChatWorld::start(*m_session);
    QTRY_COMPARE(m_session->state(), AccountSession::State::Online);
    m_model = std::make_unique<TimelineModel>(m_session->roster(), m_session->conversations(), m_session->log(),
                                              m_session->outbox());
    m_view = std::make_unique<TimelineView>(*m_theme, m_links);
    m_view->resize(600, 500);
}

void TimelineViewTest::cleanup()
{
    m_view.reset();
    m_model.reset();
    m_session.reset();
    m_world.reset();
}

void TimelineViewTest::fill(int count)
{
    for (int i = 1; i <= count; ++i)
        m_world->say(m_talk, i % 3 ? m_bob : ChatWorld::self, QStringLiteral("message %1").arg(i));
    QTRY_COMPARE(m_session->conversations().conversation(m_talk).lastSeq, quint64(count));
    m_session->markRead(m_talk, quint64(count));
}

void TimelineViewTest::open()
{
    m_model->open(m_talk);
    m_view->setContext(false, m_world->clock.wallMs(), QStringLiteral("This is the start."));
    m_view->setModel(m_model.get());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->setFocus();
}

int TimelineViewTest::rowOf(const QString &text) const
{
    for (int row = 0; row < m_model->count(); ++row) {
        if (m_model->at(row).text == text)
            return row;
    }
    return -1;
}

void TimelineViewTest::standsAtTheEndAndFollows()
{
    fill(40);
    open();
    QVERIFY(m_view->isAtEnd());
    QCOMPARE(m_view->seenSeq(), 40ULL);
    QVERIFY(!m_view->rowRect(m_model->count() - 1).isEmpty());
    m_world->say(m_talk, m_bob, QStringLiteral("newest"));
    QTRY_VERIFY(rowOf(QStringLiteral("newest")) >= 0);
    QCOMPARE(m_view->rowRect(m_model->count() - 1).bottom() + 1, m_view->viewport()->height() - timeline::bottomRoom);
    QCOMPARE(m_view->seenSeq(), 41ULL);
}

void TimelineViewTest::keepsStillWhileReadingAbove()
{
    fill(45);
    open();
    m_view->scrollPage(-1);
    QVERIFY(!m_view->isAtEnd());
    const int row = rowOf(QStringLiteral("message 34"));
    const int top = m_view->rowRect(row).top();
    m_world->say(m_talk, m_bob, QStringLiteral("newest"));
    QTRY_VERIFY(rowOf(QStringLiteral("newest")) >= 0);
    QCOMPARE(m_view->rowRect(rowOf(QStringLiteral("message 34"))).top(), top);
    QVERIFY(m_view->seenSeq() < 46);
    m_view->scrollToLatest();
    QVERIFY(m_view->isAtEnd());
}

void TimelineViewTest::opensAtWhatIsUnread()
{
    for (int i = 1; i <= 60; ++i)
        m_world->say(m_talk, m_bob, QStringLiteral("message %1").arg(i));
    QTRY_COMPARE(m_session->conversations().conversation(m_talk).lastSeq, 60ULL);
    m_session->markRead(m_talk, 20);
    open();
    QVERIFY(!m_view->isAtEnd());
    QVERIFY(!m_view->rowRect(m_model->unreadLine()).isEmpty());
    QVERIFY(m_view->seenSeq() >= 21 && m_view->seenSeq() < 60);
}

void TimelineViewTest::loadsOlderWhenScrolledUp()
{
    fill(300);
    open();
    const QString oldest = QStringLiteral("message 1");
    for (int page = 0; page < 100 && rowOf(oldest) < 0; ++page) {
        m_view->scrollPage(-1);
        QCoreApplication::processEvents();
    }
    QVERIFY(rowOf(oldest) >= 0);
    m_view->scrollToOldestLoaded();
    QCOMPARE(m_view->rowRect(0).top(), 0);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
    QVERIFY(m_view->isAtEnd());
}

void TimelineViewTest::timeSharesTheLastLineOnlyWithRoom()
{
    m_world->say(m_talk, m_bob, QStringLiteral("short"));
    m_world->say(m_talk, m_bob, QString(60, u'm'));
    QTRY_COMPARE(m_session->conversations().conversation(m_talk).lastSeq, 2ULL);
    open();
    const RowLayout *brief = m_view->layoutOf(rowOf(QStringLiteral("short")));
    QCOMPARE(brief->layout->lineCount(), 1);
    QVERIFY(brief->time.left() >= brief->text.left() + int(brief->layout->lineAt(0).naturalTextWidth()));
    QVERIFY(brief->time.bottom() <= brief->bubble.bottom());
    const RowLayout *wide = m_view->layoutOf(rowOf(QString(60, u'm')));
    QVERIFY(wide->bubble.width() <= (600 - 2 * timeline::margin) * measure::bubbleMaximumPercent / 100 + 1);
    QVERIFY(wide->bubble.contains(wide->time));
}

void TimelineViewTest::emojiAloneAreLarge()
{
    m_world->say(m_talk, m_bob, QStringLiteral("👍"));
    QTRY_COMPARE(m_session->conversations().conversation(m_talk).lastSeq, 1ULL);
    open();
    const RowLayout *row = m_view->layoutOf(rowOf(QStringLiteral("👍")));
    QVERIFY(!row->hasBubble);
    QCOMPARE(row->layout->font().pixelSize(), timeline::emojiSize);
}

void TimelineViewTest::selectsAndCopies()
{
    m_world->say(m_talk, m_bob, QStringLiteral("select these words"));
    QTRY_COMPARE(m_session->conversations().conversation(m_talk).lastSeq, 1ULL);
    open();
    const int row = rowOf(QStringLiteral("select these words"));
    const RowLayout *layout = m_view->layoutOf(row);
    const QPoint origin = m_view->rowRect(row).topLeft() + layout->text.topLeft();
    const QTextLine line = layout->layout->lineAt(0);
    const auto at = [&](int position) { return origin + QPoint(int(line.cursorToX(position)), 10); };
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, at(7));
    QTest::mouseMove(m_view->viewport(), at(10));
    QMouseEvent move(QEvent::MouseMove, at(12), m_view->viewport()->mapToGlobal(at(12)), Qt::NoButton, Qt::LeftButton,
                     {});
    QApplication::sendEvent(m_view->viewport(), &move);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, at(12));
    QCOMPARE(m_view->selectedText(), QStringLiteral("these"));
    QTest::keySequence(m_view.get(), QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("these"));
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, at(15));
    QCOMPARE(m_view->selectedText(), QStringLiteral("words"));
}

void TimelineViewTest::opensLinks()
{
    m_world->say(m_talk, m_bob, QStringLiteral("see https://a.example/x now"));
    QTRY_COMPARE(m_session->conversations().conversation(m_talk).lastSeq, 1ULL);
    open();
    const int row = rowOf(QStringLiteral("see https://a.example/x now"));
    const RowLayout *layout = m_view->layoutOf(row);
    const QPoint origin = m_view->rowRect(row).topLeft() + layout->text.topLeft();
    const QTextLine line = layout->layout->lineAt(0);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, origin + QPoint(int(line.cursorToX(10)), 10));
    QCOMPARE(m_opened, QList<QUrl>{QUrl(QStringLiteral("https://a.example/x"))});
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, origin + QPoint(int(line.cursorToX(1)), 10));
    QCOMPARE(m_opened.size(), 1);
}

void TimelineViewTest::pagesWithKeys()
{
    fill(45);
    open();
    QTest::keyClick(m_view.get(), Qt::Key_PageUp);
    QVERIFY(!m_view->isAtEnd());
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    QVERIFY(m_view->isAtEnd());
    QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(m_view->rowRect(0).top(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ControlModifier);
    QVERIFY(m_view->isAtEnd());
}

void TimelineViewTest::tellsScreenReaders()
{
    m_world->say(m_talk, m_bob, QStringLiteral("hello"));
    QTRY_COMPARE(m_session->conversations().conversation(m_talk).lastSeq, 1ULL);
    open();
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(spoken);
    QCOMPARE(spoken->role(), QAccessible::Document);
    QVERIFY(spoken->text(QAccessible::Value).contains(QStringLiteral("Bob Stone, ")));
    QVERIFY(spoken->text(QAccessible::Value).contains(QStringLiteral("hello")));
}

void TimelineViewTest::survivesHostileTexts_data()
{
    QTest::addColumn<QString>("text");
    const int bytes = int(limits::messageTextBytes);
    QTest::newRow("one run") << QString(bytes, u'x');
    QTest::newRow("line ends") << QString(bytes - 1, u'\n') + QLatin1Char('x');
    QTest::newRow("combining marks") << QString(bytes / 2, QChar(0x0301));
    QTest::newRow("right to left") << QString(bytes / 2, QChar(0x05D0));
    QTest::newRow("joiners") << QStringLiteral("👩‍").repeated(bytes / 8);
    QTest::newRow("links") << QStringLiteral("http://a.b ").repeated(bytes / 11);
    QTest::newRow("markup") << QStringLiteral("<table><tr><td><img src=\"file:///etc/passwd\">").repeated(bytes / 46);
    QTest::newRow("lone surrogates") << QString(bytes / 3, QChar(0xD83D));
}

void TimelineViewTest::survivesHostileTexts()
{
    QFETCH(QString, text);
    wire::Event event;
    event.set_conversation_id(m_talk.value);
    event.set_seq(1);
    event.set_sender_id(m_bob.value);
    event.set_time_ms(m_world->clock.wallMs());
    event.mutable_message()->set_text(text.toUtf8().toStdString());
    m_session->log().accept({event});
    open();
    QCOMPARE(m_model->count(), 4); // Start, day, what is new, message.
    const RowLayout *row = m_view->layoutOf(3);
    QVERIFY(row->height > 0);
    QVERIFY(row->bubble.width() <= m_view->viewport()->width());
    QVERIFY(!m_view->grab().isNull());
    m_view->scrollPage(-1);
    m_view->scrollToLatest();
    QVERIFY(m_view->isAtEnd());
}

void TimelineViewTest::mirrorsForRightToLeft()
{
    fill(3); // The third is one's own.
    open();
    const int own = rowOf(QStringLiteral("message 3"));
    QVERIFY(m_view->layoutOf(own)->bubble.center().x() > 300);
    m_view->setLayoutDirection(Qt::RightToLeft);
    QVERIFY(m_view->layoutOf(own)->bubble.center().x() < 300);
}

QTEST_MAIN(TimelineViewTest)
#include "tst_timeline_view.moc"
