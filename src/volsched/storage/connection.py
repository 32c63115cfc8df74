"""Connections to the SQLite file: opened alike, waited for in turn, and their troubles told in words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from volsched.errors import StoreError

Answer = TypeVar("Answer")
PATIENCE = 120.0
"""Seconds that a writer waits for its turn before it says so."""

_ROOM = "make room on the disk and run it again; what was remembered before is whole"
_BACKUP = "restore a backup with 'volsched store restore', and keep this file for a look"
_PROBLEMS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: ("cannot be written: no space left on the disk", _ROOM),
    sqlite3.SQLITE_IOERR: ("cannot be read or written: the disk reports an error", _ROOM),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check that the folder is there and may be written to"),
    sqlite3.SQLITE_READONLY: ("cannot be written: it is read-only", "allow writing to the file and its folder"),
    sqlite3.SQLITE_PERM: ("cannot be opened: not allowed", "allow reading and writing the file and its folder"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", _BACKUP),
    sqlite3.SQLITE_NOTADB: ("is not a store of volsched", "name another file, or move this one away"),
    sqlite3.SQLITE_TOOBIG: ("cannot keep a text of this length", "keep less in one record"),
}
_WAITING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def code_of(error: sqlite3.Error) -> int:
    """The main number of what SQLite says is wrong; 0 where it is the caller's mistake."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


@contextlib.contextmanager
def told(place: str) -> Iterator[None]:
    """Tell what SQLite refuses in words that name the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = code_of(error)
        if code in _WAITING:
            cure = "see which program keeps it, and run this again"
            raise StoreError(place, "another program is still writing to it", cure) from error
        problem, cure = _PROBLEMS.get(code, (f"cannot be used: {error}", "check it with 'volsched store check'"))
        if code == sqlite3.SQLITE_NOTADB and Path(f"{place}.mark").is_file():
            # The mark that a store leaves beside it says that this was one.
            problem, cure = "is damaged: its beginning is no longer that of a store", _BACKUP
        raise StoreError(place, problem, cure) from error


def connected(path: Path) -> sqlite3.Connection:
    """A connection as every part of the store uses it."""
    link = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON", "trusted_schema = OFF"):
            link.execute(f"PRAGMA {pragma}")
    except BaseException:
        link.close()
        raise
    return link


def patiently(step: Callable[[], Answer]) -> Answer:
    """Take a step that may have to wait for others, also where SQLite itself does not wait."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return step()
        except sqlite3.OperationalError as error:
            if code_of(error) not in _WAITING or time.monotonic() > end:
                raise
            time.sleep(0.005)


@contextlib.contextmanager
def transaction(link: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """All of the block or nothing of it."""
    patiently(lambda: link.execute(f"BEGIN {kind}"))
    try:
        yield
        patiently(lambda: link.execute("COMMIT"))
    except BaseException:
        # A rollback that fails too must not hide what went wrong; the file rolls back when it is next opened.
        with contextlib.suppress(sqlite3.Error):
            if link.in_transaction:
                link.execute("ROLLBACK")
        raise


def one(link: sqlite3.Connection, statement: str, *values: Any) -> Any:
    """The first value of the first row."""
    row = link.execute(statement, values).fetchone()
    return None if row is None else row[0]


def created(path: Path) -> bool:
    """Make the file so that nobody but its owner may read it; False if it is there already."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return False
    except OSError as error:
        problem = f"cannot be made: {(error.strerror or str(error)).lower()}"
        raise StoreError(str(path), problem, "check that the folder is there and may be written to") from error
    return True
