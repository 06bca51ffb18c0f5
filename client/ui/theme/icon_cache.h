// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Icons of :/icons, tinted at run time. A pixmap is kept by name, colour, size, pixel ratio and direction, so that
// painting a row costs a look-up. At most limits::iconCacheBytes are kept. GUI thread only.
#pragma once

#include <QtCore/QCache>
#include <QtCore/QHash>
#include <QtGui/QColor>
#include <QtGui/QIcon>
#include <QtGui/QPixmap>

namespace rookery::ui {

class IconCache {
public:
    IconCache();

    /// The icon :/icons/<name>.svg in one colour, size x size px on a screen of pixel ratio dpr. Icons that point along
    /// the line of reading are mirrored for right-to-left. An unknown name gives a null pixmap and one warning.
    QPixmap pixmap(const QString &name, const QColor &colour, int size, qreal dpr,
                   Qt::LayoutDirection direction = Qt::LeftToRight);
    /// For menus and other users of QIcon: pixmaps for pixel ratio 1 and 2.
    QIcon icon(const QString &name, const QColor &colour, int size);

    /// How often an SVG has been rendered; for tests and measurements.
    int renderCount() const { return m_renderCount; }

private:
    struct Key {
        QString name;
        QRgb colour;
        int deviceSize;
        bool mirrored;
        friend bool operator==(const Key &, const Key &) = default;
        friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.name, key.colour, key.deviceSize, key.mirrored);
        }
    };

    QPixmap render(const Key &key);
    const QByteArray &source(const QString &name);

    QCache<Key, QPixmap> m_pixmaps;
    QHash<QString, QByteArray> m_sources;
    int m_renderCount = 0;
};

} // namespace rookery::ui
