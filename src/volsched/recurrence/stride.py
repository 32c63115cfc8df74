"""Series that repeat after a fixed number of days: every n days, or on weekdays of every n-th week.

Everything is arithmetic on the number of the occurrence, so the cost is that of the window alone.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from itertools import accumulate, cycle, islice, repeat
from operator import add, sub

_NONE = dt.timedelta()


class Stride:
    """Times `anchor + k * step + offset` for every whole k and each offset, from `start` on.

    Occurrence number 0 is the first that is not before the start. Walls carry their zone but are counted as wall time.
    """

    __slots__ = ("amount_a_step", "anchor", "differences", "first_index", "is_sure", "offsets", "step")

    def __init__(
        self, anchor: dt.datetime, step: dt.timedelta, offsets: tuple[dt.timedelta, ...], start: dt.datetime
    ) -> None:
        self.step = step
        self.is_sure = True
        self.amount_a_step = len(offsets)
        if len(offsets) == 1:
            # With one time a step, counting is one division.
            self.anchor = anchor + offsets[0]
            self.offsets: tuple[dt.timedelta, ...] = (_NONE,)
        else:
            self.anchor = anchor
            self.offsets = offsets
            # From each time to the one after it, so that expanding is nothing but adding.
            self.differences = (*map(sub, offsets[1:], offsets), step - offsets[-1] + offsets[0])
        self.first_index = self._index(start)

    def _index(self, wall: dt.datetime) -> int:
        """The number of the first time at or after the wall, counted from the anchor."""
        if self.amount_a_step == 1:
            return -((self.anchor - wall) // self.step)
        periods, rest = divmod(wall - self.anchor, self.step)
        return periods * self.amount_a_step + bisect_left(self.offsets, rest)

    def _wall(self, index: int) -> dt.datetime | None:
        period, place = divmod(index, self.amount_a_step)
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
        if self.amount_a_step == 1:
            return list(accumulate(repeat(self.step, amount - 1), add, initial=self.anchor + low * self.step))
        period, place = divmod(low, self.amount_a_step)
        begin = self.anchor + period * self.step + self.offsets[place]
        differences = cycle(self.differences[place:] + self.differences[:place])
        return list(accumulate(islice(differences, amount - 1), add, initial=begin))
