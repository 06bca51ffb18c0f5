// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Random operations of five people against a server and against the reference log at once, compared after each. An
// operation is four small numbers whose meaning follows from what there is at that moment, so that any subsequence of a
// run is a run as well: that is what lets a failing one be shrunk. Test's main thread.
#pragma once

#include "tests/support/model_world.h"

namespace rookery::test {

struct Operation {
    enum class Act {
        Send,
        Resend, ///< An earlier request once more, now and then with another body.
        Edit,
        Recall,
        CreateGroup,
        OpenDirect,
        Add,
        Remove,
        Leave,
        SetRole,
        Cursor,
        History,
        Disconnect,
        Reconnect,
        Minutes, ///< The wall clock moves beyond the time of recalls.
        Restart, ///< The server ends and begins again.
        Crash,   ///< The same, while a message is on its way; its sender sends it again afterwards.
        Count
    };

    Act act = Act::Send;
    quint32 who = 0;
    quint32 a = 0;
    quint32 b = 0;
    /// The next one is asked for before this one is answered, where both are about messages.
    bool isHasty = false;
};

QList<Operation> randomOperations(int count, SeededRandom &random, bool withMinutes);
/// "send 1 3 5 hasty; recall 2 …", and back; what is no operation is left out.
QString toText(const QList<Operation> &operations);
QList<Operation> operationsFrom(const QString &text);

class ModelRun {
public:
    static constexpr int people = 5;

    ModelRun(ModelWorld &world, const TrialCast &cast);

    /// Empty, or the first divergence. *performed: how many operations it took.
    QString run(const QList<Operation> &operations, qsizetype *performed = nullptr, QStringList *told = nullptr);
    /// How often the server gave each answer that changes something, or refused it.
    const QMap<int, int> &answers() const { return m_answers; }

private:
    using Answer = ReferenceLog::Answer;
    /// A request that changes something, and what the reference makes of it: with the id of a room that may be new.
    struct Request {
        quint32 who = 0;
        wire::Frame frame;
        ReferenceLog::Entry entry;
        QString told; ///< For a report.
        std::function<Answer(quint64 freshId, qint64 nowMs)> apply;
    };
    struct Open {
        Request request;
        quint64 number = 0;
        qint64 nowMs = 0;
    };

    QString begin();
    QString perform(const Operation &operation);
    QString settle();
    QString judge(const Open &open);
    QString ask(const Request &request, bool isHasty);
    QString signIn(quint32 who);
    QString comeBack(quint32 who);
    QString compareViews();
    QString readHistory(const Operation &operation);
    QString restart();
    QString crash(const Operation &operation);
    QString converge();
    Result<wire::Frame> exchange(quint32 who, const wire::Frame &frame);

    std::optional<Request> requestFor(const Operation &operation);
    Request sending(const Operation &operation, quint64 room);
    Request editing(const Operation &operation, quint64 room);
    Request recalling(const Operation &operation, quint64 room);
    Request creating(const Operation &operation);
    Request opening(const Operation &operation);
    Request membersChange(const Operation &operation, quint64 room);
    Request roleChange(const Operation &operation, quint64 room);
    Request cursorMove(const Operation &operation, quint64 room);
    std::optional<Request> resending(const Operation &operation);

    quint64 roomFor(const Operation &operation) const;
    quint64 targetFor(const Operation &operation, quint64 room) const;
    QByteArray nextClientId();
    quint64 idOf(quint32 person) const { return m_cast.people.at(person % people).id.value; }

    ModelWorld &m_world;
    const TrialCast &m_cast;
    ReferenceLog m_truth;
    std::vector<ModelClient> m_clients;
    QList<Request> m_said; ///< With a client id: what can be sent again.
    QList<Open> m_open;
    QMap<int, int> m_answers;
    quint64 m_ids = 0;
    QStringList *m_told = nullptr;
};

} // namespace rookery::test
