// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/painting/marks.h"

#include <QtCore/QTextBoundaryFinder>
#include <QtGui/QFontMetricsF>
#include <QtGui/QPainter>

namespace rookery::ui {

namespace {

class Saved {
public:
    explicit Saved(QPainter &painter) : m_painter(painter)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
    }
    ~Saved() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(Saved)

private:
    QPainter &m_painter;
};

Token markToken(PresenceMark mark)
{
    switch (mark) {
    case PresenceMark::Online:
        return Token::DotOnline;
    case PresenceMark::Away:
        return Token::DotAway;
    case PresenceMark::Busy:
        return Token::DotBusy;
    case PresenceMark::None:
    case PresenceMark::Offline:
        break;
    }
    return Token::Control;
}

} // namespace

int avatarColourIndex(quint64 id)
{
    // Multiplying by 2^64 / golden ratio (Knuth, The Art of Computer Programming 3, section 6.4) spreads neighbours as
    // evenly as can be: the first ten ids, a small office, get ten different colours.
    const quint64 spread = (id * 0x9E3779B97F4A7C15ULL) >> 32;
    return int((spread * avatarColourCount) >> 32);
}

QString avatarInitial(const QString &name)
{
    const QString trimmed = name.trimmed();
    if (trimmed.isEmpty())
        return QStringLiteral("?");
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, trimmed);
    const qsizetype end = finder.toNextBoundary();
    return trimmed.left(end > 0 ? end : 1).toUpper();
}

QString groupInitial()
{
    return QStringLiteral("#");
}

void paintAvatar(QPainter &painter, const QRectF &rect, const Theme &theme, const AvatarLook &look)
{
    const Saved saved(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.avatarColour(look.colourIndex));
    painter.drawEllipse(rect);

    QFont font = theme.font(FontRole::Title);
    font.setPixelSize(qMax(measure::textMinimum - 1, qRound(rect.height() * 0.4)));
    painter.setFont(font);
    painter.setPen(Qt::white);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, look.initial);

    if (look.presence == PresenceMark::None)
        return;
    constexpr qreal dot = measure::presenceDot;
    constexpr qreal ring = measure::presenceRing;
    // The ring's outer edge reaches just past the avatar's own edge, at the end of the line of reading.
    const qreal outer = dot + 2 * ring - 2;
    const bool mirrored = painter.layoutDirection() == Qt::RightToLeft;
    const qreal left = mirrored ? rect.left() - ring : rect.right() + ring - outer;
    const QRectF ringRect(left, rect.bottom() + ring - outer, outer, outer);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.ground.isValid() ? look.ground : theme.colour(Token::Background));
    painter.drawEllipse(ringRect);
    paintPresence(painter, ringRect.adjusted(ring, ring, -ring, -ring), theme, look.presence, look.ground);
}

void paintPresence(QPainter &painter, const QRectF &rect, const Theme &theme, PresenceMark mark, const QColor &ground)
{
    if (mark == PresenceMark::None)
        return;
    const Saved saved(painter);
    const QColor colour = theme.colour(markToken(mark));
    const QColor inner = ground.isValid() ? ground : theme.colour(Token::Background);
    const QPointF centre = rect.center();
    const qreal size = rect.width();
    if (mark == PresenceMark::Offline) {
        const qreal pen = size * 0.22;
        painter.setPen(QPen(colour, pen));
        painter.setBrush(inner);
        painter.drawEllipse(rect.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2));
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(rect);
    QPen hand(inner, qMax(1.2, size * 0.15), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(hand);
    if (mark == PresenceMark::Away) {
        const QPointF clock[]{centre - QPointF(0, size * 0.27), centre, centre + QPointF(size * 0.2, size * 0.12)};
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(clock, 3);
    } else if (mark == PresenceMark::Busy) {
        hand.setWidthF(qMax(1.6, size * 0.18));
        painter.setPen(hand);
        painter.drawLine(centre - QPointF(size * 0.22, 0), centre + QPointF(size * 0.22, 0));
    }
}

QString badgeText(int count)
{
    if (count <= 0)
        return {};
    return count > 99 ? QStringLiteral("99+") : QString::number(count);
}

QSize badgeSize(const Theme &theme, int count)
{
    const QString text = badgeText(count);
    if (text.isEmpty())
        return {};
    const int height = theme.grown(measure::badgeHeight);
    const qreal advance = QFontMetricsF(theme.font(FontRole::Badge)).horizontalAdvance(text);
    return {qMax(height, qCeil(advance) + 10), height};
}

void paintBadge(QPainter &painter, const QPointF &anchor, const Theme &theme, int count, BadgeKind kind,
                Qt::LayoutDirection direction)
{
    const QSizeF size = badgeSize(theme, count);
    if (size.isEmpty())
        return;
    const Saved saved(painter);
    const qreal left = direction == Qt::RightToLeft ? anchor.x() : anchor.x() - size.width();
    const QRectF rect(QPointF(left, anchor.y() - size.height() / 2), size);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(kind == BadgeKind::Muted ? Token::BadgeMuted : Token::Badge));
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
    painter.setFont(theme.font(FontRole::Badge));
    painter.setPen(Qt::white);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, badgeText(count));
}

QSize pillSize(const Theme &theme, const QString &text)
{
    const QFontMetricsF metrics(theme.font(FontRole::Secondary));
    return {qCeil(metrics.horizontalAdvance(text)) + 2 * measure::space12,
            theme.lineHeight(FontRole::Secondary) + measure::space8};
}

void paintPill(QPainter &painter, const QRectF &rect, const Theme &theme, const QString &text)
{
    const Saved saved(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(Token::Side));
    painter.drawRoundedRect(rect, measure::radiusCard, measure::radiusCard);
    painter.setFont(theme.font(FontRole::Secondary));
    painter.setPen(theme.colour(Token::Text2));
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, text);
}

} // namespace rookery::ui
