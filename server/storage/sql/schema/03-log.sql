-- SPDX-FileCopyrightText: 2026 The Rookery authors
-- SPDX-License-Identifier: Apache-2.0
--
-- What was said. WITHOUT ROWID keeps the events of a conversation side by side, so a page of history is a few
-- neighbouring pages of the file.

CREATE TABLE events (
    conversation_id INTEGER NOT NULL REFERENCES conversations(id),
    seq             INTEGER NOT NULL,
    time_ms         INTEGER NOT NULL,
    sender_id       INTEGER NOT NULL REFERENCES users(id),
    client_id       BLOB,             -- 16 bytes; NULL where no client made one
    kind            INTEGER NOT NULL, -- field number in the body of wire Event; 10 is a message
    body            BLOB    NOT NULL, -- that field's message, serialized
    PRIMARY KEY (conversation_id, seq),
    UNIQUE (sender_id, client_id)
) WITHOUT ROWID;

-- The edits of each message, so that recalling it finds them. Gone with the recall.
CREATE TABLE message_edits (
    conversation_id INTEGER NOT NULL,
    target_seq      INTEGER NOT NULL, -- the message
    seq             INTEGER NOT NULL, -- the edit
    PRIMARY KEY (conversation_id, target_seq, seq)
) WITHOUT ROWID;
