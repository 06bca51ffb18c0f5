// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What a person is told about the connection: the line under the list, and the bar over the timeline that counts down to
// the next try. Says nothing of the first seconds of a start. The timer runs only while it counts. Main thread.
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace rookery::client {

class AccountSession;

class ConnectionViewModel : public QObject {
    Q_OBJECT

public:
    enum class State { Connected, Connecting, Offline };
    Q_ENUM(State)
    enum class Bar {
        Hidden,
        Offline, ///< Offers "Try now".
        Trying,
        Back, ///< For two seconds.
    };
    Q_ENUM(Bar)

    ConnectionViewModel(AccountSession &session, QObject *parent = nullptr);

    State state() const;
    /// "Connected · Office server"
    QString lineText() const;
    Bar bar() const { return m_bar; }
    /// "Not connected. Trying again in 8 s."
    QString barText() const;
    QString serverName() const;
    void tryNow();

Q_SIGNALS:
    void changed();

private:
    void update();
    void setBar(Bar bar);

    AccountSession &m_session;
    QTimer m_countdown;
    QTimer m_backTimer;
    QString m_serverName;
    Bar m_bar = Bar::Hidden;
    bool m_hasFailed = false; ///< Since the last time it was connected.
};

} // namespace rookery::client
