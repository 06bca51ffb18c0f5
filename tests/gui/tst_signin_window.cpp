// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The sign-in window as a person meets it: keys and clicks on the real widgets, answers from a scripted view model.
#include "client/ui/signin/signin_window.h"
#include "client/ui/signin/trust_panel.h"
#include "client/ui/theme/app_style.h"
#include "client/ui/theme/controls.h"
#include "client/ui/widgets/text_label.h"
#include "tests/support/fake_signin_viewmodel.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QPushButton>

using namespace rookery;
using namespace rookery::ui;
using rookery::test::FakeSignInViewModel;
using State = client::SignInViewModel::State;

namespace {

const QStringList sixWords{QStringLiteral("maple"), QStringLiteral("river"),  QStringLiteral("candle"),
                           QStringLiteral("orbit"), QStringLiteral("velvet"), QStringLiteral("harbor")};

client::SignInServer office()
{
    return {QStringLiteral("Office server"), QStringLiteral("192.168.1.20"), 7665, true, true, false, sixWords,
            QStringLiteral("12ab 34cd")};
}

} // namespace

class TestSignInWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void serverModelKeepsTheRules();
    void noServerOffersBothWays();
    void scanningSaysSo();
    void listChoosesByClickAndByKey();
    void arrowsOnlyMove();
    void tabGoesThroughTheForm();
    void enterSubmits();
    void emptyFieldsAreNamed();
    void enterWhileConnectingIsNotLost();
    void wrongPasswordIsFocusedAndKept();
    void throttledCountsDown();
    void unreachableOffersAnotherTry();
    void badAddressOpensTheAddressField();
    void addressAndLocalServer();
    void firstUseAsksWithCancelAsDefault();
    void changedKeyCannotBeAccepted();
    void createAccountAsksForAnInviteWhereNeeded();
    void eyeShowsThePassword();
    void nothingIsCutAtTwiceTheTextSize();
    void ringIsForTheKeyboardOnly();
    void everyButtonHasAName();
    void doneIsAnnounced();

private:
    template <typename T>
    T *named(const QString &name) const;
    QAbstractButton *button(const QString &text) const;
    bool shows(const QString &text) const;
    void offerOffice();
    void typeNameAndPassword();

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FakeSignInViewModel> m_model;
    std::unique_ptr<SignInWindow> m_window;
};

/// The visible widget of that type with that accessible name.
template <typename T>
T *TestSignInWindow::named(const QString &name) const
{
    const QList<T *> all = m_window->findChildren<T *>();
    for (T *widget : all) {
        if (widget->isVisible() && widget->accessibleName() == name)
            return widget;
    }
    return nullptr;
}

QAbstractButton *TestSignInWindow::button(const QString &text) const
{
    const QList<QAbstractButton *> all = m_window->findChildren<QAbstractButton *>();
    for (QAbstractButton *widget : all) {
        if (widget->isVisible() && (widget->text() == text || widget->accessibleName() == text))
            return widget;
    }
    return nullptr;
}

bool TestSignInWindow::shows(const QString &text) const
{
    const QList<QLabel *> all = m_window->findChildren<QLabel *>();
    return std::any_of(all.begin(), all.end(),
                       [&](QLabel *label) { return label->isVisible() && label->text() == text; });
}

void TestSignInWindow::initTestCase()
{
    m_theme = std::make_unique<Theme>();
    m_theme->setScheme(Scheme::Light);
    installLook(*qApp, *m_theme);
}

