// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Draws the main window in its states into PNG files, to be looked at:
//   rookery_main_gallery --out DIR [--theme light|dark] [--lang en|zh_CN] [--scale 1|2] [--text 80..200] [--rtl]
//                        [--only STATE]
// Needs no display: it brings a large off-screen one of the wanted pixel ratio.
#include "client/ui/conversation/composer.h"
#include "client/ui/conversation/composer_edit.h"
#include "client/ui/conversation/conversation_pane.h"
#include "client/ui/conversation/timeline_view.h"
#include "client/ui/main/group_dialog.h"
#include "client/ui/main/list_column.h"
#include "client/ui/main/main_window.h"
#include "client/ui/main/rail.h"
#include "client/ui/main/row_list_view.h"
#include "client/ui/main/settings_dialog.h"
#include "client/ui/main/shortcut_sheet.h"
#include "client/ui/platform/link_gate.h"
#include "client/ui/platform/ui_settings.h"
#include "client/ui/theme/app_style.h"
#include "client/ui/widgets/fields.h"
#include "client/viewmodels/main_viewmodel.h"
#include "tests/support/office_talk.h"

#include <QtCore/QDir>
#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtCore/QTranslator>
#include <QtWidgets/QApplication>

#include <cstdio>
#include <functional>

using namespace rookery;
using namespace rookery::ui;
using namespace rookery::test;

