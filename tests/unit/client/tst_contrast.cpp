// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The contrast of every pair of colours that meets on screen, by the formula of WCAG 2.x: text at least 4.5:1,
// signs that are not text at least 3:1.
#include "client/ui/theme/tokens.h"

#include <QtTest/QTest>

#include <cmath>

using namespace rookery::ui;

namespace {

double linear(int channel)
{
    const double value = channel / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(QRgb colour)
{
    return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour));
}

double contrast(QRgb a, QRgb b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (qMax(first, second) + 0.05) / (qMin(first, second) + 0.05);
}

constexpr double forText = 4.5;
constexpr double forSigns = 3.0;

struct Pair {
    const char *name;
    Token front;
    Token ground;
    double least;
};

constexpr Pair pairs[]{
    {"text on background", Token::Text, Token::Background, forText},
    {"text on side", Token::Text, Token::Side, forText},
    {"text on hover", Token::Text, Token::Hover, forText},
    {"text on selection", Token::Text, Token::Selection, forText},
    {"text on bubble in", Token::Text, Token::BubbleIn, forText},
    {"text on bubble out", Token::Text, Token::BubbleOut, forText},
    {"text on code", Token::Text, Token::CodeBackground, forText},
    {"text on find hit", Token::Text, Token::FindHit, forText},
    {"text on mention", Token::Text, Token::WarnBackground, forText},
    {"text2 on background", Token::Text2, Token::Background, forText},
    {"text2 on side", Token::Text2, Token::Side, forText},
    {"text2 on rail", Token::Text2, Token::Rail, forText},
    {"text2 on hover", Token::Text2, Token::Hover, forText},
    {"text2 on selection", Token::Text2, Token::Selection, forText},
    {"text2 on bubble in", Token::Text2, Token::BubbleIn, forText},
    {"text2 on bubble out", Token::Text2, Token::BubbleOut, forText},
    {"text3 on background", Token::Text3, Token::Background, forText},
    {"text3 on side", Token::Text3, Token::Side, forText},
    {"link on background", Token::Link, Token::Background, forText},
    {"link on bubble in", Token::Link, Token::BubbleIn, forText},
    {"link on bubble out", Token::Link, Token::BubbleOut, forText},
    {"accent on background", Token::Accent, Token::Background, forText},
    {"accent on side", Token::Accent, Token::Side, forText},
    {"accent text on accent", Token::AccentText, Token::Accent, forText},
    {"accent text on accent hover", Token::AccentText, Token::AccentHover, forText},
    {"accent text on accent press", Token::AccentText, Token::AccentPress, forText},
    {"danger on background", Token::Danger, Token::Background, forText},
    {"danger on error background", Token::Danger, Token::ErrorBackground, forText},
    {"danger text on danger", Token::DangerText, Token::Danger, forText},
    {"warn on warn background", Token::Warn, Token::WarnBackground, forText},
    {"ok on background", Token::Ok, Token::Background, forText},
    {"control on background", Token::Control, Token::Background, forSigns},
    {"control on side", Token::Control, Token::Side, forSigns},
    {"dot online on side", Token::DotOnline, Token::Side, forSigns},
    {"dot away on side", Token::DotAway, Token::Side, forSigns},
    {"dot busy on side", Token::DotBusy, Token::Side, forSigns},
    // Icons only: as text it would be too weak.
    {"accent on selection", Token::Accent, Token::Selection, forSigns},
};

QRgb colour(Token token, bool dark)
{
    const TokenColours &both = tokenColours[size_t(token)];
    return dark ? both.dark : both.light;
}

} // namespace

class TestContrast : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void formulaAgreesWithTheStandard();
    void pairsOfTokens_data();
    void pairsOfTokens();
    void whiteOnBadges();
    void avatars_data();
    void avatars();
};

void TestContrast::formulaAgreesWithTheStandard()
{
    QCOMPARE(contrast(0xFF000000, 0xFFFFFFFF), 21.0);
    QVERIFY(std::abs(contrast(0xFF767676, 0xFFFFFFFF) - 4.54) < 0.01); // the lightest grey that passes on white
}

void TestContrast::pairsOfTokens_data()
{
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("light");
    QTest::addColumn<double>("dark");
    for (const Pair &pair : pairs) {
        QTest::newRow(pair.name) << pair.least << contrast(colour(pair.front, false), colour(pair.ground, false))
                                 << contrast(colour(pair.front, true), colour(pair.ground, true));
    }
}

void TestContrast::pairsOfTokens()
{
    QFETCH(double, least);
    QFETCH(double, light);
    QFETCH(double, dark);
    QVERIFY2(light >= least, qPrintable(QStringLiteral("light: %1").arg(light)));
    QVERIFY2(dark >= least, qPrintable(QStringLiteral("dark: %1").arg(dark)));
}

void TestContrast::whiteOnBadges()
{
    for (const Token token : {Token::Badge, Token::BadgeMuted}) {
        QVERIFY(contrast(0xFFFFFFFF, colour(token, false)) >= forText);
        QVERIFY(contrast(0xFFFFFFFF, colour(token, true)) >= forText);
    }
}

void TestContrast::avatars_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < avatarColourCount; ++i)
        QTest::addRow("colour %d", i) << i;
}

void TestContrast::avatars()
{
    QFETCH(int, index);
    constexpr double promised = 6.0;
    const QRgb light = avatarColours[size_t(index)];
    const QRgb dark = avatarNameColoursDark[size_t(index)];
    QVERIFY(contrast(0xFFFFFFFF, light) >= promised);
    QVERIFY(contrast(light, colour(Token::BubbleIn, false)) >= forText);
    QVERIFY(contrast(dark, colour(Token::Background, true)) >= promised);
    QVERIFY(contrast(dark, colour(Token::BubbleIn, true)) >= promised);
}

QTEST_APPLESS_MAIN(TestContrast)
#include "tst_contrast.moc"
