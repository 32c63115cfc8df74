"""The Islamic calendar by civil arithmetic: thirty years of 354 or 355 days, leap years fixed.

No arithmetic gives the day on which a festival is announced; this one was right in seven of the eight festivals whose
official day in Xinjiang is known, and a day late in the eighth. So what it gives for a festival is tentative.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from volsched.errors import InvalidValue

# Friday, 16 July 622 in the Julian calendar: the first day of the year 1.
_EPOCH = 227_015

_LAST_YEAR = 9665


class IslamicDate(NamedTuple):
    """A day of the civil Islamic calendar; month 9 is Ramadan, 10 Shawwal, 12 Dhu al-Hijja."""

    year: int
    month: int
    day: int


def from_islamic(islamic: IslamicDate) -> dt.date:
    """The civil day of an Islamic date.

    >>> from_islamic(IslamicDate(1446, 10, 1))
    datetime.date(2025, 3, 31)

    Raises:
        InvalidValue: there is no such month, or no such day in it.
    """
    year, month, day = islamic
    if not (1 <= year <= _LAST_YEAR and 1 <= month <= 12):
        problem = f"no month {month} of {year}"
        raise InvalidValue("islamic date", "", "month", problem, f"write months 1 to 12 of years 1 to {_LAST_YEAR}")
    days = _month_days(year, month)
    if not 1 <= day <= days:
        raise InvalidValue("islamic date", "", "day", f"month {month} of {year} has {days} days", "write one of them")
    return dt.date.fromordinal(_ordinal(year, month) + day - 1)


def to_islamic(day: dt.date) -> IslamicDate:
    """The date of this civil day in the civil Islamic calendar.

    >>> to_islamic(dt.date(2025, 6, 7))
    IslamicDate(year=1446, month=12, day=10)

    Raises:
        InvalidValue: before 19 July 622, or after the Islamic year 9665 (the end of 9998).
    """
    ordinal = day.toordinal()
    year = (30 * (ordinal - _EPOCH) + 10_646) // 10_631
    if not 1 <= year <= _LAST_YEAR:
        raise InvalidValue("islamic date", "", "", f"the Islamic date of {day} is not known", "ask about 0622-07-19 on")
    month = min(12, (ordinal - _ordinal(year, 1)) * 2 // 59 + 1)
    if ordinal < _ordinal(year, month):
        month -= 1
    return IslamicDate(year, month, ordinal - _ordinal(year, month) + 1)


def _ordinal(year: int, month: int) -> int:
    return _EPOCH + 354 * (year - 1) + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2


def _month_days(year: int, month: int) -> int:
    if month == 12:
        return _ordinal(year + 1, 1) - _ordinal(year, 12)
    return _ordinal(year, month + 1) - _ordinal(year, month)
