// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/accounts.h"

#include "common/base/bytes.h"
#include "common/base/log_categories.h"
#include "common/protocol/capabilities.h"
#include "common/protocol/names.h"
#include "server/core/address_key.h"
#include "server/core/directory.h"
#include "server/core/password_hasher.h"
#include "server/core/server_limits.h"
#include "server/core/server_settings.h"
#include "server/core/session_registry.h"
#include "server/core/throttle.h"
#include "server/features/connection.h"

#include <QtCore/QCryptographicHash>
#include <QtNetwork/QNetworkInterface>

namespace rookery::server {

namespace {

constexpr qsizetype tokenBytes = 32;
constexpr qsizetype keyBytes = 32;
constexpr qint64 hourMs = 3'600'000;

QByteArray hashed(const QByteArray &secret)
{
    return QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
}

bool isThisMachine(const QHostAddress &address)
{
    if (address.isLoopback())
        return true;
    const QList<QHostAddress> own = QNetworkInterface::allAddresses();
    return std::any_of(own.begin(), own.end(), [&address](const QHostAddress &candidate) {
        return candidate.isEqual(address, QHostAddress::TolerantConversion);
    });
}

Error throttled(qint64 retryMs)
{
    Error error(ErrorCode::RateLimited);
    error.retryMs = retryMs;
    return error;
}

} // namespace

AccountsFeature::AccountsFeature(ServerContext &context, QObject *parent)
    : Feature(context, parent),
      m_refusalRecords(context.clock, {limits::auditRefusalsPerHour, limits::auditRefusalsPerHour, hourMs}),
      m_creations(context.clock, {limits::accountBurst, limits::accountsPerHour, hourMs}, limits::countedAddressesMax)
{}

QStringList AccountsFeature::capabilities() const
{
    return {capability::accounts};
}

void AccountsFeature::registerRequests(Dispatcher &dispatcher)
{
    const Preconditions notYet{SignedIn::NotYet, Rate::Request};
    dispatcher.on(wire::Frame::kCreateAccount, {SignedIn::NotYet, Rate::Request, Growth::Store},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      createAccount(session, frame.create_account(), responder);
                  });
    dispatcher.on(wire::Frame::kSignIn, notYet,
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      signIn(session, frame.sign_in(), responder);
                  });
    dispatcher.on(wire::Frame::kResume, notYet,
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      resume(session, frame.resume(), responder);
                  });
    dispatcher.on(wire::Frame::kSignOut, {}, [this](Session &session, const wire::Frame &, const Responder &responder) {
        signOut(session, responder);
    });
}

void AccountsFeature::createAccount(Session &session, const wire::CreateAccount &request, const Responder &responder)
{
    const wire::Registration registration = registrationFor(context().settings, session.peerAddress());
    if (registration == wire::REGISTRATION_CLOSED)
        return responder.fail(ErrorCode::RegistrationClosed);
    if (registration == wire::REGISTRATION_INVITE && request.invite().empty())
        return responder.fail(ErrorCode::InviteNeeded);
    const Result<QString> name = checkedUserName(toText(request.name()));
    if (!name)
        return responder.fail(name.error());
    NewUser user;
    user.name = *name;
    user.skeleton = nameSkeleton(*name);
    if (!toText(request.display_name()).trimmed().isEmpty()) {
        const Result<QString> displayName = checkedDisplayText(toText(request.display_name()),
                                                               limits::displayNameCharacters);
        if (!displayName)
            return responder.fail(displayName.error());
        user.displayName = *displayName;
    }
    const QString password = toText(request.password());
    if (const Result<Done> checked = checkedPassword(password); !checked)
        return responder.fail(checked.error());
    if (!request.invite().empty())
        user.inviteHash = hashed(toBytes(request.invite()));
    const QByteArray nobody;
    if (const qint64 retryMs = context().throttle.retryMs(nobody, session.peerAddress()); retryMs > 0)
        return responder.fail(throttled(retryMs));
    if (const qint64 retryMs = m_creations.take(addressKey(session.peerAddress())); retryMs > 0)
        return responder.fail(throttled(retryMs));
    context().hasher.hash(password,
                          [this, guard = QPointer<Session>(&session), user,
                           responder](const Result<QByteArray> &passwordHash) mutable {
                              if (!passwordHash)
                                  return responder.fail(passwordHash.error());
                              user.passwordHash = *passwordHash;
                              storeAccount(guard, std::move(user), responder);
                          });
}

