// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Every request handler behind the dispatcher, asked by four connections in any order, while answers of the store and
// turns of the event loop come when the input says so. What must hold: every request gets exactly one reply, a
// connection is pushed every event of its conversations once and in order, what is stored keeps its limits, and the
// directory in memory says the same as the store. Input: a byte whose lowest bit tells whether the server is new, then
// steps (1 byte), see Step.
#include "common/base/bytes.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/request_world.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QPointer>
#include <QtCore/QTemporaryDir>

#include <array>
#include <set>

namespace rookery::fuzz {

namespace {

using namespace rookery::server;
using test::MemoryTransport;

enum class Step { Frame, FrameToo, RawBytes, Connect, Disconnect, Deliver, EndTurn, Wait, StoreFails, Disable, Count };

constexpr size_t connectionCount = 4;
constexpr auto knownPassword = "correct horse";

const ServerIdentity &identity()
{
    static const ServerIdentity made = [] {
        const QTemporaryDir folder;
        SeededRandom random(7);
        return ServerIdentity::loadOrCreate(folder.path(), random).value();
    }();
    return made;
}

const QByteArray &knownPasswordHash()
{
    static const QByteArray made = [] {
        QObject home;
        QByteArray result;
        PasswordHasher hasher(identity().pepper(), &home, PasswordCost{1, 8 * 1024});
        hasher.hash(QString::fromLatin1(knownPassword), [&](const Result<QByteArray> &hash) { result = *hash; });
        while (result.isEmpty())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        return result;
    }();
    return made;
}

/// One connection as its client sees it, which checks what the server says.
class Caller {
public:
    void connectTo(RequestWorld &world, const QHostAddress &from)
    {
        *this = Caller();
        m_transport = world.connectFrom(from);
    }
    bool isOpen() const { return m_transport && m_transport->isOpen(); }
    void end()
    {
        if (m_transport)
            m_transport->end(Error(ErrorCode::Disconnected));
    }
    /// From here on nobody knows what was asked: a length in it may swallow the frames that follow.
    void feedRaw(QByteArrayView bytes)
    {
        m_isRaw = m_isRaw || !bytes.isEmpty();
        if (m_transport)
            m_transport->feed(bytes);
    }
    void ask(wire::Frame frame);
    void readAll();
    bool isAnswered() const { return !isOpen() || m_isRaw || m_open.empty(); }

private:
    void readReply(const wire::Frame &frame);
    void readPush(const wire::Frame &frame);
    void readEvent(const wire::Event &event);

