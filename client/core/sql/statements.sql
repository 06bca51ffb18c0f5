-- SPDX-FileCopyrightText: 2026 The Rookery authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Every statement of the client's cache. A line "-- name: x" begins the statement that LocalCache knows as x.

-- name: read_setting
SELECT value FROM settings WHERE key = ?
-- name: write_setting
INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value

-- name: read_users
SELECT last_seen_ms, body FROM users
-- name: write_user
INSERT INTO users (id, last_seen_ms, body) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET last_seen_ms = excluded.last_seen_ms, body = excluded.body
-- name: clear_users
DELETE FROM users

-- name: read_conversations
SELECT unread, counted_seq, body FROM conversations
-- name: write_conversation
INSERT INTO conversations (id, unread, counted_seq, body) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET unread = excluded.unread, counted_seq = excluded.counted_seq, body = excluded.body

-- name: write_event
INSERT INTO events (conversation_id, seq, sender_id, is_message, body) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (conversation_id, seq) DO UPDATE SET body = excluded.body
-- name: read_oldest_events
SELECT body FROM events WHERE conversation_id = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?
-- name: read_newest_events
SELECT body FROM events WHERE conversation_id = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?
-- name: remove_events_after
DELETE FROM events WHERE conversation_id = ? AND seq > ?
-- name: remove_changes_after
DELETE FROM changes WHERE conversation_id = ? AND seq > ?
-- name: cut_back_marks
UPDATE marks SET seq = min(seq, ?) WHERE conversation_id = ?
-- name: has_event
SELECT 1 FROM events WHERE conversation_id = ? AND seq = ?
-- name: newest_event
SELECT body FROM events WHERE conversation_id = ? ORDER BY seq DESC LIMIT 1
-- name: newest_message
SELECT body FROM events WHERE conversation_id = ? AND is_message = 1 ORDER BY seq DESC LIMIT 1
-- name: count_messages_of_others
SELECT count(*) FROM events
WHERE conversation_id = ? AND seq BETWEEN ? AND ? AND is_message = 1 AND sender_id <> ?

-- name: write_change
INSERT OR IGNORE INTO changes (conversation_id, target_seq, seq, is_recall) VALUES (?, ?, ?, ?)
-- name: read_changes_of
SELECT seq, is_recall FROM changes WHERE conversation_id = ? AND target_seq = ?
-- name: read_changes
SELECT c.target_seq, c.is_recall, e.sender_id FROM changes c
JOIN events e ON e.conversation_id = c.conversation_id AND e.seq = c.seq
WHERE c.conversation_id = ? AND c.target_seq BETWEEN ? AND ?

-- name: read_outbox
SELECT client_id, conversation_id, text, created_ms, error_code, error_limit, error_actual FROM outbox
ORDER BY position
-- name: add_to_outbox
INSERT INTO outbox (client_id, conversation_id, text, created_ms, error_code, error_limit, error_actual)
VALUES (?, ?, ?, ?, 0, 0, 0)
-- name: set_outbox_error
UPDATE outbox SET error_code = ?, error_limit = ?, error_actual = ? WHERE client_id = ?
-- name: remove_from_outbox
DELETE FROM outbox WHERE client_id = ?

-- name: read_drafts
SELECT conversation_id, text FROM drafts
-- name: write_draft
INSERT INTO drafts (conversation_id, text) VALUES (?, ?)
ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text
-- name: remove_draft
DELETE FROM drafts WHERE conversation_id = ?

-- name: read_cursors
SELECT conversation_id, delivered_seq, read_seq FROM cursors
-- name: write_cursor
INSERT INTO cursors (conversation_id, delivered_seq, read_seq) VALUES (?, ?, ?)
ON CONFLICT (conversation_id) DO UPDATE SET delivered_seq = max(delivered_seq, excluded.delivered_seq),
                                            read_seq = max(read_seq, excluded.read_seq)
-- name: remove_cursor
DELETE FROM cursors WHERE conversation_id = ? AND delivered_seq <= ? AND read_seq <= ?

-- name: read_mark
SELECT seq FROM marks WHERE key = ? AND conversation_id = ?
-- name: write_mark
INSERT INTO marks (key, conversation_id, seq) VALUES (?, ?, ?)
ON CONFLICT (key, conversation_id) DO UPDATE SET seq = max(seq, excluded.seq)
