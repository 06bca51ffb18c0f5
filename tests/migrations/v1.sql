-- SPDX-FileCopyrightText: 2026 The Rookery authors
-- SPDX-License-Identifier: Apache-2.0
--
-- The schema as release 0.1 made it, with some content. Never edited: upgrades from it are tested.

CREATE TABLE schema_log (
    version INTEGER PRIMARY KEY,
    time_ms INTEGER NOT NULL,
    release TEXT    NOT NULL
);

CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT    NOT NULL,
    skeleton      BLOB    NOT NULL UNIQUE,
    display_name  TEXT    NOT NULL,
    password_hash BLOB    NOT NULL,
    role          INTEGER NOT NULL,
    disabled      INTEGER NOT NULL DEFAULT 0,
    created_ms    INTEGER NOT NULL,
    last_seen_ms  INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE tokens (
    hash        BLOB    PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users(id),
    device_id   BLOB    NOT NULL,
    device_name TEXT    NOT NULL,
    created_ms  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX tokens_by_user ON tokens(user_id, created_ms);

CREATE TABLE invites (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    hash       BLOB    NOT NULL UNIQUE,
    made_by    TEXT    NOT NULL,
    made_ms    INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    used_by    INTEGER REFERENCES users(id),
    used_ms    INTEGER NOT NULL DEFAULT 0,
    revoked_ms INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE conversations (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    direct_key TEXT    UNIQUE,
    last_seq   INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE members (
    conversation_id INTEGER NOT NULL REFERENCES conversations(id),
    user_id         INTEGER NOT NULL REFERENCES users(id),
    role            INTEGER NOT NULL,
    delivered_seq   INTEGER NOT NULL DEFAULT 0,
    read_seq        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation_id, user_id)
) WITHOUT ROWID;

CREATE INDEX members_by_user ON members(user_id);

CREATE TABLE events (
    conversation_id INTEGER NOT NULL REFERENCES conversations(id),
    seq             INTEGER NOT NULL,
    time_ms         INTEGER NOT NULL,
    sender_id       INTEGER NOT NULL REFERENCES users(id),
    client_id       BLOB,
    kind            INTEGER NOT NULL,
    body            BLOB    NOT NULL,
    PRIMARY KEY (conversation_id, seq),
    UNIQUE (sender_id, client_id)
) WITHOUT ROWID;

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    time_ms INTEGER NOT NULL,
    act     TEXT    NOT NULL,
    actor   TEXT    NOT NULL,
    subject INTEGER NOT NULL,
    detail  TEXT    NOT NULL
);

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
WHEN OLD.id > (SELECT max(id) FROM audit) - 100000
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TABLE message_edits (
    conversation_id INTEGER NOT NULL,
    target_seq      INTEGER NOT NULL,
    seq             INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, target_seq, seq)
) WITHOUT ROWID;

PRAGMA application_id = 1383034731;

PRAGMA user_version = 1;

INSERT INTO schema_log VALUES (1, 1767225600000, '0.1.0');

INSERT INTO users VALUES (1, 'ada', x'616461', 'Ada', x'68617368', 2, 0, 1767225600000, 1767225700000),
                         (2, 'ben', x'62656e', '', x'68617368', 0, 0, 1767225600001, 0);

INSERT INTO tokens VALUES (x'01', 1, x'02', 'laptop', 1767225600002);

INSERT INTO invites VALUES (1, x'03', 'uid 0', 1767225600000, 1767830400000, NULL, 0, 0);

INSERT INTO audit VALUES (1, 1767225600000, 'invite.made', 'uid 0', 1, '');

INSERT INTO conversations VALUES (1, 1, 'Birds', NULL, 2), (2, 0, '', '1:2', 0);

INSERT INTO members VALUES (1, 1, 2, 2, 2), (1, 2, 0, 1, 0), (2, 1, 0, 0, 0), (2, 2, 0, 0, 0);

INSERT INTO events VALUES (1, 1, 1767225600003, 1, x'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 11, x'0a05426972647312020102'),
                          (1, 2, 1767225600004, 1, x'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 10, x'0a0568656c6c6f');
