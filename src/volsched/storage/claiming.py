"""Working the outbox: taking envelopes under a lease, and writing down every attempt."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping, Sequence

from attrs import frozen

from volsched.notices.outbox import Limit, Outcome, Posted
from volsched.storage.reading import OUTBOX_COLUMNS, Reading, as_number
from volsched.storage.writing import hand_on

TOO_LATE = "too late: it would have come after what it tells of"
_EXPIRED = "(state = 'claimed' AND (lease_from > :tick OR lease_until <= :tick))"
_FREE = f"(state IN ('pending', 'deferred') OR {_EXPIRED})"


@frozen
class Claiming:
    """One transaction's work on the outbox; `tick` is the store's own clock, which no one sets."""

    link: sqlite3.Connection
    place: str
    tick: float

    def bury_the_late(self, now: int) -> None:
        """Give up what is past its deadline."""
        self.link.execute(
            f"UPDATE outbox SET state = 'dead', detail = :why WHERE deadline <= :now AND {_FREE}",  # noqa: S608
            {"why": TOO_LATE, "now": now, "tick": self.tick},
        )

    def take(
        self,
        worker: str,
        now: int,
        *,
        channels: Sequence[str],
        most: int,
        lease: dt.timedelta,
        limits: Mapping[str, Limit],
    ) -> tuple[Posted, ...]:
        """Take up to so many envelopes that are due."""
        found: list[Posted] = []
        for channel in channels:
            room = min(most - len(found), self._room(channel, limits.get(channel), now))
            if room > 0:
                taken = self._take_of(worker, channel, now, room, lease)
                self._spend(channel, limits.get(channel), now, len(taken))
                found += taken
        return tuple(sorted(found, key=lambda item: (item.envelope.urgency != "safety", item.due, item.envelope.key)))

    def _take_of(self, worker: str, channel: str, now: int, most: int, lease: dt.timedelta) -> list[Posted]:
        rows = self.link.execute(
            f"UPDATE outbox SET state = 'claimed', owner = :owner, lease_from = :tick, lease_until = :until "  # noqa: S608
            f"WHERE key IN (SELECT key FROM outbox WHERE channel = :channel AND due <= :now AND {_FREE} "
            f"ORDER BY urgency, due, key LIMIT :most) RETURNING {OUTBOX_COLUMNS}",
            {
                "owner": worker,
                "tick": self.tick,
                "until": self.tick + lease.total_seconds(),
                "channel": channel,
                "now": now,
                "most": most,
            },
        ).fetchall()
        read = Reading(self.link, self.place)
        return [read.as_posted(row) for row in rows]

    def _room(self, channel: str, limit: Limit | None, now: int) -> int:
        """How many messages this channel may send at this moment."""
        row = self.link.execute("SELECT free_at, paused_until FROM channel WHERE name = ?", (channel,)).fetchone()
        free_at, paused = row or (0, 0)
        if now < paused:
            return 0
        if limit is None:
            return 1_000_000
        step = _step(limit)
        # A clock that was set back must not stop the channel for longer than a full burst takes.
        ahead = min(max(free_at - now, 0), step * limit.burst)
        return (step * limit.burst - ahead) // step

    def _spend(self, channel: str, limit: Limit | None, now: int, messages: int) -> None:
        if limit is None or not messages:
            return
        step = _step(limit)
        row = self.link.execute("SELECT free_at FROM channel WHERE name = ?", (channel,)).fetchone()
        start = min(max(row[0] if row else 0, now), now + step * limit.burst)
        self.link.execute(
            "INSERT INTO channel (name, free_at, paused_until) VALUES (?, ?, 0) "
            "ON CONFLICT (name) DO UPDATE SET free_at = excluded.free_at",
            (channel, start + step * messages),
        )

    def begin(self, worker: str, key: str, now: dt.datetime) -> bool:
        """Write down that this worker now tries to send it."""
        cursor = self.link.execute(
            "UPDATE outbox SET attempts = attempts + 1, lease_until = :tick + lease_until - lease_from, "
            "lease_from = :tick "
            "WHERE key = :key AND owner = :owner AND state = 'claimed' AND lease_from <= :tick AND lease_until > :tick",
            {"key": key, "owner": worker, "tick": self.tick},
        )
        if cursor.rowcount:
            self._close(key, now, "interrupted", "")
            self.link.execute(
                "INSERT INTO attempt (key, owner, began) VALUES (?, ?, ?)", (key, worker, now.isoformat())
            )
        return bool(cursor.rowcount)

    def end(self, worker: str, outcome: Outcome, now: dt.datetime) -> None:
        """Write down how it ended, if it is still this worker's."""
        state = {"sent": "sent", "again": "deferred", "dead": "dead", "next": "dead"}[outcome.result]
        row = self.link.execute(
            "UPDATE outbox SET state = ?, due = coalesce(?, due), detail = ?, owner = '' "
            "WHERE key = ? AND owner = ? AND state = 'claimed' RETURNING person, following",
            (
                state,
                None if outcome.due is None else as_number(outcome.due),
                outcome.detail,
                outcome.key,
                worker,
            ),
        ).fetchall()
        if row:
            self._close(outcome.key, now, outcome.result, outcome.detail)
        if row and outcome.result == "next":
            hand_on(self.link, outcome.key, json.loads(row[0][1]))

    def _close(self, key: str, now: dt.datetime, result: str, detail: str) -> None:
        self.link.execute(
            "UPDATE attempt SET ended = ?, result = ?, detail = ? WHERE key = ? AND ended IS NULL",
            (now.isoformat(), result, detail, key),
        )


def _step(limit: Limit) -> int:
    return max(1, int(limit.seconds * 1_000_000 / limit.messages))
