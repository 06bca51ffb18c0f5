// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The product's own client, an AccountSession without a window, on a folder of its own, that reconnects without
// waiting: tests of what is lost and doubled need not be tests of patience. Test's main thread.
#pragma once

#include "client/core/account_session.h"
#include "tests/support/trial_server.h"

#include <QtCore/QTemporaryDir>

namespace rookery::test {

class TrialSession final : public QObject {
    Q_OBJECT
public:
    enum class Reconnect { AtOnce, AsTheProduct };

    TrialSession(const TrialPerson &person, quint16 port, Clock &clock, RandomSource &random, Reconnect reconnect,
                 const QString &directory = {})
        : m_token(person.token), m_random(random)
    {
        client::AccountSettings settings;
        settings.directory = directory.isEmpty() ? m_folder.path() : directory;
        settings.address = {QStringLiteral("127.0.0.1"), port};
        settings.deviceId = random.bytes(ClientId::size);
        settings.clientName = QStringLiteral("trial");
        settings.useDatagrams = false;
        m_session = std::make_unique<client::AccountSession>(settings, clock, random);
        if (reconnect == Reconnect::AtOnce) {
            connect(&m_session->link(), &client::Link::stateChanged, this, [this](client::Link::State state) {
                if (state == client::Link::State::Waiting && m_isRetrying)
                    QMetaObject::invokeMethod(&m_session->link(), &client::Link::retryNow, Qt::QueuedConnection);
            });
        }
    }

    bool open() { return m_session->open().isOk(); }
    void start() { m_session->start(m_token); }
    /// While false a lost connection stays lost, with Reconnect::AtOnce.
    void setRetrying(bool isRetrying)
    {
        m_isRetrying = isRetrying;
        if (isRetrying)
            m_session->link().retryNow();
    }
    client::AccountSession &operator*() { return *m_session; }
    client::AccountSession *operator->() { return m_session.get(); }
    bool isOnline() const { return m_session->state() == client::AccountSession::State::Online; }

    /// The texts of a conversation as this device has them, in order; the seqs must have no holes.
    QList<QByteArray> texts(ConversationId conversation, bool *isWhole = nullptr)
    {
        QList<QByteArray> result;
        quint64 expected = 1;
        bool whole = true;
        for (const wire::Event &event : m_session->log().newest(conversation, 1'000'000)) {
            whole = whole && event.seq() == expected++;
            if (event.has_message())
                result.append(QByteArray::fromStdString(event.message().text()));
        }
        if (isWhole)
            *isWhole = whole;
        return result;
    }

private:
    QTemporaryDir m_folder;
    QByteArray m_token;
    RandomSource &m_random;
    bool m_isRetrying = true;
    std::unique_ptr<client::AccountSession> m_session;
};

} // namespace rookery::test
