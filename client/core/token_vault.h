// SPDX-FileCopyrightText: 2026 The Rookery authors
// SPDX-License-Identifier: Apache-2.0
//
// Where session tokens are kept. "Keep me signed in" stores a token in the desktop's keyring; where none is running
// (no session bus, no secret service, or no answer within 5 s) it goes into a file of mode 0600 in the profile's
// folder, for the person made the choice by ticking the box. Without the box a token lives in memory only. Scripts
// choose the file. Answers come later, on the thread of the caller, exactly once. Client's main thread.
#pragma once

#include "common/base/result.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <functional>

namespace rookery::client {

class TokenVault : public QObject {
    Q_OBJECT
public:
    enum class Keep {
        InMemory, ///< Until the program ends.
        Safely,   ///< In the keyring, else in the file.
        InFile,   ///< In the file, without asking a keyring.
    };
    enum class Place { Memory, Keyring, File };

    using Stored = std::function<void(const Result<Place> &)>;
    using Loaded = std::function<void(const Result<QByteArray> &)>;

    /// Files go into that folder, made when needed.
    explicit TokenVault(QString directory, QObject *parent = nullptr);
    ~TokenVault() override;

    /// Replaces what the key had, wherever it was. A key is letters, digits and '-'.
    void store(const QString &key, const QByteArray &token, Keep keep, Stored stored);
    /// NotFound when it is nowhere.
    void load(const QString &key, Loaded loaded);
    /// Everywhere.
    void remove(const QString &key);

    /// The file of a key, for tests and documentation.
    QString pathOf(const QString &key) const;
    /// Whether asking a keyring makes sense at all: there is a session bus.
    static bool isKeyringLikely();

private:
    Result<Place> storeInFile(const QString &key, const QByteArray &token);
    Result<QByteArray> loadFromFile(const QString &key) const;

    QString m_directory;
    QHash<QString, QByteArray> m_memory;
};

} // namespace rookery::client
