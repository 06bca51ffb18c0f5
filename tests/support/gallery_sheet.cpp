// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/gallery_sheet.h"

#include "client/ui/painting/marks.h"
#include "client/ui/theme/controls.h"
#include "client/ui/theme/style_painter.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/fields.h"
#include "client/ui/widgets/form_row.h"
#include "client/ui/widgets/icon_button.h"
#include "client/ui/widgets/loading.h"
#include "client/ui/widgets/notices.h"
#include "client/ui/widgets/text_label.h"

#include <QtGui/QPainter>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QVBoxLayout>

namespace rookery::test {

using namespace rookery::ui;

namespace {

/// Avatars of all colours and presences, badges and a pill, as delegates paint them.
class Marks final : public QWidget {
public:
    explicit Marks(const Theme &theme) : m_theme(theme) { setFixedHeight(112); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QString letters = QStringLiteral("ABCDEFGH林梅");
        for (int i = 0; i < avatarColourCount; ++i) {
            const QString initial = i == 5 ? groupInitial() : QString(letters[i]);
            const auto mark = PresenceMark(1 + i % 4);
            paintAvatar(painter, QRectF(i * 52, 4, measure::listAvatar, measure::listAvatar), m_theme,
                        {initial, i, i == 5 ? PresenceMark::None : mark, m_theme.colour(Token::Background)});
        }
        const QList<int> counts{1, 12, 100};
        for (int i = 0; i < counts.size(); ++i) {
            paintBadge(painter, QPointF(40 + i * 44, 76), m_theme, counts[i], BadgeKind::Unread);
            paintBadge(painter, QPointF(180 + i * 44, 76), m_theme, counts[i], BadgeKind::Muted);
        }
        const QSize pill = pillSize(m_theme, QStringLiteral("Today"));
        paintPill(painter, QRectF(QPointF(300, 64), pill), m_theme, QStringLiteral("Today"));
        painter.setFont(m_theme.font(FontRole::SecondaryStrong));
        for (int i = 0; i < avatarColourCount; ++i) {
            painter.setPen(m_theme.avatarNameColour(i));
            painter.drawText(QPointF(i * 52, 108), QStringLiteral("Name"));
        }
    }

private:
    const Theme &m_theme;
};

QHBoxLayout *row(std::initializer_list<QWidget *> widgets)
{
    auto *layout = new QHBoxLayout;
    layout->setSpacing(measure::space12);
    for (QWidget *widget : widgets)
        layout->addWidget(widget);
    layout->addStretch(1);
    return layout;
}

QHBoxLayout *buttonRow(const Theme &theme, bool enabled)
{
    auto *layout = new QHBoxLayout;
    const std::pair<const char *, ButtonVariant> kinds[]{{"Primary", ButtonVariant::Primary},
                                                         {"Secondary", ButtonVariant::Secondary},
                                                         {"Delete", ButtonVariant::Danger},
                                                         {"Flat", ButtonVariant::Flat},
                                                         {"Link", ButtonVariant::Link}};
    for (const auto &[text, variant] : kinds) {
        auto *button = new Button(theme, QLatin1String(text), variant);
        if (variant != ButtonVariant::Link)
            button->setIconName(QStringLiteral("upload"));
        button->setEnabled(enabled);
        layout->addWidget(button);
    }
    layout->addStretch(1);
    return layout;
}

QHBoxLayout *iconRow(const Theme &theme)
{
    auto *layout = new QHBoxLayout;
    for (const char *name : {"smile", "scissors", "paperclip", "image", "vibrate", "history", "search", "user-plus"})
        layout->addWidget(new IconButton(theme, QLatin1String(name), QLatin1String(name)));
    auto *checked = new IconButton(theme, QStringLiteral("panel-right"), QStringLiteral("Info"));
    checked->setCheckable(true);
    checked->setChecked(true);
    layout->addWidget(checked);
    auto *off = new IconButton(theme, QStringLiteral("bell"), QStringLiteral("Mute"));
    off->setEnabled(false);
    layout->addWidget(off);
    auto *rail = new IconButton(theme, QStringLiteral("message-circle"), QStringLiteral("Chats"), IconButtonSize::Rail);
    rail->setBadge(3);
    layout->addWidget(rail);
    layout->addWidget(new Spinner(theme));
    layout->addStretch(1);
    return layout;
}

QHBoxLayout *choiceRow()
{
    auto *on = new QCheckBox(QStringLiteral("Keep me signed in"));
    on->setChecked(true);
    auto *radio = new QRadioButton(QStringLiteral("Enter"));
    radio->setChecked(true);
    auto *combo = new QComboBox;
    combo->addItems({QStringLiteral("100 %"), QStringLiteral("125 %")});
    auto *progress = new QProgressBar;
    progress->setValue(64);
    return row({on, new QCheckBox(QStringLiteral("Off")), radio, new QRadioButton(QStringLiteral("Ctrl+Enter")), combo,
                progress});
}

QWidget *bannerOf(const Theme &theme, BannerKind kind, const char *text, const char *action)
{
    auto *banner = new Banner(theme);
    banner->setContent(kind, QLatin1String(text), QLatin1String(action));
    return banner;
}

} // namespace

QWidget *makeSheet(const Theme &theme)
{
    auto *sheet = new QWidget;
    sheet->setAutoFillBackground(true);
    auto *column = new QVBoxLayout(sheet);
    column->setContentsMargins(measure::space24, measure::space24, measure::space24, measure::space24);
    column->setSpacing(measure::space16);
    column->addLayout(buttonRow(theme, true));
    column->addLayout(buttonRow(theme, false));
    column->addLayout(iconRow(theme));
    column->addLayout(choiceRow());

    auto *search = new SearchField(theme);
    search->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_K));
    auto *filled = new SearchField(theme);
    filled->setText(QStringLiteral("quarterly report"));
    column->addLayout(row({search, filled}));
    auto *wrong = new FormRow(theme, QStringLiteral("Password"), new PasswordField(theme));
    wrong->setError(QStringLiteral("Name or password is not right."));
    column->addWidget(wrong);

    column->addWidget(bannerOf(theme, BannerKind::Warn, "Not connected. Trying again in 8 s.", "Try now"));
    column->addWidget(bannerOf(theme, BannerKind::Ok, "Connected", ""));
    column->addWidget(
        bannerOf(theme, BannerKind::Info, "You signed in on LAB-PC-07. This window is now read-only.", "Sign in here"));
    column->addWidget(bannerOf(theme, BannerKind::Error, "The team space is full (500 GB).", ""));
    column->addWidget(new Marks(theme));

    auto *lower = new QHBoxLayout;
    lower->addWidget(new SkeletonRows(theme, 3), 1);
    auto *list = new QListWidget;
    for (int i = 0; i < 20; ++i)
        list->addItem(QStringLiteral("Conversation %1").arg(i));
    list->setCurrentRow(1);
    list->setFixedHeight(3 * measure::listRow);
    lower->addWidget(list, 1);
    auto *empty = new EmptyState(theme);
    empty->setContent(QStringLiteral("users"),
                      QStringLiteral("No conversations yet. People on your network appear here."),
                      QStringLiteral("Find people"));
    lower->addWidget(empty, 1);
    column->addLayout(lower);
    auto *toast = new Toast(theme, *sheet);
    QMetaObject::invokeMethod(
        toast, [toast] { toast->showText(QStringLiteral("Copied")); }, Qt::QueuedConnection);
    return sheet;
}

} // namespace rookery::test