void AccountsFeature::storeAccount(QPointer<Session> session, NewUser user, const Responder &responder)
{
    if (!session)
        return;
    // The first account made on a new server's own machine is its owner; m_ownerPending keeps a second request that
    // comes before the first is committed from becoming one too.
    const bool isFirst = context().directory.userCount() == 0 && !m_ownerPending
        && isThisMachine(session->peerAddress());
    user.role = isFirst ? wire::SERVER_ROLE_OWNER : wire::SERVER_ROLE_MEMBER;
    user.nowMs = context().clock.wallMs();
    m_ownerPending = m_ownerPending || isFirst;
    const bool usedInvite = !user.inviteHash.isEmpty();
    context().store.createUser(user,
                               [this, session, responder, isFirst, usedInvite](const Result<UserRecord> &created) {
                                   if (isFirst)
                                       m_ownerPending = false;
                                   if (!created) {
                                       if (usedInvite && session && created.error().code == ErrorCode::InviteNeeded)
                                           context().throttle.failed({}, session->peerAddress());
                                       return responder.fail(created.error());
                                   }
                                   context().directory.put(*created);
                                   wire::Frame frame;
                                   *frame.mutable_users_changed()->add_users() = toWire(*created);
                                   context().sessions.sendToAll(encodeFrame(frame));
                                   qCInfo(lcSession, "account %llu made", qulonglong(created->id.value));
                                   issueToken(session, created->id, responder);
                               });
}

void AccountsFeature::signIn(Session &session, const wire::SignIn &request, const Responder &responder)
{
    const QString name = toText(request.name()).trimmed();
    const QByteArray skeleton = nameSkeleton(name);
    if (const qint64 retryMs = context().throttle.retryMs(skeleton, session.peerAddress()); retryMs > 0)
        return refuseLocked(session, skeleton, name, retryMs, responder);
    const QString password = toText(request.password());
    if (password.size() > limits::passwordBytesMax)
        return responder.fail(ErrorCode::BadCredentials);
    context().store.findCredentials(skeleton,
                                    [this, guard = QPointer<Session>(&session), password, skeleton,
                                     responder](const Result<std::optional<Credentials>> &found) {
                                        if (!found)
                                            return responder.fail(found.error());
                                        checkPassword(guard, password, skeleton, *found, responder);
                                    });
}

void AccountsFeature::refuseLocked(const Session &session, const QByteArray &skeleton, const QString &name,
                                   qint64 retryMs, const Responder &responder)
{
    responder.fail(throttled(retryMs));
    if (!context().throttle.isNews(skeleton, session.peerAddress()) || m_refusalRecords.take() > 0)
        return;
    // A name that is nobody's is left out: people type passwords there.
    const UserRecord *user = context().directory.userByName(name);
    const QString address = session.peerAddress().toString();
    qCWarning(lcSession, "sign-ins from %s refused for a while: too many wrong passwords", qPrintable(address));
    context().store.administration().record(
        {0, {actor::at(address), context().clock.wallMs()}, act::signInRefused, user ? user->id.value : 0, {}},
        Recording::Always, nullptr);
}

void AccountsFeature::checkPassword(QPointer<Session> session, const QString &password, const QByteArray &skeleton,
                                    const std::optional<Credentials> &found, const Responder &responder)
{
    const QByteArray passwordHash = found ? found->passwordHash : QByteArray();
    context().hasher.verify(password, passwordHash,
                            [this, session, password, skeleton, found, responder](const Result<bool> &holds) {
                                if (!holds)
                                    return responder.fail(holds.error());
                                if (!session)
                                    return;
                                if (!*holds || !found) {
                                    context().throttle.failed(skeleton, session->peerAddress());
                                    return responder.fail(ErrorCode::BadCredentials);
                                }
                                context().throttle.succeeded(skeleton, session->peerAddress());
                                const UserRecord *user = context().directory.user(found->user.id);
                                if (!user || user->disabled)
                                    return responder.fail(ErrorCode::AccountDisabled);
                                issueToken(session, user->id, responder);
                                rehash(password, *found);
                            });
}

