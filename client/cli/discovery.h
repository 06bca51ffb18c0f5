// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Looks for servers on this network for a while. One thread.
#pragma once

#include "common/net/host_port.h"

#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <memory>

namespace rookery {
class Clock;
class RandomSource;
} // namespace rookery

namespace rookery::cli {

struct DiscoveredServer {
    QByteArray serverId; ///< 16 bytes.
    QString name;        ///< From the network.
    HostPort address;
};

class Discovery : public QObject {
    Q_OBJECT
public:
    /// With Soon, the search ends shortly after the first answer: others had the same time to answer.
    enum class Ending { AtTheEnd, Soon };

    Discovery(Clock &clock, RandomSource &random, QObject *parent = nullptr);
    ~Discovery() override;

    void start(int durationMs, Ending ending);

Q_SIGNALS:
    void found(const rookery::cli::DiscoveredServer &server);
    void finished(const QList<rookery::cli::DiscoveredServer> &servers);

private:
    struct Private;

    void finish();

    std::unique_ptr<Private> m_private;
    QTimer m_timer;
    QList<DiscoveredServer> m_servers;
    Ending m_ending = Ending::AtTheEnd;
};

} // namespace rookery::cli
