"""Looking after the SQLite file: looking it through, backing it up, putting a backup back."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from volsched.errors import StoreError
from volsched.model.text import one_line
from volsched.storage.connection import connected, created, one, told, transaction
from volsched.storage.guard import BACKUP, mark_path, read_mark, suspicion
from volsched.storage.opening import copy_whole
from volsched.storage.reading import Reading
from volsched.storage.schema import APPLICATION_ID, CURRENT

NETWORK_DISKS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p")
_MOST = 20
EMPTIED = "it is empty, and its mark says that it was not; restore a backup with 'volsched store restore'"
NOTHING_YET = "nothing is in it yet; the next run begins it"


def look_through(path: Path) -> tuple[str, ...]:
    """Everything that is wrong with the file, in words; nothing if all is well. It reads all of it."""
    with told(str(path)), contextlib.closing(connected(path)) as link:
        found = [one_line(str(row[0])) for row in link.execute(f"PRAGMA integrity_check({_MOST})") if row[0] != "ok"]
        if one(link, "PRAGMA user_version") == 0:
            mark = read_mark(path)
            # One that was begun and not finished, as on a full disk, has a mark and nothing to lose.
            emptied = mark.counter > 0 if mark is not None else mark_path(path).exists()
            return (*found, EMPTIED if emptied else NOTHING_YET)
        found += _rows(link, path)
        held = suspicion(link, path)
        if held:
            found.append(f"nothing goes out: {held}; look, then 'volsched store release'")
    found += _around(path)
    return tuple(found)


def _rows(link: sqlite3.Connection, path: Path) -> Iterator[str]:
    reading = Reading(link, str(path))
    try:
        for kind in reading.kinds():
            reading.every(kind)
        reading.posted()
        reading.history(most=1_000_000)
    except StoreError as error:
        yield error.problem


def _around(path: Path) -> Iterator[str]:
    if os.name != "nt":
        beside = (path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm", ".mark"))
        for place in (path, *beside, *sorted(path.parent.glob(f"{path.name}.before-*"))):
            if place.exists() and stat.S_IMODE(place.stat().st_mode) & 0o077:
                yield f"others may read {place.name}; chmod 600 {place}"
    disk = _disk_of(path)
    if disk in NETWORK_DISKS:
        yield f"it lies on a network disk ({disk}), where locks cannot be trusted; move it to a disk of this machine"


def _disk_of(path: Path) -> str:
    """The kind of disk that a file lies on, where the system says so."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    here = str(path.resolve())
    found = [line.split() for line in mounts]
    around = [row for row in found if len(row) > 2 and (here == row[1] or here.startswith(row[1].rstrip("/") + "/"))]
    return max(around, key=lambda row: len(row[1]))[2] if around else ""


def back_up(path: Path, target: Path, *, replace: bool = False) -> None:
    """Write the whole store into another file while others go on working with it.

    Raises:
        StoreError: the store is damaged, or the target is there already or cannot be written; then it is as it was.
    """
    if target.exists() and not replace:
        raise StoreError(str(target), "is there already", "name another file, or replace it with --replace")
    with told(str(path)), contextlib.closing(connected(path)) as link:
        found = one(link, "PRAGMA integrity_check(1)")
        if found != "ok":
            cure = "restore an earlier backup with 'volsched store restore', and keep this file for a look"
            raise StoreError(str(path), f"is damaged: {one_line(str(found))}", cure)
    with told(str(target)), contextlib.closing(connected(path)) as link:
        try:
            copy_whole(link, target)
        except OSError as error:
            problem = f"cannot be written: {(error.strerror or str(error)).lower()}"
            raise StoreError(str(target), problem, "make room there, or name another folder") from error


def put_back(source: Path, path: Path) -> Path | None:
    """Put a backup in the place of the store, in one step, and say where what was there before lies now.

    Afterwards nothing goes out until somebody has looked and released the store.

    Raises:
        StoreError: the backup is damaged, not ours or too new, or cannot be read; the store is as it was.
    """
    if not source.is_file():
        raise StoreError(str(source), "is not there", "name the file that 'volsched store backup' wrote")
    with told(str(source)), contextlib.closing(connected(source)) as backup:
        _must_be_ours(backup, source)
        before = None
        if path.exists() and path.stat().st_size:
            before = path.with_name(f"{path.name}.before-restore")
            with contextlib.suppress(StoreError):
                # A store that is too broken to be copied is no reason not to put a whole one in its place.
                back_up(path, before, replace=True)
        _pour(backup, path)
    return before


def _must_be_ours(backup: sqlite3.Connection, source: Path) -> None:
    found = one(backup, "PRAGMA integrity_check(1)")
    if found != "ok":
        raise StoreError(str(source), f"is damaged: {one_line(found)}", "take an older backup")
    if one(backup, "PRAGMA application_id") != APPLICATION_ID:
        raise StoreError(str(source), "is not a store of volsched", "name the file that 'volsched store backup' wrote")
    form = one(backup, "PRAGMA user_version")
    if form > CURRENT:
        problem = f"was written by a newer volsched (its form is {form}, this one knows up to {CURRENT})"
        raise StoreError(str(source), problem, "install that version, or take an older backup")


def _pour(backup: sqlite3.Connection, path: Path) -> None:
    """Copy a backup over the store by SQLite's own means, so that whoever has it open sees the new one whole."""
    try:
        _copy_into(backup, path)
    except sqlite3.DatabaseError:
        # What lies there is no database any more: it is moved aside, and the backup takes its place.
        for ending in ("", "-wal", "-shm"):
            place = path.with_name(f"{path.name}{ending}")
            if place.exists():
                place.replace(path.with_name(f"{path.name}.broken{ending}"))
        _copy_into(backup, path)


def _copy_into(backup: sqlite3.Connection, path: Path) -> None:
    created(path)  # for its owner alone; SQLite would leave that to the umask
    with contextlib.closing(connected(path)) as link:
        backup.backup(link)
        with transaction(link):
            link.execute("UPDATE identity SET held = ?", (BACKUP,))
        link.execute("PRAGMA journal_mode = WAL")
