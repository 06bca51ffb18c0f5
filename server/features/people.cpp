// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/people.h"

#include "common/base/bytes.h"
#include "common/protocol/capabilities.h"
#include "common/protocol/names.h"
#include "server/core/directory.h"

namespace rookery::server {

namespace {

/// Of a person's devices the most available one counts; busy is a wish and so outranks away.
int availability(wire::PresenceState state)
{
    switch (state) {
    case wire::PRESENCE_ONLINE:
        return 3;
    case wire::PRESENCE_BUSY:
        return 2;
    case wire::PRESENCE_AWAY:
        return 1;
    default:
        return 0;
    }
}

} // namespace

PeopleFeature::PeopleFeature(ServerContext &context, QObject *parent) : Feature(context, parent)
{
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(limits::presenceDeltaMs);
    connect(&m_flushTimer, &QTimer::timeout, this, &PeopleFeature::flush);
    connect(&context.sessions, &SessionRegistry::signedIn, this, &PeopleFeature::onSignedIn);
    connect(&context.sessions, &SessionRegistry::ended, this, [this](Session *session) { onEnded(session); });
}

QStringList PeopleFeature::capabilities() const
{
    QStringList names{capability::presence};
    if (context().udpPort != 0)
        names += capability::heartbeats;
    return names;
}

void PeopleFeature::registerRequests(Dispatcher &dispatcher)
{
    dispatcher.on(wire::Frame::kGetRoster, {},
                  [this](Session &, const wire::Frame &, const Responder &responder) { getRoster(responder); });
    dispatcher.on(wire::Frame::kSetPresence, {},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      setPresence(session, frame.set_presence(), responder);
                  });
}

void PeopleFeature::noteDatagrams(SessionId id, bool heard)
{
    if (Session *session = context().sessions.session(id))
        session->setSuspect(!heard);
}

void PeopleFeature::getRoster(const Responder &responder)
{
    wire::Frame frame;
    wire::Roster *roster = frame.mutable_roster();
    roster->set_version(m_version);
    for (const UserRecord &user : context().directory.users()) {
        *roster->add_users() = toWire(user);
        wire::Presence presence = presenceOf(user.id);
        if (presence.state() != wire::PRESENCE_OFFLINE || presence.last_seen_ms() != 0)
            *roster->add_presences() = std::move(presence);
    }
    responder.reply(std::move(frame));
}

void PeopleFeature::setPresence(Session &session, const wire::SetPresence &request, const Responder &responder)
{
    if (availability(request.state()) == 0)
        return responder.fail(ErrorCode::Malformed);
    QString statusText;
    if (!toText(request.status_text()).trimmed().isEmpty()) {
        const Result<QString> checked = checkedDisplayText(toText(request.status_text()), limits::statusTextCharacters);
        if (!checked)
            return responder.fail(checked.error());
        statusText = *checked;
    }
    m_devices[session.id()].state = request.state();
    if (statusText.isEmpty())
        m_statusTexts.remove(session.user());
    else
        m_statusTexts[session.user()] = statusText;
    markChanged(session.user());
    responder.done();
}

void PeopleFeature::onSignedIn(Session *session)
{
    m_devices.insert(session->id(), {});
    markChanged(session->user());
}

void PeopleFeature::onEnded(Session *session)
{
    if (!session->isSignedIn())
        return;
    m_devices.remove(session->id());
    if (!context().sessions.isConnected(session->user())) {
        const qint64 nowMs = context().clock.wallMs();
        context().directory.setLastSeen(session->user(), nowMs);
        context().store.setLastSeen(session->user(), nowMs);
    }
    markChanged(session->user());
}

wire::Presence PeopleFeature::presenceOf(UserId user) const
{
    wire::PresenceState state = wire::PRESENCE_OFFLINE;
    for (const Session *session : context().sessions.sessionsOf(user)) {
        const wire::PresenceState device = m_devices.value(session->id()).state;
        if (availability(device) > availability(state))
            state = device;
    }
    wire::Presence presence;
    presence.set_user_id(user.value);
    presence.set_state(state);
    presence.set_status_text(toStd(m_statusTexts.value(user)));
    const UserRecord *record = context().directory.user(user);
    if (state == wire::PRESENCE_OFFLINE && record)
        presence.set_last_seen_ms(record->lastSeenMs);
    return presence;
}

void PeopleFeature::markChanged(UserId user)
{
    m_changed.insert(user);
    if (!m_flushTimer.isActive())
        m_flushTimer.start();
}

void PeopleFeature::flush()
{
    wire::Frame frame;
    wire::PresenceDelta *delta = frame.mutable_presence_delta();
    delta->set_version(++m_version);
    for (const UserId user : std::exchange(m_changed, {}))
        *delta->add_presences() = presenceOf(user);
    // A slow reader may miss it; the hole in the versions makes it ask for the roster.
    context().sessions.sendToAll(encodeFrame(frame), Delivery::Ephemeral);
}

} // namespace rookery::server
