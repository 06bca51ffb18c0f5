// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// The ring around the control that has the keyboard: shown only when the focus came by keyboard, gone with the first
// press of a mouse button. Fields are left out: they show the focus by their own edge. One per application.
#pragma once

#include <QtCore/QObject>
#include <QtCore/QPointer>

class QApplication;
class QWidget;

namespace rookery::ui {

class FocusRing final : public QObject {
    Q_OBJECT

public:
    /// Lives as long as the application.
    explicit FocusRing(QApplication &application);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showAround(QWidget *widget);
    void place();

    QPointer<QWidget> m_target;
    QPointer<QWidget> m_ring; ///< A child of the target's window, so that no parent in between cuts it.
};

} // namespace rookery::ui
