"""The store in PostgreSQL: many processes on many machines, with the outbox worked by procrastinate."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
from attrs import define, field
from psycopg.conninfo import conninfo_to_dict

from volsched.errors import StoreError
from volsched.model.span import aware
from volsched.model.text import one_line
from volsched.notices.outbox import NO_LIMITS, Envelope, Limit, Outcome, Posted
from volsched.storage import Change, Look
from volsched.storage.claiming import Claiming
from volsched.storage.erasing import Eraser, erase, forget_before, texts_of
from volsched.storage.reading import Reading, as_number
from volsched.storage.record import Erased
from volsched.storage.writing import Writing, counter_of
from volsched_postgres.link import Link, told, transaction
from volsched_postgres.tables import CLAIMING, HOME, TURN, prepare

COPIED = "it is not the database where it was written, so it is a copy or was restored"
QUEUE, TASK = "volsched", "volsched_work"
_WAKE = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, scheduled_at) "
    "VALUES (?, ?, ?, jsonb_build_object('channel', ?::text), to_timestamp(?)) "
    # An update that changes nothing, so that a job that waits already is not begun before this change is committed.
    "ON CONFLICT (queueing_lock) WHERE status = 'todo' DO UPDATE SET attempts = procrastinate_jobs.attempts"
)
_SLOT = 5
"""Seconds: all of a channel that is due within the same ones is one job, begun at the end of them."""


class PostgresStore:
    """What is remembered, in a PostgreSQL database.

    Changes of records are written one after another, in the order in which they get the lock. Leases go by the clock
    of the database. Every envelope that becomes due leaves a job for procrastinate in the same transaction, so that a
    worker anywhere is woken.
    """

    def __init__(self, address: str, *, fresh_id: Callable[[], str] = lambda: secrets.token_hex(16)) -> None:
        """Open the database, and make its tables if it has none.

        Args:
            address: such as "postgresql://db.example/volsched"; a password is best kept in ~/.pgpass or PGPASSWORD.
            fresh_id: gives a new store a name that no other has.

        Raises:
            StoreError: it cannot be reached, does not let us in, or belongs to another program or a newer version.
        """
        self.address = address
        self._fresh_id = fresh_id
        self.place = _place(address)
        self._idle: list[Link] = []
        self._of_parents: list[Link] = []
        self._guard = threading.Lock()
        self._writers: set[int] = set()
        self._process = os.getpid()
        try:
            with told(self.place), self._link() as link:
                prepare(link, self.place, fresh_id())
        except BaseException:
            self.close()
            raise

    @contextlib.contextmanager
    def look(self) -> Iterator[Look]:
        """Read: everything as of one moment."""
        with told(self.place), self._link() as link, transaction(link, "ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield Reading(_as_sqlite(link), self.place)

    @contextlib.contextmanager
    def change(self, *, who: str, why: str = "", at: dt.datetime) -> Iterator[Change]:
        """Write: all of the block, or nothing where it raises."""
        moment = aware("change", "at", at)
        with self._writing(TURN) as link:
            counter = counter_of(_as_sqlite(link))
            writing = _Writing(
                link=_as_sqlite(link),
                place=self.place,
                who=one_line(who),
                why=one_line(why),
                at=moment,
                counter=counter,
            )
            yield writing
            if writing.counter != counter:
                link.execute("UPDATE identity SET counter = ?", (writing.counter,))
            writing.wake_workers()

    def claim(
        self,
        worker: str,
        *,
        channels: Sequence[str],
        now: dt.datetime,
        most: int = 10,
        lease: dt.timedelta = dt.timedelta(minutes=2),
        limits: Mapping[str, Limit] = NO_LIMITS,
    ) -> tuple[Posted, ...]:
        """Take envelopes that are due, for this worker alone until the lease ends."""
        moment = as_number(aware("claim", "now", now))
        with self._writing(CLAIMING) as link:
            if _suspicion(link):
                return ()
            work = Claiming(_as_sqlite(link), self.place, _tick(link))
            work.bury_the_late(moment)
            return work.take(worker, moment, channels=channels, most=most, lease=lease, limits=limits)

    def attempt(self, worker: str, *, now: dt.datetime, ended: Outcome | None = None, begin: str = "") -> bool:
        """Write down how the last attempt ended and which envelope is tried next."""
        moment = aware("attempt", "now", now)
        # Shared among attempts and not with claims: a claim must see no lease that begins later than its own moment.
        with self._writing(CLAIMING, shared=True) as link:
            work = Claiming(_as_sqlite(link), self.place, _tick(link))
            if ended is not None:
                work.end(worker, ended, moment)
                if ended.result in ("again", "next"):
                    _wake_for(link, [ended.key])
            return work.begin(worker, begin, moment) if begin else True

    def pause(self, channel: str, *, until: dt.datetime) -> None:
        """Let nothing be taken for this channel until then."""
        moment = aware("pause", "until", until)
        with self._writing(CLAIMING) as link:
            link.execute(
                "INSERT INTO channel AS kept (name, free_at, paused_until) VALUES (?, 0, ?) ON CONFLICT (name) "
                "DO UPDATE SET paused_until = greatest(kept.paused_until, excluded.paused_until)",
                (channel, as_number(moment)),
            )
            _wake(link, channel, moment.timestamp())

    def held(self) -> str:
        """Why nothing goes out; empty if nothing is held."""
        with told(self.place), self._link() as link:
            return _suspicion(link)

    def release(self, *, who: str, at: dt.datetime) -> None:
        """Let messages go out again, after somebody has looked."""
        moment = aware("release", "at", at)
        with self._writing(TURN) as link:
            link.execute("UPDATE identity SET generation = generation + 1, home = ?, held = ''", (link.one(HOME),))
            link.execute(
                "INSERT INTO audit (at, who, why, kind, key) VALUES (?, ?, ?, 'store', 'release')",
                (moment.isoformat(), one_line(who), "messages may go out again"),
            )

    def erase(self, person: str, texts: Iterable[str], *, who: str, at: dt.datetime) -> Erased:
        """Forget a person: a pseudonym stands for the id, and name, address and number are taken out everywhere."""
        moment = aware("erase", "at", at)
        with self._writing(TURN) as link:
            link.execute("SELECT pg_advisory_xact_lock(?)", (CLAIMING,))
            versions = itertools.count(counter_of(_as_sqlite(link)) + 1)
            eraser = Eraser(person=person, pseudonym=f"erased-{self._fresh_id()[:12]}", texts=texts_of(texts))
            found = erase(_as_sqlite(link), eraser, lambda: next(versions))
            link.execute("UPDATE identity SET counter = ?", (next(versions) - 1,))
            link.execute(
                "INSERT INTO audit (at, who, why, kind, key) VALUES (?, ?, ?, 'store', 'erase')",
                (moment.isoformat(), one_line(who), eraser.pseudonym),
            )
        with told(self.place), self._link() as link:
            link.execute("VACUUM record, audit, outbox, attempt")
        return found

    def forget(self, *, before: dt.datetime) -> Mapping[str, int]:
        """Take out messages that are done and the log, of before this moment; how many of each."""
        moment = aware("forget", "before", before)
        with self._writing(TURN) as link:
            link.execute("SELECT pg_advisory_xact_lock(?)", (CLAIMING,))
            return forget_before(_as_sqlite(link), as_number(moment), moment.isoformat())

    def generation(self) -> tuple[str, int, int]:
        """Which store this is: its own name, how often it was released, and how far it has come."""
        with told(self.place), self._link() as link:
            row: Any = link.execute("SELECT instance, generation, counter FROM identity").fetchone()
            return row[0], row[1], row[2]

    def close(self) -> None:
        """Let go of the database."""
        with self._guard:
            while self._idle:
                self._idle.pop().close()

    @contextlib.contextmanager
    def _link(self) -> Iterator[Link]:
        link = self._taken()
        process = self._process
        try:
            yield link
        finally:
            with self._guard:
                if process == os.getpid() and not link.closed and not link.in_transaction:
                    self._idle.append(link)
                else:
                    link.close()

    def _taken(self) -> Link:
        with self._guard:
            if self._process != os.getpid():
                # A forked child must neither use nor close the connections of its parent.
                self._of_parents += self._idle
                self._process, self._idle, self._writers = os.getpid(), [], set()
            while self._idle:
                link = self._idle.pop()
                if not link.closed:
                    return link
        return Link(self.address)

    @contextlib.contextmanager
    def _writing(self, lock: int, *, shared: bool = False) -> Iterator[Link]:
        thread = threading.get_ident()
        if self._process == os.getpid() and thread in self._writers:
            raise StoreError(self.place, "a change is already being written here", "end it before the next one begins")
        turn = f"SELECT pg_advisory_xact_lock{'_shared' if shared else ''}({lock})"
        with told(self.place), self._link() as link, transaction(link, lock=turn):
            self._writers.add(thread)
            try:
                yield link
            finally:
                self._writers.discard(thread)

    def __repr__(self) -> str:
        return f"PostgresStore({self.place!r})"


@define(eq=False, kw_only=True)
class _Writing(Writing):
    """A change that also wakes the workers of what it puts into the outbox."""

    _due: set[tuple[str, float]] = field(factory=set, init=False)

    def enqueue(self, envelopes: Iterable[Envelope]) -> int:
        """Put envelopes into the outbox; how many were new."""
        given = tuple(envelopes)
        self._due.update((item.channel, item.not_before.timestamp()) for item in given)
        return super().enqueue(given)

    def revive(self, keys: Iterable[str], *, due: dt.datetime) -> int:
        """Let envelopes that were given up be tried again from this moment on; how many."""
        given = tuple(keys)
        self._due.update((item.envelope.channel, due.timestamp()) for item in self.posted(keys=given) if given)
        return super().revive(given, due=due)

    def came_back(self, keys: Iterable[str], *, detail: str) -> int:
        """Hand envelopes that had gone out and were not delivered to the next channel, or give them up; how many."""
        given = list(keys)
        done = super().came_back(given, detail=detail)
        _wake_for(self.link, given)  # type: ignore[arg-type]
        return done

    def wake_workers(self) -> None:
        """Leave jobs for procrastinate, in the same transaction."""
        for channel, moment in sorted(self._due):
            _wake(self.link, channel, moment)


def _wake_for(link: Link, keys: Sequence[str]) -> None:
    """Leave jobs for envelopes that are to be tried again, and for those that they were handed on to."""
    rows = link.execute(
        "SELECT channel, due FROM outbox WHERE state IN ('pending', 'deferred') AND (key IN "
        "(SELECT value FROM json_each(?)) OR (attempts = 0 AND message IN (SELECT message FROM outbox WHERE key IN "
        "(SELECT value FROM json_each(?)))))",
        (json.dumps(list(keys)), json.dumps(list(keys))),
    ).fetchall()
    for channel, due in sorted(set(rows)):
        _wake(link, channel, due / 1_000_000)


def _wake(link: Any, channel: str, moment: float) -> None:
    if moment <= _tick(link):
        link.execute(_WAKE, (QUEUE, TASK, f"{TASK}/{channel}/now", channel, 0.0))
    else:
        end = (int(moment // _SLOT) + 1) * _SLOT
        link.execute(_WAKE, (QUEUE, TASK, f"{TASK}/{channel}/{end}", channel, float(end)))


def _as_sqlite(link: Link) -> Any:
    """The link where the store's own code expects a connection of sqlite3: it asks for `execute` alone."""
    return link


def _tick(link: Any) -> float:
    return float(link.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone()[0])


def _suspicion(link: Link) -> str:
    held, home = link.execute("SELECT held, home FROM identity").fetchone() or ("", "")
    return str(held) or ("" if home == link.one(HOME) else COPIED)


def _place(address: str) -> str:
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error:
        raise StoreError("postgresql://...", "is no address", "write postgresql://HOST/DATABASE") from None
    return f"postgresql://{parts.get('host', '')}/{parts.get('dbname', '')}"
