-- SPDX-FileCopyrightText: 2026 The Rookery authors
-- SPDX-License-Identifier: Apache-2.0
--
-- When this database came to each version, and by which release. The version itself is PRAGMA user_version.

CREATE TABLE schema_log (
    version INTEGER PRIMARY KEY,
    time_ms INTEGER NOT NULL,
    release TEXT    NOT NULL
);
