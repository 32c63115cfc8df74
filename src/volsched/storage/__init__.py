"""What must be remembered between runs: one protocol, and the SQLite file that is the embedded default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from volsched.storage.protocol import Change, Look, Store
from volsched.storage.record import Audited, Json, Record

if TYPE_CHECKING:
    from volsched.storage.sqlite import SqliteStore

__all__ = ["Audited", "Change", "Json", "Look", "Record", "SqliteStore", "Store"]


def __getattr__(name: str) -> Any:
    """The SQLite store loads when it is first used: most runs need no database."""
    if name != "SqliteStore":
        raise AttributeError(f"module 'volsched.storage' has no attribute '{name}'")
    from volsched.storage.sqlite import SqliteStore

    globals()[name] = SqliteStore
    return SqliteStore