void TestSignInWindow::init()
{
    m_theme->setTextScale(100);
    m_model = std::make_unique<FakeSignInViewModel>();
    m_window = std::make_unique<SignInWindow>(*m_theme, *m_model);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestSignInWindow::cleanup()
{
    m_window.reset();
    m_model.reset();
}

void TestSignInWindow::offerOffice()
{
    m_model->serverModel().append(
        {QStringLiteral("Office server"), QStringLiteral("192.168.1.20"), 23, "office", true});
    m_model->serverModel().append({QStringLiteral("Lab 2"), QStringLiteral("192.168.1.31"), 4, "lab", false});
    m_model->setServer(0, office());
    m_model->setState(State::Ready);
}

void TestSignInWindow::typeNameAndPassword()
{
    QTest::keyClicks(named<QLineEdit>(QStringLiteral("Name")), QStringLiteral("liu.yang"));
    QTest::keyClicks(named<QLineEdit>(QStringLiteral("Password")), QStringLiteral("correct horse"));
}

void TestSignInWindow::serverModelKeepsTheRules()
{
    auto *view = m_window->findChild<QListView *>();
    QAbstractItemModelTester tester(view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    offerOffice();
    QCOMPARE(view->model()->rowCount(), 2);
    QCOMPARE(view->model()->index(0, 0).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("Office server, 192.168.1.20 · 23 people online"));
}

void TestSignInWindow::noServerOffersBothWays()
{
    QVERIFY(shows(QStringLiteral("No server found on this network.")));
    QTest::mouseClick(button(QStringLiteral("Enter address")), Qt::LeftButton);
    auto *address = named<QLineEdit>(QStringLiteral("Address"));
    QVERIFY(address);
    QVERIFY(address->hasFocus());
    const QList<QPushButton *> buttons = m_window->findChildren<QPushButton *>();
    for (QPushButton *again : buttons) {
        if (again->isVisible() && again->text() == QLatin1String("Scan again"))
            QTest::mouseClick(again, Qt::LeftButton);
    }
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QCOMPARE(m_model->calls, (QStringList{QStringLiteral("rescan"), QStringLiteral("rescan")}));
}

void TestSignInWindow::scanningSaysSo()
{
    m_model->setScanning(true);
    QVERIFY(shows(QStringLiteral("Looking for servers on this network...")));
    QVERIFY(!shows(QStringLiteral("No server found on this network.")));
    offerOffice();
    QVERIFY(!shows(QStringLiteral("Looking for servers on this network...")));
}

void TestSignInWindow::listChoosesByClickAndByKey()
{
    offerOffice();
    auto *view = m_window->findChild<QListView *>();
    QTRY_COMPARE(view->height(), 2 * measure::signInServerRow);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(view->model()->index(1, 0)).center());
    QTest::keyClick(view, Qt::Key_Up);
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(m_model->calls, (QStringList{QStringLiteral("selectServer 1"), QStringLiteral("selectServer 0")}));
}

void TestSignInWindow::arrowsOnlyMove()
{
    offerOffice();
    auto *view = m_window->findChild<QListView *>();
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Down);
    QCOMPARE(view->currentIndex().row(), 1);
    QVERIFY(m_model->calls.isEmpty());
}

