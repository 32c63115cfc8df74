"""The steps that writing takes with the disk, one call each, so that a test can break off before any of them."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Disk:
    """The disk of this machine. Each method is one step; it happens, or it raises OSError and has not happened."""

    def mode(self, place: Path) -> int | None:
        """The permissions of a file; None where there is none, or where a link or a folder stands in its place."""
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return None
        return stat.S_IMODE(mode) if stat.S_ISREG(mode) else None

    def size(self, place: Path) -> int:
        """How many bytes a file has."""
        return place.lstat().st_size

    def read(self, place: Path) -> bytes:
        """What a file holds."""
        return place.read_bytes()

    def names(self, folder: Path) -> tuple[str, ...]:
        """The names in a folder, sorted."""
        return tuple(sorted(item.name for item in folder.iterdir()))

    def make_folder(self, place: Path, mode: int) -> None:
        """Make a folder with at most these permissions."""
        place.mkdir(mode)

    def protect(self, place: Path, mode: int) -> None:
        """Give a file or folder of ours these permissions; disks that know none, and what others own, stay as is."""
        if sys.platform == "win32":
            return
        with contextlib.suppress(PermissionError):
            held = os.open(place, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                os.fchmod(held, mode)
            finally:
                os.close(held)

    def create(self, place: Path, mode: int) -> int:
        """Open a file that is not there yet, for writing, with at most these permissions."""
        return os.open(place, _NEW, mode)

    def permit(self, held: int, mode: int) -> None:
        """Give an open file these permissions."""
        if sys.platform != "win32":
            os.fchmod(held, mode)

    def write(self, held: int, content: bytes) -> None:
        """Write all of the content into an open file."""
        with open(held, "wb", buffering=0, closefd=False) as file:
            left = memoryview(content)
            while left:
                left = left[file.write(left) :]

    def settle(self, held: int) -> None:
        """Bring to the disk what was written into an open file, or the names of an open folder."""
        os.fsync(held)

    def close(self, held: int) -> None:
        """Close what is open."""
        os.close(held)

    def replace(self, beside: Path, place: Path) -> None:
        """Put a file in the place of another, in one step."""
        beside.replace(place)

    def remove(self, place: Path) -> None:
        """Remove a file."""
        place.unlink()

    @contextlib.contextmanager
    def opened_folder(self, folder: Path) -> Iterator[int]:
        """A folder, open while it is entered, for its names to be settled."""
        held = os.open(folder, os.O_RDONLY)
        try:
            yield held
        finally:
            os.close(held)
