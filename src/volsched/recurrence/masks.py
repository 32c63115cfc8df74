"""Days of a year as the bits of one integer, so that the parts of a rule combine by `&` and `|`.

Bit `i` is the day `i - BEFORE` of the year, counted from 0 for 1 January: seven days of the year before and seven of
the year after stand beside it, for weeks that reach over the turn.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from attrs import frozen

BEFORE = 7
BITS = BEFORE + 366 + 7
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Every seventh day, from bit 0; shifted to the weekday that is wanted.
_SEVENTHS = sum(1 << bit for bit in range(0, BITS + 7, 7))
_ALL = (1 << BITS) - 1


@frozen(cache_hash=True)
class Shape:
    """All that a calendar year is for a rule: its first weekday, and which of it and its neighbours are leap years."""

    weekday: int
    leap_before: bool
    leap: bool
    leap_after: bool

    @property
    def days(self) -> int:
        """The number of its days."""
        return 366 if self.leap else 365


@lru_cache(maxsize=1024)
def shape_of(year: int) -> Shape:
    """The shape of a year; one of 14 as far as its own days go."""
    weekday = dt.date(year, 1, 1).weekday()
    return Shape(weekday, isleap(year - 1), isleap(year), isleap(year + 1))


def days_from(first: int, end: int) -> int:
    """The days `first` up to but not including `end` of the year."""
    return ((1 << (end - first)) - 1) << (first + BEFORE)


def own_days(shape: Shape) -> int:
    """The days of the year itself."""
    return days_from(0, shape.days)


def bits(mask: int) -> Iterator[int]:
    """The days of a mask, in order, counted from 1 January."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1 - BEFORE
        mask ^= lowest


@lru_cache(maxsize=64)
def month_starts(leap: bool) -> tuple[int, ...]:
    """The first day of each month, and of the January after."""
    starts, day = [], 0
    for month, length in enumerate(_LENGTHS):
        starts.append(day)
        day += length + (month == 1 and leap)
    return (*starts, day)


def months(shape: Shape, wanted: Iterable[int]) -> int:
    """The days of these months (1 to 12), those of the neighbouring years too."""
    mask = 0
    for month in wanted:
        mask |= month_days_range(shape, month)
    return mask


def month_days_range(shape: Shape, month: int) -> int:
    """The days of one month, with what of it lies in the days of the neighbouring years."""
    starts = month_starts(shape.leap)
    mask = days_from(starts[month - 1], starts[month])
    if month == 12:
        mask |= days_from(-BEFORE, 0)
    elif month == 1:
        mask |= days_from(shape.days, shape.days + 7)
    return mask


@lru_cache(maxsize=2048)
def month_day(leap: bool, number: int) -> int:
    """Day `number` of every month, counted from its end where negative."""
    starts = (-31, *month_starts(leap), month_starts(leap)[-1] + 31)
    mask = 0
    for first, end in pairwise(starts):
        day = first + number - 1 if number > 0 else end + number
        if first <= day < end and day >= -BEFORE:
            mask |= 1 << (day + BEFORE)
    return mask & _ALL


def month_days(shape: Shape, wanted: Iterable[int]) -> int:
    """These days of every month."""
    mask = 0
    for number in wanted:
        mask |= month_day(shape.leap, number)
    return mask


def year_days(shape: Shape, wanted: Iterable[int]) -> int:
    """These days of the year, counted from its end where negative; in the neighbouring years by their own count."""
    mask = 0
    for number in wanted:
        for first, length in ((-_length(shape.leap_before), _length(shape.leap_before)), (0, shape.days)):
            mask |= _year_day(first, length, number)
        mask |= _year_day(shape.days, _length(shape.leap_after), number)
    return mask & _ALL


def _year_day(first: int, length: int, number: int) -> int:
    if abs(number) > length:
        return 0
    day = first + (number - 1 if number > 0 else length + number)
    return 1 << (day + BEFORE) if -BEFORE <= day < BITS - BEFORE else 0


def weekdays(shape: Shape, wanted: Iterable[int]) -> int:
    """Every one of these weekdays (Monday is 0)."""
    mask = 0
    for weekday in wanted:
        # Bit 0 is 25 December, whose weekday is that of 1 January.
        mask |= _SEVENTHS << ((weekday - shape.weekday) % 7)
    return mask & _ALL


def numbered(shape: Shape, first: int, end: int, number: int, weekday: int) -> int:
    """The weekday number so many of the days `first` up to `end`; counted from the end where negative."""
    if number > 0:
        day = first + (weekday - shape.weekday - first) % 7 + 7 * (number - 1)
        return 1 << (day + BEFORE) if day < end else 0
    day = end - 1 - (shape.weekday + end - 1 - weekday) % 7 + 7 * (number + 1)
    return 1 << (day + BEFORE) if day >= first else 0


def week_year(shape: Shape, week_start: int) -> tuple[int, int]:
    """First day and number of the weeks of the year: week 1 is the first with four days in it (RFC 5545 3.3.10)."""
    first = _week_one(shape.weekday, week_start)
    after = shape.days + _week_one((shape.weekday + shape.days) % 7, week_start)
    return first, (after - first) // 7


def _week_one(weekday: int, week_start: int) -> int:
    into = (weekday - week_start) % 7
    return -into if into <= 3 else 7 - into


def week_numbers(shape: Shape, week_start: int, wanted: Iterable[int]) -> int:
    """The days of these weeks of the year, which may lie in its neighbours."""
    first, weeks = week_year(shape, week_start)
    mask = 0
    for number in wanted:
        index = number - 1 if number > 0 else weeks + number
        if 0 <= index < weeks:
            mask |= days_from(first + 7 * index, first + 7 * index + 7)
    return mask


def week_numbers_around(shape: Shape, week_start: int, wanted: tuple[int, ...]) -> int:
    """The days of the year that lie in weeks of these numbers, whichever year the week belongs to."""
    mask = week_numbers(shape, week_start, wanted)
    before = Shape((shape.weekday - _length(shape.leap_before)) % 7, False, shape.leap_before, shape.leap)
    mask |= week_numbers(before, week_start, wanted) >> before.days
    after = Shape((shape.weekday + shape.days) % 7, shape.leap, shape.leap_after, False)
    mask |= week_numbers(after, week_start, wanted) << shape.days
    return mask & _ALL


def _length(leap: bool) -> int:
    return 366 if leap else 365