void TestSignInWindow::tabGoesThroughTheForm()
{
    offerOffice();
    QStringList seen;
    named<QLineEdit>(QStringLiteral("Name"))->setFocus();
    for (int i = 0; i < 9; ++i) {
        const QWidget *at = QApplication::focusWidget();
        QVERIFY(at);
        const auto *pressed = qobject_cast<const QAbstractButton *>(at);
        seen << (at->accessibleName().isEmpty() && pressed ? pressed->text() : at->accessibleName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(seen,
             (QStringList{QStringLiteral("Name"), QStringLiteral("Password"), QStringLiteral("Show password"),
                          QStringLiteral("Keep me signed in"), QStringLiteral("Sign in"),
                          QStringLiteral("Create account"), QStringLiteral("Scan again"),
                          QStringLiteral("Servers on this network"),
                          QStringLiteral("Other address, or start a server here...")}));
}

void TestSignInWindow::enterSubmits()
{
    offerOffice();
    typeNameAndPassword();
    QTest::keyClick(named<QLineEdit>(QStringLiteral("Password")), Qt::Key_Return);
    QCOMPARE(m_model->calls, QStringList{QStringLiteral("signIn liu.yang correct horse 1")});
    m_model->setState(State::Submitting);
    QTest::keyClick(named<QLineEdit>(QStringLiteral("Password")), Qt::Key_Return);
    QCOMPARE(m_model->calls.size(), 1);
}

void TestSignInWindow::emptyFieldsAreNamed()
{
    offerOffice();
    QTest::mouseClick(button(QStringLiteral("Sign in")), Qt::LeftButton);
    QVERIFY(shows(QStringLiteral("Enter your name.")));
    auto *name = named<QLineEdit>(QStringLiteral("Name"));
    QVERIFY(name->hasFocus());
    QTest::keyClicks(name, QStringLiteral("amy"));
    QVERIFY(!shows(QStringLiteral("Enter your name.")));
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(named<QLineEdit>(QStringLiteral("Password"))->hasFocus());
    QTest::keyClick(named<QLineEdit>(QStringLiteral("Password")), Qt::Key_Return);
    QVERIFY(shows(QStringLiteral("Enter your password.")));
    QVERIFY(m_model->calls.isEmpty());
}

void TestSignInWindow::enterWhileConnectingIsNotLost()
{
    offerOffice();
    m_model->setState(State::Connecting);
    QVERIFY(shows(QStringLiteral("Connecting...")));
    typeNameAndPassword();
    QTest::keyClick(named<QLineEdit>(QStringLiteral("Password")), Qt::Key_Return);
    QVERIFY(m_model->calls.isEmpty());
    m_model->setState(State::Ready);
    QCOMPARE(m_model->calls, QStringList{QStringLiteral("signIn liu.yang correct horse 1")});
}

void TestSignInWindow::wrongPasswordIsFocusedAndKept()
{
    offerOffice();
    typeNameAndPassword();
    auto *password = named<QLineEdit>(QStringLiteral("Password"));
    QTest::mouseClick(button(QStringLiteral("Sign in")), Qt::LeftButton);
    m_model->setState(State::Submitting);
    m_model->setState(State::Ready);
    m_model->setError(ErrorCode::BadCredentials);
    QVERIFY(shows(QStringLiteral("Name or password is not right.")));
    QVERIFY(password->hasFocus());
    QCOMPARE(password->text(), QStringLiteral("correct horse"));
    QCOMPARE(password->selectedText().size(), password->text().size());
    QCOMPARE(password->accessibleDescription(), QStringLiteral("Name or password is not right."));
    QCOMPARE(fieldState(password), FieldState::Error);
    QTest::keyClicks(password, QStringLiteral("x"));
    QVERIFY(!shows(QStringLiteral("Name or password is not right.")));
}

void TestSignInWindow::throttledCountsDown()
{
    offerOffice();
    typeNameAndPassword();
    m_model->setError(ErrorCode::RateLimited, 30);
    QVERIFY(shows(QStringLiteral("Too many tries. You can try again in 30 s.")));
    QVERIFY(!button(QStringLiteral("Sign in"))->isEnabled());
    m_model->setRetrySeconds(29);
    QVERIFY(shows(QStringLiteral("Too many tries. You can try again in 29 s.")));
    QTest::keyClick(named<QLineEdit>(QStringLiteral("Password")), Qt::Key_Return);
    QVERIFY(m_model->calls.isEmpty());
    m_model->setRetrySeconds(0);
    QVERIFY(!shows(QStringLiteral("Too many tries. You can try again in 29 s.")));
    QVERIFY(button(QStringLiteral("Sign in"))->isEnabled());
}

void TestSignInWindow::unreachableOffersAnotherTry()
{
    offerOffice();
    m_model->setState(State::Choosing);
    m_model->setError(ErrorCode::CannotReach);
    QVERIFY(shows(QStringLiteral("192.168.1.20 did not answer on port 7665. Is the server running?")));
    QTest::mouseClick(button(QStringLiteral("Try again")), Qt::LeftButton);
    QCOMPARE(m_model->calls, QStringList{QStringLiteral("selectServer 0")});
}

void TestSignInWindow::badAddressOpensTheAddressField()
{
    m_model->setError(ErrorCode::BadAddress);
    auto *address = named<QLineEdit>(QStringLiteral("Address"));
    QVERIFY(address);
    QVERIFY(address->hasFocus());
}

void TestSignInWindow::addressAndLocalServer()
{
    QTest::mouseClick(button(QStringLiteral("Other address, or start a server here...")), Qt::LeftButton);
    auto *address = named<QLineEdit>(QStringLiteral("Address"));
    QVERIFY(address);
    QTest::keyClicks(address, QStringLiteral(" 10.0.0.5:7000 "));
    QTest::keyClick(address, Qt::Key_Return);
    QTest::mouseClick(button(QStringLiteral("Start a server on this computer")), Qt::LeftButton);
    QCOMPARE(m_model->calls,
             (QStringList{QStringLiteral("connect 10.0.0.5:7000"), QStringLiteral("startLocalServer")}));
}

void TestSignInWindow::firstUseAsksWithCancelAsDefault()
{
    offerOffice();
    m_model->setState(State::TrustNeeded);
    QVERIFY(shows(QStringLiteral("You have not used this server before.")));
    for (const QString &word : sixWords)
        QVERIFY2(shows(word), qPrintable(word));
    QVERIFY(!named<QLineEdit>(QStringLiteral("Password"))); // no password before the key is trusted
    QVERIFY(button(QStringLiteral("Cancel"))->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QCOMPARE(m_model->calls, (QStringList{QStringLiteral("cancelTrust"), QStringLiteral("cancelTrust")}));
    QTest::mouseClick(button(QStringLiteral("Trust")), Qt::LeftButton);
    QCOMPARE(m_model->calls.last(), QStringLiteral("trust"));
    m_model->setState(State::Ready);
    QVERIFY(named<QLineEdit>(QStringLiteral("Name"))->hasFocus());
}

void TestSignInWindow::changedKeyCannotBeAccepted()
{
    offerOffice();
    m_model->setState(State::KeyChanged);
    QVERIFY(shows(QStringLiteral("This server's key has changed. Ask your administrator before you go on.")));
    auto *panel = m_window->findChild<TrustPanel *>();
    QSignalSpy trusted(panel, &TrustPanel::trusted);
    QList<QAbstractButton *> visible;
    const QList<QAbstractButton *> all = panel->findChildren<QAbstractButton *>();
    for (QAbstractButton *candidate : all) {
        if (candidate->isVisible())
            visible << candidate;
    }
    QCOMPARE(visible.size(), 1);
    QTest::mouseClick(visible.first(), Qt::LeftButton);
    QCOMPARE(trusted.size(), 0);
    QCOMPARE(m_model->calls, QStringList{QStringLiteral("cancelTrust")});
}

void TestSignInWindow::createAccountAsksForAnInviteWhereNeeded()
{
    offerOffice();
    QTest::mouseClick(button(QStringLiteral("Create account")), Qt::LeftButton);
    QVERIFY(!named<QLineEdit>(QStringLiteral("Invite")));
    client::SignInServer server = office();
    server.inviteNeeded = true;
    m_model->setServer(0, server);
    auto *invite = named<QLineEdit>(QStringLiteral("Invite"));
    QVERIFY(invite);
    typeNameAndPassword();
    QTest::keyClick(invite, Qt::Key_Return);
    QVERIFY(shows(QStringLiteral("Enter the invite you were given.")));
    QTest::keyClicks(invite, QStringLiteral("abc-def"));
    QTest::keyClick(invite, Qt::Key_Return);
    QCOMPARE(m_model->calls, QStringList{QStringLiteral("createAccount liu.yang|liu.yang|correct horse|abc-def|1")});
    m_model->setError(ErrorCode::NameTaken);
    QVERIFY(named<QLineEdit>(QStringLiteral("Name"))->hasFocus());
}

void TestSignInWindow::eyeShowsThePassword()
{
    auto *password = named<QLineEdit>(QStringLiteral("Password"));
    QCOMPARE(password->echoMode(), QLineEdit::Password);
    QTest::mouseClick(button(QStringLiteral("Show password")), Qt::LeftButton);
    QCOMPARE(password->echoMode(), QLineEdit::Normal);
    QTest::mouseClick(button(QStringLiteral("Hide password")), Qt::LeftButton);
    QCOMPARE(password->echoMode(), QLineEdit::Password);
}

void TestSignInWindow::nothingIsCutAtTwiceTheTextSize()
{
    offerOffice();
    m_theme->setTextScale(200);
    QTRY_VERIFY(m_window->width() >= 2 * measure::signInWidth
                || m_window->width() >= m_window->screen()->availableSize().width() * 9 / 10);
    QCoreApplication::processEvents();
    const QList<QPushButton *> buttons = m_window->findChildren<QPushButton *>();
    for (QPushButton *each : buttons) {
        if (each->isVisible())
            QVERIFY2(each->width() >= each->sizeHint().width(), qPrintable(each->text()));
    }
    const QList<TextLabel *> labels = m_window->findChildren<TextLabel *>();
    for (TextLabel *label : labels) {
        if (!label->isVisible())
            continue;
        const int needed = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        QVERIFY2(label->height() >= needed, qPrintable(label->text()));
    }
}

void TestSignInWindow::ringIsForTheKeyboardOnly()
{
    offerOffice();
    const auto accentAbove = [this](QWidget *widget) {
        // The ring lies 2 px off the widget and is 2 px wide: its middle is 3 px above.
        const QPoint at = widget->mapTo(m_window.get(), QPoint(widget->width() / 2, -3));
        return m_window->grab().toImage().pixelColor(at) == m_theme->colour(Token::Accent);
    };
    QAbstractButton *keep = button(QStringLiteral("Keep me signed in"));
    QVERIFY(!accentAbove(keep));
    QTest::mouseClick(keep, Qt::LeftButton);
    QVERIFY(!accentAbove(keep));
    button(QStringLiteral("Show password"))->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(keep->hasFocus());
    QVERIFY(accentAbove(keep));
    QTest::mouseClick(keep, Qt::LeftButton);
    QVERIFY(!accentAbove(keep));
}

void TestSignInWindow::everyButtonHasAName()
{
    offerOffice();
    const QList<QAbstractButton *> all = m_window->findChildren<QAbstractButton *>();
    QVERIFY(all.size() > 8);
    for (QAbstractButton *each : all)
        QVERIFY(!each->text().isEmpty() || !each->accessibleName().isEmpty());
}

void TestSignInWindow::doneIsAnnounced()
{
    QSignalSpy spy(m_window.get(), &SignInWindow::signedIn);
    offerOffice();
    m_model->setState(State::Done);
    QCOMPARE(spy.size(), 1);
}

QTEST_MAIN(TestSignInWindow)
#include "tst_signin_window.moc"
