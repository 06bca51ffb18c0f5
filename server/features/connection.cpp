// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "server/features/connection.h"

#include "common/base/bytes.h"
#include "common/base/log_categories.h"
#include "common/base/text.h"
#include "common/base/version.h"
#include "server/core/directory.h"
#include "server/core/server_identity.h"
#include "server/core/server_settings.h"
#include "server/core/session.h"

namespace rookery::server {

wire::Registration registrationFor(const ServerSettings &settings, const QHostAddress &address)
{
    if (settings.registration != wire::REGISTRATION_OPEN)
        return settings.registration;
    bool isMapped = false;
    const quint32 ipv4 = address.toIPv4Address(&isMapped);
    const QHostAddress plain = isMapped ? QHostAddress(ipv4) : address;
    static const QList<QPair<QHostAddress, int>> localNetworks = {
        QHostAddress::parseSubnet(QStringLiteral("127.0.0.0/8")),
        QHostAddress::parseSubnet(QStringLiteral("10.0.0.0/8")),
        QHostAddress::parseSubnet(QStringLiteral("172.16.0.0/12")),
        QHostAddress::parseSubnet(QStringLiteral("192.168.0.0/16")),
        QHostAddress::parseSubnet(QStringLiteral("169.254.0.0/16")),
        QHostAddress::parseSubnet(QStringLiteral("::1/128")),
        QHostAddress::parseSubnet(QStringLiteral("fe80::/10")),
        QHostAddress::parseSubnet(QStringLiteral("fc00::/7")),
    };
    for (const QPair<QHostAddress, int> &network : localNetworks) {
        if (plain.isInSubnet(network))
            return wire::REGISTRATION_OPEN;
    }
    return wire::REGISTRATION_INVITE;
}

void ConnectionFeature::registerRequests(Dispatcher &dispatcher)
{
    dispatcher.on(wire::Frame::kHello, {SignedIn::NotYet, Rate::Request},
                  [this](Session &session, const wire::Frame &frame, const Responder &responder) {
                      hello(session, frame.hello(), responder);
                  });
    dispatcher.on(wire::Frame::kPing, {SignedIn::Either, Rate::Request},
                  [this](Session &session, const wire::Frame &, const Responder &responder) {
                      ping(session, responder);
                  });
}

void ConnectionFeature::hello(Session &session, const wire::Hello &hello, const Responder &responder)
{
    if (session.isGreeted() || (!hello.device_id().empty() && hello.device_id().size() != size_t(ClientId::size))) {
        responder.fail(ErrorCode::Malformed);
        return;
    }
    session.greet(hello);
    qCDebug(lcSession, "session %llu: hello from %s %s at %s", qulonglong(session.id().value),
            qPrintable(escapedForLog(toText(hello.client_name()))),
            qPrintable(escapedForLog(toText(hello.client_version()))), qPrintable(session.peerAddress().toString()));
    wire::Frame frame;
    wire::Welcome *welcome = frame.mutable_welcome();
    welcome->set_server_name(toStd(context().settings.name));
    welcome->set_server_version(versionString);
    welcome->set_server_id(toStd(context().identity.serverId()));
    welcome->set_boot_id(toStd(context().bootId));
    for (const QString &name : m_allCapabilities)
        welcome->add_capabilities(toStd(name));
    welcome->set_registration(registrationFor(context().settings, session.peerAddress()));
    welcome->set_time_ms(context().clock.wallMs());
    welcome->set_max_text_bytes(quint32(limits::messageTextBytes));
    welcome->set_beacon_key(toStd(context().identity.beaconPublicKey()));
    responder.reply(std::move(frame));
}

void ConnectionFeature::ping(Session &session, const Responder &responder)
{
    wire::Frame frame;
    wire::Pong *pong = frame.mutable_pong();
    const QHash<ConversationId, quint64> marks = session.takeHighWater();
    for (auto mark = marks.begin(); mark != marks.end(); ++mark) {
        wire::HighWater *row = pong->add_high_water();
        row->set_conversation_id(mark.key().value);
        row->set_last_seq(mark.value());
    }
    responder.reply(std::move(frame));
}

} // namespace rookery::server
