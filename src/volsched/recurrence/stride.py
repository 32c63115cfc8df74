"""Series that repeat after a fixed number of days: every n days, or on weekdays of every n-th week.

Everything is arithmetic on the number of the occurrence, so the cost is that of the window alone.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from itertools import accumulate, repeat
from operator import add

_NONE = dt.timedelta()


class Stride:
    """Times `anchor + k * step + offset` for every whole k and each offset, from `start` on.

    Occurrence number 0 is the first that is not before the start. Walls carry their zone but are counted as wall time.
    """

    __slots__ = ("anchor", "first_index", "offsets", "single", "step")

    def __init__(
        self, anchor: dt.datetime, step: dt.timedelta, offsets: tuple[dt.timedelta, ...], start: dt.datetime
    ) -> None:
        self.anchor = anchor
        self.step = step
        self.offsets = offsets
        self.single = len(offsets) == 1
        if self.single:
            self.anchor = anchor + offsets[0]
            self.offsets = (_NONE,)
        self.first_index = self._index(start)

    def _index(self, wall: dt.datetime) -> int:
        """The number of the first time at or after the wall, counted from the anchor."""
        periods, rest = divmod(wall - self.anchor, self.step)
        if self.single:
            return periods + 1 if rest else periods
        return periods * len(self.offsets) + bisect_left(self.offsets, rest)

    def _wall(self, index: int) -> dt.datetime | None:
        period, place = divmod(index, len(self.offsets))
        try:
            return self.anchor + period * self.step + self.offsets[place]
        except OverflowError:
            return None

    def nth(self, number: int) -> dt.datetime | None:
        """Occurrence number so many, counted from 0; None beyond the year 9999."""
        return self._wall(self.first_index + number)

    def following(self, wall: dt.datetime) -> dt.datetime | None:
        """The first occurrence at or after the wall; None beyond the year 9999."""
        return self._wall(max(self.first_index, self._index(wall)))

    def amount(self, first: dt.datetime, end: dt.datetime) -> int:
        """How many occurrences there are from `first` up to `end`."""
        return max(0, self._index(end) - max(self.first_index, self._index(first)))

    def walls(self, first: dt.datetime, end: dt.datetime, most: int) -> list[dt.datetime]:
        """The occurrences from `first` up to `end`; at most one more than `most`, to tell that there are more."""
        low = self._index(first)
        if low < self.first_index:  # noqa: PLR1730 - max() costs a tenth of a short window
            low = self.first_index
        amount = self._index(end) - low
        if amount <= 0:
            return []
        if amount > most:
            amount = most + 1
        step = self.step
        if self.single:
            return list(accumulate(repeat(step, amount - 1), add, initial=self.anchor + low * step))
        offsets = self.offsets
        period, place = divmod(low, len(offsets))
        periods = (place + amount - 1) // len(offsets)
        rows = list(accumulate(repeat(step, periods), add, initial=self.anchor + period * step))
        # The last row may pass the year 9999, so it is cut before it is added up.
        last = rows.pop()
        found = [row + offset for row in rows for offset in offsets]
        found += [last + offset for offset in offsets[: place + amount - len(found)]]
        return found[place:]
