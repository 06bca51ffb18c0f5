-- SPDX-FileCopyrightText: 2026 The Rookery authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Accounts and what lets a person in. Times are milliseconds since 1970-01-01T00:00Z.

-- AUTOINCREMENT: the id of a person is never used again.
CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT    NOT NULL,
    skeleton      BLOB    NOT NULL UNIQUE, -- UTS #39: names that look alike have one skeleton
    display_name  TEXT    NOT NULL,
    password_hash BLOB    NOT NULL,        -- Argon2id, encoded with its parameters
    role          INTEGER NOT NULL,        -- ServerRole
    disabled      INTEGER NOT NULL DEFAULT 0,
    created_ms    INTEGER NOT NULL,
    last_seen_ms  INTEGER NOT NULL DEFAULT 0
);

-- SHA-256 of a token: who reads this table cannot sign in with it.
CREATE TABLE tokens (
    hash        BLOB    PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users(id),
    device_id   BLOB    NOT NULL,
    device_name TEXT    NOT NULL,
    created_ms  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX tokens_by_user ON tokens(user_id, created_ms);

-- An invite is used at most once: used_by is set in the transaction that makes the account.
CREATE TABLE invites (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    hash       BLOB    NOT NULL UNIQUE,         -- SHA-256 of the code: who reads this table cannot use it
    made_by    TEXT    NOT NULL,                -- an actor of the audit log
    made_ms    INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    used_by    INTEGER REFERENCES users(id),    -- NULL: not used
    used_ms    INTEGER NOT NULL DEFAULT 0,
    revoked_ms INTEGER NOT NULL DEFAULT 0       -- 0: not revoked
);
