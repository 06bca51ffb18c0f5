// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Messages in place: Banner is the bar over a view ("Not connected. ..." with one action), EmptyState stands where a
// view has nothing to show, Toast is a short note that goes by itself. None of them is modal.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtCore/QBasicTimer>
#include <QtWidgets/QWidget>

class QLabel;
class QSpacerItem;

namespace rookery::ui {

class Button;
class TextLabel;

enum class BannerKind { Info, Ok, Warn, Error };

class Banner : public QWidget {
    Q_OBJECT

public:
    explicit Banner(const Theme &theme, QWidget *parent = nullptr);

    /// @param action text of the button; empty for none
    void setContent(BannerKind kind, const QString &text, const QString &action = {});
    QString text() const;
    BannerKind kind() const { return m_kind; }

Q_SIGNALS:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    BannerKind m_kind = BannerKind::Info;
    QSpacerItem *m_iconRoom = nullptr;
    TextLabel *m_text;
    Button *m_action;
};

class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(const Theme &theme, QWidget *parent = nullptr);

    /// @param iconName below :/icons, without ".svg"; empty for none
    void setContent(const QString &iconName, const QString &text, const QString &action = {});

Q_SIGNALS:
    void actionTriggered();

private:
    void showIcon();

    const Theme &m_theme;
    QString m_iconName;
    QLabel *m_icon;
    TextLabel *m_text;
    Button *m_action;
};

class Toast : public QWidget {
    Q_OBJECT

public:
    /// A child laid over the lower part of host; it takes no mouse and no focus.
    Toast(const Theme &theme, QWidget &host);

    /// Shows text for the given time, ms; another one replaces it.
    void showText(const QString &text, int ms = 3000);
    QString text() const { return m_text; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    const Theme &m_theme;
    QString m_text;
    QBasicTimer m_timer;
};

} // namespace rookery::ui
