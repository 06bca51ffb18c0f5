// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The servers heard on this network, in the order they were found, for the sign-in window's list. Main thread.
#pragma once

#include "client/viewmodels/signin_viewmodel.h"
#include "common/net/host_port.h"

#include <QtCore/QList>

namespace rookery::presence {
class ServerFinder;
struct FoundServer;
} // namespace rookery::presence

namespace rookery::client {

class KnownServers;

class FoundServersModel final : public QAbstractListModel {
    Q_OBJECT
public:
    struct Row {
        QByteArray serverId;       ///< 16 bytes.
        QString name;              ///< From the network.
        QList<HostPort> addresses; ///< Never empty.
        int peopleOnline = -1;
    };

    /// Both references must outlive this.
    FoundServersModel(presence::ServerFinder &finder, const KnownServers &known, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const Row &row(int number) const { return m_rows.at(number); }
    /// -1 when it is not there.
    int rowOf(const QByteArray &serverId) const;
    /// The set of known servers has changed.
    void refreshKnown();

private:
    void put(const presence::FoundServer &server);
    void remove(const QByteArray &serverId);

    const KnownServers &m_known;
    QList<Row> m_rows;
};

} // namespace rookery::client
