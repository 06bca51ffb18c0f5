// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/models/emoji_model.h"

#include <QtCore/QFile>
#include <QtCore/QLocale>

#include <algorithm>

namespace rookery::client {

const QList<EmojiModel::Emoji> &EmojiModel::all()
{
    static const QList<Emoji> table = [] {
        QList<Emoji> emoji;
        QFile file(QStringLiteral(":/emoji/emoji.tsv"));
        if (!file.open(QIODevice::ReadOnly))
            return emoji;
        const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
        emoji.reserve(lines.size());
        for (const QString &line : lines) {
            const QStringList fields = line.split(u'\t');
            constexpr qsizetype columns = 4;
            if (fields.size() == columns && !line.startsWith(u'#'))
                emoji.append({fields.at(0), fields.at(2).split(u'|'), fields.at(3).split(u'|')});
        }
        return emoji;
    }();
    return table;
}

void EmojiModel::setFilter(const QString &typed)
{
    const QString wanted = typed.trimmed();
    const auto begins = [&wanted](const QString &word) {
        return word.startsWith(wanted, Qt::CaseInsensitive)
            || word.contains(QLatin1Char(' ') + wanted, Qt::CaseInsensitive);
    };
    beginResetModel();
    m_rows.clear();
    for (int row = 0; row < all().size(); ++row) {
        const Emoji &emoji = all().at(row);
        const bool found = wanted.isEmpty() || wanted == emoji.characters
            || std::any_of(emoji.english.begin(), emoji.english.end(), begins)
            || std::any_of(emoji.chinese.begin(), emoji.chinese.end(),
                           [&wanted](const QString &word) { return word.contains(wanted); });
        if (found)
            m_rows.append(row);
    }
    endResetModel();
}

int EmojiModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant EmojiModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Emoji &emoji = all().at(m_rows.at(index.row()));
    if (role == Qt::DisplayRole)
        return emoji.characters;
    if (role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return {};
    const bool isChinese = QLocale().language() == QLocale::Chinese && !emoji.chinese.isEmpty();
    return isChinese ? emoji.chinese.first() : emoji.english.first();
}

} // namespace rookery::client
