// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// One program per profile: the first one holds a lock in the profile's folder and listens on a local socket; a later
// one hands its wish over and ends. The lock is the truth, for a socket may be left behind by a crash. Main thread.
#pragma once

#include <QtCore/QLockFile>
#include <QtCore/QObject>
#include <QtNetwork/QLocalServer>

namespace rookery::app {

class SingleInstance : public QObject {
    Q_OBJECT

public:
    explicit SingleInstance(const QString &profileDirectory, QObject *parent = nullptr);

    /// True for the first one, which listens from now on.
    bool becomeFirst();
    /// Asks the first one to show itself, and to open that link unless it is empty. False when it did not hear.
    bool askFirst(const QString &link) const;

Q_SIGNALS:
    /// Another start was made; link may be empty.
    void asked(const QString &link);

private:
    void onConnection();

    QString m_socketPath;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace rookery::app
