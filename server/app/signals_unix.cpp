// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/app/signals_unix.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace rookery::server {

namespace {

int pipeEnds[2] = {-1, -1};

extern "C" void onSignal(int number)
{
    const int before = errno;
    const char byte = char(number);
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &byte, 1);
    errno = before;
}

void handle(int number)
{
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    ::sigaction(number, &action, nullptr);
}

} // namespace

ProcessSignals::ProcessSignals(QObject *parent) : QObject(parent)
{
    if (::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("cannot make a pipe for signals");
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        bool isHangUp = false;
        bool isEnd = false;
        char number = 0;
        while (::read(pipeEnds[0], &number, 1) == 1)
            (number == SIGHUP ? isHangUp : isEnd) = true;
        if (isHangUp)
            Q_EMIT hungUp();
        if (isEnd)
            Q_EMIT endAsked();
    });
    handle(SIGTERM);
    handle(SIGINT);
    // A client that goes away while it is written to must not end the server.
    ::signal(SIGPIPE, SIG_IGN);
}

void ProcessSignals::watchHangUp()
{
    handle(SIGHUP);
}

ProcessSignals::~ProcessSignals()
{
    ::signal(SIGHUP, SIG_DFL);
    ::signal(SIGTERM, SIG_DFL);
    ::signal(SIGINT, SIG_DFL);
    m_notifier.reset();
    ::close(pipeEnds[0]);
    ::close(pipeEnds[1]);
}

} // namespace rookery::server
