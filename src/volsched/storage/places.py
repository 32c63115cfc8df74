"""Where a store lies, and which kind of store that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from volsched.errors import StoreError
from volsched.storage.protocol import Store

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
