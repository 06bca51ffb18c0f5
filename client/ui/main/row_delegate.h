// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Paints the rows of the left column and of the info pane by the roles of client/models/row_roles.h. The view's hover
// and selection show as a rounded ground. GUI thread.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QStyledItemDelegate>

#include <functional>

namespace rookery::ui {

enum class RowSize {
    List,   ///< 64 px, avatar 40.
    Member, ///< 44 px, avatar 32: info pane, choosing people.
};

class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    RowDelegate(const Theme &theme, RowSize size, QObject *parent = nullptr);

    /// Rows get a check box at their end, ticked where the function says so.
    void setTicked(std::function<bool(const QModelIndex &)> isTicked) { m_isTicked = std::move(isTicked); }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    struct Geometry {
        QRect ground;
        QRect avatar;
        QRect first; ///< Line of the name.
        QRect second;
    };

    Geometry geometryOf(const QStyleOptionViewItem &option) const;
    void paintHeading(QPainter &painter, const QRect &rect, const QModelIndex &index) const;
    void paintFirstLine(QPainter &painter, QRect line, const QModelIndex &index) const;
    void paintSecondLine(QPainter &painter, QRect line, const QModelIndex &index) const;
    void paintTick(QPainter &painter, const QStyleOptionViewItem &option, QRect *line, bool ticked) const;

    const Theme &m_theme;
    RowSize m_size;
    std::function<bool(const QModelIndex &)> m_isTicked;
};

/// The mark for a presence as the models give it; -1 is none.
enum class PresenceMark;
PresenceMark presenceMark(int presence);

} // namespace rookery::ui
