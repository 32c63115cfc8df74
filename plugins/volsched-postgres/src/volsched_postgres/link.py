"""A connection to PostgreSQL that takes the statements of volsched's own store.

Those are written for SQLite and use little that is not common to both. What differs is put into PostgreSQL's words
here, so that reading, writing and claiming are one piece of code for every store.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import errors

from volsched.errors import StoreError

_NAMED = re.compile(r"(?<![:\w]):([a-z_]+)")
_NOTHING_ASKED = re.compile(r"\bWHERE 1\b")


class Link:
    """The connection; `execute` is all that the store asks of it."""

    def __init__(self, address: str) -> None:
        self.raw = psycopg.connect(address, autocommit=True, connect_timeout=10, application_name="volsched")
        self.raw.execute("SET client_min_messages = warning; SET default_transaction_isolation = 'read committed'")

    def execute(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> psycopg.Cursor[Any]:
        """Run one statement of the store."""
        return self.raw.execute(in_postgres(statement), values or None)  # type: ignore[arg-type]

    def one(self, statement: str, *values: Any) -> Any:
        """The first value of the first row."""
        row = self.execute(statement, values).fetchone()
        return None if row is None else row[0]

    @property
    def in_transaction(self) -> bool:
        """Whether something is begun and not ended."""
        return self.raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE

    @property
    def closed(self) -> bool:
        """Whether the connection is of no use any more."""
        return self.raw.closed

    def close(self) -> None:
        """Let go."""
        self.raw.close()


@lru_cache(maxsize=256)
def in_postgres(statement: str) -> str:
    """The statement as PostgreSQL wants it. None of them holds a text in quotes with a mark or a per cent in it."""
    found = _NAMED.sub(r"%(\1)s", statement.replace("?", "%s"))
    found = found.replace("SELECT value FROM json_each(%s)", "SELECT json_array_elements_text(%s::json)")
    return _NOTHING_ASKED.sub("WHERE true", found)


@contextlib.contextmanager
def transaction(link: Link, kind: str = "READ WRITE", *, lock: str = "") -> Iterator[None]:
    """All of the block or nothing of it; with `lock` under that lock, which is asked for on the same way."""
    link.execute(f"BEGIN {kind}; {lock}")
    try:
        yield
        link.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(psycopg.Error):
            if link.in_transaction:
                link.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def told(place: str) -> Iterator[None]:
    """Tell what PostgreSQL refuses in words that name the store and what to do; its address stays unsaid."""
    try:
        yield
    except psycopg.Error as error:
        raise StoreError(place, *_in_words(error)) from None


def _in_words(error: psycopg.Error) -> tuple[str, str]:
    if isinstance(error, errors.InsufficientPrivilege | errors.InvalidPassword):
        return "does not let us in", "check the name and the password, which ~/.pgpass or PGPASSWORD may hold"
    if isinstance(error, errors.DiskFull):
        return "cannot be written: no space left on its disk", "make room there and run it again; nothing is lost"
    if isinstance(error, errors.InvalidCatalogName):
        return "has no such database", "make it with 'createdb', then run this again"
    if isinstance(error, psycopg.OperationalError):
        return "cannot be reached", "see whether the server runs and its address is right; nothing is lost"
    state = error.sqlstate or type(error).__name__
    return f"refused what was asked (its code is {state})", "run this again; if it stays so, report it"
