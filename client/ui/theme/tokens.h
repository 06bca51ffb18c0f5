// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Every colour and every measure of the windows, in one place. Colours: each pair that meets on screen is computed
// by tests/unit/client/tst_contrast.cpp (WCAG 2.x relative luminance). Measures: px at 96 dpi, grid 4, rhythm 8.
#pragma once

#include <QtGui/QColor>

#include <array>

namespace rookery::ui {

enum class Token {
    Background,
    Side,
    Rail,
    Hover,
    Selection,
    Text,
    Text2,
    Text3,
    Border,  ///< Decoration only: never the sole sign of a control.
    Control, ///< Edge of a field or check box; the offline dot.
    Accent,
    AccentText,
    AccentHover,
    AccentPress,
    BubbleIn,
    BubbleOut,
    Link,
    Danger,
    DangerText,
    ErrorBackground,
    Warn,
    WarnBackground, ///< Also the mark of a mention.
    Ok,
    DotOnline,
    DotAway,
    DotBusy,
    Badge,
    BadgeMuted,
    CodeBackground,
    FindHit,
    Count
};

struct TokenColours {
    QRgb light;
    QRgb dark;
};

/// In the order of Token.
inline constexpr std::array<TokenColours, size_t(Token::Count)> tokenColours{{
    {0xFFFFFFFF, 0xFF17191D}, // Background
    {0xFFF5F6F8, 0xFF1E2126}, // Side
    {0xFFE9ECF1, 0xFF121417}, // Rail
    {0xFFECEFF3, 0xFF282C33}, // Hover
    {0xFFDCE8FB, 0xFF24384F}, // Selection
    {0xFF1B1F24, 0xFFE8EAED}, // Text
    {0xFF57606A, 0xFFA9B1BC}, // Text2
    {0xFF626B77, 0xFF98A1AD}, // Text3
    {0xFFD5DAE1, 0xFF343941}, // Border
    {0xFF7A8491, 0xFF767F8B}, // Control
    {0xFF1F63D6, 0xFF4C8DF6}, // Accent
    {0xFFFFFFFF, 0xFF0B1220}, // AccentText
    {0xFF1A55B8, 0xFF6BA1F8}, // AccentHover
    {0xFF16479B, 0xFF3B7DE8}, // AccentPress
    {0xFFF0F2F5, 0xFF262A31}, // BubbleIn
    {0xFFD6E6FF, 0xFF1F3F6B}, // BubbleOut
    {0xFF1553B8, 0xFF86B7FF}, // Link
    {0xFFC0262D, 0xFFFF7B7B}, // Danger
    {0xFFFFFFFF, 0xFF2A0A0A}, // DangerText
    {0xFFFDECEC, 0xFF3B1B1D}, // ErrorBackground
    {0xFF8A5300, 0xFFF0B860}, // Warn
    {0xFFFFF3DC, 0xFF3A2C12}, // WarnBackground
    {0xFF1A7A3C, 0xFF6FD08C}, // Ok
    {0xFF2E9E55, 0xFF4CBF72}, // DotOnline
    {0xFFB26B00, 0xFFE0A23C}, // DotAway
    {0xFFC0262D, 0xFFF26A6A}, // DotBusy
    {0xFFC9252D, 0xFFCF3A40}, // Badge
    {0xFF626B77, 0xFF5E6672}, // BadgeMuted
    {0xFFEEF1F5, 0xFF22262C}, // CodeBackground
    {0xFFFFE48A, 0xFF5C4A00}, // FindHit
}};

inline constexpr int avatarColourCount = 10;
/// White text on each is at least 6.0:1. The index is avatarColourIndex() of the user id.
inline constexpr std::array<QRgb, avatarColourCount> avatarColours{0xFFB3261E, 0xFFA84300, 0xFF7A5A00, 0xFF3F6B1F,
                                                                   0xFF0F6E5C, 0xFF0B6A8F, 0xFF1F5FC4, 0xFF5A4FCF,
                                                                   0xFF8A3FB0, 0xFFA8326E};
/// The same hues as a sender's name on a dark bubble or background, at least 6.0:1 there.
inline constexpr std::array<QRgb, avatarColourCount> avatarNameColoursDark{0xFFFF8A80, 0xFFFFA066, 0xFFE0B03C,
                                                                           0xFF8FCB6A, 0xFF4FCBB0, 0xFF5CC0E8,
                                                                           0xFF86B7FF, 0xFFA9A2FF, 0xFFD592F5,
                                                                           0xFFF58ABF};

namespace measure {

inline constexpr int space4 = 4;
inline constexpr int space8 = 8;
inline constexpr int space12 = 12;
inline constexpr int space16 = 16;
inline constexpr int space24 = 24;
inline constexpr int space32 = 32;

inline constexpr int radiusControl = 6;
inline constexpr int radiusCard = 8;
inline constexpr int radiusBubble = 12;
inline constexpr int radiusBubbleTail = 4; ///< Sender corner of a run's last bubble.
inline constexpr int border = 1;
inline constexpr int focusWidth = 2;
inline constexpr int focusOffset = 2;

inline constexpr int hitTarget = 32;
inline constexpr int railTarget = 44;
inline constexpr int icon = 20;
inline constexpr int railIcon = 22;
inline constexpr int inlineIcon = 16;
inline constexpr int field = 40; ///< A field of a form and its main button.
inline constexpr int menuRow = 32;
inline constexpr int checkMark = 18;
inline constexpr int scrollBar = 10;
inline constexpr int progressBar = 4;

inline constexpr int windowWidth = 1080;
inline constexpr int windowHeight = 720;
inline constexpr int windowMinimumWidth = 720;
inline constexpr int windowMinimumHeight = 480;
inline constexpr int signInWidth = 400;
inline constexpr int signInHeight = 560;
inline constexpr int signInLogo = 48;
inline constexpr int signInServerRow = 52;
inline constexpr int rail = 60;
inline constexpr int list = 280;
inline constexpr int listMinimum = 220;
inline constexpr int listMaximum = 400;
inline constexpr int timelineMinimum = 360;
inline constexpr int infoPane = 280;
inline constexpr int infoOverlayBelow = 980; ///< Window width under which the info pane lies over the timeline.

inline constexpr int listRow = 64;
inline constexpr int listAvatar = 40;
inline constexpr int listPaddingX = 12;
inline constexpr int listPaddingY = 8;
inline constexpr int listGap = 12;
inline constexpr int badgeHeight = 18;
inline constexpr int presenceDot = 12;
inline constexpr int presenceRing = 2;

inline constexpr int messageAvatar = 36;
inline constexpr int bubbleMaximum = 560;
inline constexpr int bubbleMaximumPercent = 72; ///< Of the pane's width; the smaller of the two counts.
inline constexpr int bubbleMinimum = 48;
inline constexpr int bubblePaddingX = 12;
inline constexpr int bubblePaddingY = 8;
inline constexpr int gapInRun = 2;
inline constexpr int gapBetweenRuns = 12;
inline constexpr int compactRow = 24;

inline constexpr int composerTools = 36;
inline constexpr int composerMinimum = 40;
inline constexpr int composerMaximum = 176;
inline constexpr int sendWidth = 72;
inline constexpr int sendHeight = 32;

inline constexpr int textScaleMinimum = 80;  ///< Percent.
inline constexpr int textScaleMaximum = 200; ///< Percent.
inline constexpr int textMinimum = 12;       ///< No text is smaller, whatever the scale.

} // namespace measure

namespace motion {

// Milliseconds; Theme::duration() turns them into 0 where motion is reduced.
inline constexpr int hover = 80;
inline constexpr int menu = 120;
inline constexpr int slide = 160;
inline constexpr int scrollToMessage = 200;
inline constexpr int highlightFade = 1200;
inline constexpr int shake = 400;
/// Nothing is shown as loading before this: shorter waits would only flicker.
inline constexpr int loadingDelay = 200;

} // namespace motion

} // namespace rookery::ui
