// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/viewmodels/connection_viewmodel.h"

#include "client/core/account_session.h"
#include "common/base/bytes.h"

#include <QtCore/QLocale>

#include <algorithm>

namespace rookery::client {

namespace {

constexpr int countdownMs = 1000;
constexpr int backShownMs = 2000;

} // namespace

ConnectionViewModel::ConnectionViewModel(AccountSession &session, QObject *parent) : QObject(parent), m_session(session)
{
    m_countdown.setInterval(countdownMs);
    connect(&m_countdown, &QTimer::timeout, this, &ConnectionViewModel::changed);
    m_backTimer.setSingleShot(true);
    m_backTimer.setInterval(backShownMs);
    connect(&m_backTimer, &QTimer::timeout, this, [this] { setBar(Bar::Hidden); });
    connect(&m_session, &AccountSession::stateChanged, this, &ConnectionViewModel::update);
    connect(&m_session.link(), &Link::stateChanged, this, &ConnectionViewModel::update);
    connect(&m_session.link(), &Link::failed, this, &ConnectionViewModel::update);
    update();
}

ConnectionViewModel::State ConnectionViewModel::state() const
{
    switch (m_session.state()) {
    case AccountSession::State::Online:
    case AccountSession::State::Syncing:
        return State::Connected;
    case AccountSession::State::SigningIn:
        return State::Connecting;
    case AccountSession::State::Offline:
    case AccountSession::State::SignedOut:
        break;
    }
    return m_session.link().state() == Link::State::Connecting ? State::Connecting : State::Offline;
}

QString ConnectionViewModel::serverName() const
{
    return m_serverName.isEmpty() ? m_session.settings().address.host : m_serverName;
}

QString ConnectionViewModel::lineText() const
{
    switch (state()) {
    case State::Connected:
        return tr("Connected · %1", "name of the server").arg(serverName());
    case State::Connecting:
        return tr("Connecting · %1", "name of the server").arg(serverName());
    case State::Offline:
        break;
    }
    return tr("Not connected · %1", "name of the server").arg(serverName());
}

QString ConnectionViewModel::barText() const
{
    switch (m_bar) {
    case Bar::Offline: {
        const qint64 seconds = (std::max<qint64>(0, m_session.link().nextAttemptMs()) + 999) / 1000;
        return seconds > 0 ? tr("Not connected. Trying again in %1 s.").arg(QLocale().toString(seconds))
                           : tr("Not connected.");
    }
    case Bar::Trying:
        return tr("Not connected. Trying now...");
    case Bar::Back:
        return tr("Connected");
    case Bar::Hidden:
        break;
    }
    return {};
}

void ConnectionViewModel::tryNow()
{
    m_session.link().retryNow();
}

void ConnectionViewModel::update()
{
    if (m_session.link().state() == Link::State::Ready)
        m_serverName = toText(m_session.link().welcome().server_name());
    switch (state()) {
    case State::Connected:
        setBar(std::exchange(m_hasFailed, false) ? Bar::Back : (m_bar == Bar::Back ? Bar::Back : Bar::Hidden));
        break;
    case State::Connecting:
        // The bar stays where it is on the way back, and does not appear for a first attempt.
        if (m_hasFailed)
            setBar(Bar::Trying);
        break;
    case State::Offline:
        if (m_session.state() != AccountSession::State::SignedOut && m_session.link().state() == Link::State::Waiting) {
            m_hasFailed = true;
            setBar(Bar::Offline);
        }
        break;
    }
    Q_EMIT changed();
}

void ConnectionViewModel::setBar(Bar bar)
{
    m_bar = bar;
    if (bar == Bar::Offline)
        m_countdown.start();
    else
        m_countdown.stop();
    if (bar == Bar::Back && !m_backTimer.isActive())
        m_backTimer.start();
    else if (bar != Bar::Back)
        m_backTimer.stop();
    Q_EMIT changed();
}

} // namespace rookery::client
