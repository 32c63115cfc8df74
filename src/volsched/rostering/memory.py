"""Remembering what was worked out about the last few objects, by which object it is rather than how it looks."""

from __future__ import annotations

from typing import Generic, TypeVar

Kept = TypeVar("Kept")

LAST = 8


class Memory(Generic[Kept]):
    """What is known of the last few objects asked about. The objects are held, so that no other takes their place."""

    def __init__(self) -> None:
        self._entries: tuple[tuple[tuple[object, ...], Kept], ...] = ()

    def find(self, *objects: object) -> Kept | None:
        """What was kept for these very objects, if it still is."""
        for known, value in self._entries:
            if len(known) == len(objects) and all(a is b for a, b in zip(known, objects, strict=True)):
                return value
        return None

    def keep(self, value: Kept, *objects: object) -> Kept:
        """Keep this for these objects, and forget the oldest."""
        # One assignment replaces the whole, so that threads never see it half done.
        self._entries = ((objects, value), *self._entries[: LAST - 1])
        return value
