"""The tables of the SQLite store, and the numbered steps by which an older store becomes one of today."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

APPLICATION_ID = 0x766F6C73
"""Marks the file as ours ("vols"), so that no other program's database is ever migrated."""

MIGRATIONS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        1: (
            """CREATE TABLE record (
                kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
                checksum INTEGER NOT NULL, PRIMARY KEY (kind, key)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE audit (
                number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
                kind TEXT NOT NULL, key TEXT NOT NULL, before TEXT, after TEXT
            ) STRICT""",
            "CREATE INDEX audit_by_record ON audit (kind, key, number)",
            """CREATE TABLE outbox (
                key TEXT PRIMARY KEY, person TEXT NOT NULL, channel TEXT NOT NULL, following TEXT NOT NULL,
                urgency INTEGER NOT NULL, topic TEXT NOT NULL, state TEXT NOT NULL, due INTEGER NOT NULL,
                not_before INTEGER NOT NULL, deadline INTEGER, attempts INTEGER NOT NULL, owner TEXT NOT NULL,
                lease_from REAL NOT NULL, lease_until REAL NOT NULL, detail TEXT NOT NULL, message TEXT NOT NULL,
                checksum INTEGER NOT NULL
            ) STRICT""",
            "CREATE INDEX outbox_by_due ON outbox (state, urgency, due)",
            "CREATE INDEX outbox_by_person ON outbox (person)",
            "CREATE INDEX outbox_by_topic ON outbox (topic)",
            """CREATE TABLE attempt (
                number INTEGER PRIMARY KEY, key TEXT NOT NULL, owner TEXT NOT NULL, began TEXT NOT NULL,
                ended TEXT, result TEXT, detail TEXT
            ) STRICT""",
            "CREATE INDEX attempt_by_key ON attempt (key, number)",
            """CREATE TABLE channel (
                name TEXT PRIMARY KEY, free_at INTEGER NOT NULL, paused_until INTEGER NOT NULL
            ) STRICT""",
            """CREATE TABLE identity (
                only INTEGER PRIMARY KEY CHECK (only = 1), instance TEXT NOT NULL, generation INTEGER NOT NULL,
                counter INTEGER NOT NULL, inode TEXT NOT NULL, held TEXT NOT NULL
            ) STRICT""",
        ),
    }
)
"""The statements of each step; a step is one transaction, and a number is never used again."""

CURRENT = max(MIGRATIONS)
