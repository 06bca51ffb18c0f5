// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Avatars, presence marks, badges and pills, painted by hand so that a list row of many costs no widgets. Pure
// functions; each leaves the painter as it was. Presence differs by shape as well as colour.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtCore/QRectF>
#include <QtCore/QString>

class QPainter;

namespace rookery::ui {

enum class PresenceMark {
    None,
    Online,  ///< Full disc.
    Away,    ///< Disc with clock hands.
    Busy,    ///< Disc with a bar.
    Offline, ///< Hollow ring.
};

struct AvatarLook {
    QString initial;     ///< As avatarInitial() gives it; "#" for groups.
    int colourIndex = 0; ///< As avatarColourIndex() gives it.
    PresenceMark presence = PresenceMark::None;
    QColor ground; ///< What the avatar lies on; the ring of the presence mark.
};

/// Index into the avatar colours: the same for an id on every machine and in every release.
int avatarColourIndex(quint64 id);
/// First letter of a name as people see it (one grapheme), in upper case; "?" where there is none.
QString avatarInitial(const QString &name);
/// The mark of a group.
QString groupInitial();

/// rect is the avatar's square, px.
void paintAvatar(QPainter &painter, const QRectF &rect, const Theme &theme, const AvatarLook &look);
/// The mark alone, without its ring; rect is its square.
void paintPresence(QPainter &painter, const QRectF &rect, const Theme &theme, PresenceMark mark, const QColor &ground);

enum class BadgeKind { Unread, Muted };

/// "1" to "99", then "99+"; empty for 0.
QString badgeText(int count);
/// Size of the badge for that count, px; empty for 0.
QSize badgeSize(const Theme &theme, int count);
/// Paints it with its end (the right in left-to-right) and vertical middle at anchor.
void paintBadge(QPainter &painter, const QPointF &anchor, const Theme &theme, int count, BadgeKind kind,
                Qt::LayoutDirection direction = Qt::LeftToRight);

/// A line of secondary text in a rounded ground, such as the day in the timeline.
QSize pillSize(const Theme &theme, const QString &text);
void paintPill(QPainter &painter, const QRectF &rect, const Theme &theme, const QString &text);

} // namespace rookery::ui
