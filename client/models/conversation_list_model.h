// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The conversations of the left column, newest activity first. While the pointer is over the list nothing moves: rows
// change in place, and new ones and the new order wait (setHeld). Bursts are applied once per 16 ms. Main thread.
#pragma once

#include "client/core/types.h"
#include "client/models/row_roles.h"

#include <QtCore/QAbstractListModel>
#include <QtCore/QSet>
#include <QtCore/QTimer>

namespace rookery {
class Clock;
}

namespace rookery::client {

class ConversationBook;
class Roster;

class ConversationListModel : public QAbstractListModel {
    Q_OBJECT

public:
    ConversationListModel(ConversationBook &book, Roster &roster, const Clock &clock, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// True while the pointer is over the list.
    void setHeld(bool held);
    /// The open conversation is listed even if nothing was said in it yet.
    void setOpened(ConversationId conversation);

    /// -1 where it is not listed.
    int rowOf(ConversationId conversation) const;
    /// Null for a row that is not there.
    ConversationId conversationAt(int row) const;
    /// Everything listed, in the order of the rows, with titles; for searching.
    struct Entry {
        ConversationSummary summary;
        QString title;
    };
    const QList<Entry> &entries() const { return m_entries; }
    /// The value of a role for any entry, listed or not.
    QVariant valueOf(const Entry &entry, int role) const;
    /// Applies what is waiting for the next tick now.
    void flush();

private:
    void load();
    void noteChange(ConversationId conversation);
    void applyChanges();
    void sortRows();
    void insertSorted(Entry entry);
    bool isListed(const ConversationSummary &summary) const;
    Entry entryOf(const ConversationSummary &summary) const;
    QString previewOf(const Entry &entry) const;
    QString accessibleOf(const Entry &entry) const;
    PreviewKind previewKindOf(const ConversationSummary &summary) const;
    void onPersonChanged(UserId person);

    ConversationBook &m_book;
    Roster &m_roster;
    const Clock &m_clock;
    QList<Entry> m_entries;
    QSet<ConversationId> m_changed;
    QTimer m_tick;
    ConversationId m_opened;
    bool m_isHeld = false;
    bool m_isOrderStale = false;
};

} // namespace rookery::client
