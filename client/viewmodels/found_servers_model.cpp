// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/viewmodels/found_servers_model.h"

#include "client/core/known_servers.h"
#include "common/presence/server_finder.h"

namespace rookery::client {

FoundServersModel::FoundServersModel(presence::ServerFinder &finder, const KnownServers &known, QObject *parent)
    : QAbstractListModel(parent), m_known(known)
{
    connect(&finder, &presence::ServerFinder::serverFound, this, &FoundServersModel::put);
    connect(&finder, &presence::ServerFinder::serverChanged, this, &FoundServersModel::put);
    connect(&finder, &presence::ServerFinder::serverLost, this,
            [this](const presence::ServerId &id) { remove(id.toByteArray()); });
}

int FoundServersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant FoundServersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows.at(index.row());
    const HostPort &address = row.addresses.constFirst();
    switch (role) {
    case Qt::DisplayRole:
    case SignInViewModel::NameRole:
        return row.name.isEmpty() ? address.host : row.name;
    case SignInViewModel::AddressRole:
        return address.port == limits::defaultPort ? address.host : address.toString();
    case SignInViewModel::PeopleOnlineRole:
        return row.peopleOnline;
    case SignInViewModel::ServerIdRole:
        return row.serverId;
    case SignInViewModel::KnownRole:
        return m_known.byId(row.serverId) != nullptr;
    default:
        return {};
    }
}

QHash<int, QByteArray> FoundServersModel::roleNames() const
{
    return {{SignInViewModel::NameRole, "name"},
            {SignInViewModel::AddressRole, "address"},
            {SignInViewModel::PeopleOnlineRole, "peopleOnline"},
            {SignInViewModel::ServerIdRole, "serverId"},
            {SignInViewModel::KnownRole, "known"}};
}

int FoundServersModel::rowOf(const QByteArray &serverId) const
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).serverId == serverId)
            return int(i);
    }
    return -1;
}

void FoundServersModel::refreshKnown()
{
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1), {SignInViewModel::KnownRole});
}

void FoundServersModel::put(const presence::FoundServer &server)
{
    Row row;
    row.serverId = server.id.toByteArray();
    row.name = server.name;
    row.peopleOnline = int(qMin<quint32>(server.userCount, 1'000'000));
    for (const QHostAddress &address : server.addresses)
        row.addresses.append({address.toString(), server.port});
    if (row.addresses.isEmpty())
        return;
    const int known = rowOf(row.serverId);
    if (known >= 0) {
        m_rows[known] = row;
        Q_EMIT dataChanged(index(known), index(known));
        return;
    }
    const int end = int(m_rows.size());
    beginInsertRows({}, end, end);
    m_rows.append(row);
    endInsertRows();
}

void FoundServersModel::remove(const QByteArray &serverId)
{
    const int row = rowOf(serverId);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
}

} // namespace rookery::client
