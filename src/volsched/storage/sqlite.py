"""The embedded store: one SQLite file, for one machine and as many processes as there are."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from volsched.errors import StoreError
from volsched.model.span import aware
from volsched.model.text import one_line
from volsched.notices.outbox import NO_LIMITS, Limit, Outcome, Posted
from volsched.storage.claiming import Claiming
from volsched.storage.connection import connected, patiently, told, transaction
from volsched.storage.erasing import Eraser, erase, forget_before, texts_of
from volsched.storage.guard import Mark, hold, no_mark, read_mark, suspicion, trust, write_mark
from volsched.storage.opening import prepared
from volsched.storage.protocol import Change, Look
from volsched.storage.reading import Reading, as_number
from volsched.storage.record import Erased
from volsched.storage.writing import Writing, counter_of


def _fresh_id() -> str:
    return secrets.token_hex(16)


class SqliteStore:
    """What is remembered, in one SQLite file that only its owner may read.

    It may be used from several threads and processes at once: writers take turns, readers never wait. The file must
    lie on a disk of this machine, not on a network drive.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        ticks: Callable[[], float] = time.monotonic,
        fresh_id: Callable[[], str] = _fresh_id,
    ) -> None:
        """Open the file, or make it.

        Args:
            path: the file; its folder must be there.
            ticks: seconds by a clock that runs evenly and that all processes of the machine share; leases go by it.
            fresh_id: gives a new store a name that no other has.

        Raises:
            StoreError: it cannot be opened, is damaged, is not ours, or is of a newer version of volsched.
        """
        self.path = Path(path)
        self.place = str(path)
        self._ticks = ticks
        self._fresh_id = fresh_id
        self._idle: list[sqlite3.Connection] = []
        self._of_parents: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()
        self._writer: int | None = None
        self._is_marked = False
        self._process = os.getpid()
        with told(self.place):
            self._idle.append(prepared(self.path, fresh_id))

    @contextlib.contextmanager
    def look(self) -> Iterator[Look]:
        """Read: everything as of one moment."""
        with told(self.place), self._connection() as link, transaction(link, "DEFERRED"):
            yield Reading(link, self.place)

    @contextlib.contextmanager
    def change(self, *, who: str, why: str = "", at: dt.datetime) -> Iterator[Change]:
        """Write: all of the block, or nothing where it raises."""
        moment = aware("change", "at", at)
        with self._writing() as link:
            counter = counter_of(link)
            writing = Writing(
                link=link, place=self.place, who=one_line(who), why=one_line(why), at=moment, counter=counter
            )
            yield writing
            if writing.counter != counter:
                link.execute("UPDATE identity SET counter = ?", (writing.counter,))
            instance = link.execute("SELECT instance FROM identity").fetchone()[0]
        if not self._is_marked and writing.counter:
            # Once a process: a file that is found empty later is then known to have been more. The change itself
            # is written by now, so that a mark which cannot be is no reason to say that it failed.
            with contextlib.suppress(OSError):
                before = read_mark(self.path)
                # One that is ahead shows that this file is an old one, and must stay.
                if before is not None and before.instance == instance and before.counter < writing.counter:
                    write_mark(self.path, Mark(instance, writing.counter))
                self._is_marked = True

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
        with self._writing() as link:
            doubt = suspicion(link, self.path)
            if doubt:
                hold(link, doubt)
                return ()
            work = Claiming(link, self.place, self._ticks())
            work.bury_the_late(moment)
            taken = work.take(worker, moment, channels=channels, most=most, lease=lease, limits=limits)
            if taken:
                link.execute("UPDATE identity SET counter = counter + 1")
            instance, counter = link.execute("SELECT instance, counter FROM identity").fetchone()
        if taken:
            # After the commit: the mark must never be ahead of the store that it belongs to.
            self._mark(Mark(instance, counter))
        return taken

    def attempt(self, worker: str, *, now: dt.datetime, ended: Outcome | None = None, begin: str = "") -> bool:
        """Write down how the last attempt ended and which envelope is tried next."""
        moment = aware("attempt", "now", now)
        with self._writing() as link:
            work = Claiming(link, self.place, self._ticks())
            if ended is not None:
                work.end(worker, ended, moment)
            return work.begin(worker, begin, moment) if begin else True

    def pause(self, channel: str, *, until: dt.datetime) -> None:
        """Let nothing be taken for this channel until then."""
        number = as_number(aware("pause", "until", until))
        with self._writing() as link:
            link.execute(
                "INSERT INTO channel (name, free_at, paused_until) VALUES (?, 0, ?) "
                "ON CONFLICT (name) DO UPDATE SET paused_until = max(paused_until, excluded.paused_until)",
                (channel, number),
            )

    def held(self) -> str:
        """Why nothing goes out; empty if nothing is held."""
        with told(self.place), self._connection() as link:
            return suspicion(link, self.path)

    def release(self, *, who: str, at: dt.datetime) -> None:
        """Let messages go out again, after somebody has looked."""
        moment = aware("release", "at", at)
        with self._writing() as link:
            mark = trust(link, self.path)
            link.execute(
                "INSERT INTO audit (at, who, why, kind, key) VALUES (?, ?, ?, 'store', 'release')",
                (moment.isoformat(), one_line(who), "messages may go out again"),
            )
        self._mark(mark)

    def erase(self, person: str, texts: Iterable[str], *, who: str, at: dt.datetime) -> Erased:
        """Forget a person: a pseudonym stands for the id, and name, address and number are taken out everywhere."""
        moment = aware("erase", "at", at)
        with self._writing() as link:
            counter = [counter_of(link)]

            def next_version() -> int:
                counter[0] += 1
                return counter[0]

            eraser = Eraser(person=person, pseudonym=f"erased-{self._fresh_id()[:12]}", texts=texts_of(texts))
            found = erase(link, eraser, next_version)
            link.execute("UPDATE identity SET counter = ?", (counter[0],))
            link.execute(
                "INSERT INTO audit (at, who, why, kind, key) VALUES (?, ?, ?, 'store', 'erase')",
                (moment.isoformat(), one_line(who), eraser.pseudonym),
            )
        self._tidy()
        return found

    def forget(self, *, before: dt.datetime) -> Mapping[str, int]:
        """Take out messages that are done and the log, of before this moment; how many of each."""
        moment = aware("forget", "before", before)
        with self._writing() as link:
            return forget_before(link, as_number(moment), moment.isoformat())

    def _tidy(self) -> None:
        """Leave no trace of what was taken out: in the file itself, or in the log of its writes."""
        with told(self.place), self._connection() as link:
            patiently(lambda: link.execute("VACUUM"))
            patiently(lambda: link.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

    def generation(self) -> tuple[str, int, int]:
        """Which store this is: its own name, how often it was released, and how far it has come."""
        with told(self.place), self._connection() as link:
            instance, generation, counter = link.execute(
                "SELECT instance, generation, counter FROM identity"
            ).fetchone()
            return instance, generation, counter

    def close(self) -> None:
        """Let go of the file."""
        with self._guard:
            while self._idle:
                self._idle.pop().close()

    def _mark(self, mark: Mark) -> None:
        try:
            write_mark(self.path, mark)
        except OSError as error:
            raise no_mark(self.path, error) from error

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        link = self._taken()
        process = self._process
        try:
            yield link
        finally:
            with self._guard:
                if process == os.getpid() and not link.in_transaction:
                    self._idle.append(link)
                else:
                    # What could not be rolled back is rolled back by closing.
                    link.close()

    def _taken(self) -> sqlite3.Connection:
        with self._guard:
            if self._process != os.getpid():
                # A forked child must neither use nor close the connections of its parent.
                self._of_parents += self._idle
                self._process, self._idle, self._writer = os.getpid(), [], None
            if self._idle:
                return self._idle.pop()
        return connected(self.path)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._writer == threading.get_ident() and self._process == os.getpid():
            raise StoreError(self.place, "a change is already being written here", "end it before the next one begins")
        with self._turn, told(self.place), self._connection() as link, transaction(link):
            self._writer = threading.get_ident()
            try:
                yield link
            finally:
                self._writer = None

    def __repr__(self) -> str:
        return f"SqliteStore({self.place!r})"
