"""Reading from the SQLite store, within one transaction."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import define

from volsched.errors import InvalidValue, StoreError
from volsched.notices.outbox import Envelope, EnvelopeState, Posted, message_from_body
from volsched.storage.record import Audited, Record

Value = TypeVar("Value")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_LAST = "\U0010ffff"
OUTBOX_COLUMNS = (
    "key, person, channel, following, urgency, topic, state, due, not_before, deadline, attempts, detail, message, "
    "checksum, EXISTS (SELECT 1 FROM attempt WHERE attempt.key = outbox.key AND attempt.ended IS NULL)"
)


def as_number(moment: dt.datetime) -> int:
    """A moment as a whole number that sorts."""
    return (moment - _EPOCH) // _MICROSECOND


def as_moment(number: int) -> dt.datetime:
    """The moment of a number."""
    return _EPOCH + number * _MICROSECOND


def checksum(*parts: str) -> int:
    """What shows that a row is still what was written."""
    return zlib.crc32("\0".join(parts).encode())


@define(eq=False)
class Reading:
    """One consistent reading of the file."""

    link: sqlite3.Connection
    place: str

    def get(self, kind: str, key: str) -> Record | None:
        """The record of this kind and key, if there is one."""
        row = self.link.execute(
            "SELECT kind, key, version, body, checksum FROM record WHERE kind = ? AND key = ?", (kind, key)
        ).fetchone()
        return None if row is None else self._record(row)

    def every(self, kind: str, prefix: str = "") -> tuple[Record, ...]:
        """The records of a kind whose keys begin so, sorted by key."""
        rows = self.link.execute(
            "SELECT kind, key, version, body, checksum FROM record "
            "WHERE kind = ? AND key >= ? AND key < ? ORDER BY key",
            (kind, prefix, prefix + _LAST),
        )
        return tuple(self._record(row) for row in rows)

    def kinds(self) -> Mapping[str, int]:
        """How many records there are of each kind."""
        return dict(self.link.execute("SELECT kind, count(*) FROM record GROUP BY kind ORDER BY kind"))

    def history(self, kind: str = "", key: str = "", *, most: int = 100) -> tuple[Audited, ...]:
        """The audit log, the latest first: of everything, of one kind, or of one record."""
        asked = [(column, value) for column, value in (("kind", kind), ("key", key)) if value]
        where = " AND ".join(f"{column} = ?" for column, _ in asked) or "1"
        rows = self.link.execute(
            f"SELECT number, at, who, why, kind, key, before, after FROM audit WHERE {where}"  # noqa: S608 - our own names
            " ORDER BY number DESC LIMIT ?",
            (*(value for _, value in asked), most),
        )
        return tuple(self._whole("a line of the log", _audited, row) for row in rows)

    def posted(
        self, *, states: Sequence[EnvelopeState] = (), person: str = "", topic: str = "", keys: Sequence[str] = ()
    ) -> tuple[Posted, ...]:
        """The envelopes of the outbox, by when they are due."""
        clauses, values = [], list[Any]()
        if states:
            clauses.append(f"state IN ({_marks(states)})")
            values += states
        if person:
            clauses.append("person = ?")
            values.append(person)
        if topic:
            clauses.append("topic >= ? AND topic < ?")
            values += (topic, topic + _LAST)
        if keys:
            clauses.append("key IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(keys)))
        where = " AND ".join(clauses) or "1"
        rows = self.link.execute(
            f"SELECT {OUTBOX_COLUMNS} FROM outbox WHERE {where} ORDER BY due, key",  # noqa: S608 - our own names
            values,
        )
        return tuple(self.as_posted(row) for row in rows)

    def counted(self) -> Mapping[str, int]:
        """How many envelopes there are in each state."""
        return dict(self.link.execute("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state"))

    def as_posted(self, row: tuple[Any, ...]) -> Posted:
        """A row of the outbox as a value."""
        return self._whole("an envelope", self._posted, row)

    def _posted(self, row: tuple[Any, ...]) -> Posted:
        key, person, channel, following, urgency, topic, state, due, not_before, deadline = row[:10]
        attempts, detail, message, kept, is_open = row[10:15]
        if kept != checksum(key, person, channel, message):
            raise self.damaged(f"the envelope {key}")
        envelope = Envelope(
            key=key,
            person=person,
            channel=channel,
            then=tuple(json.loads(following)),
            urgency="safety" if urgency == 0 else "info",
            topic=topic,
            not_before=as_moment(not_before),
            deadline=None if deadline is None else as_moment(deadline),
            message=message_from_body(json.loads(message)),
        )
        return Posted(
            envelope=envelope,
            state=state,
            due=as_moment(due),
            attempts=attempts,
            detail=detail,
            interrupted=bool(is_open),
        )

    def damaged(self, what: str) -> StoreError:
        """The error for a row that is no longer what was written."""
        cure = "restore a backup with 'volsched store restore', and keep this file for a look"
        return StoreError(self.place, f"is damaged: {what} is not what was written", cure)

    def _record(self, row: tuple[Any, ...]) -> Record:
        return self._whole("a record", self._recorded, row)

    def _recorded(self, row: tuple[Any, ...]) -> Record:
        kind, key, version, body, kept = row
        if kept != checksum(kind, key, str(version), body):
            raise self.damaged(f"the record {kind}/{key}")
        return Record(kind=kind, key=key, version=version, body=json.loads(body))

    def _whole(self, what: str, read: Callable[[tuple[Any, ...]], Value], row: tuple[Any, ...]) -> Value:
        """What a row says; where it holds what nobody writes, such as nothing in place of a text, it is damaged."""
        try:
            return read(row)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError, RecursionError, InvalidValue) as error:
            raise self.damaged(what) from error


def _audited(row: tuple[Any, ...]) -> Audited:
    number, at, who, why, kind, key, before, after = row
    return Audited(
        number=number,
        at=dt.datetime.fromisoformat(at),
        who=who,
        why=why,
        kind=kind,
        key=key,
        before=None if before is None else json.loads(before),
        after=None if after is None else json.loads(after),
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
