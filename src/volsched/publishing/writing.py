"""Files on disk, replaced whole: whoever reads one sees the old one or the new one, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
from attrs import frozen

from volsched.errors import InvalidValue, OutputError
from volsched.publishing.disk import Disk
from volsched.publishing.paths import check_path
from volsched.publishing.private import PRIVATE_FILE, PRIVATE_FOLDER, closed, file_mode, folder_mode, is_public

MANIFEST = ".volsched-manifest.json"
"""What we have written into a folder, so that we know what is ours to remove. No output file can have its name."""
_TEMPORARY = ".volsched-tmp"
_AT_ONCE = 8
_CURES = {
    errno.ENOSPC: "make room on the disk and publish again",
    errno.EDQUOT: "make room on the disk and publish again",
    errno.EACCES: "allow writing there, or publish into another folder",
    errno.EPERM: "allow writing there, or publish into another folder",
    errno.EROFS: "publish into a folder that can be written",
}


def _checked(path: str) -> str:
    return check_path(path)


@frozen
class OutputFile:
    """A file to be written: its path within the folder ("public/calendar.ics") and its bytes.

    Raises:
        InvalidValue: the path could leave the folder, or means something else on some system.
    """

    path: str = attrs.field(converter=_checked)
    content: bytes = attrs.field(repr=lambda content: f"<{len(content)} bytes>")

    def __attrs_post_init__(self) -> None:
        content: object = self.content  # plugins make these, and need not heed the types
        if not isinstance(content, bytes):
            problem = f"is {type(content).__name__}, not bytes"
            raise InvalidValue("output file", self.path, "content", problem, "encode text as UTF-8")


@frozen(kw_only=True)
class Written:
    """What was done in a folder, as sorted paths; its length is the number of files that were written."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.written)


def write_files(folder: Path | str, files: Iterable[OutputFile], *, disk: Disk | None = None) -> Written:
    """Bring the folder to hold these files, and of those that we wrote before, no others.

    What lies in `public/` is for everybody, as far as the system's umask lets it be; everything else is for its owner
    alone, and for the group of a folder that the owner has opened to it.

    A file with the same bytes is not touched. Each other one is written beside its place, brought to the disk and put
    in its place in one step. Files that somebody else put there stay. `disk` is what all this is done with; tests give
    one that fails.

    Raises:
        InvalidValue: two files share a path, or one is the folder of another.
        OutputError: a file could not be read, written or removed, or another run is writing there. What had not been
            replaced by then is as it was, and the next run puts the rest right.
    """
    wanted = _by_path(files)
    root = _root(Path(folder))
    with _alone(root):
        return _Writer(root, disk or Disk()).bring_to(wanted)


def withdraw_personal(folder: Path | str, stem: str) -> tuple[str, ...]:
    """Take the files of one person out of a published folder, before the next publication does; their paths.

    `stem` is what their names begin with: a secret name, or an id. Nothing else is touched.

    Raises:
        OutputError: one could not be removed, or another run is writing there.
    """
    if not Path(folder).is_dir():
        return ()
    root = _root(Path(folder))
    with _alone(root):
        return _Writer(root, Disk()).withdraw(stem)


