// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A signed-in client and a server that says what it likes: pushes, replies, refusals, ends. The client must not crash,
// what it keeps stays in order, its numbers agree with each other, and nobody who asked is left without an answer.
// Input: a byte whose lowest bit tells whether the client is still signing in, then steps (1 byte), see Step.
#include "client/core/account_session.h"
#include "client/core/typing_tracker.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>

namespace rookery::fuzz {

namespace {

using namespace rookery::client;
using namespace rookery::test;

enum class Step { Push, Answer, Refuse, Close, Wait, Act, Accept, Turn, Count };

/// In memory where the system has such a folder: each input has a cache of its own.
QString folderTemplate()
{
    const QString shared = QStringLiteral("/dev/shm");
    return (QDir(shared).exists() ? shared : QDir::tempPath()) + QStringLiteral("/rookery-fuzz-XXXXXX");
}

class Desk {
public:
    explicit Desk(bool isSigningIn);
    void step(Input &input);
    void finish();

private:
    void signIn();
    wire::Frame frame(Input &input);
    void answer(Input &input);
    void refuse(quint8 code);
    void act(quint8 choice);
    void check() const;

    QTemporaryDir m_folder{folderTemplate()};
    ManualClock m_clock;
    SeededRandom m_random{3};
    FakeServer m_server;
    int m_asked = 0;
    int m_answered = 0;
    std::unique_ptr<AccountSession> m_session;
};

Desk::Desk(bool isSigningIn)
{
    AccountSettings settings;
    settings.directory = m_folder.path();
    settings.deviceId = QByteArray(16, 'd');
    settings.useDatagrams = false;
    m_session = std::make_unique<AccountSession>(settings, m_clock, m_random);
    m_session->link().setTransportFactory(m_server.factory());
    REQUIRE(m_session->open().isOk());
    m_session->start(QByteArray(32, 't'));
    REQUIRE(m_server.accept());
    if (!isSigningIn)
        signIn();
}

/// Person 1, with a direct conversation 5 whose newest event is 1.
void Desk::signIn()
{
    wire::Frame signedIn;
    signedIn.mutable_signed_in()->mutable_self()->set_id(1);
    signedIn.mutable_signed_in()->mutable_self()->set_name("ana");
    m_server.answer(m_server.take(wire::Frame::kResume).value(), signedIn);
    wire::Frame roster;
    roster.mutable_roster()->set_version(1);
    roster.mutable_roster()->add_users()->set_id(2);
    m_server.answer(m_server.take(wire::Frame::kGetRoster).value(), roster);
    wire::Frame synced;
    *synced.mutable_sync_reply()->add_conversations() = directConversation(5, 1, 1);
    *synced.mutable_sync_reply()->add_events() = messageEvent(5, 1, 2);
    m_server.answer(m_server.take(wire::Frame::kSync).value(), synced);
    REQUIRE(m_session->state() == AccountSession::State::Online);
}

wire::Frame Desk::frame(Input &input)
{
    const QByteArrayView bytes = input.take(input.number());
    wire::Frame frame;
    if (!frame.ParseFromArray(bytes.data(), int(bytes.size())))
        frame.Clear();
    return frame;
}

/// To the oldest open request.
void Desk::answer(Input &input)
{
    wire::Frame reply = frame(input);
    if (!m_server.transport() || m_server.transport()->sent.isEmpty())
        return;
    const wire::Frame request = m_server.transport()->sent.takeFirst();
    reply.clear_id();
    reply.clear_error();
    m_server.answer(request, reply);
}

void Desk::refuse(quint8 code)
{
    if (!m_server.transport() || m_server.transport()->sent.isEmpty())
        return;
    Error error(errorCodeFromNumber(code));
    error.retryMs = qint64(code) * 100;
    m_server.refuse(m_server.transport()->sent.takeFirst(), error);
}

void Desk::act(quint8 choice)
{
    const auto note = [this](const auto &) { ++m_answered; };
    const ConversationId talk(choice / 8 % 4 + 4);
    const UserId person(choice / 8 % 4);
    switch (choice % 8) {
    case 0:
        (void)m_session->outbox().send(talk, QStringLiteral("hello"));
        break;
    case 1:
        ++m_asked;
        m_session->openDirect(person, note);
        break;
    case 2:
        ++m_asked;
        m_session->createGroup(QStringLiteral("Birds"), {person}, note);
        break;
    case 3:
        ++m_asked;
        m_session->addMembers(talk, {person}, note);
        break;
    case 4:
        ++m_asked;
        m_session->leaveGroup(talk, note);
        break;
    case 5:
        m_session->markRead(talk, choice);
        break;
    case 6:
        ++m_asked;
        m_session->log().fetchBefore(talk, choice, 10, note);
        break;
    default:
        m_session->setPresence(wire::PRESENCE_AWAY, QStringLiteral("at lunch"));
    }
}

void Desk::step(Input &input)
{
    switch (Step(input.byte() % quint8(Step::Count))) {
    case Step::Push:
        if (const wire::Frame pushed = frame(input); m_server.transport() && m_server.transport()->isOpen())
            m_server.push(pushed);
        break;
    case Step::Answer:
        answer(input);
        break;
    case Step::Refuse:
        refuse(input.byte());
        break;
    case Step::Close:
        if (m_server.transport())
            m_server.close();
        break;
    case Step::Wait:
        m_clock.advance(input.number());
        m_session->link().tick();
        m_session->outbox().tick();
        break;
    case Step::Act:
        act(input.byte());
        break;
    case Step::Accept:
        if (m_server.transport() && !m_server.transport()->isOpen())
            (void)m_server.accept();
        break;
    default:
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    check();
}

void Desk::check() const
{
    AccountSession &session = *m_session;
    const QList<ConversationSummary> conversations = session.conversations().conversations();
    for (const ConversationSummary &summary : conversations) {
        REQUIRE(!summary.id.isNull() && session.conversations().conversation(summary.id).id == summary.id);
        constexpr int all = 1'000;
        quint64 last = 0;
        for (const wire::Event &event : session.log().newest(summary.id, all)) {
            REQUIRE(event.conversation_id() == summary.id.value && event.seq() > last);
            last = event.seq();
        }
    }
    REQUIRE(m_answered <= m_asked);
}

void Desk::finish()
{
    m_session->stop();
    REQUIRE(m_answered == m_asked);
    m_session.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

} // namespace

void runOne(QByteArrayView bytes)
{
    Input input(bytes);
    Desk desk(input.byte() % 2 != 0);
    constexpr int stepsMax = 200;
    for (int step = 0; step < stepsMax && !input.isEmpty(); ++step)
        desk.step(input);
    desk.finish();
}

} // namespace rookery::fuzz
