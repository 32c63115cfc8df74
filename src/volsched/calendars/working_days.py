"""Working days: weekends and days off taken out, make-up working days (调休) put in."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Holiday

LONGEST_SEARCH = 366
"""How many days the search for a working day goes on; a longer row of days off is a mistake in a file."""


def _dates(value: Iterable[dt.date]) -> frozenset[dt.date]:
    return frozenset(value)


def _weekdays(value: Iterable[int]) -> frozenset[int]:
    return frozenset(value)


@frozen
class WorkingDays:
    """Which days people work: `days_off` and the weekdays of `weekend` are free, `make_up` days are worked anyway.

    >>> from volsched.model import Text
    >>> national = WorkingDays.of([
    ...     Holiday(name=Text(zh="国庆节"), first=dt.date(2025, 10, 1), last=dt.date(2025, 10, 8)),
    ...     Holiday(name=Text(zh="国庆节"), first=dt.date(2025, 10, 11), working=True),
    ... ])
    >>> national.next(dt.date(2025, 9, 30))
    datetime.date(2025, 10, 9)
    >>> national.is_working(dt.date(2025, 10, 11))  # a Saturday
    True
    """

    days_off: frozenset[dt.date] = attrs.field(default=frozenset(), converter=_dates)
    make_up: frozenset[dt.date] = attrs.field(default=frozenset(), converter=_dates)
    weekend: frozenset[int] = attrs.field(default=frozenset((5, 6)), converter=_weekdays)
    """Weekdays that are free of themselves; Monday is 0."""

    def __attrs_post_init__(self) -> None:
        for weekday in self.weekend:
            if weekday not in range(7):
                raise InvalidValue("working days", "", "weekend", f"{weekday} is no weekday", "write 0 (Monday) to 6")

    @classmethod
    def of(cls, holidays: Iterable[Holiday], weekend: Iterable[int] = (5, 6)) -> WorkingDays:
        """The working days that these holidays leave. Where two speak of one day, the later of them is right.

        So a place puts its own holidays behind the national ones.
        """
        free: dict[dt.date, bool] = {}
        for holiday in holidays:
            for day in holiday.days():
                free[day] = not holiday.working
        days_off = frozenset(day for day, off in free.items() if off)
        return cls(days_off, frozenset(free) - days_off, weekend)

    def is_working(self, day: dt.date) -> bool:
        """Whether people work on this day; of a datetime its own wall date counts."""
        if isinstance(day, dt.datetime):
            day = day.date()
        if day in self.make_up:
            return True
        return day.weekday() not in self.weekend and day not in self.days_off

    def next(self, day: dt.date) -> dt.date:
        """The first working day after this one.

        Raises:
            InvalidValue: no day is worked for a year.
        """
        return self._search(day, 1)

    def previous(self, day: dt.date) -> dt.date:
        """The last working day before this one.

        Raises:
            InvalidValue: no day is worked for a year.
        """
        return self._search(day, -1)

    def of_month(self, year: int, month: int, number: int = 1) -> dt.date | None:
        """The first working day of a month, or the second and so on; -1 is the last. None when it has fewer.

        >>> WorkingDays().of_month(2027, 5), WorkingDays().of_month(2027, 5, -1)
        (datetime.date(2027, 5, 3), datetime.date(2027, 5, 31))
        """
        days = (dt.date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1))
        worked = [day for day in days if self.is_working(day)]
        if number == 0 or abs(number) > len(worked):
            return None
        return worked[number - 1 if number > 0 else number]

    def _search(self, day: dt.date, step: int) -> dt.date:
        start = day.toordinal()
        end = start + step * LONGEST_SEARCH
        for ordinal in range(start + step, min(max(end, 0), dt.date.max.toordinal() + 1), step):
            found = dt.date.fromordinal(ordinal)
            if self.is_working(found):
                return found
        where = "after" if step > 0 else "before"
        problem = f"no day is worked in the year {where} {dt.date.fromordinal(start)}"
        raise InvalidValue("working days", "", "", problem, "shorten the days off, or name fewer weekend days")
