"""Writing to the SQLite store, within one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field

from volsched.errors import Conflict
from volsched.notices.outbox import Envelope, envelope_key, message_as_body
from volsched.storage.reading import Reading, as_number, checksum
from volsched.storage.record import LONGEST_AUDITED, SECRET, Json, Record, check_name, written

NEWER = "something newer is told instead"
NO_OTHER = "no channel reaches this person"
UPSERT = (
    "INSERT INTO record (kind, key, version, body, checksum) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (kind, key) DO UPDATE "
    "SET version = excluded.version, body = excluded.body, checksum = excluded.checksum"
)
_POST = (
    "INSERT INTO outbox (key, person, channel, following, urgency, topic, state, due, not_before, deadline, attempts, "
    "owner, lease_from, lease_until, detail, message, checksum) "
    "VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, 0, '', 0, 0, '', ?, ?) ON CONFLICT (key) DO NOTHING"
)


@define(eq=False, kw_only=True)
class Writing(Reading):
    """One change of the file; its owner commits it."""

    who: str
    why: str
    at: dt.datetime
    counter: int = field(default=0)
    """The last number that was given to a version; every version is greater than all before it."""

    def put(self, kind: str, key: str, body: Mapping[str, Json], *, expect: int | None = None) -> Record:
        """Remember this body; a Conflict if `expect` does not hold."""
        check_name("kind", kind)
        check_name("key", key)
        text = written(kind, key, body)
        before = self._text(kind, key)
        self._must_hold(kind, key, before, expect)
        if before is not None and before[1] == text:
            return Record(kind=kind, key=key, version=before[0], body=json.loads(text))
        self.counter += 1
        self.link.execute(UPSERT, (kind, key, self.counter, text, checksum(kind, key, str(self.counter), text)))
        self._audit(kind, key, None if before is None else before[1], text)
        return Record(kind=kind, key=key, version=self.counter, body=json.loads(text))

    def remove(self, kind: str, key: str, *, expect: int | None = None) -> None:
        """Forget a record; a Conflict if `expect` does not hold."""
        before = self._text(kind, key)
        self._must_hold(kind, key, before, expect)
        if before is None:
            return
        self.link.execute("DELETE FROM record WHERE kind = ? AND key = ?", (kind, key))
        self._audit(kind, key, before[1], None)

    def enqueue(self, envelopes: Iterable[Envelope]) -> int:
        """Put envelopes into the outbox; how many were new."""
        return sum(self._post(item) for item in envelopes)

    def withdraw(self, topic: str, *, person: str = "", keep: Iterable[str] = (), tried: bool = False) -> int:
        """Take back what has not been tried yet, or with `tried` whatever has not gone out for certain; how many."""
        chosen = "topic >= ? AND topic < ? AND (? = '' OR person = ?) AND key NOT IN (SELECT value FROM json_each(?))"
        values = (topic, topic + "\U0010ffff", person, person, json.dumps(list(keep)))
        done = self.link.execute(
            f"DELETE FROM outbox WHERE state IN ('pending', 'deferred') AND attempts = 0 AND {chosen}",  # noqa: S608
            values,
        ).rowcount
        if tried:
            done += self.link.execute(
                f"UPDATE outbox SET state = 'handed', owner = '', detail = ? "  # noqa: S608 - our own words
                f"WHERE state IN ('claimed', 'deferred') AND {chosen}",
                (NEWER, *values),
            ).rowcount
        return done

    def revive(self, keys: Iterable[str], *, due: dt.datetime) -> int:
        """Let envelopes that were given up be tried again from this moment on; how many."""
        number = as_number(due)
        cursor = self.link.execute(
            "UPDATE outbox SET state = 'deferred', due = ?, detail = '', attempts = 0, deadline = NULL "
            "WHERE state = 'dead' AND key IN (SELECT value FROM json_each(?))",
            (number, json.dumps(list(keys))),
        )
        return cursor.rowcount

    def came_back(self, keys: Iterable[str], *, detail: str) -> int:
        """Hand envelopes that had gone out and were not delivered to the next channel, or give them up; how many."""
        rows = self.link.execute(
            "UPDATE outbox SET state = 'dead', detail = ? WHERE state = 'sent' "
            "AND key IN (SELECT value FROM json_each(?)) RETURNING key, following",
            (detail, json.dumps(list(keys))),
        ).fetchall()
        # Under a topic of its own: what is told later takes for granted that this was told, so it is not taken back.
        for key, following in rows:
            hand_on(self.link, key, json.loads(following), topic="returned/")
        return len(rows)

    def give_up(self, keys: Iterable[str], *, detail: str) -> int:
        """Let envelopes that have not gone out be tried no more; how many."""
        cursor = self.link.execute(
            "UPDATE outbox SET state = 'dead', detail = ? WHERE state IN ('pending', 'deferred', 'claimed') "
            "AND key IN (SELECT value FROM json_each(?))",
            (detail, json.dumps(list(keys))),
        )
        return cursor.rowcount

    def _post(self, item: Envelope) -> int:
        message = json.dumps(message_as_body(item.message), sort_keys=True)
        start = as_number(item.not_before)
        cursor = self.link.execute(
            _POST,
            (
                item.key,
                item.person,
                item.channel,
                json.dumps(item.then),
                0 if item.urgency == "safety" else 1,
                item.topic,
                start,
                start,
                None if item.deadline is None else as_number(item.deadline),
                message,
                checksum(item.key, item.person, item.channel, message),
            ),
        )
        return cursor.rowcount

    def _text(self, kind: str, key: str) -> tuple[int, str] | None:
        row = self.link.execute(
            "SELECT version, body, checksum FROM record WHERE kind = ? AND key = ?", (kind, key)
        ).fetchone()
        if row is None:
            return None
        version, body, kept = row
        if kept != checksum(kind, key, str(version), body):
            raise self.damaged(f"the record {kind}/{key}")
        return version, body

    def _must_hold(self, kind: str, key: str, before: tuple[int, str] | None, expect: int | None) -> None:
        found = 0 if before is None else before[0]
        if expect is None or expect == found:
            return
        if before is None:
            problem = "somebody else has removed it since it was read"
        elif expect == 0:
            problem = "is there already"
        else:
            problem = "somebody else has changed it since it was read"
        raise Conflict(kind, key, problem, "look at it as it is now, and do it again if it is still wanted")

    def _audit(self, kind: str, key: str, before: str | None, after: str | None) -> None:
        self.link.execute(
            "INSERT INTO audit (at, who, why, kind, key, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.at.isoformat(), self.who, self.why, kind, key, *(_kept(kind, text) for text in (before, after))),
        )


def hand_on(link: sqlite3.Connection, key: str, following: Sequence[str], *, topic: str = "") -> None:
    """Give the message of an envelope that reaches nobody to the next channel, under a topic that begins so."""
    if not following:
        link.execute("UPDATE outbox SET detail = ? WHERE key = ? AND detail = ''", (NO_OTHER, key))
        return
    person, message = link.execute("SELECT person, message FROM outbox WHERE key = ?", (key,)).fetchone()
    handed = envelope_key(person, following[0], key)
    link.execute(
        "INSERT INTO outbox (key, person, channel, following, urgency, topic, state, due, not_before, deadline, "
        "attempts, owner, lease_from, lease_until, detail, message, checksum) "
        "SELECT ?, person, ?, ?, urgency, ? || topic, 'pending', not_before, not_before, deadline, 0, '', 0, 0, '', "
        "message, ? FROM outbox WHERE key = ? ON CONFLICT (key) DO NOTHING",
        (
            handed,
            following[0],
            json.dumps(list(following[1:])),
            topic,
            checksum(handed, person, following[0], message),
            key,
        ),
    )
    link.execute("UPDATE outbox SET state = 'handed', detail = ? WHERE key = ?", (f"by {following[0]} instead", key))


def counter_of(link: sqlite3.Connection) -> int:
    """The last number that was given to a version."""
    return int(link.execute("SELECT counter FROM identity").fetchone()[0])


def _kept(kind: str, text: str | None) -> str | None:
    """What the audit log keeps of a body: all of it, or the digest of a long or secret one."""
    if text is None or (len(text) <= LONGEST_AUDITED and not kind.startswith(SECRET)):
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps({"characters": len(text), "sha256": digest}, sort_keys=True)
