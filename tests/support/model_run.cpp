// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/model_run.h"

#include "common/base/bytes.h"
#include "common/protocol/frame_codec.h"
#include "tests/support/wire_frames.h"

namespace rookery::test {

namespace {

using Entry = ReferenceLog::Entry;
using What = ReferenceLog::What;
using Act = Operation::Act;

/// limits::recallSecondsDefault by the protocol's page.
constexpr qint64 recallMs = 120'000;

const QList<QString> &actNames()
{
    static const QList<QString> names{
        QStringLiteral("send"),  QStringLiteral("resend"), QStringLiteral("edit"),    QStringLiteral("recall"),
        QStringLiteral("group"), QStringLiteral("direct"), QStringLiteral("add"),     QStringLiteral("remove"),
        QStringLiteral("leave"), QStringLiteral("role"),   QStringLiteral("cursor"),  QStringLiteral("history"),
        QStringLiteral("away"),  QStringLiteral("back"),   QStringLiteral("minutes"), QStringLiteral("restart"),
        QStringLiteral("crash"),
    };
    return names;
}

/// How often each comes, of 1,000.
struct Share {
    Act act;
    quint32 share;
};
constexpr Share shares[] = {
    {Act::Send, 300},       {Act::Resend, 70},     {Act::Edit, 100},   {Act::Recall, 80},
    {Act::CreateGroup, 15}, {Act::OpenDirect, 15}, {Act::Add, 70},     {Act::Remove, 45},
    {Act::Leave, 30},       {Act::SetRole, 95},    {Act::Cursor, 70},  {Act::History, 40},
    {Act::Disconnect, 25},  {Act::Reconnect, 25},  {Act::Minutes, 15}, {Act::Restart, 5},
};

bool isAboutMessages(const Operation &operation)
{
    return operation.act == Act::Send || operation.act == Act::Resend || operation.act == Act::Edit
        || operation.act == Act::Recall;
}

} // namespace

QList<Operation> randomOperations(int count, SeededRandom &random, bool withMinutes)
{
    constexpr quint32 operand = 10'000;
    QList<Operation> result;
    while (result.size() < count) {
        quint32 place = random.below(1'000);
        Operation operation;
        for (const Share &share : shares) {
            if (place < share.share) {
                operation.act = share.act;
                break;
            }
            place -= share.share;
        }
        operation.who = random.below(ModelRun::people);
        operation.a = random.below(operand);
        operation.b = random.below(operand);
        operation.isHasty = random.below(3) == 0 && isAboutMessages(operation);
        if (withMinutes || operation.act != Act::Minutes)
            result.append(operation);
    }
    return result;
}

QString toText(const QList<Operation> &operations)
{
    QStringList lines;
    for (const Operation &operation : operations) {
        lines.append(QStringLiteral("%1 %2 %3 %4%5")
                         .arg(actNames().at(int(operation.act)))
                         .arg(operation.who)
                         .arg(operation.a)
                         .arg(operation.b)
                         .arg(operation.isHasty ? QStringLiteral(" hasty") : QString()));
    }
    return lines.join(QLatin1String("; "));
}

QList<Operation> operationsFrom(const QString &text)
{
    QList<Operation> result;
    for (const QString &line : text.split(QLatin1Char(';'))) {
        const QStringList words = line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        const qsizetype act = words.isEmpty() ? -1 : actNames().indexOf(words.constFirst());
        if (act < 0 || words.size() < 4)
            continue;
        result.append({Act(act), words.at(1).toUInt(), words.at(2).toUInt(), words.at(3).toUInt(),
                       words.value(4) == QLatin1String("hasty")});
    }
    return result;
}

ModelRun::ModelRun(ModelWorld &world, const TrialCast &cast) : m_world(world), m_cast(cast), m_truth(recallMs)
{
    const qint64 madeMs = world.times() == ModelClient::Times::Known ? 2'000 : 0; // StoreDriver::addGroup
    QList<quint64> others;
    for (const TrialPerson &person : cast.people.mid(1))
        others.append(person.id.value);
    m_truth.createGroup(idOf(0), QStringLiteral("Birds"), others, "cast", cast.group.value, madeMs);
    for (quint32 person = 0; person < people; ++person) {
        m_truth.createGroup(idOf(person), QStringLiteral("Birds"), {}, "own", cast.ownGroups.at(person).value, madeMs);
        m_clients.emplace_back(idOf(person), world.times());
    }
}

QByteArray ModelRun::nextClientId()
{
    return QByteArray::number(++m_ids).rightJustified(ClientId::size, '.');
}

QString ModelRun::run(const QList<Operation> &operations, qsizetype *performed, QStringList *told)
{
    m_told = told;
    QString problem = begin();
    qsizetype count = 0;
    for (; count < operations.size() && problem.isEmpty(); ++count) {
        const Operation &operation = operations.at(count);
        if (!m_open.isEmpty() && !isAboutMessages(operation))
            problem = settle();
        if (problem.isEmpty())
            problem = perform(operation);
        if (problem.isEmpty() && !operation.isHasty)
            problem = settle();
    }
    if (performed)
        *performed = count;
    if (problem.isEmpty())
        problem = settle();
    if (problem.isEmpty())
        problem = converge();
    for (ModelClient &client : m_clients)
        client.disconnect();
    m_world.stop();
    return problem;
}

QString ModelRun::begin()
{
    if (const QString problem = m_world.start(); !problem.isEmpty())
        return problem;
    for (quint32 person = 0; person < people; ++person) {
        if (const QString problem = signIn(person); !problem.isEmpty())
            return problem;
    }
    return compareViews();
}

Result<wire::Frame> ModelRun::exchange(quint32 who, const wire::Frame &frame)
{
    ModelClient &client = m_clients.at(who);
    const quint64 number = client.ask(frame);
    if (!m_world.waitFor([&] { return client.isAnswered(number) || !client.isOnline(); }) || !client.isAnswered(number))
        return ErrorCode::TimedOut;
    return client.takeAnswer(number);
}

QString ModelRun::signIn(quint32 who)
{
    ModelClient &client = m_clients.at(who);
    client.disconnect();
    std::unique_ptr<ModelConnection> connection = m_world.connect();
    if (!connection)
        return QStringLiteral("no connection");
    client.connect(std::move(connection));
    wire::Frame hello;
    hello.mutable_hello()->set_client_name("model");
    wire::Frame resume;
    resume.mutable_resume()->set_token(toStd(m_cast.people.at(who).token));
    for (const wire::Frame &frame : {hello, resume}) {
        if (const Result<wire::Frame> reply = exchange(who, frame); !reply)
            return QStringLiteral("person %1 cannot sign in: %2").arg(idOf(who)).arg(rookery::describe(reply.error()));
    }
    if (const Result<wire::Frame> synced = exchange(who, client.syncFrame()); !synced)
        return QStringLiteral("person %1 cannot sync: %2").arg(idOf(who)).arg(rookery::describe(synced.error()));
    for (QMap<quint64, quint64> holes = client.holes(); !holes.isEmpty(); holes = client.holes()) {
        const Result<wire::Frame> page = exchange(who,
                                                  historyFrame(ConversationId(holes.firstKey()), holes.first(), 200));
        if (!page)
            return QStringLiteral("person %1 gets no history: %2").arg(idOf(who)).arg(rookery::describe(page.error()));
        if (client.holes() == holes)
            return QStringLiteral("person %1: history does not fill a hole of room %2 after %3")
                .arg(idOf(who))
                .arg(holes.firstKey())
                .arg(holes.first());
    }
    return client.complaint();
}

/// What a device is told when it comes back is compared before anything else happens.
QString ModelRun::comeBack(quint32 who)
{
    QString problem = settle();
    if (problem.isEmpty())
        problem = signIn(who);
    if (problem.isEmpty())
        problem = m_clients.at(who).compare(m_truth);
    m_clients.at(who).forgetSync();
    return problem;
}

QString ModelRun::compareViews()
{
    const auto difference = [this] {
        for (ModelClient &client : m_clients) {
            if (!client.isOnline())
                continue;
            client.read();
            if (!client.complaint().isEmpty())
                return client.complaint();
            if (const QString found = client.compare(m_truth); !found.isEmpty())
                return found;
        }
        return QString();
    };
    if (m_world.waitForPushes([&] { return difference().isEmpty(); }))
        return {};
    return difference();
}

QString ModelRun::perform(const Operation &operation)
{
    m_world.passMoment();
    const quint32 who = operation.who % people;
    ModelClient &client = m_clients.at(who);
    for (ModelClient &one : m_clients)
        one.forgetSync();
    if (m_told && operation.act >= Act::History)
        m_told->append(QStringLiteral("person %1: %2").arg(client.person()).arg(actNames().at(int(operation.act))));
    switch (operation.act) {
    case Act::Disconnect:
        client.disconnect();
        return {};
    case Act::Minutes:
        m_world.passMinutes();
        return {};
    case Act::Restart:
        return restart();
    case Act::Crash:
        return crash(operation);
    default:
        break;
    }
    if (!client.isOnline() || operation.act == Act::Reconnect) {
        if (const QString problem = comeBack(who); !problem.isEmpty())
            return problem;
    }
    if (operation.act == Act::History)
        return readHistory(operation);
    const std::optional<Request> request = requestFor(operation);
    return request ? ask(*request, operation.isHasty) : QString();
}

QString ModelRun::ask(const Request &request, bool isHasty)
{
    if (m_told)
        m_told->append(QStringLiteral("person %1%2: %3")
                           .arg(idOf(request.who))
                           .arg(isHasty ? QStringLiteral(", hasty") : QString(), request.told));
    m_open.append({request, m_clients.at(request.who).ask(request.frame, request.entry), m_world.nowMs()});
    return {};
}

/// Waits for every answer, and judges them in the order of asking: that is the order in which they are stored.
QString ModelRun::settle()
{
    const QList<Open> open = std::exchange(m_open, {});
    for (const Open &one : open) {
        ModelClient &client = m_clients.at(one.request.who);
        if (!m_world.waitFor([&] { return client.isAnswered(one.number) || !client.isOnline(); })
            || !client.isAnswered(one.number))
            return QStringLiteral("a request of person %1 was not answered").arg(client.person());
        if (const QString problem = judge(one); !problem.isEmpty())
            return problem;
    }
    return compareViews();
}

QString ModelRun::judge(const Open &open)
{
    const Result<wire::Frame> reply = m_clients.at(open.request.who).takeAnswer(open.number);
    const quint64 room = reply && reply->has_conversation() ? reply->conversation().id() : 0;
    const qsizetype roomsBefore = m_truth.rooms().size();
    const bool wasKnown = m_truth.rooms().contains(room);
    const Answer expected = open.request.apply(room, open.nowMs);
    const QString what = QStringLiteral("person %1, %2: ")
                             .arg(m_clients.at(open.request.who).person())
                             .arg(QString::fromLatin1(bodyName(open.request.frame)));
    const ErrorCode code = reply ? ErrorCode::None : reply.error().code;
    ++m_answers[int(code)];
    if (quint32(code) != quint32(expected.code))
        return what
            + QStringLiteral("the server says %1, expected is %2")
                  .arg(errorCodeName(code), errorCodeName(ErrorCode(expected.code)));
    if (!reply)
        return {};
    if (reply->has_sent() && (reply->sent().seq() != expected.seq || reply->sent().conversation_id() != expected.room))
        return what + QStringLiteral("it got seq %1, expected is %2").arg(reply->sent().seq()).arg(expected.seq);
    if (reply->has_conversation() && room != expected.room)
        return what + QStringLiteral("room %1 came, expected is %2").arg(room).arg(expected.room);
    if (m_truth.rooms().size() > roomsBefore && wasKnown)
        return what + QStringLiteral("a new room got the number of another");
    return {};
}

QString ModelRun::readHistory(const Operation &operation)
{
    const quint32 who = operation.who % people;
    const quint64 room = roomFor(operation);
    const ReferenceLog::Room truth = m_truth.rooms().value(room);
    wire::Frame frame;
    wire::GetHistory *page = frame.mutable_get_history();
    page->set_conversation_id(room);
    const quint64 place = operation.b % (truth.lastSeq() + 3);
    if (operation.b % 3 == 0)
        page->set_before_seq(place);
    else if (operation.b % 3 == 1)
        page->set_after_seq(place);
    const quint64 limit = 1 + operation.a % 60;
    page->set_limit(quint32(limit));
    const Result<wire::Frame> reply = exchange(who, frame);
    if (!truth.members.contains(idOf(who))) {
        const bool isRefused = !reply && reply.error().code == ErrorCode::NotMember;
        return isRefused ? QString() : QStringLiteral("person %1 may read a room they are not in").arg(idOf(who));
    }
    if (!reply)
        return QStringLiteral("no history: %1").arg(rookery::describe(reply.error()));
    quint64 first = 1;
    quint64 last = truth.lastSeq();
    if (page->before_seq() == 0 && page->after_seq() > 0) {
        first = page->after_seq() + 1;
        last = std::min<quint64>(last, page->after_seq() + limit);
    } else {
        if (page->before_seq() > 0)
            last = std::min<quint64>(last, page->before_seq() - 1);
        first = last >= limit ? last - limit + 1 : 1;
    }
    quint64 expected = first;
    for (const wire::Event &event : reply->history().events()) {
        if (event.seq() != expected || event.seq() > last)
            return QStringLiteral("history of room %1 gives seq %2 where %3 was expected")
                .arg(room)
                .arg(event.seq())
                .arg(expected);
        Entry held = entryFrom(event);
        if (m_world.times() == ModelClient::Times::Unknown)
            held.timeMs = 0;
        if (const QString difference = compareEntry(truth.log.at(qsizetype(expected - 1)), held); !difference.isEmpty())
            return QStringLiteral("history of room %1: event %2 is %3").arg(room).arg(expected).arg(difference);
        ++expected;
    }
    return expected > last ? QString() : QStringLiteral("history of room %1 ends before %2").arg(room).arg(expected);
}

QString ModelRun::restart()
{
    for (ModelClient &client : m_clients)
        client.disconnect();
    m_world.stop();
    return m_world.start();
}

/// kill -9 while a message is on its way: whether it was stored or not, sending it again gives it its one place.
QString ModelRun::crash(const Operation &operation)
{
    const quint32 who = operation.who % people;
    if (!m_clients.at(who).isOnline()) {
        if (const QString problem = comeBack(who); !problem.isEmpty())
            return problem;
    }
    const Request request = sending(operation, roomFor(operation));
    m_clients.at(who).ask(request.frame, request.entry);
    // From "not even sent" to "answered": by how long the event loop runs.
    const qint64 rounds = operation.b % 4;
    for (qint64 round = 0; round < rounds; ++round)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    if (const QString problem = restart(); !problem.isEmpty())
        return problem;
    // Not compared with the reference yet: it does not know whether the message was stored.
    if (const QString problem = signIn(who); !problem.isEmpty())
        return problem;
    m_clients.at(who).forgetSync();
    return ask(request, false);
}

/// Everybody comes back, catches up and reads every room from its beginning.
QString ModelRun::converge()
{
    for (quint32 person = 0; person < people; ++person) {
        m_world.passMoment();
        if (const QString problem = signIn(person); !problem.isEmpty())
            return problem;
        if (const QString problem = m_clients.at(person).compare(m_truth); !problem.isEmpty())
            return QStringLiteral("after catching up, ") + problem;
        for (const quint64 room : m_truth.roomsOf(idOf(person))) {
            ModelClient &client = m_clients.at(person);
            for (quint64 have = 0; have < m_truth.rooms().value(room).lastSeq();) {
                const Result<wire::Frame> page = exchange(person, historyFrame(ConversationId(room), have, 200));
                if (!page || page->history().events_size() == 0)
                    return QStringLiteral("person %1 cannot read room %2 after %3")
                        .arg(idOf(person))
                        .arg(room)
                        .arg(have);
                have = page->history().events(page->history().events_size() - 1).seq();
            }
            const ModelClient::View view = client.rooms().value(room);
            if (quint64(view.events.size()) != m_truth.rooms().value(room).lastSeq())
                return QStringLiteral("person %1 has %2 events of room %3")
                    .arg(idOf(person))
                    .arg(view.events.size())
                    .arg(room);
        }
        if (const QString problem = m_clients.at(person).compare(m_truth); !problem.isEmpty())
            return QStringLiteral("read from the beginning, ") + problem;
    }
    return {};
}

} // namespace rookery::test
