-- SPDX-FileCopyrightText: 2026 The Rookery authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Conversations, and who is in them.

-- AUTOINCREMENT: the id of a conversation is never used again.
CREATE TABLE conversations (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       INTEGER NOT NULL,           -- ConversationKind
    title      TEXT    NOT NULL,
    direct_key TEXT    UNIQUE,             -- "lower id:higher id" of the two people; NULL for a group
    last_seq   INTEGER NOT NULL DEFAULT 0  -- the newest event; they count 1, 2, 3 … without gaps
);

CREATE TABLE members (
    conversation_id INTEGER NOT NULL REFERENCES conversations(id),
    user_id         INTEGER NOT NULL REFERENCES users(id),
    role            INTEGER NOT NULL,           -- MemberRole
    delivered_seq   INTEGER NOT NULL DEFAULT 0, -- cursors only move forward
    read_seq        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation_id, user_id)
) WITHOUT ROWID;

CREATE INDEX members_by_user ON members(user_id);
