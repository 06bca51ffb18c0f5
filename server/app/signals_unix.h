// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// SIGTERM, SIGINT and, where asked for, SIGHUP as Qt signals, through a pipe as Qt's documentation "Calling Qt Functions From Unix Signal
// Handlers" describes. One instance a process; main thread.
#pragma once

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>

#include <memory>

namespace rookery::server {

class ProcessSignals final : public QObject {
    Q_OBJECT
public:
    explicit ProcessSignals(QObject *parent = nullptr);
    ~ProcessSignals() override;

    /// From now on SIGHUP is hungUp(). Until then it ends the process, as it should where a terminal is closed.
    void watchHangUp();

Q_SIGNALS:
    void endAsked();
    void hungUp();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace rookery::server
