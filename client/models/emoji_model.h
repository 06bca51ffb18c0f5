// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The emoji one can choose from, with words to find them by in English and Chinese. Read from :/emoji on first use.
#pragma once

#include <QtCore/QAbstractListModel>
#include <QtCore/QStringList>

namespace rookery::client {

class EmojiModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    /// Emoji one of whose words begins with what was typed; all of them for an empty text.
    void setFilter(const QString &typed);

    int rowCount(const QModelIndex &parent = {}) const override;
    /// DisplayRole: the emoji; ToolTipRole and AccessibleTextRole: its name.
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Emoji {
        QString characters;
        QStringList english; ///< The first one is the name.
        QStringList chinese;
    };

    static const QList<Emoji> &all();

    QList<int> m_rows;
};

} // namespace rookery::client
