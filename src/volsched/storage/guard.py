"""The guard against a restored or copied store: what has gone out must not go out again because an old file says so.

Beside the database lies a mark with the number that the store had reached when it last took messages to send. A file
that is behind its mark, that lies elsewhere on the disk than it did, or that has lost its mark, is not the file that
sent the last messages; then nothing goes out until somebody has looked.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from pathlib import Path

from attrs import frozen

from volsched.errors import StoreError
from volsched.storage.connection import one

BACKUP = "it was restored from a backup"
COPIED = "the file is not where it was written, so it is a copy or was restored"
BEHIND = "it is older than what has been sent from it, so it was restored"
NO_MARK = "its mark is missing, so it may be a copy"
OTHER = "its mark belongs to another store"


@frozen
class Mark:
    """What lies beside the database: which store it is, and how far it had come."""

    instance: str
    counter: int


def mark_path(path: Path) -> Path:
    """Where the mark of a database lies."""
    return path.with_name(f"{path.name}.mark")


def read_mark(path: Path) -> Mark | None:
    """The mark beside a database; None if there is none that can be read."""
    try:
        read = json.loads(mark_path(path).read_bytes())
        return Mark(str(read["instance"]), int(read["counter"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write_mark(path: Path, mark: Mark) -> None:
    """Put the mark beside the database in one step."""
    place = mark_path(path)
    beside = place.with_name(f".{place.name}.{os.getpid()}.{threading.get_ident()}.volsched-tmp")
    try:
        held = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(held, "wb") as file:
            file.write(json.dumps({"instance": mark.instance, "counter": mark.counter}).encode())
        beside.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def no_mark(path: Path, error: OSError) -> StoreError:
    """The error for a mark that the disk does not take."""
    problem = f"its mark cannot be written: {(error.strerror or str(error)).lower()}"
    return StoreError(str(path), problem, "make room on the disk, and allow writing in its folder")


def inode_of(path: Path) -> str:
    """What the file system calls the file; a copy of it is called otherwise."""
    return str(path.stat().st_ino)


def suspicion(link: sqlite3.Connection, path: Path) -> str:
    """Why nothing must go out from this file; empty if it is the one that it says it is."""
    instance, counter, inode, held = link.execute("SELECT instance, counter, inode, held FROM identity").fetchone()
    if held:
        return str(held)
    if inode != inode_of(path):
        return COPIED
    mark = read_mark(path)
    if mark is None:
        return NO_MARK
    if mark.instance != instance:
        return OTHER
    return BEHIND if counter < mark.counter else ""


def hold(link: sqlite3.Connection, why: str) -> None:
    """Let nothing go out until somebody has looked."""
    link.execute("UPDATE identity SET held = ? WHERE held = ''", (why,))


def trust(link: sqlite3.Connection, path: Path) -> Mark:
    """Take the file for the one that sends from now on, and say which mark it must be given."""
    mark = read_mark(path)
    reached = max(one(link, "SELECT counter FROM identity"), 0 if mark is None else mark.counter) + 1
    link.execute(
        "UPDATE identity SET generation = generation + 1, counter = ?, inode = ?, held = ''", (reached, inode_of(path))
    )
    return Mark(one(link, "SELECT instance FROM identity"), reached)
