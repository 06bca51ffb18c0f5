// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Draws the sign-in window in each of its states and a sheet of all widgets into PNG files, to be looked at:
//   rookery_gallery --out DIR [--theme light|dark] [--lang en|zh_CN] [--scale 1|2] [--text 80..200] [--rtl]
// Needs no display: it brings a large off-screen one of the wanted pixel ratio.
#include "client/ui/signin/server_picker.h"
#include "client/ui/signin/signin_window.h"
#include "client/ui/theme/app_style.h"
#include "tests/support/fake_signin_viewmodel.h"
#include "tests/support/gallery_sheet.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>
#include <QtCore/QEventLoop>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtCore/QTranslator>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>

#include <cstdio>
#include <functional>

using namespace rookery;
using namespace rookery::ui;
using rookery::test::FakeSignInViewModel;
using State = client::SignInViewModel::State;

namespace {

struct Shot {
    const char *name;
    std::function<void(FakeSignInViewModel &, SignInWindow &)> prepare;
};

bool isChinese()
{
    return QLocale().language() == QLocale::Chinese;
}

client::SignInServer office(bool known)
{
    client::SignInServer server;
    server.name = isChinese() ? QStringLiteral("办公室服务器") : QStringLiteral("Office server");
    server.host = QStringLiteral("192.168.1.20");
    server.port = 7665;
    server.isKnown = known;
    server.registrationAllowed = true;
    server.phrase = QStringList{QStringLiteral("maple"), QStringLiteral("river"),  QStringLiteral("candle"),
                                QStringLiteral("orbit"), QStringLiteral("velvet"), QStringLiteral("harbor")};
    server.fingerprint = QStringLiteral(
        "9f3c 22e1 07b4 5a6d e810 4c97 b2f5 3d08 61aa c4e7 90bd 1f26 7e53 d8c1 4b0a f692");
    return server;
}

void offer(FakeSignInViewModel &model, State state)
{
    const QString lab = isChinese() ? QStringLiteral("二号实验室") : QStringLiteral("Lab 2");
    model.serverModel().append({office(true).name, QStringLiteral("192.168.1.20"), 23, "office", true});
    model.serverModel().append({lab, QStringLiteral("192.168.1.31"), 4, "lab", false});
    model.setServer(0, office(true));
    model.setState(state);
}

/// Types into the visible fields in order: name, password.
void type(SignInWindow &window)
{
    const QList<QLineEdit *> fields = window.findChildren<QLineEdit *>();
    QLineEdit *last = nullptr;
    for (QLineEdit *field : fields) {
        if (!field->isVisible())
            continue;
        if (field->echoMode() == QLineEdit::Password) {
            field->setText(QStringLiteral("0123456789"));
            last = field;
        } else if (!last && field->text().isEmpty() && field->placeholderText().isEmpty()) {
            field->setText(QStringLiteral("liu.yang"));
        }
    }
    if (last)
        last->setFocus();
}

void fail(FakeSignInViewModel &model, SignInWindow &window, ErrorCode code, int seconds)
{
    type(window);
    model.setError(code, seconds);
}

void createAccount(FakeSignInViewModel &model, SignInWindow &window)
{
    client::SignInServer server = office(true);
    server.inviteNeeded = true;
    model.setServer(0, server);
    const QList<QPushButton *> buttons = window.findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->isVisible() && button->property("rookeryVariant").toInt() == 4)
            button->click();
    }
}

const QList<Shot> &shots()
{
    static const QList<Shot> all{
        {"ready",
         [](auto &m, auto &w) {
             offer(m, State::Ready);
             type(w);
         }},
        {"one-server",
         [](auto &m, auto &w) {
             m.serverModel().append({office(true).name, QStringLiteral("192.168.1.20"), 1, "office", true});
             m.setServer(0, office(true));
             m.setState(State::Ready);
             type(w);
         }},
        {"scanning", [](auto &m, auto &) { m.setScanning(true); }},
        {"none", [](auto &, auto &) {}},
        {"other",
         [](auto &m, auto &w) {
             offer(m, State::Choosing);
             w.template findChild<ServerPicker *>()->showAddressEntry();
         }},
        {"connecting",
         [](auto &m, auto &w) {
             offer(m, State::Connecting);
             type(w);
         }},
        {"refused",
         [](auto &m, auto &w) {
             offer(m, State::Choosing);
             fail(m, w, ErrorCode::CannotReach, 0);
         }},
        {"wrong-password",
         [](auto &m, auto &w) {
             offer(m, State::Ready);
             fail(m, w, ErrorCode::BadCredentials, 0);
         }},
        {"throttled",
         [](auto &m, auto &w) {
             offer(m, State::Ready);
             fail(m, w, ErrorCode::RateLimited, 30);
         }},
        {"submitting",
         [](auto &m, auto &w) {
             offer(m, State::Submitting);
             type(w);
         }},
        {"create",
         [](auto &m, auto &w) {
             offer(m, State::Ready);
             createAccount(m, w);
         }},
        {"trust", [](auto &m, auto &) { offer(m, State::TrustNeeded); }},
        {"keyboard",
         [](auto &m, auto &w) {
             offer(m, State::Ready);
             w.template findChild<QCheckBox *>()->setFocus(Qt::TabFocusReason);
         }},
        {"key-changed", [](auto &m, auto &) { offer(m, State::KeyChanged); }},
    };
    return all;
}

