"""Series that repeat after a fixed number of days: every n days, or on weekdays of every n-th week.

Everything is arithmetic on the number of the occurrence, so the cost is that of the window alone. Walls carry their
zone but are counted as wall time.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from itertools import accumulate, cycle, islice, repeat
from operator import add, sub

_delta = dt.timedelta
_DAYS = tuple(_delta(days) for days in range(372))


class Every:
    """The times `first + k * days` for k = 0, 1, 2 and so on."""

    __slots__ = ("days", "first")

    is_sure = True

    def __init__(self, first: dt.datetime, days: int) -> None:
        self.first = first
        self.days = days

    def nth(self, number: int) -> dt.datetime | None:
        """Occurrence number so many, counted from 0; None beyond the year 9999."""
        try:
            return self.first + _delta(number * self.days)
        except OverflowError:
            return None

    def following(self, wall: dt.datetime) -> dt.datetime | None:
        """The first occurrence at or after the wall; None beyond the year 9999."""
        return self.first if wall <= self.first else self.nth(-((self.first - wall).days // self.days))

    def amount(self, first: dt.datetime, end: dt.datetime) -> int:
        """How many occurrences there are from `first` up to `end`."""
        low = max(0, -((self.first - first).days // self.days))
        return max(0, -((self.first - end).days // self.days) - low)

    def walls(self, first: dt.datetime, end: dt.datetime, most: int) -> list[dt.datetime]:
        """The occurrences from `first` up to `end`; at most one more than `most`, to tell that there are more."""
        begin, days = self.first, self.days
        # The days of a difference are rounded down, and what is divided by whole days may lose its hours before.
        amount = -((begin - end).days // days)
        if first > begin:
            low = -((begin - first).days // days)
            amount -= low
            if amount <= 0:
                return []
            begin += _delta(low * days)
        elif amount <= 0:
            return []
        if amount > most:
            amount = most + 1
        step = _DAYS[days] if days < len(_DAYS) else _delta(days)
        return list(accumulate(repeat(step, amount - 1), add, initial=begin))


class Stride:
    """Times `anchor + k * days + offset` for every whole k and each of several offsets, from `start` on.

    Occurrence number 0 is the first that is not before the start.
    """

    __slots__ = ("anchor", "days", "differences", "offsets", "start")

    is_sure = True

    def __init__(
        self,
        anchor: dt.datetime,
        days: int,
        offsets: tuple[dt.timedelta, ...],
        start: dt.datetime,
        differences: tuple[dt.timedelta, ...] = (),
    ) -> None:
        self.anchor = anchor
        self.days = days
        self.offsets = offsets
        self.start = start
        self.differences = differences or differences_of(offsets, days)

    def _place(self, wall: dt.datetime) -> tuple[int, int]:
        """Period and place in it of the first time at or after the wall, which may be the first of the next period."""
        period = (wall - self.anchor).days // self.days
        return period, bisect_left(self.offsets, wall - (self.anchor + _delta(period * self.days)))

    def _wall(self, index: int) -> dt.datetime | None:
        period, place = divmod(index, len(self.offsets))
        try:
            return self.anchor + _delta(period * self.days) + self.offsets[place]
        except OverflowError:
            return None

    def _index(self, wall: dt.datetime) -> int:
        period, place = self._place(wall)
        return period * len(self.offsets) + place

    def nth(self, number: int) -> dt.datetime | None:
        """Occurrence number so many, counted from 0; None beyond the year 9999."""
        return self._wall(self._index(self.start) + number)

    def following(self, wall: dt.datetime) -> dt.datetime | None:
        """The first occurrence at or after the wall; None beyond the year 9999."""
        return self._wall(self._index(max(wall, self.start)))

    def amount(self, first: dt.datetime, end: dt.datetime) -> int:
        """How many occurrences there are from `first` up to `end`."""
        return max(0, self._index(end) - self._index(max(first, self.start)))

    def walls(self, first: dt.datetime, end: dt.datetime, most: int) -> list[dt.datetime]:
        """The occurrences from `first` up to `end`; at most one more than `most`, to tell that there are more."""
        if first < self.start:  # noqa: PLR1730 - max() costs a tenth of a short window
            first = self.start
        anchor, days, offsets = self.anchor, self.days, self.offsets
        period = (first - anchor).days // days
        begin = anchor + _delta(period * days)
        place = bisect_left(offsets, first - begin)
        # From here on periods are counted from that of `first`.
        period = (end - begin).days // days
        last = bisect_left(offsets, end - begin - _delta(period * days))
        amount = period * len(offsets) + last - place
        if amount <= 0:
            return []
        if amount > most:
            amount = most + 1
        differences = self.differences
        if place == len(offsets):
            begin += differences[-1] + offsets[-1]
        elif place:
            begin += offsets[place]
            differences = differences[place:] + differences[:place]
        else:
            begin += offsets[0]
        return list(accumulate(islice(cycle(differences), amount - 1), add, initial=begin))


def differences_of(offsets: tuple[dt.timedelta, ...], days: int) -> tuple[dt.timedelta, ...]:
    """From each time of a period to the one after it, so that expanding is nothing but adding."""
    return (*map(sub, offsets[1:], offsets), _delta(days) - offsets[-1] + offsets[0])
