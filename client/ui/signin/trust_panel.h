// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The question whether a server is the right one: its six words, to be compared with those the server shows. On first
// use it may be trusted, with "Cancel" as the default; a changed key is a hard stop with no way to accept it.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

class QGridLayout;
class QLabel;

namespace rookery::ui {

class Button;
class ElidedLabel;
class TextLabel;

class TrustPanel : public QWidget {
    Q_OBJECT

public:
    enum class Kind { FirstUse, KeyChanged };

    explicit TrustPanel(const Theme &theme, QWidget *parent = nullptr);

    /// @param server its name and address, as plain text
    void show(Kind kind, const QString &server, const QStringList &phrase, const QString &fingerprint);

Q_SIGNALS:
    void trusted();
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeWords();
    QWidget *makeButtons();
    void showIcon();

    const Theme &m_theme;
    Kind m_kind = Kind::FirstUse;
    QLabel *m_icon;
    TextLabel *m_heading;
    ElidedLabel *m_server;
    QWidget *m_wordsCard = nullptr;
    QGridLayout *m_grid = nullptr;
    QList<TextLabel *> m_words;
    TextLabel *m_hint;
    TextLabel *m_fingerprint;
    Button *m_cancel = nullptr;
    Button *m_trust = nullptr;
};

} // namespace rookery::ui
