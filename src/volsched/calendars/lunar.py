"""The Chinese calendar from 1900 to 2100, by table: no astronomy at run time, whole numbers throughout."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from attrs import frozen

from volsched.calendars.lunar_table import FIRST_DAY, FIRST_YEAR, YEARS
from volsched.errors import InvalidValue

LUNAR_YEARS = range(FIRST_YEAR, FIRST_YEAR + len(YEARS))
"""The lunar years that are known."""


class LunarMonth(NamedTuple):
    """One month of the Chinese calendar: its first day as a civil date, and its length."""

    year: int
    month: int
    leap: bool
    first: dt.date
    days: int


@frozen
class LunarDate:
    """A day of the Chinese calendar; `leap` marks a day of a leap month (闰月), which follows the month of its number.

    The year is the civil year in which the lunar year begins. A date may be written that its year does not have;
    `from_lunar` says so.
    """

    year: int
    month: int
    day: int
    leap: bool = False

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise InvalidValue("lunar date", "", "month", f"{self.month} is no month", "write 1 to 12")
        if not 1 <= self.day <= 30:
            raise InvalidValue("lunar date", "", "day", f"{self.day} is no day of a month", "write 1 to 30")

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}{'L' if self.leap else ''}-{self.day:02}"


# Every month in order: its ordinal first day, and its name as (year, month, leap); and where each year begins in them.
_FIRST_DAYS: list[int] = []
_NAMES: list[tuple[int, int, bool]] = []
_YEAR_PLACES: list[int] = []
_LEAP_MONTHS = [code >> 13 for code in YEARS]


def _unpack() -> None:
    ordinal = FIRST_DAY
    for year, code in enumerate(YEARS, FIRST_YEAR):
        _YEAR_PLACES.append(len(_NAMES))
        names = [(year, number, False) for number in range(1, 13)]
        if leap := code >> 13:
            names.insert(leap, (year, leap, True))
        for place, name in enumerate(names):
            _FIRST_DAYS.append(ordinal)
            _NAMES.append(name)
            ordinal += 29 + (code >> place & 1)
    # One more of each, so that a length is always the difference to the next.
    _YEAR_PLACES.append(len(_NAMES))
    _FIRST_DAYS.append(ordinal)


_unpack()

FIRST_LUNAR_DAY = dt.date.fromordinal(FIRST_DAY)
LAST_LUNAR_DAY = dt.date.fromordinal(_FIRST_DAYS[-1] - 1)
"""The first and last civil day whose lunar date is known: 1900-01-31 and 2101-01-28."""

_DOUBTFUL = ((2057, 9), (2089, 8), (2097, 7))
"""The months whose new moon is within three minutes of midnight in China, so that calculations disagree."""


def to_lunar(day: dt.date) -> LunarDate:
    """The date of this civil day (in China's time) in the Chinese calendar.

    >>> to_lunar(dt.date(2027, 2, 6))
    LunarDate(year=2027, month=1, day=1, leap=False)

    Raises:
        InvalidValue: before 1900-01-31 or after 2101-01-28.
    """
    ordinal = day.toordinal()
    if not FIRST_DAY <= ordinal < _FIRST_DAYS[-1]:
        problem = f"the lunar date of {day} is not known"
        raise InvalidValue("lunar date", "", "", problem, f"ask about {FIRST_LUNAR_DAY} to {LAST_LUNAR_DAY}")
    place = bisect_right(_FIRST_DAYS, ordinal) - 1
    year, month, leap = _NAMES[place]
    return LunarDate(year, month, ordinal - _FIRST_DAYS[place] + 1, leap)


def from_lunar(lunar: LunarDate) -> dt.date:
    """The civil day of a lunar date.

    >>> from_lunar(LunarDate(2033, 11, 1, leap=True))
    datetime.date(2033, 12, 22)

    Raises:
        InvalidValue: the year is not known, it has no such leap month, or the month has no 30th day.
    """
    found = lunar_day(lunar.year, lunar.month, lunar.day, leap=lunar.leap)
    if found is not None:
        return found
    days = month_length(lunar.year, lunar.month, leap=lunar.leap)
    if days is None:
        other = leap_month(lunar.year)
        cure = f"its leap month is {other}" if other else "it has no leap month"
        raise InvalidValue("lunar date", str(lunar), "leap", f"{lunar.year} has no leap month {lunar.month}", cure)
    problem = f"this month of {lunar.year} has {days} days"
    raise InvalidValue("lunar date", str(lunar), "day", problem, f"write {days} or less")


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> dt.date | None:
    """The civil day of a lunar date, or None when that year has no such day.

    That is so when the month is not its leap month, or when day 30 is asked of a month of 29 days.

    Raises:
        InvalidValue: the year is not in 1900 to 2100.
    """
    place = _place(year, month, leap)
    if place is None:
        return None
    ordinal = _FIRST_DAYS[place] + day - 1
    return dt.date.fromordinal(ordinal) if day >= 1 and ordinal < _FIRST_DAYS[place + 1] else None


def leap_month(year: int) -> int | None:
    """The number of the month that the leap month of this lunar year follows; None for a year of twelve months.

    >>> leap_month(2033), leap_month(2034)
    (11, None)

    Raises:
        InvalidValue: the year is not in 1900 to 2100.
    """
    return _LEAP_MONTHS[_year_index(year)] or None


def month_length(year: int, month: int, *, leap: bool = False) -> int | None:
    """How many days a lunar month has, 29 or 30; None when the year has no such month.

    Raises:
        InvalidValue: the year is not in 1900 to 2100.
    """
    place = _place(year, month, leap)
    return None if place is None else _FIRST_DAYS[place + 1] - _FIRST_DAYS[place]


def lunar_months(year: int) -> tuple[LunarMonth, ...]:
    """The twelve or thirteen months of a lunar year in their order.

    Raises:
        InvalidValue: the year is not in 1900 to 2100.
    """
    index = _year_index(year)
    return tuple(
        LunarMonth(*_NAMES[place], dt.date.fromordinal(_FIRST_DAYS[place]), _FIRST_DAYS[place + 1] - _FIRST_DAYS[place])
        for place in range(_YEAR_PLACES[index], _YEAR_PLACES[index + 1])
    )


def lunar_dates(
    month: int, day: int, *, leap: bool = False, first: dt.date = FIRST_LUNAR_DAY, last: dt.date = LAST_LUNAR_DAY
) -> Iterator[dt.date]:
    """The civil days from `first` to `last` (both included) that are this day of this lunar month, year by year.

    Years that do not have it are left out.

    >>> from itertools import islice
    >>> [str(day) for day in islice(lunar_dates(8, 15, first=dt.date(2026, 1, 1)), 2)]
    ['2026-09-25', '2027-09-15']
    """
    low, high = first.toordinal(), last.toordinal()
    years = range(max(first.year - 1, LUNAR_YEARS[0]), min(last.year, LUNAR_YEARS[-1]) + 1)
    for year in years:
        found = lunar_day(year, month, day, leap=leap)
        if found is not None and low <= found.toordinal() <= high:
            yield found


def is_doubtful(day: dt.date) -> bool:
    """Whether the lunar date of this day may yet turn out one day different.

    In September 2057, September 2089 and August 2097 the moon is new within three minutes of midnight in China,
    and calculations disagree on which day the month begins.
    """
    for year, month in _DOUBTFUL:
        place = _place(year, month, False)
        if place is not None and _FIRST_DAYS[place] <= day.toordinal() < _FIRST_DAYS[place + 1]:
            return True
    return False


def _year_index(year: int) -> int:
    if year not in LUNAR_YEARS:
        problem = f"the lunar year {year} is not known"
        raise InvalidValue("lunar date", "", "year", problem, f"ask about {LUNAR_YEARS[0]} to {LUNAR_YEARS[-1]}")
    return year - FIRST_YEAR


def _place(year: int, month: int, leap: bool) -> int | None:
    index = _year_index(year)
    leap_number = _LEAP_MONTHS[index]
    if (leap and month != leap_number) or not 1 <= month <= 12:
        return None
    later = leap or 0 < leap_number < month
    return _YEAR_PLACES[index] + month - 1 + later
