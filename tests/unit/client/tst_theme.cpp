// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/painting/marks.h"
#include "client/ui/theme/controls.h"
#include "client/ui/theme/icon_cache.h"
#include "client/ui/theme/theme.h"

#include <QtCore/QDir>
#include <QtGui/QPainter>
#include <QtGui/QTextDocument>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace rookery::ui;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void schemeDecidesTheColours();
    void textScaleIsBoundedAndNeverBelowTwelve();
    void changedOncePerChange();
    void reducedMotionTakesTimesAway();
    void iconIsTintedAndKept();
    void iconIsSharpOnEveryScreen();
    void iconsOfDirectionAreMirrored();
    void everyIconCanBeDrawn();
    void avatarColourIsStable();
    void avatarColoursAreSpread();
    void initials_data();
    void initials();
    void badges();
    void presenceDiffersByShape();
    void toolTipsArePlain_data();
    void toolTipsArePlain();
};

void TestTheme::schemeDecidesTheColours()
{
    Theme theme;
    theme.setScheme(Scheme::Light);
    QCOMPARE(theme.colour(Token::Background), QColor(0xFF, 0xFF, 0xFF));
    theme.setScheme(Scheme::Dark);
    QCOMPARE(theme.colour(Token::Background), QColor(0x17, 0x19, 0x1D));
    theme.setScheme(Scheme::System);
    theme.setSystemDark(true);
    QVERIFY(theme.isDark());
    theme.setSystemDark(false);
    QVERIFY(!theme.isDark());
    QCOMPARE(theme.palette().color(QPalette::Window), theme.colour(Token::Background));
}

void TestTheme::textScaleIsBoundedAndNeverBelowTwelve()
{
    Theme theme;
    QCOMPARE(theme.font(FontRole::Body).pixelSize(), 14);
    QCOMPARE(theme.lineHeight(FontRole::Body), 20);
    theme.setTextScale(10);
    QCOMPARE(theme.textScale(), 80);
    QCOMPARE(theme.font(FontRole::Secondary).pixelSize(), 12);
    QCOMPARE(theme.grown(32), 32); // hit targets do not shrink
    theme.setTextScale(1000);
    QCOMPARE(theme.textScale(), 200);
    QCOMPARE(theme.font(FontRole::Heading).pixelSize(), 40);
    QCOMPARE(theme.grown(32), 64);
}

void TestTheme::changedOncePerChange()
{
    Theme theme;
    theme.setScheme(Scheme::Light);
    QSignalSpy spy(&theme, &Theme::changed);
    theme.setScheme(Scheme::Dark);
    theme.setScheme(Scheme::Dark);
    QCOMPARE(spy.size(), 1);
    theme.setSystemDark(!theme.isDark()); // not shown while Dark is chosen
    QCOMPARE(spy.size(), 1);
    theme.setTextScale(120);
    QCOMPARE(spy.size(), 2);
}

void TestTheme::reducedMotionTakesTimesAway()
{
    Theme theme;
    QCOMPARE(theme.duration(motion::slide), 160);
    theme.setSystemReducedMotion(true);
    QCOMPARE(theme.duration(motion::slide), 0);
    theme.setSystemReducedMotion(false);
    theme.setReducedMotion(true);
    QCOMPARE(theme.duration(motion::slide), 0);
}

void TestTheme::iconIsTintedAndKept()
{
    IconCache cache;
    const QImage red = cache.pixmap(QStringLiteral("search"), Qt::red, 20, 1).toImage();
    bool painted = false;
    for (int y = 0; y < red.height(); ++y) {
        for (int x = 0; x < red.width(); ++x) {
            const QColor pixel = red.pixelColor(x, y);
            if (pixel.alpha() < 255)
                continue;
            painted = true;
            QCOMPARE(pixel, QColor(Qt::red));
        }
    }
    QVERIFY(painted);
    QCOMPARE(cache.renderCount(), 1);
    cache.pixmap(QStringLiteral("search"), Qt::red, 20, 1);
    QCOMPARE(cache.renderCount(), 1);
    cache.pixmap(QStringLiteral("search"), Qt::blue, 20, 1);
    QCOMPARE(cache.renderCount(), 2);
}

void TestTheme::iconIsSharpOnEveryScreen()
{
    IconCache cache;
    const QPixmap twice = cache.pixmap(QStringLiteral("x"), Qt::black, 16, 2);
    QCOMPARE(twice.size(), QSize(32, 32));
    QCOMPARE(twice.devicePixelRatio(), 2.0);
    QCOMPARE(cache.pixmap(QStringLiteral("x"), Qt::black, 16, 1.5).size(), QSize(24, 24));
    // 32 px at ratio 1 is the same picture, but not the same ratio.
    QCOMPARE(cache.pixmap(QStringLiteral("x"), Qt::black, 32, 1).devicePixelRatio(), 1.0);
    QCOMPARE(cache.renderCount(), 2);
}

