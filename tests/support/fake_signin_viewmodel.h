// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// A SignInViewModel that does what a test or a picture tells it: every call is written down, every state is set from
// outside. No network, no time.
#pragma once

#include "client/viewmodels/signin_viewmodel.h"

namespace rookery::test {

struct FakeServer {
    QString name;
    QString address;
    int peopleOnline = -1;
    QByteArray serverId;
    bool known = false;
};

class FakeServerModel final : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid())
            return {};
        const FakeServer &row = m_rows[index.row()];
        switch (role) {
        case Qt::DisplayRole:
        case client::SignInViewModel::NameRole:
            return row.name;
        case client::SignInViewModel::AddressRole:
            return row.address;
        case client::SignInViewModel::PeopleOnlineRole:
            return row.peopleOnline;
        case client::SignInViewModel::ServerIdRole:
            return row.serverId;
        case client::SignInViewModel::KnownRole:
            return row.known;
        default:
            return {};
        }
    }
    void append(const FakeServer &server)
    {
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size()));
        m_rows.append(server);
        endInsertRows();
    }

private:
    QList<FakeServer> m_rows;
};

class FakeSignInViewModel final : public client::SignInViewModel {
    Q_OBJECT

public:
    using client::SignInViewModel::SignInViewModel;

    QAbstractListModel *servers() override { return &m_servers; }
    bool isScanning() const override { return m_scanning; }
    int selectedServer() const override { return m_selected; }
    State state() const override { return m_state; }
    client::SignInServer server() const override { return m_server; }
    Error error() const override { return m_error; }
    int retrySeconds() const override { return m_retrySeconds; }
    QString rememberedName() const override { return m_rememberedName; }

    void rescan() override { calls << QStringLiteral("rescan"); }
    void selectServer(int row) override { calls << QStringLiteral("selectServer %1").arg(row); }
    void connectToAddress(const QString &address) override { calls << QStringLiteral("connect %1").arg(address); }
    void startLocalServer() override { calls << QStringLiteral("startLocalServer"); }
    void trust() override { calls << QStringLiteral("trust"); }
    void cancelTrust() override { calls << QStringLiteral("cancelTrust"); }
    void signIn(const QString &name, const QString &password, client::KeepSignedIn keep) override
    {
        calls << QStringLiteral("signIn %1 %2 %3").arg(name, password).arg(int(keep));
    }
    void createAccount(const QString &name, const QString &displayName, const QString &password, const QString &invite,
                       client::KeepSignedIn keep) override
    {
        calls << QStringLiteral("createAccount %1|%2|%3|%4|%5").arg(name, displayName, password, invite).arg(int(keep));
    }

    FakeServerModel &serverModel() { return m_servers; }
    void setScanning(bool scanning)
    {
        m_scanning = scanning;
        Q_EMIT scanningChanged();
    }
    void setRememberedName(const QString &name) { m_rememberedName = name; }
    void setServer(int row, const client::SignInServer &server)
    {
        m_selected = row;
        m_server = server;
        Q_EMIT serverChanged();
    }
    void setState(State state)
    {
        m_state = state;
        Q_EMIT stateChanged();
    }
    void setError(const Error &error, int retrySeconds = 0)
    {
        m_error = error;
        m_retrySeconds = retrySeconds;
        Q_EMIT errorChanged();
    }
    void setRetrySeconds(int seconds)
    {
        m_retrySeconds = seconds;
        Q_EMIT retrySecondsChanged();
    }

    QStringList calls; ///< What the window asked for, in order.

private:
    FakeServerModel m_servers;
    bool m_scanning = false;
    int m_selected = -1;
    State m_state = State::Choosing;
    client::SignInServer m_server;
    Error m_error = ErrorCode::None;
    int m_retrySeconds = 0;
    QString m_rememberedName;
};

} // namespace rookery::test