    QPointer<MemoryTransport> m_transport;
    quint64 m_lastId = 0;
    std::set<quint64> m_open;                 // requests not answered yet
    QHash<quint64, quint64> m_lastSeq;        // by conversation: the newest event pushed, or said oneself
    QHash<quint64, std::set<quint64>> m_said; // not pushed here, because said here
    quint64 m_self = 0;
    bool m_isRaw = false;
};

void Caller::ask(wire::Frame frame)
{
    frame.clear_re();
    frame.clear_error();
    frame.set_id(++m_lastId);
    if (!isOpen())
        return;
    m_open.insert(m_lastId);
    m_transport->feed(encodeFrame(frame));
}

void Caller::readAll()
{
    if (!m_transport)
        return;
    const QList<wire::Frame> frames = std::exchange(m_transport->sent, {});
    for (const wire::Frame &frame : frames) {
        REQUIRE(frameKind(frame) == FrameKind::Reply || frameKind(frame) == FrameKind::Push);
        if (frameKind(frame) == FrameKind::Reply)
            readReply(frame);
        else
            readPush(frame);
    }
}

void Caller::readReply(const wire::Frame &frame)
{
    REQUIRE(m_open.erase(frame.re()) == 1 || m_isRaw);
    if (frame.has_error())
        REQUIRE(frame.error().code() != quint32(ErrorCode::Internal) && frame.error().code() != 0);
    if (frame.has_signed_in()) {
        REQUIRE(m_self == 0);
        m_self = frame.signed_in().self().id();
        REQUIRE(m_self != 0);
    }
    if (frame.has_sent())
        m_said[frame.sent().conversation_id()].insert(frame.sent().seq());
    quint64 last = 0;
    for (const wire::Event &event : frame.history().events()) {
        REQUIRE(event.conversation_id() == frame.history().conversation_id());
        REQUIRE(last == 0 || event.seq() == last + 1);
        REQUIRE(event.seq() <= frame.history().last_seq());
        last = event.seq();
    }
}

void Caller::readEvent(const wire::Event &event)
{
    REQUIRE(event.seq() > 0 && event.conversation_id() > 0);
    if (event.has_message())
        REQUIRE(!event.message().text().empty() && event.message().text().size() <= size_t(limits::messageTextBytes));
    const auto before = m_lastSeq.find(event.conversation_id());
    if (before != m_lastSeq.end()) {
        REQUIRE(event.seq() > *before);
        for (quint64 seq = *before + 1; seq < event.seq(); ++seq)
            REQUIRE(m_said[event.conversation_id()].contains(seq));
    }
    m_lastSeq[event.conversation_id()] = event.seq();
}

void Caller::readPush(const wire::Frame &frame)
{
    const bool isFarewell = frame.has_goodbye();
    REQUIRE(m_self != 0 || isFarewell);
    for (const wire::Event &event : frame.events().events())
        readEvent(event);
    const wire::Conversation &conversation = frame.conversation_changed().conversation();
    if (conversation.left())
        m_lastSeq.remove(conversation.id());
}

class Office {
public:
    explicit Office(bool isNew)
    {
        if (!isNew)
            addPeople();
        m_world.loadDirectory();
    }
    void step(Input &input);
    void finish();

private:
    void addPeople();
    void sendFrame(Caller &caller, Input &input);
    void disable(quint8 choice);
    void readAll();
    void compareWithStore();

