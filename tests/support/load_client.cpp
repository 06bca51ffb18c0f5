// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/load_client.h"

#include "common/base/bytes.h"
#include "tests/support/wire_frames.h"

namespace rookery::test {

namespace {

constexpr int connectMs = 10'000;
constexpr int answerMs = 3'600'000; // only the end of the connection ends a request
constexpr int againMs = 15;
/// A refusal without a time to wait.
constexpr int refusedAgainMs = 20;

} // namespace

LoadClient::LoadClient(TrialPerson person, Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent), m_person(std::move(person)), m_clock(clock), m_random(random), m_requests(clock)
{
    m_again.setSingleShot(true);
}

LoadClient::~LoadClient()
{
    stop();
}

void LoadClient::start(quint16 port)
{
    m_port = port;
    m_isStopped = false;
    connectNow();
}

void LoadClient::stop()
{
    m_isStopped = true;
    if (m_stream)
        m_stream->abort(Error(ErrorCode::Disconnected));
    m_requests.cancelAll(Error(ErrorCode::Disconnected));
}

void LoadClient::connectNow()
{
    if (m_isStopped)
        return;
    if (m_stream)
        m_stream.release()->deleteLater();
    m_stream = std::make_unique<FramedStream>(limits::frameBytes);
    connect(m_stream.get(), &Transport::opened, this, &LoadClient::onOpened);
    connect(m_stream.get(), &Transport::received, this, &LoadClient::onFrame);
    connect(m_stream.get(), &Transport::closed, this, &LoadClient::onEnded);
    m_stream->connectTo(QStringLiteral("127.0.0.1"), m_port, {}, connectMs);
}

void LoadClient::onOpened()
{
    ++m_connections;
    wire::Frame hello;
    hello.mutable_hello()->set_client_name("load");
    request(std::move(hello), [](const Result<wire::Frame> &) {});
    request(resumeFrame(m_person.token), [this](const Result<wire::Frame> &reply) {
        if (!reply) {
            if (m_stream)
                m_stream->abort(reply.error());
            return;
        }
        m_isSignedIn = true;
        Q_EMIT signedIn();
        sendNext();
    });
}

void LoadClient::request(wire::Frame frame, RequestTable::Callback callback)
{
    frame.set_id(m_requests.add(std::move(callback), answerMs));
    m_stream->send(frame);
}

void LoadClient::onEnded()
{
    m_isSignedIn = false;
    m_isSending = false;
    m_requests.cancelAll(Error(ErrorCode::Disconnected));
    if (!m_isStopped)
        QTimer::singleShot(againMs + int(m_random.below(againMs)), this, &LoadClient::connectNow);
}

void LoadClient::onFrame(const wire::Frame &frame)
{
    if (frameKind(frame) == FrameKind::Reply) {
        m_requests.resolve(frame);
        return;
    }
    for (const wire::Event &event : frame.events().events()) {
        quint64 &last = m_heardSeq[ConversationId{event.conversation_id()}];
        ++m_heardCount;
        m_heardLateCount += event.seq() <= last;
        last = qMax<quint64>(last, event.seq());
    }
}

void LoadClient::say(ConversationId conversation, const QByteArray &text)
{
    m_said.append({m_random.clientId(), conversation, text, 0});
    sendNext();
}

void LoadClient::sendNext()
{
    if (!m_isSignedIn || m_isSending || isIdle())
        return;
    m_isSending = true;
    const qsizetype index = m_acknowledged;
    const Said &next = m_said.at(index);
    request(messageFrame(next.conversation, next.id, next.text),
            [this, index](const Result<wire::Frame> &reply) { onSent(index, reply); });
}

void LoadClient::onSent(qsizetype index, const Result<wire::Frame> &reply)
{
    m_isSending = false;
    if (reply && reply->has_sent()) {
        m_said[index].seq = reply->sent().seq();
        ++m_acknowledged;
        Q_EMIT acknowledged();
        sendNext();
        return;
    }
    if (reply || reply.error().code == ErrorCode::Disconnected)
        return;
    ++m_refusals;
    m_lastRefusal = reply.error();
    Q_EMIT refused();
    QTimer::singleShot(int(qMax<qint64>(refusedAgainMs, reply.error().retryMs)), this, &LoadClient::sendNext);
}

namespace {

void note(Verdict &verdict, qsizetype &count, const QString &sentence)
{
    ++count;
    if (verdict.first.isEmpty())
        verdict.first = sentence;
}

void compareOne(const QHash<QByteArray, const StoredEvent *> &byId, const LoadClient &client, Verdict &verdict)
{
    QHash<ConversationId, quint64> last;
    for (const LoadClient::Said &said : client.said()) {
        const StoredEvent *event = byId.value(QByteArray::number(client.person().id.value) + ':' + said.id.bytes());
        const QString what = QStringLiteral("%1 of %2").arg(QString::fromUtf8(said.text), client.person().name);
        if (!event) {
            if (said.seq != 0)
                note(verdict, verdict.lost, QStringLiteral("acknowledged and lost: %1").arg(what));
            continue;
        }
        if (said.seq != 0 && (event->seq != said.seq || event->conversation != said.conversation.value))
            note(verdict, verdict.lost,
                 QStringLiteral("acknowledged as %1, stored as %2: %3").arg(said.seq).arg(event->seq).arg(what));
        else if (event->text != said.text)
            note(verdict, verdict.lost, QStringLiteral("another text: %1").arg(what));
        if (event->seq <= std::exchange(last[said.conversation], event->seq))
            note(verdict, verdict.reordered, QStringLiteral("out of order: %1").arg(what));
    }
    if (const qsizetype late = client.heardLateCount(); late > 0) {
        note(verdict, verdict.reordered,
             QStringLiteral("%1 was shown %2 events late").arg(client.person().name).arg(late));
        verdict.reordered += late - 1;
    }
}

} // namespace

Verdict compare(const QList<StoredEvent> &stored, const QList<LoadClient *> &clients)
{
    Verdict verdict;
    QHash<QByteArray, const StoredEvent *> byId;
    for (const StoredEvent &event : stored) {
        if (event.clientId.isEmpty())
            continue;
        const StoredEvent *&found = byId[QByteArray::number(event.sender) + ':' + event.clientId];
        if (found)
            note(verdict, verdict.doubled, QStringLiteral("doubled: %1").arg(QString::fromUtf8(event.text)));
        else
            found = &event;
    }
    for (const LoadClient *client : clients)
        compareOne(byId, *client, verdict);
    return verdict;
}

} // namespace rookery::test
