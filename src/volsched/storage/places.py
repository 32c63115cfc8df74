"""Where a store lies, and which kind of store that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from attrs import frozen

from volsched.errors import StoreError, UnknownName
from volsched.storage.protocol import Store

_ENDINGS = frozenset((".db", ".sqlite", ".sqlite3"))
NO_STORE = 'write store = "volsched.db" under [programme], or name one with --store'


def place_of(folder: Path, name: str) -> str:
    """The place of a store that a programme names: a file from its folder on, or a database by its address."""
    return name if "://" in name else str(folder / name)


class Kind(Protocol):
    """A kind of store that a plugin offers."""

    @property
    def name(self) -> str:
        """What its addresses begin with, before "://"."""
        ...

    @property
    def open(self) -> Callable[[str], Store]:
        """Opens the store of an address."""
        ...


@frozen
class Keeping:
    """The store of a programme, opened when it is asked for: None where it is a file that is not there yet.

    With `begin` such a file is made.
    """

    place: str
    kinds: Callable[[], Iterable[Kind]]
    begin: bool = True

    def __call__(self) -> Store | None:
        """Open it."""
        if not self.begin and is_missing(self.place):
            return None
        return open_store(self.place, self.kinds)


def is_missing(place: str) -> bool:
    """Whether a store is a file that is not there."""
    return "://" not in place and not Path(place).exists()


def nothing_kept(programme: str, keeping: object) -> StoreError:
    """Why nothing is remembered of a programme: it names no store, or nobody has begun it yet."""
    if isinstance(keeping, Keeping):
        return StoreError(keeping.place, "is not there yet, so nothing is remembered", "`volsched publish` begins it")
    return StoreError(f"programme {programme}", "has no store", NO_STORE)


def must_be_there(place: str, folder: Path | None = None) -> None:
    """Refuse a file of a store that is not there, so that a slip of the pen begins no second store.

    Raises:
        UnknownName: it is not there; the error names the stores that are.
    """
    if not is_missing(place):
        return
    near = {str(item) for where in (Path(place).parent, folder) if where is not None for item in _stores_in(where)}
    raise UnknownName("store", place, near, "`volsched publish` and `volsched book open` begin one")


def _stores_in(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(item for item in folder.iterdir() if item.suffix in _ENDINGS and item.is_file())
    except OSError:
        return ()


def open_store(place: str, kinds: Callable[[], Iterable[Kind]]) -> Store:
    """The store that lies there; `kinds` are asked for where it is no file.

    Raises:
        StoreError: it cannot be opened, or no plugin opens such a store.
    """
    # Loaded late: most questions need no database.
    from volsched.storage.sqlite import SqliteStore

    if "://" in place:
        scheme = place.partition("://")[0]
        for kind in kinds():
            if kind.name == scheme:
                return kind.open(place)
        raise StoreError(f"{scheme}://...", "no plugin opens such a store", "install one, such as volsched-postgres")
    return SqliteStore(place)
