// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/core/account_session.h"

#include "client/core/client_limits.h"
#include "client/core/cursor_sender.h"
#include "client/core/local_cache.h"
#include "client/core/network_presence.h"
#include "client/core/typing_tracker.h"
#include "common/base/bytes.h"
#include "common/base/log_categories.h"

namespace rookery::client {

namespace {

/// After this many failed attempts at the address we know, one at the address that the server's beacon names.
constexpr int failuresBeforeOtherAddress = 2;

} // namespace

AccountSession::AccountSession(AccountSettings settings, Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent), m_settings(std::move(settings)), m_clock(clock), m_random(random)
{
    Link::Settings link;
    link.deviceId = m_settings.deviceId;
    link.deviceName = m_settings.deviceName;
    link.clientName = m_settings.clientName;
    m_link = std::make_unique<Link>(clock, random, link);
    m_presence.set_state(wire::PRESENCE_ONLINE);
    m_resumeTimer.setSingleShot(true);
    connect(&m_resumeTimer, &QTimer::timeout, this, &AccountSession::resume);
}

AccountSession::~AccountSession()
{
    // Open requests end while everything they touch is still here.
    m_link->disconnect(this);
    m_link->stop();
}

Result<Done> AccountSession::open()
{
    auto cache = std::make_unique<LocalCache>(m_settings.directory, m_clock);
    if (Result<Done> opened = cache->open(); !opened)
        return opened;
    m_cache = std::move(cache);
    m_roster = std::make_unique<Roster>(*m_cache);
    m_book = std::make_unique<ConversationBook>(*m_cache);
    m_log = std::make_unique<EventLog>(*m_cache, *m_link, *m_book);
    m_outbox = std::make_unique<Outbox>(*m_cache, *m_link, *m_log, *m_book, m_clock, m_random);
    m_typing = std::make_unique<TypingTracker>(*m_link, m_clock);
    m_cursors = std::make_unique<CursorSender>(*m_cache, *m_link);
    m_roster->setSelf(m_book->self());
    m_outbox->setSelf(m_book->self());
    if (m_settings.useDatagrams) {
        m_network = std::make_unique<NetworkPresence>(m_clock, m_random);
        connect(m_network.get(), &NetworkPresence::serverHeard, this, &AccountSession::onServerHeard);
        connect(m_network.get(), &NetworkPresence::networkChanged, this, [this] {
            // A cable was pulled or plugged in, a tunnel came up: what was connected may hang, what failed may work.
            m_link->doubt();
            m_link->retryNow();
        });
        connect(m_network.get(), &NetworkPresence::peerHeard, this,
                [this](UserId user) { m_roster->setOnThisNetwork(user, true); });
        connect(m_network.get(), &NetworkPresence::peerSilent, this,
                [this](UserId user) { m_roster->setOnThisNetwork(user, false); });
    }
    connectParts();
    return Done();
}

void AccountSession::connectParts()
{
    connect(m_link.get(), &Link::ready, this, &AccountSession::onReady);
    connect(m_link.get(), &Link::stateChanged, this, &AccountSession::onLinkState);
    connect(m_link.get(), &Link::failed, this, &AccountSession::onFailed);
    connect(m_link.get(), &Link::pushed, this, &AccountSession::onPushed);
    connect(m_link.get(), &Link::keyRenewed, this, [this](const QByteArray &pin) {
        m_settings.pin = pin;
        Q_EMIT keyRenewed(pin);
    });
    connect(m_link.get(), &Link::ponged, this, [this](const wire::Pong &pong) {
        for (const wire::HighWater &mark : pong.high_water())
            m_log->noteHighWater(ConversationId(mark.conversation_id()), mark.last_seq());
    });
    connect(m_log.get(), &EventLog::stored, this, &AccountSession::noteDelivered);
}

UserId AccountSession::self() const
{
    return m_book ? m_book->self() : UserId();
}

void AccountSession::start(const QByteArray &token, std::unique_ptr<Link> connected)
{
    m_token = token;
    if (m_network)
        m_network->listenFor(m_settings.serverId);
    if (connected && connected->state() == Link::State::Ready) {
        m_link->takeOver(*connected);
        // The caller may be inside a signal of it.
        connected.release()->deleteLater();
    } else {
        connectLink();
    }
}

void AccountSession::connectLink()
{
    const Result<ServerTrust> trust = makeTrust(m_settings.authorityFile, m_settings.pin, m_settings.serverId);
    if (trust)
        m_link->start(m_settings.address, *trust);
    else
        endWith(trust.error());
}

void AccountSession::start(const wire::SignedIn &signedIn, std::unique_ptr<Link> connected)
{
    m_alreadySignedIn = signedIn;
    start(toBytes(signedIn.token()), std::move(connected));
}

void AccountSession::stop()
{
    if (m_cursors)
        m_cursors->flush();
    if (m_network)
        m_network->end();
    m_link->stop();
}

void AccountSession::onReady()
{
    m_failures = 0;
    m_settings.serverId = toBytes(m_link->welcome().server_id());
    if (m_network)
        m_network->listenFor(m_settings.serverId);
    setState(State::SigningIn);
    if (const std::optional<wire::SignedIn> signedIn = std::exchange(m_alreadySignedIn, std::nullopt))
        onSignedIn(*signedIn);
    else if (!m_token.isEmpty())
        resume();
}

void AccountSession::onLinkState(Link::State state)
{
    if (state == Link::State::Ready || m_state == State::SignedOut)
        return;
    m_resumeTimer.stop();
    m_held.clear();
    m_syncOpen = m_rosterOpen = false;
    m_outbox->setSignedIn(false);
    m_cursors->setSignedIn(false);
    m_typing->clear();
    m_roster->setServerReachable(false);
    setState(State::Offline);
}

void AccountSession::onFailed(const Error &error)
{
    ++m_failures;
    // What was signed in on a link that broke before it could be used is signed in again by its token.
    m_alreadySignedIn.reset();
    if (error.code == ErrorCode::KeyChanged) {
        endWith(error);
        return;
    }
    Q_EMIT problem(error);
    if (const auto address = std::exchange(m_heardElsewhere, {}); address && error.code == ErrorCode::TimedOut)
        m_link->setAddress(*address);
}

void AccountSession::onServerHeard(const HostPort &address, int spreadMs)
{
    if (m_link->state() == Link::State::Ready && address.host != m_link->peerAddress().toString()) {
        // One more way to it, or it has moved and the connection leads nowhere.
        m_heardElsewhere = address;
        if (m_link->silentMs() >= limits::doubtSilenceMs)
            m_link->doubt();
    }
    if (m_link->state() != Link::State::Waiting)
        return;
    if (m_failures < failuresBeforeOtherAddress) {
        m_link->retryWithin(spreadMs);
        return;
    }
    // The server may have moved, or it may listen on the old address only: both in turn. The pin tells who answers.
    m_failures = 0;
    const HostPort next = m_link->address() == m_settings.address ? address : m_settings.address;
    if (next == m_link->address())
        m_link->retryWithin(spreadMs);
    else
        m_link->setAddress(next);
}

void AccountSession::resume()
{
    wire::Frame frame;
    frame.mutable_resume()->set_token(toStd(m_token));
    m_link->request(std::move(frame), [this](const Result<wire::Frame> &reply) { onSignInReply(reply, {}); });
}

void AccountSession::onSignInReply(const Result<wire::Frame> &reply, const Finished &finished)
{
    const bool isResume = !finished;
    Error error(ErrorCode::None);
    if (!reply)
        error = reply.error();
    else if (!reply->has_signed_in() || reply->signed_in().self().id() == 0)
        error = Error(ErrorCode::Malformed);
    if (error.code == ErrorCode::None) {
        onSignedIn(reply->signed_in());
    } else if (isResume) {
        switch (error.code) {
        case ErrorCode::Disconnected:
            break; // the link goes on
        case ErrorCode::TokenExpired:
        case ErrorCode::AccountDisabled:
        case ErrorCode::BadCredentials:
            endWith(error);
            break;
        case ErrorCode::RateLimited:
        case ErrorCode::Busy:
        case ErrorCode::StoreUnavailable:
        case ErrorCode::DiskFull:
            m_resumeTimer.start(int(qBound(qint64(1'000), error.retryMs, qint64(60'000))));
            break;
        default:
            m_link->drop(error);
        }
    }
    if (finished)
        finished(error);
}

void AccountSession::onSignedIn(const wire::SignedIn &signedIn)
{
    const UserId self(signedIn.self().id());
    if (!signedIn.token().empty()) {
        m_token = toBytes(signedIn.token());
        Q_EMIT tokenIssued(m_token);
    }
    m_cache->setSetting(QStringLiteral("self"), QByteArray::number(self.value));
    m_settings.userName = toText(signedIn.self().name());
    m_roster->setSelf(self);
    m_book->setSelf(self);
    m_outbox->setSelf(self);
    if (m_network)
        m_network->begin(signedIn, m_link->peerAddress(), m_presence.state());
    setState(State::Syncing);
    requestRoster();
    sync();
}

void AccountSession::requestRoster()
{
    if (std::exchange(m_rosterOpen, true))
        return;
    wire::Frame frame;
    frame.mutable_get_roster();
    m_link->request(std::move(frame), [this](const Result<wire::Frame> &reply) {
        m_rosterOpen = false;
        if (reply && reply->has_roster()) {
            m_roster->reset(reply->roster());
            finishSync();
        } else if (reply || reply.error().code != ErrorCode::Disconnected) {
            m_link->drop(reply ? Error(ErrorCode::Malformed) : reply.error());
        }
    });
}

void AccountSession::sync()
{
    if (std::exchange(m_syncOpen, true))
        return;
    wire::Frame frame;
    wire::Sync &request = *frame.mutable_sync();
    const QList<ConversationSummary> conversations = m_book->conversations();
    for (const ConversationSummary &summary : conversations) {
        wire::HighWater &have = *request.add_have();
        have.set_conversation_id(summary.id.value);
        have.set_last_seq(m_log->receivedUpTo(summary.id));
    }
    m_link->request(std::move(frame), [this](const Result<wire::Frame> &reply) {
        m_syncOpen = false;
        if (reply && reply->has_sync_reply())
            onSynced(reply->sync_reply());
        else if (reply || reply.error().code != ErrorCode::Disconnected)
            m_link->drop(reply ? Error(ErrorCode::Malformed) : reply.error());
    });
}

void AccountSession::onSynced(const wire::SyncReply &reply)
{
    QSet<ConversationId> present;
    for (const wire::Conversation &conversation : reply.conversations()) {
        // Later on, what has been pushed since the server looked may rightly be newer than its answer.
        if (m_state == State::Syncing)
            m_log->cutBack(ConversationId(conversation.id()), conversation.last_seq());
        m_book->apply(conversation);
        present.insert(ConversationId(conversation.id()));
    }
    QList<wire::Event> events(reply.events().begin(), reply.events().end());
    events.removeIf([this](const wire::Event &event) { return !isKnown(ConversationId(event.conversation_id())); });
    m_log->acceptSynced(events);
    for (const wire::Conversation &conversation : reply.conversations())
        m_log->noteSynced(ConversationId(conversation.id()), conversation.last_seq());
    for (const ConversationSummary &summary : m_book->conversations()) {
        if (!present.contains(summary.id))
            m_book->markLeft(summary.id);
        else
            noteDelivered(summary.id);
    }
    QList<wire::Event> held = std::exchange(m_held, {});
    held.removeIf([this](const wire::Event &event) { return !isKnown(ConversationId(event.conversation_id())); });
    m_log->accept(held);
    finishSync();
}

void AccountSession::finishSync()
{
    if (m_state != State::Syncing || m_syncOpen || m_rosterOpen)
        return;
    setState(State::Online);
    m_log->resumeFilling();
    m_outbox->setSignedIn(true);
    m_cursors->setSignedIn(true);
    sendPresence();
}

void AccountSession::onPushed(const wire::Frame &frame)
{
    // Before sign-in there is nobody whose people and conversations they could be.
    if (m_state != State::Syncing && m_state != State::Online && !frame.has_goodbye())
        return;
    switch (frame.body_case()) {
    case wire::Frame::kEvents:
        onEvents(frame.events());
        break;
    case wire::Frame::kPresenceDelta:
        if (!m_roster->apply(frame.presence_delta()))
            requestRoster();
        break;
    case wire::Frame::kUsersChanged:
        m_roster->apply(frame.users_changed());
        break;
    case wire::Frame::kTyping:
        onTyping(frame.typing());
        break;
    case wire::Frame::kCursors:
        for (const wire::Cursor &cursor : frame.cursors().cursors())
            m_book->apply(cursor);
        break;
    case wire::Frame::kConversationChanged:
        m_book->applyChange(frame.conversation_changed().conversation());
        break;
    case wire::Frame::kGoodbye:
        onGoodbye(frame.goodbye());
        break;
    default:
        qCDebug(lcLink, "push of a kind this release does not know");
    }
}

void AccountSession::onEvents(const wire::Events &events)
{
    const bool isWaiting = m_state == State::Syncing && m_syncOpen;
    QList<wire::Event> list;
    bool hasUnknown = false;
    for (const wire::Event &event : events.events()) {
        const ConversationId id(event.conversation_id());
        if (id.isNull())
            continue;
        if (!isWaiting && isKnown(id)) {
            list.append(event);
            if (event.has_message())
                m_typing->noteMessage(id, UserId(event.sender_id()));
            continue;
        }
        hasUnknown = hasUnknown || !isWaiting;
        if (m_held.size() < limits::heldEventsMax)
            m_held.append(event);
    }
    // Told of a conversation by its events only: the push that announced it was lost.
    if (hasUnknown)
        sync();
    m_log->accept(list);
}

void AccountSession::onTyping(const wire::Typing &typing)
{
    const ConversationSummary summary = m_book->conversation(ConversationId(typing.conversation_id()));
    const bool isMember = std::any_of(summary.members.begin(), summary.members.end(),
                                      [&typing](const wire::Member &member) {
                                          return member.user_id() == typing.user_id();
                                      });
    if (isMember)
        m_typing->apply(typing);
}

bool AccountSession::isKnown(ConversationId id) const
{
    return !m_book->conversation(id).id.isNull();
}

void AccountSession::onGoodbye(const wire::Goodbye &goodbye)
{
    const Error error(errorCodeFromNumber(goodbye.code()));
    const bool needsPerson = error.code == ErrorCode::AccountDisabled || error.code == ErrorCode::TokenExpired
        || error.code == ErrorCode::NotSignedIn;
    if (needsPerson)
        endWith(error);
}

void AccountSession::endWith(const Error &error)
{
    if (m_state == State::SignedOut)
        return;
    if (error.code == ErrorCode::TokenExpired || error.code == ErrorCode::NotSignedIn) {
        m_token.clear();
        Q_EMIT tokenIssued({});
    }
    stop();
    setState(State::SignedOut);
    Q_EMIT problem(error);
}

void AccountSession::noteDelivered(ConversationId id)
{
    const ConversationSummary summary = m_book->conversation(id);
    const quint64 received = m_log->receivedUpTo(id);
    if (summary.id.isNull() || summary.left || received == 0)
        return;
    for (const wire::Member &member : summary.members) {
        if (UserId(member.user_id()) == m_book->self() && member.delivered_seq() < received)
            m_cursors->setDelivered(id, received);
    }
}

void AccountSession::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

} // namespace rookery::client