def _by_path(files: Iterable[OutputFile]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    folded: dict[str, str] = {}
    for file in files:
        other = folded.setdefault(file.path.casefold(), file.path)
        if file.path in found or other != file.path:
            raise InvalidValue("output file", file.path, "path", f"is also that of '{other}'", "give each its own name")
        found[file.path] = file.content
    for path in found:
        for above in _folders_of(path):
            if above.casefold() in folded:
                raise InvalidValue("output file", path, "path", f"'{above}' is a file too", "rename one of the two")
    return dict(sorted(found.items()))


def _folders_of(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]


def _root(folder: Path) -> Path:
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        return folder.resolve(strict=True)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what the system refuses in words that name the file."""
    try:
        yield
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        cure = _CURES.get(error.errno or 0, "see what stands there, and publish again")
        raise OutputError(str(path), f"cannot be written: {problem}", cure) from error


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Two runs at once would remove each other's files: one of them is told to wait."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # only where there is one

    with _told(root):
        held = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(str(root), "another run is publishing there", "wait until it has ended") from error
        except OSError:
            # Some network disks know no locks; on them it is left to people.
            pass
        yield
    finally:
        os.close(held)


def _named(path: str, stem: str) -> bool:
    return any(part.partition(".")[0] == stem for part in path.split("/")[1:])


class _Writer:
    """One run in one folder."""

    def __init__(self, root: Path, disk: Disk) -> None:
        self._root = root
        self._disk = disk
        self._touched: set[Path] = set()
        self._known: dict[str, Path] = {}
        self._modes: dict[str, int] = {}

    def bring_to(self, wanted: dict[str, bytes]) -> Written:
        former = self._former()
        self._sweep({*former, *wanted})
        # First our mark on what is about to be written, then the files: a run that breaks off leaves none unknown.
        self._mark({*former, *wanted})
        changed = self._put_all(wanted)
        removed = [path for path in sorted(former - set(wanted)) if self._remove(path)]
        self._settle()
        self._mark(set(wanted))
        self._settle()
        return Written(
            written=tuple(path for path in wanted if changed[path]),
            unchanged=tuple(path for path in wanted if not changed[path]),
            removed=tuple(removed),
        )

    def withdraw(self, stem: str) -> tuple[str, ...]:
        former = self._former()
        own = {path for path in former if path.startswith("person/") and _named(path, stem)}
        removed = tuple(path for path in sorted(own) if self._remove(path))
        if own:
            self._settle()
            self._mark(former - own)
            self._settle()
        return removed

    def _former(self) -> set[str]:
        """What we wrote before; a manifest that names anything odd is not ours to follow."""
        place = self._root / MANIFEST
        try:
            with _told(place):
                return {check_path(path) for path in json.loads(self._disk.read(place))["files"]}
        except OutputError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return set()
            raise
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            cure = "remove it; files of former runs then stay where they are"
            raise OutputError(str(place), "is not the list that we wrote", cure) from error

    def _mark(self, paths: set[str]) -> None:
        listed = json.dumps({"files": sorted(paths)}, indent=0).encode() + b"\n"
        # It lists the secret names of personal calendars.
        self._replace(self._root / MANIFEST, listed, PRIVATE_FILE)

    def _sweep(self, paths: set[str]) -> None:
        """Remove what a run that was broken off left beside the places of these files."""
        for path in sorted({"", *(path.rpartition("/")[0] for path in paths)}):
            folder = self._folder(path, make=False)
            if folder is None:
                continue
            with _told(folder):
                left = [name for name in self._disk.names(folder) if name[0] == "." and name.endswith(_TEMPORARY)]
            for name in left:
                with _told(folder / name), contextlib.suppress(FileNotFoundError):
                    self._disk.remove(folder / name)

    def _put_all(self, wanted: dict[str, bytes]) -> dict[str, bool]:
        """Each file in its place, and whether it had to be written.

        Several at a time, because most of it is waiting for the disk, and the disk takes several at once.
        """
        places = []
        for path in wanted:
            parent, _, name = path.rpartition("/")
            places.append((self._folder(parent, make=True) or self._root) / name)
        pool = ThreadPoolExecutor(_AT_ONCE)
        try:
            modes = map(self._file_mode, wanted)
            return dict(zip(wanted, pool.map(self._replace, places, wanted.values(), modes), strict=True))
        finally:
            pool.shutdown(cancel_futures=True)

    def _remove(self, path: str) -> bool:
        parent, _, name = path.rpartition("/")
        folder = self._folder(parent, make=False)
        if folder is None:
            return False
        place = folder / name
        with _told(place):
            try:
                if stat.S_ISDIR(place.lstat().st_mode):
                    return False  # somebody has put a folder where our file was
                self._disk.remove(place)
            except FileNotFoundError:
                return False
        self._touched.add(folder)
        return True

    def _folder(self, path: str, *, make: bool) -> Path | None:
        """A folder within ours, made where it is missing if it is to be; None where there is none and need be none.

        Each step is looked at before it is taken: a link that leads out of our folder is not followed.
        """
        if path in self._known:
            return self._known[path]
        if not path:
            return self._root
        parent, _, name = path.rpartition("/")
        above = self._folder(parent, make=make)
        if above is None:
            return None
        here = above / name
        with _told(here):
            if make and not os.path.lexists(here):
                self._disk.make_folder(here, self._folder_mode(parent, path))
                self._touched.add(above)
            elif not os.path.lexists(here):
                return None
            if not here.resolve().is_relative_to(self._root):
                raise OutputError(str(here), "is a link that leads out of the folder", "remove it and publish again")
            if not here.is_dir():
                if not make:
                    return None
                raise OutputError(str(here), "is not a folder", "move it away and publish again")
            self._close(here, path)
        self._known[path] = here
        return here

    def _close(self, here: Path, path: str) -> None:
        """Keep others out of a folder that is not public, also where an older version made it."""
        if is_public(path):
            return
        mode = stat.S_IMODE(here.stat().st_mode)
        if closed(mode) != mode:
            self._disk.protect(here, closed(mode))
        self._modes[path] = closed(mode)

    def _folder_mode(self, parent: str, path: str) -> int:
        if is_public(path):
            return 0o777
        return folder_mode(self._modes[parent]) if parent else PRIVATE_FOLDER

    def _file_mode(self, path: str) -> int:
        if is_public(path):
            return 0o666
        return file_mode(self._modes[path.rpartition("/")[0]]) if "/" in path else PRIVATE_FILE

    def _replace(self, place: Path, content: bytes, mode: int) -> bool:
        """Put the content in its place in one step; False where it is there already. `mode` is that of a new file."""
        disk, is_private = self._disk, not mode & 0o007
        with _told(place):
            before = disk.mode(place)
            kept = mode if before is not None and is_private and before & 0o007 else before
            if before is not None and disk.size(place) == len(content) and disk.read(place) == content:
                if kept is not None and kept != before:
                    disk.protect(place, kept)
                return False
            beside = place.with_name(f".{place.name}{_TEMPORARY}")
            try:
                self._write(beside, content, mode, kept)
                disk.replace(beside, place)
            except BaseException:
                # Where even that fails, the next run sweeps it away; what is told is what went wrong first.
                with contextlib.suppress(OSError):
                    disk.remove(beside)
                raise
        self._touched.add(place.parent)
        return True

    def _write(self, place: Path, content: bytes, mode: int, kept: int | None) -> None:
        held = self._disk.create(place, mode)
        try:
            if kept is not None:
                self._disk.permit(held, kept)
            self._disk.write(held, content)
            self._disk.settle(held)
        finally:
            self._disk.close(held)

    def _settle(self) -> None:
        """Bring the names to the disk too, not only the bytes."""
        if sys.platform == "win32":
            return
        for folder in sorted(self._touched):
            with _told(folder), self._disk.opened_folder(folder) as held:
                self._disk.settle(held)
        self._touched.clear()