namespace {

struct Stage {
    Office office;
    std::unique_ptr<client::AccountSession> session;
    std::unique_ptr<client::MainViewModel> viewModel;
    std::unique_ptr<MainWindow> window;
};

struct Shot {
    const char *name;
    std::function<QWidget *(Stage &)> prepare; ///< Returns what is drawn.
};

bool isChinese()
{
    return QLocale().language() == QLocale::Chinese;
}

void settle(int ms = motion::loadingDelay + 60)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

QWidget *whole(Stage &stage)
{
    return stage.window.get();
}

QWidget *openGroup(Stage &stage)
{
    stage.viewModel->openConversation(stage.office.group);
    stage.window->conversation().composer().edit().setPlainText(
        isChinese() ? QStringLiteral("谢谢，我现在看") : QStringLiteral("Thanks, I will look at it now"));
    stage.office.world.writing(stage.office.group, stage.office.jonasId);
    return whole(stage);
}

QWidget *offline(Stage &stage)
{
    stage.viewModel->openConversation(stage.office.mei);
    settle();
    stage.office.world.goDown();
    settle();
    stage.window->conversation().composer().edit().setPlainText(QStringLiteral("I am on my way 🚲"));
    Q_EMIT stage.window->conversation().composer().edit().sendRequested();
    return whole(stage);
}

QWidget *failed(Stage &stage)
{
    stage.viewModel->openConversation(stage.office.jonas);
    stage.office.world.refuse(wire::Frame::kSendMessage, ErrorCode::Forbidden);
    stage.window->conversation().composer().edit().setPlainText(QStringLiteral("Can you see this?"));
    Q_EMIT stage.window->conversation().composer().edit().sendRequested();
    return whole(stage);
}

void say(Stage &stage, const QString &text)
{
    ComposerEdit &edit = stage.window->conversation().composer().edit();
    edit.setPlainText(text);
    Q_EMIT edit.sendRequested();
    settle();
}

/// Own messages edited and taken back, and one being edited.
QWidget *changed(Stage &stage)
{
    stage.viewModel->openConversation(stage.office.jonas);
    settle();
    client::ConversationViewModel &talk = *stage.viewModel->current();
    say(stage, isChinese() ? QStringLiteral("三点见") : QStringLiteral("See you at three"));
    talk.editLast();
    say(stage,
        isChinese() ? QStringLiteral("四点见") : QStringLiteral("See you at four, the room is taken until then"));
    say(stage, QStringLiteral("4711"));
    talk.recall(talk.timeline().at(talk.timeline().count() - 1).seq);
    settle();
    say(stage, isChinese() ? QStringLiteral("我带图纸") : QStringLiteral("I bring teh drawings"));
    talk.editLast();
    return whole(stage);
}

QWidget *longTexts(Stage &stage)
{
    ChatWorld &world = stage.office.world;
    const ConversationId talk = stage.office.jonas;
    stage.viewModel->openConversation(talk);
    world.say(talk, stage.office.jonasId, QString(1'500, u'x'));
    world.say(talk, stage.office.jonasId, QStringLiteral("😀"));
    world.say(talk, stage.office.jonasId, QStringLiteral("❤️ 👍"));
    world.say(talk, stage.office.jonasId, QStringLiteral("שלום עולם, זה טקסט מימין לשמאל"));
    world.say(talk, stage.office.jonasId,
              QStringLiteral("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen und noch mehr\n\nmit Absatz"));
    world.say(talk, stage.office.jonasId, QStringLiteral("<b>not bold</b> <img src=\"file:///etc/passwd\"> &amp;"));
    return whole(stage);
}

QWidget *infoBeside(Stage &stage)
{
    openGroup(stage);
    stage.window->resize(1180, 760);
    stage.window->setInfoShown(true);
    return whole(stage);
}

QWidget *infoOver(Stage &stage)
{
    openGroup(stage);
    stage.window->resize(800, 600);
    stage.window->setInfoShown(true);
    return whole(stage);
}

QWidget *direct(Stage &stage)
{
    stage.viewModel->openConversation(stage.office.mei);
    stage.window->setInfoShown(true);
    stage.window->resize(1180, 720);
    return whole(stage);
}

QWidget *people(Stage &stage)
{
    openGroup(stage);
    stage.window->list().setPage(ListColumn::Page::People);
    return whole(stage);
}

QWidget *search(Stage &stage, const QString &text)
{
    openGroup(stage);
    stage.window->list().focusSearch();
    stage.window->list().search().setText(text);
    return whole(stage);
}

QWidget *newGroup(Stage &stage)
{
    openGroup(stage);
    stage.window->actions().action(WindowActions::Action::NewGroup).trigger();
    GroupDialog *dialog = stage.window->groupDialog();
    dialog->nameField().setText(isChinese() ? QStringLiteral("春季郊游") : QStringLiteral("Spring outing"));
    for (const int row : {0, 2})
        Q_EMIT dialog->people().opened(dialog->people().model()->index(row, 0));
    return dialog;
}

QWidget *settings(Stage &stage)
{
    stage.window->actions().action(WindowActions::Action::Settings).trigger();
    return stage.window->findChild<SettingsDialog *>();
}

QWidget *keys(Stage &stage)
{
    stage.window->actions().action(WindowActions::Action::ShortcutSheet).trigger();
    return stage.window->findChild<ShortcutSheet *>();
}

QWidget *emoji(Stage &stage)
{
    openGroup(stage);
    settle();
    stage.window->conversation().composer().showEmoji();
    return QApplication::activePopupWidget();
}

QWidget *status(Stage &stage)
{
    stage.window->rail().showStatusMenu();
    return QApplication::activePopupWidget();
}

QWidget *small(Stage &stage)
{
    openGroup(stage);
    stage.window->resize(stage.window->minimumSize());
    return whole(stage);
}

const QList<Shot> &shots()
{
    static const QList<Shot> all{
        {"main", openGroup},
        {"info", infoBeside},
        {"overlay", infoOver},
        {"direct", direct},
        {"nothing", whole},
        {"offline", offline},
        {"failed", failed},
        {"changed", changed},
        {"long", longTexts},
        {"people", people},
        {"search",
         [](Stage &stage) { return search(stage, isChinese() ? QStringLiteral("安") : QStringLiteral("an")); }},
        {"search-nothing", [](Stage &stage) { return search(stage, QStringLiteral("zeppelin")); }},
        {"new-group", newGroup},
        {"settings", settings},
        {"keys", keys},
        {"emoji", emoji},
        {"status", status},
        {"small", small},
    };
    return all;
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

bool draw(const Shot &shot, Theme &theme, const QString &path)
{
    const QTemporaryDir folder;
    UiSettings settings(folder.filePath(QStringLiteral("ui.ini")));
    LinkGate links([](const QUrl &) { return false; });
    Stage stage{Office(isChinese()), nullptr, nullptr, nullptr};
    stage.session = stage.office.world.makeSession();
    ChatWorld::start(*stage.session);
    settle(50);
    stage.session->conversations().setDraft(stage.office.tomas,
                                            isChinese() ? QStringLiteral("备件的事…")
                                                        : QStringLiteral("about the spare parts"));
    stage.viewModel = std::make_unique<client::MainViewModel>(*stage.session, stage.office.world.clock);
    stage.window = std::make_unique<MainWindow>(MainWindow::Parts{theme, settings, links}, *stage.viewModel);
    stage.window->show();
    settle(50);
    QWidget *drawn = shot.prepare(stage);
    settle();
    return drawn && drawn->grab().save(path);
}

} // namespace

int main(int argc, char **argv)
{
    const QTemporaryDir displayFolder;
    prepareDisplay(displayFolder, valueOf(argc, argv, "--scale", "1"));
    const QString language = valueOf(argc, argv, "--lang", "en");
    QLocale::setDefault(language == QLatin1String("en") ? QLocale::c() : QLocale(language));
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
    const QString only = valueOf(argc, argv, "--only", "");
    bool isComplete = folder.mkpath(QStringLiteral("."));
    for (const Shot &shot : shots()) {
        if (!only.isEmpty() && only != QLatin1String(shot.name))
            continue;
        const QString path = folder.filePath(
            QStringLiteral("%1-%2-main-%3.png").arg(scheme, language, QLatin1String(shot.name)));
        if (!draw(shot, theme, path)) {
            std::fprintf(stderr, "cannot draw %s\n", qPrintable(path));
            isComplete = false;
        }
    }
    return isComplete ? 0 : 1;
}
