// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Who exists and who is here. The connection is the truth: a person is here while at least one session is signed in.
// Changes go out as one delta frame every 250 ms, never one per change and watcher. Network thread.
#pragma once

#include "server/core/feature.h"
#include "server/core/session_registry.h"

#include <QtCore/QSet>
#include <QtCore/QTimer>

namespace rookery::server {

class PeopleFeature final : public Feature {
    Q_OBJECT
public:
    explicit PeopleFeature(ServerContext &context, QObject *parent = nullptr);
    QStringList capabilities() const override;
    void registerRequests(Dispatcher &dispatcher) override;

    /// Datagrams of a session have stopped or come back: it is asked to be heard over TCP soon, nothing else.
    void noteDatagrams(SessionId session, bool heard);

private:
    struct DevicePresence {
        wire::PresenceState state = wire::PRESENCE_ONLINE;
    };

    void getRoster(const Responder &responder);
    void setPresence(Session &session, const wire::SetPresence &request, const Responder &responder);
    void onSignedIn(Session *session);
    void onEnded(Session *session);
    wire::Presence presenceOf(UserId user) const;
    void markChanged(UserId user);
    void flush();

    QHash<SessionId, DevicePresence> m_devices;
    QHash<UserId, QString> m_statusTexts;
    QSet<UserId> m_changed;
    quint64 m_version = 1;
    QTimer m_flushTimer;
};

} // namespace rookery::server
