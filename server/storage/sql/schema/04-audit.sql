-- SPDX-FileCopyrightText: 2026 The Rookery authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Who did what to whom, and when (server/core/audit.h). Records are added, never changed, and taken out only when
-- 100,000 newer ones have come (limits::auditRecordsMax).

-- AUTOINCREMENT: the id of a record is never used again.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    time_ms INTEGER NOT NULL,
    act     TEXT    NOT NULL,
    actor   TEXT    NOT NULL,
    subject INTEGER NOT NULL, -- a person's or an invite's id, as the act says; 0: none. No foreign key: it outlives them
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
