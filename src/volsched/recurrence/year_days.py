"""The days that a rule names in a year, worked out as a mask and once for years alike.

Years differ only in the weekday of their first day, in being leap years, and in where a step of more than one month,
week or day has arrived; so there are few patterns.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterator
from itertools import pairwise
from math import gcd

from volsched.recurrence import masks
from volsched.recurrence.masks import Shape, shape_of
from volsched.recurrence.parts import Frequency

_DAYS = tuple(dt.timedelta(days=days) for days in range(-7, 380))
Times = tuple[dt.timedelta, ...]
_ONE_TIME = (dt.timedelta(),)
_BY_MONTHS = ("MONTHLY", "YEARLY")
_LAST_YEAR = 9999
_MOST_KEPT = 500
# What kind of year each is: its first weekday, and whether it, the one before and the one after it are leap years.
_KINDS = tuple(
    dt.date(year, 1, 1).weekday() + 7 * isleap(year) + 14 * isleap(year - 1) + 28 * isleap(year + 1)
    for year in range(2000, 2400)
)
_KINDS_ALONE = 14
# First day and end of each month, of a common year and of a leap year.
_SPANS = tuple(tuple(pairwise(masks.month_starts(leap))) for leap in (False, True))
# The first and the last of the days of each month that come so many days after the first weekday of the year.
_FIRSTS = tuple([[first + (into - first) % 7 for first, _end in spans] for into in range(7)] for spans in _SPANS)
_LASTS = tuple([[end - 1 - (end - 1 - into) % 7 for _first, end in spans] for into in range(7)] for spans in _SPANS)
_ALL_KINDS = 56


class YearDays:
    """The days that a rule asks for year by year, once its start has filled in what it leaves open.

    They are worked out once for all series with this rule, whenever they start. Each day stands for itself where it
    has one time, which every start has its own of; otherwise `times` of day stand in it, counted from midnight.
    `by_week_year` says that the period of the rule is the year of weeks, `reaches_over` that its periods may reach
    over the turn of the year.
    """

    __slots__ = (
        "_is_plain",
        "_kept",
        "_kinds",
        "_never",
        "by_week_year",
        "days",
        "frequency",
        "interval",
        "month_days",
        "months",
        "positions",
        "reaches_over",
        "times",
        "week_numbers",
        "week_start",
        "year_days",
    )

    def __init__(
        self,
        *,
        frequency: Frequency,
        interval: int = 1,
        months: tuple[int, ...] = (),
        week_numbers: tuple[int, ...] = (),
        year_days: tuple[int, ...] = (),
        month_days: tuple[int, ...] = (),
        days: tuple[tuple[int, int], ...] = (),
        positions: tuple[int, ...] = (),
        week_start: int = 0,
        times: Times = (),
    ) -> None:
        self.frequency = frequency
        self.interval = interval
        self.months = months
        self.week_numbers = week_numbers
        self.year_days = year_days
        self.month_days = month_days
        self.days = days
        self.positions = positions
        self.week_start = week_start
        self.times = times
        self.by_week_year = frequency == "YEARLY" and bool(week_numbers)
        self.reaches_over = self.by_week_year or (frequency == "WEEKLY" and bool(positions))
        # What the neighbours of a year are does not matter to most rules.
        self._kinds = _ALL_KINDS if week_numbers or self.reaches_over else _KINDS_ALONE
        # One day in each of its months, and one time on it.
        self._is_plain = (
            frequency in _BY_MONTHS
            and interval == 1
            and not (year_days or week_numbers or positions or times)
            and len(month_days) + len(days) == 1
            and (bool(month_days) or days[0][0] != 0)
            and (frequency == "MONTHLY" or bool(months))
        )
        self._kept: dict[int, Times] = {}
        self._never: bool | None = None

    def of(self, year: int, phase: int) -> Times:
        """The days or times of such a year, counted from its beginning; `phase` is where its step has arrived."""
        kind = _KINDS[year % 400] % self._kinds + phase * _ALL_KINDS
        times = self._kept.get(kind)
        if times is None:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            times = self._kept[kind] = self._listed(kind) or self._worked_out(year, phase)
        return times if year < _LAST_YEAR else _within_last_year(times)

    def _worked_out(self, year: int, phase: int) -> Times:
        shape = shape_of(year)
        if self.positions:
            return tuple(_chosen(self, shape, mask_of(self, shape, phase), phase))
        days = [_DAYS[day + 7] for day in masks.bits(mask_of(self, shape, phase))]
        return tuple([day + time for day in days for time in self.times] if self.times else days)

    def _listed(self, kind: int) -> Times | None:
        """The days of a rule of one day in each of its months, the plainest there are; None where it asks for more."""
        if not self._is_plain:
            return None
        leap = kind // 7 % 2
        if self.month_days:
            number, spans = self.month_days[0], _SPANS[leap]
            if number > 0:
                found = [first + number - 1 for first, _end in spans]
            else:
                found = [end + number for _first, end in spans]
        else:
            number, weekday = self.days[0]
            into = (weekday - kind) % 7
            weeks = 7 * number - 7 if number > 0 else 7 * number + 7
            found = [day + weeks for day in (_FIRSTS if number > 0 else _LASTS)[leap][into]]
        if not self.is_sure:
            found = [day if first <= day < end else -1 for day, (first, end) in zip(found, _SPANS[leap], strict=True)]
        if self.months:
            found = [found[month - 1] for month in sorted(self.months)]
        return tuple([_DAYS[day + 7] for day in found if day >= 0])

    @property
    def is_sure(self) -> bool:
        """Whether one glance tells that it happens: one list of days, and one of them in every month."""
        month_days, days = self.month_days, self.days
        if self._is_plain:
            return -28 <= month_days[0] <= 28 if month_days else -4 <= days[0][0] <= 4
        if self.positions or self.year_days or self.week_numbers or (month_days and days):
            return False
        if self.frequency not in _BY_MONTHS or (self.frequency == "MONTHLY" and self.months and self.interval > 1):
            return False
        return any(abs(day) <= 28 for day in month_days) or any(abs(number) <= 4 for number, _day in days)

    @property
    def cycle(self) -> int:
        """The years after which all repeats: 400 for the calendar, more for steps that do not fit into that."""
        steps = {"YEARLY": 400, "MONTHLY": 4800, "WEEKLY": 20_871, "DAILY": 146_097}[self.frequency]
        return 400 * (self.interval // gcd(self.interval, steps))

    def never(self) -> bool:
        """Whether no year of any kind holds a day that is meant; False where that would take too long to prove."""
        if self._never is None:
            interval = self.interval
            shapes = {shape_of(year) for year in range(2000, 2400)}
            amount = {"YEARLY": 1, "MONTHLY": interval, "WEEKLY": interval * 7, "DAILY": interval}[self.frequency]
            self._never = amount <= 350 and not any(
                _may_happen(self, shape, phase) for shape in shapes for phase in range(amount)
            )
        return self._never


def mask_of(rule: YearDays, shape: Shape, phase: int) -> int:
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


def _stepped(rule: YearDays, shape: Shape, phase: int) -> int:
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


def _days_mask(rule: YearDays, shape: Shape) -> int:
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


def _chosen(rule: YearDays, shape: Shape, mask: int, phase: int) -> Iterator[dt.timedelta]:
    """The times that BYSETPOS chooses from each period, counted from the midnight that begins the year."""
    # Where there is one time of day it is added later on, and positions count days.
    times = rule.times or _ONE_TIME
    amount = len(times)
    for period in _periods(rule, shape, mask, phase):
        days = tuple(masks.bits(mask & period))
        total = len(days) * amount
        places = {place - 1 if place > 0 else total + place for place in rule.positions}
        for place in sorted(places):
            if 0 <= place < total:
                yield _DAYS[days[place // amount] + 7] + times[place % amount]


def _periods(rule: YearDays, shape: Shape, mask: int, phase: int) -> Iterator[int]:
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


def _may_happen(rule: YearDays, shape: Shape, phase: int) -> bool:
    mask = mask_of(rule, shape, phase)
    return bool(mask and (not rule.positions or any(True for _time in _chosen(rule, shape, mask, phase))))


def _within_last_year(times: Times) -> Times:
    end = dt.timedelta(days=365)
    return tuple(time for time in times if time < end)
