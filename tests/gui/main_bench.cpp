// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the main window costs, in CPU time of this process: opening it with 500 people and a room of 10,000 messages, 100
// times Page_Up, 10,000 messages that arrive live. Prints one line each, with the budget beside it. Not a test: figures
// depend on the machine.
#include "client/ui/conversation/conversation_pane.h"
#include "client/ui/conversation/timeline_view.h"
#include "client/ui/main/main_window.h"
#include "client/ui/platform/link_gate.h"
#include "client/ui/platform/ui_settings.h"
#include "client/ui/theme/app_style.h"
#include "client/viewmodels/main_viewmodel.h"
#include "tests/support/chat_world.h"

#include <QtCore/QElapsedTimer>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace rookery;
using namespace rookery::ui;
using namespace rookery::test;

namespace {

double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

wire::Event eventOf(ConversationId conversation, quint64 seq, UserId sender, qint64 timeMs)
{
    wire::Event event;
    event.set_conversation_id(conversation.value);
    event.set_seq(seq);
    event.set_sender_id(sender.value);
    event.set_time_ms(timeMs);
    const std::string text = "message " + std::to_string(seq) + ": the quick brown fox jumps over the lazy dog, twice";
    event.mutable_message()->set_text(text.substr(0, 20 + seq % 60));
    return event;
}

void report(const char *what, double seconds, const char *budget)
{
    std::printf("%-44s %6.3f CPU s   (budget %s)\n", what, seconds, budget);
}

/// Draws whatever is due, as the loop of the program would.
void turn()
{
    QCoreApplication::processEvents();
}

void showsNextTick()
{
    QElapsedTimer timer;
    timer.start();
    while (!timer.hasExpired(client::TimelineModel::tickMs + 4))
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, client::TimelineModel::tickMs);
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Theme theme;
    installLook(application, theme);
    const QTemporaryDir folder;
    UiSettings settings(folder.filePath(QStringLiteral("windows.ini")));
    LinkGate links([](const QUrl &) { return false; });
    ChatWorld world;
    constexpr int people = 500;
    for (int i = 0; i < people; ++i)
        world.addPerson(QStringLiteral("Person %1").arg(i), i % 3 ? wire::PRESENCE_ONLINE : wire::PRESENCE_OFFLINE);
    const ConversationId room = world.addGroup(QStringLiteral("Room"), {UserId(2), UserId(3), UserId(4)});
    const std::unique_ptr<client::AccountSession> session = world.makeSession();
    ChatWorld::start(*session);
    while (session->state() != client::AccountSession::State::Online)
        turn();
    constexpr quint64 stored = 10'000;
    QList<wire::Event> events;
    for (quint64 seq = 2; seq <= stored; ++seq)
        events.append(eventOf(room, seq, UserId(2 + seq % 3), world.clock.wallMs()));
    session->log().acceptSynced(events);
    turn();

    double start = cpuSeconds();
    client::MainViewModel viewModel(*session, world.clock);
    MainWindow window({theme, settings, links}, viewModel);
    window.show();
    viewModel.openConversation(room);
    turn();
    window.grab();
    report("main window, 500 people, room of 10,000", cpuSeconds() - start, "0.45 with the program's start");

    TimelineView &timeline = window.conversation().timeline();
    timeline.scrollToLatest();
    start = cpuSeconds();
    double longest = 0;
    constexpr int pages = 100;
    for (int page = 0; page < pages; ++page) {
        const double before = cpuSeconds();
        timeline.scrollPage(-1);
        turn();
        timeline.viewport()->grab();
        longest = std::max(longest, cpuSeconds() - before);
    }
    report("100 times Page_Up, each painted", cpuSeconds() - start, "0.8");
    report("the longest of them", longest, "0.050");

    timeline.scrollToLatest();
    viewModel.setWindowActive(true);
    start = cpuSeconds();
    constexpr quint64 live = 10'000;
    constexpr quint64 atOnce = 20; // A frame of the server.
    for (quint64 seq = stored + 1; seq <= stored + live; seq += atOnce) {
        events.clear();
        for (quint64 next = seq; next < seq + atOnce; ++next)
            events.append(eventOf(room, next, UserId(2 + next % 3), world.clock.wallMs()));
        session->log().accept(events);
        turn();
    }
    showsNextTick();
    report("10,000 live messages", cpuSeconds() - start, "3");
    return timeline.isAtEnd() ? 0 : 1;
}