void TestTheme::iconsOfDirectionAreMirrored()
{
    IconCache cache;
    const auto image = [&](const char *name, Qt::LayoutDirection direction) {
        return cache.pixmap(QLatin1String(name), Qt::black, 24, 1, direction).toImage();
    };
    QVERIFY(image("chevron-left", Qt::LeftToRight) != image("chevron-left", Qt::RightToLeft));
    QCOMPARE(image("clock", Qt::LeftToRight), image("clock", Qt::RightToLeft));
}

void TestTheme::everyIconCanBeDrawn()
{
    IconCache cache;
    const QStringList files = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
    QVERIFY(files.size() >= 45);
    for (const QString &file : files) {
        const QPixmap pixmap = cache.pixmap(file.chopped(4), Qt::black, 20, 1);
        QVERIFY2(!pixmap.isNull(), qPrintable(file));
        QVERIFY2(pixmap.toImage() != QImage(pixmap.size(), QImage::Format_ARGB32_Premultiplied), qPrintable(file));
    }
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no icon named")));
    QVERIFY(cache.pixmap(QStringLiteral("no-such-icon"), Qt::black, 20, 1).isNull());
}

void TestTheme::avatarColourIsStable()
{
    // Pinned: people know each other by these colours, so no release may move them.
    const QList<int> pinned{avatarColourIndex(1), avatarColourIndex(2), avatarColourIndex(3),
                            avatarColourIndex(0xFFFFFFFFFFFFFFFFULL)};
    QCOMPARE(pinned, (QList<int>{6, 2, 8, 3}));
}

void TestTheme::avatarColoursAreSpread()
{
    QSet<int> first;
    for (quint64 id = 1; id <= avatarColourCount; ++id)
        first.insert(avatarColourIndex(id));
    QCOMPARE(first.size(), avatarColourCount);
    QList<int> uses(avatarColourCount, 0);
    for (quint64 id = 1; id <= 1000; ++id)
        ++uses[avatarColourIndex(id)];
    for (const int count : std::as_const(uses))
        QVERIFY2(count > 60 && count < 140, qPrintable(QString::number(count)));
}

void TestTheme::initials_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("initial");
    QTest::newRow("latin") << QStringLiteral("alice") << QStringLiteral("A");
    QTest::newRow("spaces") << QStringLiteral("  bob ") << QStringLiteral("B");
    QTest::newRow("chinese") << QStringLiteral("林小梅") << QStringLiteral("林");
    QTest::newRow("combining") << QStringLiteral("e\u0301va") << QStringLiteral("E\u0301");
    QTest::newRow("outside the BMP") << QStringLiteral("😀 smile") << QStringLiteral("😀");
    QTest::newRow("family, one grapheme") << QStringLiteral("👩‍👧 home") << QStringLiteral("👩‍👧");
    QTest::newRow("empty") << QString() << QStringLiteral("?");
}

void TestTheme::initials()
{
    QFETCH(QString, name);
    QFETCH(QString, initial);
    QCOMPARE(avatarInitial(name), initial);
}

void TestTheme::badges()
{
    Theme theme;
    QCOMPARE(badgeText(0), QString());
    QCOMPARE(badgeText(99), QStringLiteral("99"));
    QCOMPARE(badgeText(100), QStringLiteral("99+"));
    QCOMPARE(badgeSize(theme, 3), QSize(18, 18));
    QVERIFY(badgeSize(theme, 100).width() > 18);
}

void TestTheme::presenceDiffersByShape()
{
    // Seen without colour: which pixels of the square carry the mark's colour rather than the ground.
    Theme theme;
    theme.setScheme(Scheme::Light);
    QList<QImage> shapes;
    for (const PresenceMark mark :
         {PresenceMark::Online, PresenceMark::Away, PresenceMark::Busy, PresenceMark::Offline}) {
        QImage image(48, 48, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintPresence(painter, QRectF(0, 0, 48, 48), theme, mark, Qt::white);
        painter.end();
        QImage shape(image.size(), QImage::Format_Mono);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                shape.setPixel(x, y, image.pixelColor(x, y).lightness() > 200 ? 1 : 0);
        }
        QVERIFY(!shapes.contains(shape));
        shapes << shape;
    }
}

void TestTheme::toolTipsArePlain_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("image") << QStringLiteral("<img src=\"/etc/passwd\">");
    QTest::newRow("bold") << QStringLiteral("Hello <b>Bob</b>");
    QTest::newRow("entity") << QStringLiteral("a &lt; b");
    QTest::newRow("xml") << QStringLiteral("<?xml version=\"1.0\"?>");
    QTest::newRow("ordinary") << QStringLiteral("Fish & chips, 1 < 2");
}

void TestTheme::toolTipsArePlain()
{
    QFETCH(QString, text);
    const QString plain = plainToolTip(text);
    QVERIFY(!Qt::mightBeRichText(plain));
    QString shown = plain;
    QCOMPARE(shown.remove(QChar(0x2060)), text);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
