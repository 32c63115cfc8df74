"""Series whose days depend on months and years: each year's days are worked out as a mask, once for years alike.

Years differ only in the weekday of their first day, in being leap years, and in where a step of more than one month,
week or day has arrived; so there are few patterns, and expanding one is an addition for each occurrence.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from math import gcd

from attrs import frozen

from volsched.recurrence import masks
from volsched.recurrence.masks import Shape, shape_of
from volsched.recurrence.parts import Frequency

_DAYS = tuple(dt.timedelta(days=days) for days in range(-7, 380))
Times = tuple[dt.timedelta, ...]
_LAST_YEAR = 9999
# After so many years without a day it is worth proving that there is none.
_LONG = 30
_KEPT_YEARS = 500


@frozen(kw_only=True, cache_hash=True)
class YearRule:
    """What a rule asks of days once its start has filled in what it leaves open.

    `times` of day belong to it only where positions are chosen among them.
    """

    frequency: Frequency
    interval: int
    months: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0
    times: Times = ()

    @property
    def by_week_year(self) -> bool:
        """Whether its period is the year of weeks rather than the year of months."""
        return self.frequency == "YEARLY" and bool(self.week_numbers)

    @property
    def reaches_over(self) -> bool:
        """Whether its periods may reach over the turn of the year."""
        return self.by_week_year or (self.frequency == "WEEKLY" and bool(self.positions))


def mask_of(rule: YearRule, shape: Shape, phase: int) -> int:
    """The days of the year that the rule names, before positions are chosen; `phase` is where its step has arrived."""
    mask = _stepped(rule, shape, phase)
    if rule.months:
        mask &= masks.months(shape, rule.months)
    if rule.week_numbers:
        weeks = masks.week_numbers if rule.by_week_year else masks.week_numbers_around
        mask &= weeks(shape, rule.week_start, rule.week_numbers)
    if rule.year_days:
        mask &= masks.year_days(shape, rule.year_days)
    if rule.month_days:
        mask &= masks.month_days(shape, rule.month_days)
    if rule.days and mask:
        mask &= _days_mask(rule, shape)
    return mask


def _stepped(rule: YearRule, shape: Shape, phase: int) -> int:
    """The days that a step of more than one month, week or day does not leave out."""
    interval = rule.interval
    if rule.reaches_over:
        if rule.by_week_year:
            first, weeks = masks.week_year(shape, rule.week_start)
            return masks.days_from(first, first + 7 * weeks)
        return _weeks_mask(phase, interval, -phase % 7, shape.days, whole=True)
    own = masks.own_days(shape)
    if interval == 1 or rule.frequency == "YEARLY":
        return own
    if rule.frequency == "MONTHLY":
        return own & masks.months(shape, (month + 1 for month in range(12) if not (phase + month) % interval))
    if rule.frequency == "WEEKLY":
        return own & _weeks_mask(phase, interval, -(phase % 7), shape.days)
    mask = 0
    for day in range(-phase % interval, shape.days, interval):
        mask |= 1 << (day + masks.BEFORE)
    return mask


def _weeks_mask(phase: int, interval: int, first: int, days: int, *, whole: bool = False) -> int:
    """The days of every `interval`-th week; `first` is the first day of a week, `phase` the days since week 0."""
    mask = 0
    weeks = (phase + first) // 7
    for day in range(first + 7 * (-weeks % interval), days, 7 * interval):
        mask |= masks.days_from(day if whole else max(day, -masks.BEFORE), day + 7)
    return mask


def _days_mask(rule: YearRule, shape: Shape) -> int:
    mask = masks.weekdays(shape, [weekday for number, weekday in rule.days if not number])
    numbered = [day for day in rule.days if day[0]]
    if not numbered:
        return mask
    starts = masks.month_starts(shape.leap)
    if rule.frequency == "YEARLY" and not rule.months:
        spans = [(0, shape.days)]
    else:
        spans = [(starts[month - 1], starts[month]) for month in rule.months or range(1, 13)]
    for first, end in spans:
        for number, weekday in numbered:
            mask |= masks.numbered(shape, first, end, number, weekday)
    return mask


def _chosen(rule: YearRule, shape: Shape, mask: int, phase: int) -> Iterator[dt.timedelta]:
    """The times that BYSETPOS chooses from each period, counted from the midnight that begins the year."""
    amount = len(rule.times)
    for period in _periods(rule, shape, mask, phase):
        days = tuple(masks.bits(mask & period))
        total = len(days) * amount
        places = {place - 1 if place > 0 else total + place for place in rule.positions}
        for place in sorted(places):
            if 0 <= place < total:
                yield _DAYS[days[place // amount] + 7] + rule.times[place % amount]


def _periods(rule: YearRule, shape: Shape, mask: int, phase: int) -> Iterator[int]:
    if rule.frequency == "YEARLY":
        yield mask
    elif rule.frequency == "MONTHLY":
        starts = masks.month_starts(shape.leap)
        for first, end in pairwise(starts):
            yield masks.days_from(first, end)
    elif rule.frequency == "WEEKLY":
        for first in range(-phase % 7, shape.days, 7):
            yield masks.days_from(first, first + 7)
    else:
        for day in masks.bits(mask):
            yield masks.days_from(day, day + 1)


@lru_cache(maxsize=8192)
def pattern(rule: YearRule, shape: Shape, phase: int) -> Times:
    """Every day of such a year, or every chosen time, counted from the midnight that begins it."""
    mask = mask_of(rule, shape, phase)
    if rule.positions:
        return tuple(_chosen(rule, shape, mask, phase))
    return tuple([_DAYS[day + 7] for day in masks.bits(mask)])


@lru_cache(maxsize=256)
def _cycle(frequency: str, interval: int) -> int:
    """The years after which everything repeats: 400 for the calendar, and more for steps that do not fit into that."""
    steps = {"YEARLY": 400, "MONTHLY": 4800, "WEEKLY": 20_871, "DAILY": 146_097}[frequency]
    return 400 * (interval // gcd(interval, steps))


@lru_cache(maxsize=4096)
def _is_sure(rule: YearRule) -> bool:
    """Whether one glance tells that it happens: one list of days, and one of them in every month."""
    if rule.positions or rule.year_days or rule.week_numbers or (rule.month_days and rule.days):
        return False
    if rule.frequency == "MONTHLY" and rule.months and rule.interval > 1:
        return False
    if rule.frequency not in ("MONTHLY", "YEARLY"):
        return False
    return any(abs(day) <= 28 for day in rule.month_days) or any(abs(number) <= 4 for number, _day in rule.days)


def _may_happen(rule: YearRule, shape: Shape, phase: int) -> bool:
    mask = mask_of(rule, shape, phase)
    return bool(mask and (not rule.positions or any(True for _time in _chosen(rule, shape, mask, phase))))


class Years:
    """The series of a YearRule from a start on. Walls carry their zone but are counted as wall time."""

    __slots__ = ("_base", "_by_year", "_cycle", "_margin", "_never", "is_sure", "rule", "start", "times")

    def __init__(self, rule: YearRule, start: dt.datetime, times: Times) -> None:
        self.rule = rule
        self.start = start
        self.times = times
        self._margin = 1 if rule.reaches_over else 0
        self.is_sure = _is_sure(rule)
        self._by_year: dict[int, Times] = {}
        self._base = self._base_of(start)
        self._never: bool | None = None
        self._cycle = _cycle(rule.frequency, rule.interval)

    def _base_of(self, start: dt.datetime) -> int:
        """What steps are counted from: a year, a month, the first day of a week, or a day."""
        frequency = self.rule.frequency
        if frequency == "YEARLY":
            return start.year
        if frequency == "MONTHLY":
            return start.year * 12 + start.month - 1
        if frequency == "WEEKLY":
            return start.toordinal() - (start.weekday() - self.rule.week_start) % 7
        return start.toordinal()

    def phase(self, year: int) -> int:
        """Where the step has arrived on 1 January; -1 for a year that is left out as a whole."""
        frequency, interval = self.rule.frequency, self.rule.interval
        if frequency == "YEARLY":
            return -1 if (year - self._base) % interval else 0
        if frequency == "MONTHLY":
            return (year * 12 - self._base) % interval
        first = _first_ordinal(year) - self._base
        return first % (7 * interval) if frequency == "WEEKLY" else first % interval

    def of_year(self, year: int) -> Times:
        """The times of a year, before and after the start alike."""
        times = self._by_year.get(year)
        if times is None:
            if len(self._by_year) > _KEPT_YEARS:
                self._by_year.clear()
            times = self._by_year[year] = self._of_year(year)
        return times

    def _of_year(self, year: int) -> Times:
        phase = self.phase(year)
        if phase < 0:
            return ()
        shape = shape_of(year)
        if not (self.rule.reaches_over or self.rule.week_numbers):
            # What the neighbours are does not matter, so all years of one kind share a pattern.
            shape = _plain(shape.weekday, shape.leap)
        times = pattern(self.rule, shape, phase)
        if not self.rule.positions:
            # Days are shared by all rules that differ in their times alone.
            if len(self.times) == 1:
                time = self.times[0]
                times = tuple([day + time for day in times]) if time else times
            else:
                times = tuple([day + time for day in times for time in self.times])
        return times if year < _LAST_YEAR else _within_last_year(times)

    def never(self) -> bool:
        """Whether no year of any kind holds a day that is meant; False where that would take too long to prove."""
        if self._never is None:
            rule = self.rule
            shapes = {shape_of(year) for year in range(2000, 2400)}
            phases = {"YEARLY": 1, "MONTHLY": rule.interval, "WEEKLY": rule.interval * 7, "DAILY": rule.interval}
            amount = phases[rule.frequency]
            self._never = amount <= 350 and not any(
                _may_happen(rule, shape, phase) for shape in shapes for phase in range(amount)
            )
        return self._never

    def _from(self, first: dt.datetime, last: int = _LAST_YEAR) -> Iterator[tuple[dt.datetime, Times]]:
        """Midnight of each year that has times, and these, from the year of `first` up to `last`."""
        year = max(1, first.year - self._margin)
        empty = 0
        while year <= last:
            times = self.of_year(year)
            if times:
                empty = 0
                yield _new_year(year, self.start.tzinfo), times
            else:
                empty += 1
                if empty >= self._cycle or (empty == _LONG and self.never()):
                    return
            year += 1

    def nth(self, number: int) -> dt.datetime | None:
        """Occurrence number so many, counted from 0; None beyond the year 9999."""
        for midnight, times in self._from(self.start):
            skipped = bisect_left(times, self.start - midnight)
            left = len(times) - skipped
            if number < left:
                return midnight + times[skipped + number]
            number -= left
        return None

    def following(self, wall: dt.datetime) -> dt.datetime | None:
        """The first occurrence at or after the wall; None beyond the year 9999."""
        wall = max(wall, self.start)
        for midnight, times in self._from(wall):
            place = bisect_left(times, wall - midnight)
            if place < len(times):
                return midnight + times[place]
        return None

    def amount(self, first: dt.datetime, end: dt.datetime) -> int:
        """How many occurrences there are from `first` up to `end`."""
        return sum(len(times) for _midnight, times in self._cut(first, end))

    def walls(self, first: dt.datetime, end: dt.datetime, most: int) -> list[dt.datetime]:
        """The occurrences from `first` up to `end`; some more than `most` at the most, to tell that there are more."""
        if end.year - first.year > 2 or self._margin:
            return self._many_walls(first, end, most)
        # A window of a year or two is asked for most, so it goes without the machinery for many.
        if first < self.start:  # noqa: PLR1730 - max() costs a tenth of a short window
            first = self.start
        found: list[dt.datetime] = []
        for year in range(first.year, end.year + 1):
            times = self.of_year(year)
            if times:
                midnight = _new_year(year, self.start.tzinfo)
                low = bisect_left(times, first - midnight) if midnight < first else 0
                if year == end.year:
                    times = times[low : bisect_left(times, end - midnight)]
                elif low:
                    times = times[low:]
                found += [midnight + time for time in times]
        return found

    def _many_walls(self, first: dt.datetime, end: dt.datetime, most: int) -> list[dt.datetime]:
        found: list[dt.datetime] = []
        for midnight, times in self._cut(first, end):
            found += [midnight + time for time in times]
            if len(found) > most:
                break
        return found

    def _cut(self, first: dt.datetime, end: dt.datetime) -> Iterator[tuple[dt.datetime, Times]]:
        """Midnight of each year and what of its times lies from `first` up to `end`."""
        first = max(first, self.start)
        for midnight, times in self._from(first, min(end.year + self._margin, _LAST_YEAR)):
            low = bisect_left(times, first - midnight)
            high = bisect_left(times, end - midnight)
            if low < high:
                yield midnight, times if high - low == len(times) else times[low:high]


@lru_cache(maxsize=14)
def _plain(weekday: int, leap: bool) -> Shape:
    return Shape(weekday, False, leap, False)


@lru_cache(maxsize=1024)
def _new_year(year: int, zone: dt.tzinfo | None) -> dt.datetime:
    return dt.datetime(year, 1, 1, tzinfo=zone)


def _within_last_year(times: Times) -> Times:
    end = dt.timedelta(days=365)
    return tuple(time for time in times if time < end)


@lru_cache(maxsize=1024)
def _first_ordinal(year: int) -> int:
    return dt.date(year, 1, 1).toordinal()
