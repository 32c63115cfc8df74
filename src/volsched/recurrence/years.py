"""Series whose days depend on months and years: the days of each year are known, and expanding one is adding them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator

from volsched.recurrence.year_days import Times, YearDays

_LAST_YEAR = 9999
# After so many years without a day it is worth proving that there is none.
_LONG = 30
_wall = dt.datetime


class Years:
    """The series of a rule from a start on. Walls carry their zone but are counted as wall time."""

    __slots__ = ("_base", "_steps", "_time", "days", "start")

    def __init__(self, days: YearDays, start: dt.datetime) -> None:
        self.days = days
        self.start = start
        # Where the days have one time each, it is that of the start and the years are counted from it.
        self._time = (0, 0, 0) if days.times else (start.hour, start.minute, start.second)
        self._steps = days.interval > 1 or days.frequency == "WEEKLY"
        self._base = self._base_of(start) if self._steps else 0

    @property
    def is_sure(self) -> bool:
        """Whether one glance tells that it happens."""
        return self.days.is_sure

    def _base_of(self, start: dt.datetime) -> int:
        """What steps are counted from: a year, a month, the first day of a week, or a day."""
        frequency = self.days.frequency
        if frequency == "YEARLY":
            return start.year
        if frequency == "MONTHLY":
            return start.year * 12 + start.month - 1
        if frequency == "WEEKLY":
            return start.toordinal() - (start.weekday() - self.days.week_start) % 7
        return start.toordinal()

    def phase(self, year: int) -> int:
        """Where the step has arrived on 1 January; -1 for a year that is left out as a whole."""
        frequency, interval = self.days.frequency, self.days.interval
        if frequency == "YEARLY":
            return -1 if (year - self._base) % interval else 0
        if frequency == "MONTHLY":
            return (year * 12 - self._base) % interval
        first = dt.date(year, 1, 1).toordinal() - self._base
        return first % (7 * interval) if frequency == "WEEKLY" else first % interval

    def _of_year(self, year: int) -> Times:
        """The times of a year, before and after the start alike, counted from `_begin` of it."""
        phase = self.phase(year) if self._steps else 0
        return self.days.of(year, phase) if phase >= 0 else ()

    def _begin(self, year: int) -> dt.datetime:
        return _wall(year, 1, 1, *self._time, 0, self.start.tzinfo)

    def _from(self, first: dt.datetime, last: int = _LAST_YEAR) -> Iterator[tuple[dt.datetime, Times]]:
        """Each year that has times, as its beginning and these, from the year of `first` up to `last`."""
        year = max(1, first.year - self.days.reaches_over)
        empty = 0
        while year <= last:
            times = self._of_year(year)
            if times:
                empty = 0
                yield self._begin(year), times
            else:
                empty += 1
                if empty >= self.days.cycle or (empty == _LONG and self.days.never()):
                    return
            year += 1

    def nth(self, number: int) -> dt.datetime | None:
        """Occurrence number so many, counted from 0; None beyond the year 9999."""
        for begin, times in self._from(self.start):
            skipped = bisect_left(times, self.start - begin)
            left = len(times) - skipped
            if number < left:
                return begin + times[skipped + number]
            number -= left
        return None

    def following(self, wall: dt.datetime) -> dt.datetime | None:
        """The first occurrence at or after the wall; None beyond the year 9999."""
        wall = max(wall, self.start)
        for begin, times in self._from(wall):
            place = bisect_left(times, wall - begin)
            if place < len(times):
                return begin + times[place]
        return None

    def amount(self, first: dt.datetime, end: dt.datetime) -> int:
        """How many occurrences there are from `first` up to `end`."""
        return sum(len(times) for _begin, times in self._cut(first, end))

    def walls(self, first: dt.datetime, end: dt.datetime, most: int) -> list[dt.datetime]:
        """The occurrences from `first` up to `end`; some more than `most` at the most, to tell that there are more."""
        if first < self.start:  # noqa: PLR1730 - max() costs a tenth of a short window
            first = self.start
        found: list[dt.datetime] = []
        year, last = first.year, end.year
        if last - year > 2 or self.days.reaches_over:
            for begin, times in self._cut(first, end):
                found += [begin + time for time in times]
                if len(found) > most:
                    break
            return found
        # A window of a year or two is asked for most, so it goes without the machinery for many.
        days, steps, time, zone = self.days, self._steps, self._time, self.start.tzinfo
        while year <= last:
            begin = _wall(year, 1, 1, *time, 0, zone)
            if begin >= end:
                break
            times = self._of_year(year) if steps else days.of(year, 0)
            if begin < first:
                times = times[bisect_left(times, first - begin) :]
            if year == last:
                times = times[: bisect_left(times, end - begin)]
            found += [begin + time for time in times]
            year += 1
        return found

    def _cut(self, first: dt.datetime, end: dt.datetime) -> Iterator[tuple[dt.datetime, Times]]:
        """The beginning of each year and what of its times lies from `first` up to `end`."""
        first = max(first, self.start)
        for begin, times in self._from(first, min(end.year + self.days.reaches_over, _LAST_YEAR)):
            low = bisect_left(times, first - begin)
            high = bisect_left(times, end - begin)
            if low < high:
                yield begin, times if high - low == len(times) else times[low:high]