    RequestWorld m_world{identity()};
    std::array<Caller, connectionCount> m_callers;
    bool m_everFailed = false;
};

/// Users 1 to 4 with the tokens "aaa…", "bbb…" and so on; 4 is disabled. Conversation 1 is of 1 and 2, 2 is the group
/// of 1, 2 and 3.
void Office::addPeople()
{
    MemoryStore &store = m_world.store;
    for (const char *name : {"ana", "ben", "eva", "tom"}) {
        NewUser user;
        user.name = QString::fromLatin1(name);
        user.skeleton = name;
        user.passwordHash = knownPasswordHash();
        user.role = name[0] == 'a' ? wire::SERVER_ROLE_OWNER : wire::SERVER_ROLE_MEMBER;
        store.createUser(user, nullptr);
    }
    for (quint64 user = 1; user <= 4; ++user) {
        const QByteArray token(32, char('a' + user - 1));
        store.addToken({UserId(user), QCryptographicHash::hash(token, QCryptographicHash::Sha256), {}, {}, 0}, nullptr);
    }
    UserChange disabled;
    disabled.disabled = true;
    store.changeUser(UserId(4), disabled, nullptr);
    store.addInvite({QCryptographicHash::hash("invite", QCryptographicHash::Sha256), INT64_MAX, {}}, nullptr);
    store.openDirect(UserId(1), UserId(2), nullptr);
    store.createGroup({UserId(1), QStringLiteral("Birds"), {UserId(2), UserId(3)}, ClientId(QByteArray(16, 'g')), 1},
                      nullptr);
    store.deliver();
}

void Office::sendFrame(Caller &caller, Input &input)
{
    const QByteArrayView bytes = input.take(input.number());
    wire::Frame frame;
    if (frame.ParseFromArray(bytes.data(), int(bytes.size())))
        caller.ask(std::move(frame));
}

/// As an administrator does it: first the store, then the directory and the connections.
void Office::disable(quint8 choice)
{
    UserChange change;
    change.disabled = choice % 2 == 0;
    const UserId user(1 + choice / 2 % 4);
    m_world.store.changeUser(user, change, [this](const Result<UserRecord> &changed) {
        if (!changed)
            return;
        m_world.directory.put(*changed);
        if (changed->disabled)
            m_world.sessions.disconnectUser(changed->id, ErrorCode::AccountDisabled);
    });
}

void Office::step(Input &input)
{
    static const std::array<QHostAddress, connectionCount> addresses = {QHostAddress(QStringLiteral("127.0.0.1")),
                                                                        QHostAddress(QStringLiteral("127.0.0.1")),
                                                                        QHostAddress(QStringLiteral("10.0.0.5")),
                                                                        QHostAddress(QStringLiteral("203.0.113.9"))};
    const quint8 choice = input.byte();
    const size_t which = choice % connectionCount;
    Caller &caller = m_callers[which];
    switch (Step(choice / connectionCount % size_t(Step::Count))) {
    case Step::Frame:
    case Step::FrameToo:
        sendFrame(caller, input);
        break;
    case Step::RawBytes:
        caller.feedRaw(input.take(input.byte()));
        break;
    case Step::Connect:
        caller.end();
        caller.connectTo(m_world, addresses[which]);
        break;
    case Step::Disconnect:
        caller.end();
        break;
    case Step::Deliver:
        m_world.store.deliver(1 + which);
        break;
    case Step::EndTurn:
        RequestWorld::endTurn();
        break;
    case Step::Wait:
        m_world.clock.advance(input.number());
        for (Session *session : m_world.sessions.all())
            session->checkSilence();
        break;
    case Step::StoreFails:
        m_world.store.setWriteFailure(which == 0 ? ErrorCode::DiskFull : ErrorCode::None);
        m_everFailed = m_everFailed || which == 0;
        break;
    default:
        disable(input.byte());
    }
    readAll();
}

void Office::readAll()
{
    for (Caller &caller : m_callers)
        caller.readAll();
}

void Office::finish()
{
    // Only the password hasher's threads take their time.
    constexpr int patienceMs = 30'000;
    const QDeadlineTimer deadline(patienceMs);
    const auto isDone = [this] {
        return m_world.store.waiting() == 0
            && std::all_of(m_callers.begin(), m_callers.end(),
                           [](const Caller &caller) { return caller.isAnswered(); });
    };
    for (m_world.store.deliver(), readAll(); !isDone(); readAll()) {
        REQUIRE(!deadline.hasExpired());
        QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
        m_world.store.deliver();
    }
    for (const ConversationId id : m_world.store.conversations()) {
        quint64 last = 0;
        for (const wire::Event &event : m_world.store.log(id)) {
            REQUIRE(event.seq() == ++last);
            REQUIRE(event.message().text().size() <= size_t(limits::messageTextBytes));
        }
    }
    if (!m_everFailed)
        compareWithStore();
    for (Caller &caller : m_callers)
        caller.end();
    RequestWorld::endTurn();
    REQUIRE(m_world.sessions.size() == 0 && m_world.sessions.signedInUsers() == 0);
}

void Office::compareWithStore()
{
    DirectoryRecords records;
    m_world.store.loadDirectory([&records](Result<DirectoryRecords> loaded) { records = std::move(*loaded); });
    m_world.store.deliver();
    const Directory &directory = m_world.directory;
    REQUIRE(directory.userCount() == records.users.size());
    for (const UserRecord &user : std::as_const(records.users)) {
        const UserRecord *known = directory.user(user.id);
        REQUIRE(known && toWire(*known).SerializeAsString() == toWire(user).SerializeAsString());
        REQUIRE(known->lastSeenMs == user.lastSeenMs);
    }
    REQUIRE(directory.conversations().size() == records.conversations.size());
    for (const ConversationRecord &conversation : std::as_const(records.conversations)) {
        const ConversationRecord *known = directory.conversation(conversation.id);
        REQUIRE(known && toWire(*known, 0).SerializeAsString() == toWire(conversation, 0).SerializeAsString());
    }
}

} // namespace

void runOne(QByteArrayView bytes)
{
    Input input(bytes);
    Office office(input.byte() % 2 != 0);
    constexpr int stepsMax = 500;
    for (int step = 0; step < stepsMax && !input.isEmpty(); ++step)
        office.step(input);
    office.finish();
}

} // namespace rookery::fuzz
