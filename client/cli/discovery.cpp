// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/cli/discovery.h"

#include "common/base/log_categories.h"
#include "common/presence/broadcaster.h"
#include "common/presence/server_finder.h"

namespace rookery::cli {

namespace {

/// After the first answer, ms: a second server has heard the same probe.
constexpr int soonMs = 700;

} // namespace

struct Discovery::Private {
    Private(Clock &clock, RandomSource &random) : channel({}, clock), finder(channel, clock, random) {}

    presence::Broadcaster channel;
    presence::ServerFinder finder;
};

Discovery::Discovery(Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent), m_private(std::make_unique<Private>(clock, random))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Discovery::finish);
    connect(&m_private->finder, &presence::ServerFinder::serverFound, this, [this](const presence::FoundServer &heard) {
        if (heard.addresses.isEmpty())
            return;
        m_servers.append({heard.id.toByteArray(), heard.name, {heard.addresses.constFirst().toString(), heard.port}});
        if (m_ending == Ending::Soon && m_servers.size() == 1)
            m_timer.start(qMin(soonMs, m_timer.remainingTime()));
        Q_EMIT found(m_servers.constLast());
    });
}

Discovery::~Discovery() = default;

void Discovery::start(int durationMs, Ending ending)
{
    m_ending = ending;
    if (const Result<Done> started = m_private->channel.start(); !started)
        qCInfo(lcPresence, "%s", qUtf8Printable(describe(started.error())));
    m_timer.start(durationMs);
    m_private->finder.start();
}

void Discovery::finish()
{
    m_private->finder.stop();
    m_private->channel.stop();
    Q_EMIT finished(m_servers);
}

} // namespace rookery::cli
