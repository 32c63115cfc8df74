"""Chance that falls the same on every Python: only `random.Random(seed).random()` promises its sequence for ever."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """One stream of chance. Each part of the example throws its own, so that a change in one leaves the others."""

    def __init__(self, seed: int, stream: int) -> None:
        self._next = random.Random(seed * 1009 + stream).random

    def chance(self, share: float) -> bool:
        """True for this share of the throws."""
        return self._next() < share

    def below(self, end: int) -> int:
        """A whole number from 0 up to but not including `end`."""
        return int(self._next() * end)

    def pick(self, items: Sequence[Item]) -> Item:
        """One of them."""
        return items[self.below(len(items))]

    def shuffled(self, items: Iterable[Item]) -> list[Item]:
        """All of them, in any order."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def some(self, items: Iterable[Item], count: int) -> list[Item]:
        """So many of them, none twice, in the order in which they came."""
        pool = list(items)
        if count > len(pool):
            raise ValueError(f"{count} of {len(pool)} cannot be drawn")
        chosen = sorted(self.shuffled(range(len(pool)))[:count])
        return [pool[index] for index in chosen]
