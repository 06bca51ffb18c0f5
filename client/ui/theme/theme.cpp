// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "client/ui/theme/theme.h"

#include <QtCore/QLocale>
#include <QtGui/QFontDatabase>
#include <QtGui/QFontInfo>
#include <QtGui/QGuiApplication>

namespace rookery::ui {

namespace {

struct RoleFont {
    int size;
    int line;
    QFont::Weight weight;
};

RoleFont roleFont(FontRole role)
{
    switch (role) {
    case FontRole::Body:
    case FontRole::Message:
        return {14, 20, QFont::Normal};
    case FontRole::ListName:
        return {14, 20, QFont::Medium};
    case FontRole::ListNameUnread:
        return {14, 20, QFont::DemiBold};
    case FontRole::Secondary:
        return {12, 16, QFont::Normal};
    case FontRole::SecondaryStrong:
        return {12, 16, QFont::DemiBold};
    case FontRole::Badge:
        return {12, 16, QFont::Bold};
    case FontRole::Title:
        return {16, 24, QFont::DemiBold};
    case FontRole::Heading:
        return {20, 28, QFont::DemiBold};
    case FontRole::Code:
        return {13, 20, QFont::Normal};
    }
    Q_UNREACHABLE();
}

/// Han characters look different in each of these; the person's own form comes first.
QString hanFamily()
{
    const QLocale locale;
    switch (locale.language()) {
    case QLocale::Japanese:
        return QStringLiteral("Noto Sans CJK JP");
    case QLocale::Korean:
        return QStringLiteral("Noto Sans CJK KR");
    case QLocale::Chinese:
        return locale.script() == QLocale::TraditionalChineseScript ? QStringLiteral("Noto Sans CJK TC")
                                                                    : QStringLiteral("Noto Sans CJK SC");
    default:
        return QStringLiteral("Noto Sans CJK SC");
    }
}

/// The desktop's own font. Where no desktop has chosen one, Qt only knows the alias "Sans Serif": then a face made
/// for screens, if there is one, before whatever the alias stands for.
QStringList interfaceFamilies()
{
    QString system = QGuiApplication::font().family();
    QStringList families;
    if (system.isEmpty() || system.startsWith(QLatin1String("Sans"), Qt::CaseInsensitive)) {
        for (const QString &family : {QStringLiteral("Inter"), QStringLiteral("Noto Sans")}) {
            if (QFontDatabase::hasFamily(family))
                families << family;
        }
        system = QFontInfo(QGuiApplication::font()).family();
    }
    if (families.isEmpty())
        families << system;
    // Before any other face that draws emoji in black; behind the interface's own, for this one has digits too.
    families << QStringLiteral("Noto Color Emoji") << hanFamily();
    if (!families.contains(system))
        families << system;
    return families;
}

QStringList codeFamilies()
{
    const QString system = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    QStringList families;
    if (system.isEmpty() || system.compare(QLatin1String("monospace"), Qt::CaseInsensitive) == 0)
        families << QStringLiteral("DejaVu Sans Mono") << QStringLiteral("Noto Sans Mono");
    families << (system.isEmpty() ? QStringLiteral("Monospace") : system) << hanFamily();
    return families;
}

} // namespace

Theme::Theme(QObject *parent) : QObject(parent), m_families(interfaceFamilies())
{
    m_codeFamilies = codeFamilies();
    m_systemDark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

void Theme::setScheme(Scheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    Q_EMIT changed();
}

void Theme::setSystemDark(bool dark)
{
    if (m_systemDark == dark)
        return;
    m_systemDark = dark;
    if (m_scheme == Scheme::System)
        Q_EMIT changed();
}

bool Theme::isDark() const
{
    return m_scheme == Scheme::System ? m_systemDark : m_scheme == Scheme::Dark;
}

void Theme::setTextScale(int percent)
{
    const int bounded = qBound(measure::textScaleMinimum, percent, measure::textScaleMaximum);
    if (m_textScale == bounded)
        return;
    m_textScale = bounded;
    Q_EMIT changed();
}

void Theme::setReducedMotion(bool reduced)
{
    if (m_reducedMotion == reduced)
        return;
    m_reducedMotion = reduced;
    Q_EMIT changed();
}

void Theme::setSystemReducedMotion(bool reduced)
{
    if (m_systemReducedMotion == reduced)
        return;
    m_systemReducedMotion = reduced;
    Q_EMIT changed();
}

QColor Theme::colour(Token token) const
{
    const TokenColours &pair = tokenColours[size_t(token)];
    return QColor::fromRgb(isDark() ? pair.dark : pair.light);
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) { palette.setColor(role, colour(token)); };
    set(QPalette::Window, Token::Background);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Base, Token::Background);
    set(QPalette::AlternateBase, Token::Side);
    set(QPalette::Text, Token::Text);
    set(QPalette::Button, Token::Background);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::BrightText, Token::DangerText);
    set(QPalette::PlaceholderText, Token::Text3);
    set(QPalette::Highlight, Token::Accent);
    set(QPalette::HighlightedText, Token::AccentText);
    set(QPalette::Link, Token::Link);
    set(QPalette::LinkVisited, Token::Link);
    set(QPalette::ToolTipBase, Token::Text);
    set(QPalette::ToolTipText, Token::Background);
    set(QPalette::Light, Token::Hover);
    set(QPalette::Midlight, Token::Hover);
    set(QPalette::Mid, Token::Border);
    set(QPalette::Dark, Token::Control);
    set(QPalette::Shadow, Token::Rail);
    for (QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colour(Token::Text3));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colour(Token::Border));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colour(Token::Text3));
    return palette;
}

QFont Theme::font(FontRole role) const
{
    const RoleFont spec = roleFont(role);
    QFont font(role == FontRole::Code ? m_codeFamilies : m_families);
    font.setPixelSize(qMax(measure::textMinimum, qRound(spec.size * m_textScale / 100.0)));
    font.setWeight(spec.weight);
    if (role == FontRole::Code)
        font.setStyleHint(QFont::Monospace);
    return font;
}

int Theme::lineHeight(FontRole role) const
{
    const RoleFont spec = roleFont(role);
    const int size = qMax(measure::textMinimum, qRound(spec.size * m_textScale / 100.0));
    return qRound(size * double(spec.line) / spec.size);
}

int Theme::grown(int px) const
{
    return qMax(px, qRound(px * m_textScale / 100.0));
}

QColor Theme::avatarColour(int index) const
{
    return QColor::fromRgb(avatarColours[size_t(index) % avatarColours.size()]);
}

QColor Theme::avatarNameColour(int index) const
{
    if (!isDark())
        return avatarColour(index);
    return QColor::fromRgb(avatarNameColoursDark[size_t(index) % avatarNameColoursDark.size()]);
}

QPixmap Theme::icon(const QString &name, Token token, int size, qreal dpr, Qt::LayoutDirection direction) const
{
    return m_icons.pixmap(name, colour(token), size, dpr, direction);
}

} // namespace rookery::ui
