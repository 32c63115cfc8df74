"""Where a store lies, and which kind of store that makes it."""

from __future__ import annotations

from pathlib import Path

from volsched.errors import StoreError
from volsched.storage.protocol import Store


def place_of(folder: Path, name: str) -> str:
    """The place of a store that a programme names: a file from its folder on, or a database by its address."""
    return name if "://" in name else str(folder / name)


def open_store(place: str) -> Store:
    """The store that lies there.

    Raises:
        StoreError: it cannot be opened, or no plugin opens such a store.
    """
    # Loaded late: most questions need no database.
    from volsched.storage.sqlite import SqliteStore

    if "://" in place:
        scheme = place.partition("://")[0]
        raise StoreError(f"{scheme}://...", "no plugin opens such a store", f"install one, such as volsched-{scheme}")
    return SqliteStore(place)
