-- SPDX-FileCopyrightText: 2026 The Rookery authors
-- SPDX-License-Identifier: Apache-2.0
--
-- The first schema of the client's cache. Numbers of the server (user, conversation, seq) are stored as they are;
-- bodies are serialised messages of rookery.proto.
CREATE TABLE migrations (
    version INTEGER PRIMARY KEY,
    applied_ms INTEGER NOT NULL,
    release TEXT NOT NULL
);
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    last_seen_ms INTEGER NOT NULL,
    body BLOB NOT NULL               -- wire.User
);
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    unread INTEGER NOT NULL,
    counted_seq INTEGER NOT NULL,    -- up to here the server has counted the unread
    body BLOB NOT NULL               -- wire.Conversation, members included
);
CREATE TABLE events (
    conversation_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    sender_id INTEGER NOT NULL,
    is_message INTEGER NOT NULL,     -- 1: somebody said something
    body BLOB NOT NULL,              -- wire.Event
    PRIMARY KEY (conversation_id, seq)
) WITHOUT ROWID;
CREATE TABLE changes (               -- edits and recalls, by the message they are about
    conversation_id INTEGER NOT NULL,
    target_seq INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    is_recall INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, target_seq, seq)
) WITHOUT ROWID;
CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id BLOB NOT NULL UNIQUE,
    conversation_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    error_code INTEGER NOT NULL,     -- 0: still to be sent; else why it was refused for good
    error_limit INTEGER NOT NULL,
    error_actual INTEGER NOT NULL
);
CREATE TABLE drafts (
    conversation_id INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);
CREATE TABLE cursors (               -- own cursors that the server has not confirmed yet
    conversation_id INTEGER PRIMARY KEY,
    delivered_seq INTEGER NOT NULL,
    read_seq INTEGER NOT NULL
);
CREATE TABLE marks (                 -- how far a program has shown a conversation, by the program's own key
    key TEXT NOT NULL,
    conversation_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (key, conversation_id)
) WITHOUT ROWID;
