// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/theme/icon_cache.h"

#include "client/ui/theme/ui_limits.h"
#include "common/base/log_categories.h"

#include <QtCore/QFile>
#include <QtGui/QPainter>
#include <QtSvg/QSvgRenderer>

#include <algorithm>
#include <array>

namespace rookery::ui {

namespace {

bool pointsAlongReading(const QString &name)
{
    static const std::array directional{
        QLatin1String("chevron-left"), QLatin1String("chevron-right"),   QLatin1String("arrow-left"),
        QLatin1String("arrow-right"),  QLatin1String("send-horizontal"), QLatin1String("reply"),
        QLatin1String("forward"),      QLatin1String("log-out"),         QLatin1String("panel-right"),
        QLatin1String("history"),
    };
    return std::any_of(directional.begin(), directional.end(), [&](QLatin1String other) { return other == name; });
}

} // namespace

IconCache::IconCache() : m_pixmaps(limits::iconCacheBytes) {}

QPixmap IconCache::pixmap(const QString &name, const QColor &colour, int size, qreal dpr, Qt::LayoutDirection direction)
{
    const Key key{name, colour.rgba(), qMax(1, qRound(size * dpr)),
                  direction == Qt::RightToLeft && pointsAlongReading(name)};
    if (const QPixmap *kept = m_pixmaps.object(key)) {
        QPixmap copy = *kept; // shares the pixels; only the ratio may differ
        copy.setDevicePixelRatio(dpr);
        return copy;
    }
    QPixmap made = render(key);
    if (made.isNull())
        return made;
    made.setDevicePixelRatio(dpr);
    m_pixmaps.insert(key, new QPixmap(made), made.width() * made.height() * 4);
    return made;
}

QIcon IconCache::icon(const QString &name, const QColor &colour, int size)
{
    QIcon icon;
    for (const qreal dpr : {1.0, 2.0})
        icon.addPixmap(pixmap(name, colour, size, dpr));
    return icon;
}

QPixmap IconCache::render(const Key &key)
{
    QByteArray svg = source(key.name);
    if (svg.isEmpty())
        return {};
    const QColor colour = QColor::fromRgba(key.colour);
    svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    if (!renderer.isValid())
        return {};
    ++m_renderCount;
    QPixmap pixmap(key.deviceSize, key.deviceSize);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(colour.alphaF());
    if (key.mirrored) {
        painter.translate(key.deviceSize, 0);
        painter.scale(-1, 1);
    }
    renderer.render(&painter, QRectF(0, 0, key.deviceSize, key.deviceSize));
    return pixmap;
}

const QByteArray &IconCache::source(const QString &name)
{
    const auto known = m_sources.constFind(name);
    if (known != m_sources.constEnd())
        return *known;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    QByteArray svg;
    if (file.open(QIODevice::ReadOnly))
        svg = file.readAll();
    else
        qCWarning(lcUi) << "no icon named" << name;
    // Drawn for 24 px with a stroke of 2; at our 16 to 22 px a slightly thinner one looks calmer.
    svg.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"");
    return *m_sources.insert(name, svg);
}

} // namespace rookery::ui