/// Lets layouts settle, and what is shown only after 200 ms appear.
void settle()
{
    QEventLoop loop;
    QTimer::singleShot(motion::loadingDelay + 60, &loop, &QEventLoop::quit);
    loop.exec();
}

void save(QWidget &widget, const QDir &folder, const QString &name)
{
    settle();
    const QString path = folder.filePath(name + QStringLiteral(".png"));
    if (!widget.grab().save(path))
        std::fprintf(stderr, "cannot write %s\n", qPrintable(path));
}

void drawMenu(const Theme &theme, const QDir &folder, const QString &prefix)
{
    QMenu menu;
    const auto add = [&](const char *icon, const char *text, const QKeySequence &keys) {
        QAction *action = menu.addAction(theme.icons().icon(QLatin1String(icon), theme.colour(Token::Text2), 16),
                                         QLatin1String(text));
        action->setShortcut(keys);
        action->setShortcutVisibleInContextMenu(true);
        return action;
    };
    menu.setActiveAction(add("reply", "Reply", QKeySequence(Qt::CTRL | Qt::Key_Up)));
    add("copy", "Copy", QKeySequence(Qt::CTRL | Qt::Key_C));
    add("forward", "Forward", {});
    menu.addSeparator();
    add("pin", "Pin", {})->setEnabled(false);
    QAction *mute = menu.addAction(QStringLiteral("Mute"));
    mute->setCheckable(true);
    mute->setChecked(true);
    menu.addMenu(QStringLiteral("More"))->addAction(QStringLiteral("Inner"));
    menu.popup({10, 10});
    save(menu, folder, prefix + QStringLiteral("menu"));
}

/// An off-screen display large enough for every window; must be set before the application is made.
void prepareDisplay(const QTemporaryDir &folder, const QString &ratio)
{
    QFile file(folder.filePath(QStringLiteral("screens.json")));
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write(R"({"synchronousWindowSystemEvents":false,"windowFrameMargins":false,"screens":[{"name":"gallery",)"
               R"("x":0,"y":0,"width":4000,"height":4000,"logicalDpi":96,"logicalBaseDpi":96,"dpr":)"
               + ratio.toLatin1() + "}]}");
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + file.fileName().toLocal8Bit());
}

QString valueOf(int argc, char **argv, const char *option, const char *otherwise)
{
    for (int i = 1; i + 1 < argc; ++i) {
        if (qstrcmp(argv[i], option) == 0)
            return QString::fromLocal8Bit(argv[i + 1]);
    }
    return QString::fromLatin1(otherwise);
}

} // namespace

int main(int argc, char **argv)
{
    const QTemporaryDir displayFolder;
    prepareDisplay(displayFolder, valueOf(argc, argv, "--scale", "1"));
    const QString language = valueOf(argc, argv, "--lang", "en");
    QLocale::setDefault(QLocale(language));
    QApplication application(argc, argv);
    QTranslator translator;
    if (language != QLatin1String("en") && translator.load(QStringLiteral(":/i18n/rookery_%1.qm").arg(language)))
        QCoreApplication::installTranslator(&translator);
    if (QCoreApplication::arguments().contains(QStringLiteral("--rtl")))
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);

    Theme theme;
    const QString scheme = valueOf(argc, argv, "--theme", "light");
    theme.setScheme(scheme == QLatin1String("dark") ? Scheme::Dark : Scheme::Light);
    theme.setTextScale(valueOf(argc, argv, "--text", "100").toInt());
    installLook(application, theme);

    const QDir folder(valueOf(argc, argv, "--out", "."));
    if (!folder.mkpath(QStringLiteral(".")))
        return 1;
    const QString prefix = QStringLiteral("%1-%2-").arg(scheme, language);
    const QString only = valueOf(argc, argv, "--only", "");
    for (const Shot &shot : shots()) {
        if (!only.isEmpty() && only != QLatin1String(shot.name))
            continue;
        FakeSignInViewModel model;
        SignInWindow window(theme, model);
        window.show();
        window.activateWindow();
        settle(); // only an active window takes the focus
        shot.prepare(model, window);
        save(window, folder, prefix + QStringLiteral("signin-") + QLatin1String(shot.name));
    }
    if (only.isEmpty() || only == QLatin1String("widgets")) {
        const std::unique_ptr<QWidget> sheet(rookery::test::makeSheet(theme));
        sheet->resize(720, 100);
        sheet->show();
        save(*sheet, folder, prefix + QStringLiteral("widgets"));
        drawMenu(theme, folder, prefix);
    }
    return 0;
}
