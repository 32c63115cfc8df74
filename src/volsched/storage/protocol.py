"""What a store can do, whichever database lies below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from volsched.notices.outbox import Envelope, EnvelopeState, Outbox, Posted
from volsched.storage.record import Audited, Erased, Json, Record


class Look(Protocol):
    """One consistent reading: whatever others write meanwhile, it sees one moment."""

    def get(self, kind: str, key: str) -> Record | None:
        """The record of this kind and key, if there is one."""
        ...

    def every(self, kind: str, prefix: str = "") -> tuple[Record, ...]:
        """The records of a kind whose keys begin so, sorted by key."""
        ...

    def kinds(self) -> Mapping[str, int]:
        """How many records there are of each kind."""
        ...

    def history(self, kind: str = "", key: str = "", *, most: int = 100) -> tuple[Audited, ...]:
        """The audit log, the latest first: of everything, of one kind, or of one record."""
        ...

    def posted(
        self, *, states: Sequence[EnvelopeState] = (), person: str = "", topic: str = "", keys: Sequence[str] = ()
    ) -> tuple[Posted, ...]:
        """The envelopes of the outbox, by when they are due: in these states, for this person, whose topics begin so.

        Left out, each of these asks for any.
        """
        ...

    def counted(self) -> Mapping[str, int]:
        """How many envelopes there are in each state."""
        ...


class Change(Look, Protocol):
    """One change: all of it or nothing. It sees what it has written itself."""

    def put(self, kind: str, key: str, body: Mapping[str, Json], *, expect: int | None = None) -> Record:
        """Remember this body.

        `expect` is the version that was read, 0 if the record must be new, None for whatever there is. The same
        body as before keeps its version and leaves no line in the audit log.

        Raises:
            Conflict: `expect` does not hold.
        """
        ...

    def remove(self, kind: str, key: str, *, expect: int | None = None) -> None:
        """Forget a record; without `expect` also one that is not there.

        Raises:
            Conflict: `expect` does not hold.
        """
        ...

    def enqueue(self, envelopes: Iterable[Envelope]) -> int:
        """Put envelopes into the outbox; how many were new. Of those with one key only the first is ever taken."""
        ...

    def withdraw(self, topic: str, *, person: str = "", keep: Iterable[str] = (), tried: bool = False) -> int:
        """Take back what has not been tried yet and whose topic begins so, but for these keys; how many.

        With `tried` it is also taken back where an attempt was made and may have come through: such an envelope stays
        as "handed", since something newer is told instead, and is not tried again.
        """
        ...

    def revive(self, keys: Iterable[str], *, due: dt.datetime) -> int:
        """Let envelopes that were given up be tried again from this moment on; how many."""
        ...

    def came_back(self, keys: Iterable[str], *, detail: str) -> int:
        """Hand envelopes that had gone out and were not delivered to the person's next channel; how many.

        One without a next channel is given up, so that somebody calls.
        """
        ...

    def give_up(self, keys: Iterable[str], *, detail: str) -> int:
        """Let envelopes that have not gone out be tried no more, and say why; how many."""
        ...


class Store(Outbox, Protocol):
    """What is remembered between runs, the outbox among it."""

    place: str
    """Where it lies, as messages name it, without secrets."""

    def look(self) -> AbstractContextManager[Look]:
        """Read."""
        ...

    def change(self, *, who: str, why: str = "", at: dt.datetime) -> AbstractContextManager[Change]:
        """Write: committed at the end of the block, or taken back whole where the block raises.

        `who`, `why` and `at` go into the audit log.
        """
        ...

    def held(self) -> str:
        """Why nothing goes out, such as that this is a restored copy; empty if nothing is held."""
        ...

    def release(self, *, who: str, at: dt.datetime) -> None:
        """Let messages go out again, after somebody has looked."""
        ...

    def erase(self, person: str, texts: Iterable[str], *, who: str, at: dt.datetime) -> Erased:
        """Forget a person: a pseudonym stands for the id, and these texts are taken out wherever they stand.

        What happened stays, such as that somebody served; messages to the person that have not gone out never will.
        """
        ...

    def forget(self, *, before: dt.datetime) -> Mapping[str, int]:
        """Take out messages that are done and the audit log, of before this moment; how many of each."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
