// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Tells that interfaces or addresses of this host may have changed, at once where the system says so (Linux: the
// route netlink groups, rtnetlink(7)); elsewhere it stays silent and its user looks from time to time. Lives on the
// thread it was made on.
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

class QSocketNotifier;

namespace rookery::presence {

class InterfaceWatch final : public QObject {
    Q_OBJECT

public:
    explicit InterfaceWatch(QObject *parent = nullptr);
    ~InterfaceWatch() override;

    /// Whether the system tells of changes.
    bool isActive() const { return m_notifier != nullptr; }

Q_SIGNALS:
    /// Once for a burst: a cable brings a link, its addresses and its routes within some milliseconds.
    void changed();

private:
    void read();

    int m_descriptor = -1;
    QSocketNotifier *m_notifier = nullptr;
    QTimer m_burst;
};

} // namespace rookery::presence
