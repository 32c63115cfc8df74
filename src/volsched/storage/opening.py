"""Opening the SQLite file: making a new one, bringing an older one up to date, refusing what is not ours."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from volsched.errors import StoreError
from volsched.model.text import one_line
from volsched.storage.connection import connected, created, one, patiently, transaction
from volsched.storage.guard import BACKUP, Mark, inode_of, no_mark, read_mark, write_mark
from volsched.storage.schema import APPLICATION_ID, CURRENT, MIGRATIONS

SMALL = 32 * 1024 * 1024
"""A file up to this size is looked through each time it is opened; a larger one only by `volsched store check`."""


def prepared(path: Path, fresh_id: Callable[[], str]) -> sqlite3.Connection:
    """A connection to the file, made new or brought up to date where that is needed."""
    is_new = created(path)
    link = connected(path)
    try:
        _examine(link, path)
        if _form(link, path) < CURRENT:
            _migrate(link, path, fresh_id)
        if not is_new:
            _look_through(link, path)
    except BaseException:
        link.close()
        raise
    return link


def _examine(link: sqlite3.Connection, path: Path) -> None:
    """Refuse a database of another program."""
    # As of one moment: another process may be making the store just now.
    with transaction(link, "DEFERRED"):
        tables = patiently(lambda: one(link, "SELECT count(*) FROM sqlite_schema"))
        found = one(link, "PRAGMA application_id")
    if found != APPLICATION_ID and (found or tables):
        raise StoreError(str(path), "is the database of another program", "name another file")


def _form(link: sqlite3.Connection, path: Path) -> int:
    """The number of the form that the file has; one that is newer than this version knows is refused."""
    found = int(one(link, "PRAGMA user_version"))
    if found > CURRENT:
        problem = f"was written by a newer volsched (its form is {found}, this one knows up to {CURRENT})"
        raise StoreError(str(path), problem, "install that version, or restore a backup from before")
    return found


def _look_through(link: sqlite3.Connection, path: Path) -> None:
    if path.stat().st_size > SMALL:
        return
    found = patiently(lambda: one(link, "PRAGMA quick_check(1)"))
    if found != "ok":
        cure = "restore a backup with 'volsched store restore', and keep this file for a look"
        raise StoreError(str(path), f"is damaged: {one_line(found)}", cure)


def _migrate(link: sqlite3.Connection, path: Path, fresh_id: Callable[[], str]) -> None:
    if one(link, "PRAGMA journal_mode") != "wal":
        patiently(lambda: link.execute("PRAGMA journal_mode = WAL"))
    before = one(link, "PRAGMA user_version")
    if before:
        copy_whole(link, path.with_name(f"{path.name}.before-form-{CURRENT}"))
    for number in sorted(MIGRATIONS):
        with transaction(link):
            # Another process may have taken the step while this one waited for its turn.
            if one(link, "PRAGMA user_version") >= number:
                continue
            for statement in MIGRATIONS[number]:
                link.execute(statement)
            if number == 1:
                _give_identity(link, path, fresh_id)
            link.execute(f"PRAGMA user_version = {number}")


def _give_identity(link: sqlite3.Connection, path: Path, fresh_id: Callable[[], str]) -> None:
    before = read_mark(path)
    if before is not None and before.counter > 0:
        cure = "restore a backup with 'volsched store restore', or remove the mark beside it to begin anew"
        raise StoreError(str(path), "is empty, and its mark says that it was not", cure)
    link.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    instance = fresh_id()
    link.execute(
        "INSERT INTO identity (only, instance, generation, counter, inode, held) VALUES (1, ?, 1, 0, ?, '')",
        (instance, inode_of(path)),
    )
    # Before the commit: a store without its mark would be taken for a copy.
    try:
        write_mark(path, Mark(instance, 0))
    except OSError as error:
        raise no_mark(path, error) from error


def copy_whole(link: sqlite3.Connection, target: Path) -> None:
    """Write the whole store into another file, which appears at once and only when it is whole.

    The copy is held: whoever opens it sends nothing before somebody has looked.
    """
    beside = target.with_name(f".{target.name}.volsched-tmp")
    with contextlib.suppress(FileNotFoundError):
        beside.unlink()
    created(beside)
    try:
        with contextlib.closing(connected(beside)) as copy:
            link.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            if one(copy, "SELECT count(*) FROM sqlite_schema WHERE name = 'identity'"):
                copy.execute("UPDATE identity SET held = ? WHERE held = ''", (BACKUP,))
            _must_be_whole(copy, target)
        _to_disk(beside)
        beside.replace(target)
        _to_disk(target.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _must_be_whole(copy: sqlite3.Connection, target: Path) -> None:
    found = one(copy, "PRAGMA integrity_check(1)")
    if found != "ok":
        cure = "look at the store with 'volsched store check'"
        raise StoreError(str(target), f"the copy is damaged: {found}", cure)


def _to_disk(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
