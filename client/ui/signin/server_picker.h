// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// "On this network": the servers found, how the search goes, and the way to another address or to a server on this
// computer. Knows no view model; SignInWindow connects the two.
#pragma once

#include "client/ui/theme/theme.h"

#include <QtWidgets/QWidget>

class QAbstractListModel;

namespace rookery::ui {

class Button;
class IconButton;
class OtherRow;
class ServerListView;
class TextField;
class TextLabel;

class ServerPicker : public QWidget {
    Q_OBJECT

public:
    /// Left and right of its card, px: the room in which the icon of "Scan again" reaches the card's edge.
    static constexpr int sideMargin = (measure::hitTarget - measure::inlineIcon) / 2;

    explicit ServerPicker(const Theme &theme, QWidget *parent = nullptr);

    void setServers(QAbstractListModel *servers);
    void setChosenRow(int row);
    void setScanning(bool scanning);
    /// Shown under the card, with a button that tries again; empty takes it away.
    void setError(const QString &text);
    QString error() const;
    /// Opens the part for an address and puts the cursor there.
    void showAddressEntry();
    /// "Connect" cannot be pressed meanwhile.
    void setBusy(bool busy);

    /// The last widget of the tab order inside; what follows is linked behind it.
    QWidget &lastTabStop() const;

Q_SIGNALS:
    void rescanRequested();
    void serverChosen(int row);
    void addressEntered(const QString &address);
    void localServerRequested();
    void retryRequested();

private:
    QWidget *makeHeader();
    QWidget *makeSearchState();
    QWidget *makeOtherPart();
    QWidget *makeErrorLine();
    void setOtherOpen(bool open);
    void showSearchState();
    void submitAddress();

    const Theme &m_theme;
    IconButton *m_rescan = nullptr;
    ServerListView *m_list = nullptr;
    QWidget *m_searchState = nullptr;
    QWidget *m_scanningRow = nullptr;
    QWidget *m_noneRow = nullptr;
    OtherRow *m_otherRow = nullptr;
    QWidget *m_otherPart = nullptr;
    TextField *m_address = nullptr;
    Button *m_connect = nullptr;
    Button *m_startLocal = nullptr;
    QWidget *m_errorLine = nullptr;
    TextLabel *m_error = nullptr;
    Button *m_retry = nullptr;
    bool m_scanning = false;
};

} // namespace rookery::ui
