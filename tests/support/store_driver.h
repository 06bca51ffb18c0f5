// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A SqliteStore in a folder of its own, and calls that wait for their answer. Failing to answer is a failure, too.
#pragma once

#include "common/base/random_source.h"
#include "server/storage/sqlite_store.h"

#include <QtCore/QEventLoop>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>

namespace rookery::server {

/// Runs the event loop until the answer is there.
template <typename T>
Result<T> answerOf(const std::function<void(StoreCallback<T>)> &call)
{
    constexpr int patienceMs = 60'000;
    std::optional<Result<T>> answer;
    QEventLoop loop;
    call([&answer, &loop](Result<T> result) {
        answer.emplace(std::move(result));
        loop.quit();
    });
    QTimer::singleShot(patienceMs, &loop, &QEventLoop::quit);
    if (!answer)
        loop.exec();
    return answer ? *answer : Result<T>(Error(ErrorCode::TimedOut));
}

class StoreDriver {
public:
    enum class Opening { MustSucceed, MayFail };

    StoreDriver() : StoreDriver(QString()) {}
    explicit StoreDriver(const QString &folder, Opening opening = Opening::MustSucceed)
        : m_folder(folder.isEmpty() ? m_temporary.path() : folder)
    {
        open(opening);
    }

    bool isOpen() const { return m_store != nullptr; }
    void open(Opening opening = Opening::MustSucceed)
    {
        Result<std::unique_ptr<SqliteStore>> opened = SqliteStore::open(m_folder, &m_home);
        if (!opened && opening == Opening::MayFail)
            return;
        if (!opened)
            qFatal("%s", qUtf8Printable(describe(opened.error())));
        m_store = std::move(opened).value();
    }
    void close() { m_store.reset(); }
    SqliteStore &store() { return *m_store; }
    QObject *home() { return &m_home; }
    QString folder() const { return m_folder; }
    QString databasePath() const { return m_folder + QStringLiteral("/rookery.sqlite"); }

    static NewUser person(const QString &name)
    {
        NewUser user;
        user.name = name;
        user.skeleton = name.toUtf8();
        user.passwordHash = "hash of " + name.toUtf8();
        user.nowMs = 1'000;
        return user;
    }
    UserId addUser(const QString &name)
    {
        const auto made = answerOf<UserRecord>([&](auto done) { m_store->createUser(person(name), done); });
        return made ? made->id : UserId();
    }
    Result<ConversationUpdate> addGroup(UserId creator, const QList<UserId> &members, const ClientId &clientId,
                                        const QString &title = QStringLiteral("Birds"))
    {
        return answerOf<ConversationUpdate>([&](auto done) {
            m_store->createGroup({creator, title, members, clientId, 2'000}, done);
        });
    }
    static NewMessage message(ConversationId conversation, UserId sender, const ClientId &clientId,
                              const std::string &text)
    {
        NewMessage message{conversation, sender, clientId, {}, 3'000};
        message.body.set_text(text);
        return message;
    }
    Result<Appended> say(ConversationId conversation, UserId sender, const ClientId &clientId, const std::string &text)
    {
        return answerOf<Appended>(
            [&](auto done) { m_store->append(message(conversation, sender, clientId, text), done); });
    }
    Result<HistoryPage> history(ConversationId conversation, quint64 before, quint64 after, int limit)
    {
        return answerOf<HistoryPage>([&](auto done) { m_store->history(conversation, before, after, limit, done); });
    }
    Result<DirectoryRecords> directory()
    {
        return answerOf<DirectoryRecords>([&](auto done) { m_store->loadDirectory(done); });
    }

private:
    QTemporaryDir m_temporary;
    QString m_folder;
    QObject m_home;
    std::unique_ptr<SqliteStore> m_store;
};

} // namespace rookery::server
