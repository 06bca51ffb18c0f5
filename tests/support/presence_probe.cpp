// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Presence with real sockets, for tests between network namespaces:
//   presence_probe announce NAME SECONDS   announces; hears the session numbered 1; prints "ready", "heard 1",
//                                          "bye 1", and is over with that
//   presence_probe find NAME SECONDS       looks for NAME, prints "found ADDRESS MS", sends heartbeats of that session
//                                          until the server may have heard two, says bye
// Exit codes: 0 done, 2 usage, 3 no sockets, 6 the time is over.
#include "common/base/random_source.h"
#include "common/presence/broadcaster.h"
#include "common/presence/datagram_crypto.h"
#include "common/presence/peer_heartbeat.h"
#include "common/presence/server_announcer.h"
#include "common/presence/server_finder.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTextStream>
#include <QtCore/QTimer>

#include <sodium.h>

using namespace rookery;
using namespace rookery::presence;

namespace {

const SessionId session(1);
const UserId user(7);
const QByteArray sharedKey(keyBytes, 'k');

void say(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

// The key follows from the name, so that servers of one test differ.
QByteArray secretKeyOf(const QString &name)
{
    unsigned char seed[crypto_sign_SEEDBYTES];
    const QByteArray utf8 = name.toUtf8();
    crypto_generichash(seed, sizeof seed, reinterpret_cast<const unsigned char *>(utf8.constData()),
                       size_t(utf8.size()), nullptr, 0);
    QByteArray secret(secretKeyBytes, '\0');
    PublicKey publicKey;
    crypto_sign_seed_keypair(publicKey.data(), reinterpret_cast<unsigned char *>(secret.data()), seed);
    return secret;
}

int announce(const QString &name, Broadcaster &broadcaster, const Clock &clock, RandomSource &random)
{
    ServerAnnouncer announcer({secretKeyOf(name), name, defaultPort, {}, 0}, broadcaster, clock, random);
    announcer.addSession(session, user, sharedKey);
    QObject::connect(&announcer, &ServerAnnouncer::heard,
                     [](SessionId id) { say(QStringLiteral("heard %1").arg(id.value)); });
    QObject::connect(&announcer, &ServerAnnouncer::bye, [](SessionId id) {
        say(QStringLiteral("bye %1").arg(id.value));
        QCoreApplication::exit(0);
    });
    announcer.start();
    say(QStringLiteral("ready"));
    return QCoreApplication::exec();
}

int find(const QString &name, Broadcaster &broadcaster, const Clock &clock, RandomSource &random)
{
    ServerFinder finder(broadcaster, clock, random);
    PeerHeartbeat heartbeat(broadcaster, clock, random);
    const qint64 startMs = clock.monotonicMs();
    QObject::connect(&finder, &ServerFinder::beaconHeard, &heartbeat, &PeerHeartbeat::noteBeacon);
    QObject::connect(&finder, &ServerFinder::serverFound, &heartbeat, [&](const FoundServer &server) {
        if (server.name != name)
            return;
        say(QStringLiteral("found %1 %2").arg(server.addresses.first().toString()).arg(clock.monotonicMs() - startMs));
        heartbeat.start({server.id, session, user, sharedKey, sharedKey, server.addresses.first(), 0}, 1);
        QTimer::singleShot(serverHeartbeatMs + 500, &heartbeat, [&heartbeat] {
            heartbeat.stop();
            QTimer::singleShot(400, &heartbeat, [] { QCoreApplication::exit(0); });
        });
    });
    finder.start();
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    const bool isUsable = arguments.size() >= 4
        && (arguments.at(1) == QStringLiteral("announce") || arguments.at(1) == QStringLiteral("find"));
    if (!isUsable) {
        QTextStream(stderr) << "usage: presence_probe announce|find NAME SECONDS" << Qt::endl;
        return 2;
    }
    SystemClock clock;
    SystemRandomSource random;
    Broadcaster broadcaster({}, clock);
    if (!broadcaster.start())
        return 3;
    QTimer::singleShot(arguments.at(3).toInt() * 1'000, &app, [] { QCoreApplication::exit(6); });
    const QString name = arguments.at(2);
    if (arguments.at(1) == QStringLiteral("announce"))
        return announce(name, broadcaster, clock, random);
    return find(name, broadcaster, clock, random);
}
