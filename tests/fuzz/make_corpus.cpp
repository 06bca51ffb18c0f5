// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes the seeds of the fuzzers whose inputs hold frames and datagrams: fuzz_make_corpus DIR. Not a test; run again
// when the schema has grown, and commit what it writes.
#include "common/base/bytes.h"
#include "common/presence/datagram_crypto.h"
#include "common/protocol/frame_codec.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTextStream>
#include <QtCore/QtEndian>

using namespace rookery;

namespace {

QByteArray number16(qsizetype value)
{
    QByteArray bytes(2, '\0');
    qToBigEndian(quint16(value), bytes.data());
    return bytes;
}

bool write(const QString &folder, const QString &name, const QByteArray &bytes)
{
    if (!QDir().mkpath(folder))
        return false;
    QFile file(folder + QLatin1Char('/') + name);
    return file.open(QFile::WriteOnly) && file.write(bytes) == bytes.size();
}

/// A script for fuzz_requests or fuzz_pushes: steps of four connections.
class Script {
public:
    explicit Script(char first) : m_bytes(1, first) {}

    Script &step(int kind, int which = 0, const QByteArray &argument = {})
    {
        m_bytes += char(kind * 4 + which);
        m_bytes += argument;
        return *this;
    }
    Script &frame(const wire::Frame &frame, int which = 0, int kind = 0)
    {
        const std::string encoded = frame.SerializeAsString();
        return step(kind, which, number16(qsizetype(encoded.size())) + toBytes(encoded));
    }
    const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

wire::Frame hello()
{
    wire::Frame frame;
    frame.mutable_hello()->set_client_name("rookery");
    frame.mutable_hello()->set_device_id(std::string(16, 'd'));
    return frame;
}

wire::Frame resume(char user)
{
    wire::Frame frame;
    frame.mutable_resume()->set_token(std::string(32, user));
    return frame;
}

wire::Frame message(quint64 conversation, char clientId, const char *text)
{
    wire::Frame frame;
    frame.mutable_send_message()->set_conversation_id(conversation);
    frame.mutable_send_message()->set_client_id(std::string(16, clientId));
    frame.mutable_send_message()->set_text(text);
    return frame;
}

/// Every request once, with fields that make sense.
QList<wire::Frame> requests()
{
    QList<wire::Frame> frames(18);
    frames[0].mutable_ping();
    frames[1].mutable_get_roster();
    frames[2].mutable_set_presence()->set_state(wire::PRESENCE_AWAY);
    frames[2].mutable_set_presence()->set_status_text("at lunch");
    frames[3].mutable_sync()->add_have()->set_conversation_id(2);
    frames[4].mutable_open_direct()->set_user_id(3);
    frames[5].mutable_create_group()->set_title("Line 4");
    frames[5].mutable_create_group()->add_member_ids(2);
    frames[5].mutable_create_group()->set_client_id(std::string(16, 'c'));
    frames[6].mutable_add_members()->set_conversation_id(2);
    frames[6].mutable_add_members()->add_user_ids(4);
    frames[7] = message(2, 'm', "hello");
    frames[8].mutable_get_history()->set_conversation_id(2);
    frames[8].mutable_get_history()->set_limit(20);
    frames[9].mutable_set_cursor()->set_conversation_id(2);
    frames[9].mutable_set_cursor()->set_delivered_seq(1);
    frames[9].mutable_set_cursor()->set_read_seq(1);
    frames[10].mutable_set_typing()->set_conversation_id(1);
    frames[10].mutable_set_typing()->set_active(true);
    frames[11].mutable_get_history()->set_conversation_id(2);
    frames[11].mutable_get_history()->set_after_seq(1);
    // The message of above is the second event of its group.
    frames[12].mutable_edit_message()->set_conversation_id(2);
    frames[12].mutable_edit_message()->set_client_id(std::string(16, 'e'));
    frames[12].mutable_edit_message()->set_target_seq(2);
    frames[12].mutable_edit_message()->set_text("hello all");
    frames[13].mutable_recall_message()->set_conversation_id(2);
    frames[13].mutable_recall_message()->set_client_id(std::string(16, 'r'));
    frames[13].mutable_recall_message()->set_target_seq(2);
    frames[14].mutable_set_member_role()->set_conversation_id(2);
    frames[14].mutable_set_member_role()->set_user_id(2);
    frames[14].mutable_set_member_role()->set_role(wire::MEMBER_ROLE_MUTED);
    frames[15].mutable_remove_member()->set_conversation_id(2);
    frames[15].mutable_remove_member()->set_user_id(3);
    frames[16].mutable_leave_group()->set_conversation_id(2);
    frames[17].mutable_sign_out();
    return frames;
}

// The numbers of fuzz_requests' steps.
enum RequestStep {
    Ask = 0,
    Raw = 2,
    Connect = 3,
    Disconnect = 4,
    Deliver = 5,
    EndTurn = 6,
    Wait = 7,
    StoreFails = 8,
    Disable = 9
};

bool writeRequests(const QString &folder)
{
    Script all('\0');
    for (int which = 0; which < 3; ++which)
        all.step(Connect, which).frame(hello(), which).frame(resume(char('a' + which)), which).step(Deliver, which);
    Script pairs = all;
    for (const wire::Frame &request : requests())
        all.frame(request, 0).step(Deliver, 3);
    pairs.frame(message(1, '1', "one"), 0).frame(message(1, '2', "two"), 1).frame(message(2, '1', "one"), 0);
    pairs.step(Deliver, 3).frame(message(1, '1', "one"), 0).step(Deliver, 3).step(Wait, 0, number16(60'000));
    pairs.step(Disable, 0, QByteArray(1, char(2))).step(Deliver, 3).step(EndTurn);

    Script account('\1');
    wire::Frame create;
    create.mutable_create_account()->set_name("ana");
    create.mutable_create_account()->set_password("correct horse");
    account.step(Connect).frame(hello()).frame(create).step(Deliver, 3);
    wire::Frame invited;
    invited.mutable_create_account()->set_name("zoe");
    invited.mutable_create_account()->set_display_name("Zoe");
    invited.mutable_create_account()->set_password("correct horse");
    invited.mutable_create_account()->set_invite("invite");
    Script invite('\0');
    invite.step(Connect, 3).frame(hello(), 3).frame(invited, 3).step(Deliver, 3);
    wire::Frame signIn;
    signIn.mutable_sign_in()->set_name("ana");
    signIn.mutable_sign_in()->set_password("correct horse");
    Script password('\0');
    password.step(Connect, 2).frame(hello(), 2).frame(signIn, 2).step(Deliver, 3);
    Script cut('\0');
    cut.step(Connect).frame(hello()).frame(resume('a')).step(Disconnect).step(Deliver, 3).step(EndTurn);
    cut.step(StoreFails).step(Connect, 1).step(Raw, 1, QByteArray(1, char(5)) + QByteArray("\0\0\xff\xff\xff", 5));
    return write(folder, QStringLiteral("every_request"), all.bytes())
        && write(folder, QStringLiteral("talk"), pairs.bytes())
        && write(folder, QStringLiteral("first_account"), account.bytes())
        && write(folder, QStringLiteral("invite"), invite.bytes())
        && write(folder, QStringLiteral("password"), password.bytes())
        && write(folder, QStringLiteral("cut"), cut.bytes());
}

bool writeFrames(const QString &folder)
{
    QByteArray stream;
    for (wire::Frame frame : requests()) {
        frame.set_id(7);
        stream += encodeFrame(frame);
    }
    QByteArray sliced = number16(65'535);
    for (qsizetype at = 0; at < stream.size(); at += 100)
        sliced += char(qMin<qsizetype>(100, stream.size() - at)) + stream.mid(at, 100);
    wire::Frame refusal;
    refusal.set_re(7);
    refusal.mutable_error()->set_code(4);
    const QByteArray one = encodeFrame(refusal);
    return write(folder, QStringLiteral("requests"), sliced)
        && write(folder, QStringLiteral("refusal"), number16(16) + char(one.size()) + one)
        && write(folder, QStringLiteral("too_large"), number16(3) + char(one.size()) + one);
}

bool writeDatagrams(const QString &folder)
{
    using namespace presence;
    QByteArray secret(secretKeyBytes, 's');
    Beacon beacon;
    beacon.publicKey = publicKeyOf(secret);
    beacon.serverId = serverIdOf(beacon.publicKey);
    beacon.sequence = 5;
    beacon.tcpPort = 7665;
    beacon.unicastPort = 40'001;
    beacon.name = QStringLiteral("Office");
    Heartbeat alive;
    alive.user = UserId(2);
    alive.sequence = 9;
    alive.status = 2;
    Heartbeat bye = alive;
    bye.kind = Heartbeat::Kind::Bye;
    bye.sequence = 10;
    const QByteArray key(keyBytes, 'g');
    const auto step = [](int kind, const QByteArray &bytes) { return char(kind) + number16(bytes.size()) + bytes; };
    const QByteArray beaconBytes = signedBeacon(beacon, secret);
    const QByteArray wait = char(5) + number16(30'000);
    return write(folder, QStringLiteral("beacons"),
                 step(0, beaconBytes) + step(1, beaconBytes) + wait + step(9, beaconBytes))
        && write(folder, QStringLiteral("probes"),
                 step(0, encode(Probe{Nonce(QByteArray(8, 'n'))})) + QByteArray(2, '\4'))
        && write(folder, QStringLiteral("heartbeats"),
                 step(0, taggedHeartbeat(alive, key)) + step(2, taggedHeartbeat(alive, key))
                     + step(3, taggedHeartbeat(alive, key)) + step(2, taggedHeartbeat(bye, key))
                     + step(3, taggedHeartbeat(bye, key)) + wait + QByteArray("\6\3\7", 3));
}

/// Pushes of edits and recalls, also of what is not there, of themselves and of each other; and of roles.
QByteArray changesPush()
{
    wire::Frame frame;
    quint64 seq = 1;
    const auto next = [&frame, &seq] {
        wire::Event *event = frame.mutable_events()->add_events();
        event->set_conversation_id(5);
        event->set_seq(++seq);
        event->set_sender_id(2);
        return event;
    };
    next()->mutable_message()->set_text("hello");
    for (const quint64 target : {2, 1, 4, 9, 0}) {
        next()->mutable_message_edited()->set_target_seq(target);
        frame.mutable_events()->mutable_events()->rbegin()->mutable_message_edited()->set_text("other words");
    }
    for (const quint64 target : {2, 3, 9, 2})
        next()->mutable_message_recalled()->set_target_seq(target);
    next()->mutable_member_role_changed()->set_user_id(1);
    next()->mutable_member_removed()->set_user_id(1);
    const std::string encoded = frame.SerializeAsString();
    return char(0) + number16(qsizetype(encoded.size())) + toBytes(encoded);
}

/// A script for fuzz_pushes; its steps are bytes of their own.
bool writePushes(const QString &folder)
{
    const auto frame = [](int kind, const wire::Frame &content) {
        const std::string encoded = content.SerializeAsString();
        return char(kind) + number16(qsizetype(encoded.size())) + toBytes(encoded);
    };
    wire::Frame events;
    for (quint64 seq : {2, 3, 7}) {
        wire::Event *event = events.mutable_events()->add_events();
        event->set_conversation_id(5);
        event->set_seq(seq);
        event->set_sender_id(2);
        event->mutable_message()->set_text("hello");
    }
    wire::Frame history;
    for (quint64 seq : {4, 5, 6}) {
        wire::Event *event = history.mutable_history()->add_events();
        event->set_conversation_id(5);
        event->set_seq(seq);
        event->set_sender_id(2);
        event->mutable_message()->set_text("in between");
    }
    history.mutable_history()->set_conversation_id(5);
    history.mutable_history()->set_last_seq(7);
    wire::Frame changed;
    wire::Conversation *conversation = changed.mutable_conversation_changed()->mutable_conversation();
    conversation->set_id(6);
    conversation->set_kind(wire::CONVERSATION_GROUP);
    conversation->set_title("Line 4");
    conversation->add_members()->set_user_id(1);
    conversation->add_members()->set_user_id(3);
    wire::Frame delta;
    delta.mutable_presence_delta()->set_version(2);
    delta.mutable_presence_delta()->add_presences()->set_user_id(2);
    wire::Frame cursors;
    wire::Cursor *cursor = cursors.mutable_cursors()->add_cursors();
    cursor->set_conversation_id(5);
    cursor->set_user_id(2);
    cursor->set_read_seq(1);
    wire::Frame typing;
    typing.mutable_typing()->set_conversation_id(5);
    typing.mutable_typing()->set_user_id(2);
    typing.mutable_typing()->set_active(true);
    wire::Frame users;
    users.mutable_users_changed()->add_users()->set_id(9);
    wire::Frame goodbye;
    goodbye.mutable_goodbye()->set_code(7);
    wire::Frame sent;
    sent.mutable_sent()->set_conversation_id(5);
    sent.mutable_sent()->set_seq(8);
    const QByteArray pushes = frame(0, events) + frame(0, changed) + frame(0, delta) + frame(0, cursors)
        + frame(0, typing) + frame(0, users);
    return write(folder, QStringLiteral("pushes"), '\0' + pushes + frame(1, history) + frame(0, goodbye) + char(3))
        && write(folder, QStringLiteral("changes"), '\0' + changesPush() + changesPush() + char(3))
        && write(folder, QStringLiteral("sends"),
                 '\0' + QByteArray("\5\0", 2) + frame(1, sent) + QByteArray("\5\1\5\2\5\3\5\4", 8))
        && write(folder, QStringLiteral("comes_back"),
                 '\1' + QByteArray("\3\4\xff\xff\6", 5) + frame(1, sent) + QByteArray("\2\1\3", 3));
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QString folder = app.arguments().value(1);
    const bool isWritten = argc == 2 && writeRequests(folder + QStringLiteral("/requests"))
        && writeFrames(folder + QStringLiteral("/frame")) && writeDatagrams(folder + QStringLiteral("/datagram"))
        && writePushes(folder + QStringLiteral("/pushes"));
    if (!isWritten)
        QTextStream(stderr) << "usage: fuzz_make_corpus DIR" << Qt::endl;
    return isWritten ? 0 : 1;
}
