// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// What the desktop says about light or dark and about motion, asked of the XDG settings portal over D-Bus and followed
// while the program runs. Nothing here waits: until an answer comes, and where no bus is, nothing is emitted.
#pragma once

#include <QtCore/QObject>

class QDBusMessage;
class QDBusVariant;

namespace rookery::ui {

class SystemScheme : public QObject {
    Q_OBJECT

public:
    explicit SystemScheme(QObject *parent = nullptr);

    /// Asks, and listens from then on. Call it after the first window is shown: opening the bus costs some ms.
    void start();

Q_SIGNALS:
    void darkChanged(bool dark);
    void reducedMotionChanged(bool reduced);

private Q_SLOTS:
    void onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void read(const QString &space, const QString &key);
    void apply(const QString &space, const QString &key, QVariant value);

    bool m_saidDark = false;
};

} // namespace rookery::ui