void AccountsFeature::rehash(const QString &password, const Credentials &before)
{
    if (!context().hasher.needsRehash(before.passwordHash))
        return;
    context().hasher.hash(password, [this, before](const Result<QByteArray> &hash) {
        if (!hash)
            return; // busy: the next sign-in tries again
        UserChange change;
        change.rehash = Rehash{before.passwordHash, *hash};
        context().store.changeUser(before.user.id, change, nullptr);
    });
}

void AccountsFeature::issueToken(QPointer<Session> session, UserId user, const Responder &responder)
{
    if (!session)
        return;
    const QByteArray token = context().random.bytes(tokenBytes);
    NewToken record;
    record.user = user;
    record.tokenHash = hashed(token);
    record.deviceId = toBytes(session->hello().device_id());
    record.deviceName = toText(session->hello().device_name()).left(limits::deviceNameCharacters);
    record.nowMs = context().clock.wallMs();
    context().store.addToken(record, [this, session, user, token, responder](const Result<Done> &stored) {
        if (!stored)
            return responder.fail(stored.error());
        if (session)
            begin(*session, user, token, hashed(token), responder);
    });
}

void AccountsFeature::resume(Session &session, const wire::Resume &request, const Responder &responder)
{
    const QByteArray tokenHash = hashed(toBytes(request.token()));
    context().store.findToken(tokenHash,
                              [this, guard = QPointer<Session>(&session), tokenHash,
                               responder](const Result<std::optional<UserId>> &found) {
                                  if (!found)
                                      return responder.fail(found.error());
                                  if (!guard)
                                      return;
                                  const UserRecord *user = found->has_value() ? context().directory.user(**found)
                                                                              : nullptr;
                                  if (!user)
                                      return responder.fail(ErrorCode::TokenExpired);
                                  if (user->disabled)
                                      return responder.fail(ErrorCode::AccountDisabled);
                                  begin(*guard, user->id, {}, tokenHash, responder);
                              });
}

void AccountsFeature::begin(Session &session, UserId user, const QByteArray &token, const QByteArray &tokenHash,
                            const Responder &responder)
{
    // The connection may have ended in this turn of the event loop: its session is still whole, but no longer ours.
    if (!context().sessions.session(session.id()))
        return;
    if (session.isSignedIn())
        return responder.fail(ErrorCode::Malformed); // two sign-ins were under way on one connection
    // Disabling takes tokens away and ends sessions; one that was still being made must not slip through.
    if (context().directory.user(user)->disabled)
        return responder.fail(ErrorCode::AccountDisabled);
    const QByteArray sessionKey = context().random.bytes(keyBytes);
    wire::Frame frame;
    wire::SignedIn *signedIn = frame.mutable_signed_in();
    *signedIn->mutable_self() = toWire(*context().directory.user(user));
    signedIn->set_token(toStd(token));
    signedIn->set_session_id(session.id().value);
    signedIn->set_session_key(toStd(sessionKey));
    signedIn->set_group_key(toStd(context().groupKey));
    signedIn->set_udp_port(context().udpPort);
    responder.reply(std::move(frame));
    context().sessions.signIn(session, user, tokenHash);
    qCInfo(lcSession, "session %llu: user %llu signed in from %s", qulonglong(session.id().value),
           qulonglong(user.value), qPrintable(session.peerAddress().toString()));
    Q_EMIT sessionKeyMade(session.id(), user, sessionKey);
}

void AccountsFeature::signOut(Session &session, const Responder &responder)
{
    context().store.removeToken(session.tokenHash(),
                                [guard = QPointer<Session>(&session), responder](const Result<Done> &removed) {
                                    if (!removed)
                                        return responder.fail(removed.error());
                                    responder.done();
                                    if (guard)
                                        guard->goodbye(ErrorCode::NotSignedIn);
                                });
}

} // namespace rookery::server
