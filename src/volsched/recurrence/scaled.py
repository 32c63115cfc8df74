"""Rules of the Chinese calendar, and Gregorian ones that say what to do about days that do not exist (RFC 7529).

Everything is by table and arithmetic, a year at a time. Chinese years are known from 1900 to 2100.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from volsched.calendars import FIRST_LUNAR_DAY, LAST_LUNAR_DAY, LUNAR_YEARS, lunar_months, to_lunar
from volsched.recurrence import masks
from volsched.recurrence.masks import month_starts, shape_of
from volsched.recurrence.parts import Parts
from volsched.recurrence.series import refuse_never

_DAY = dt.timedelta(days=1)


class Scaled:
    """The series of such a rule from a start on."""

    def __init__(self, parts: Parts, start: dt.datetime) -> None:
        self.is_sure = False
        self.parts = parts
        self.start = start
        self.chinese = parts.scale == "CHINESE"
        self.time = dt.timedelta(hours=start.hour, minutes=start.minute, seconds=start.second)
        _check(parts)
        if self.chinese:
            if not FIRST_LUNAR_DAY <= start.date() <= LAST_LUNAR_DAY:
                refuse_never(parts, "RSCALE", "begins where the Chinese calendar is not known")
            self.begun = to_lunar(start.date())

    def _days(self, year: int) -> tuple[int, ...]:
        """The days of a year of its calendar, as ordinals in order."""
        if self.chinese:
            return _chinese_days(self.parts, self.begun, year)
        return _gregorian_days(self.parts, self.start.date(), year)

    def _from(self, first: dt.datetime) -> Iterator[dt.datetime]:
        first = max(first, self.start)
        midnight = self.start - self.time
        begin = midnight.toordinal()
        last = LUNAR_YEARS[-1] if self.chinese else 9998
        for year in range(max(first.year - 1, self.start.year - 1, LUNAR_YEARS[0] if self.chinese else 1), last + 1):
            for day in self._days(year):
                wall = midnight + (day - begin) * _DAY + self.time
                if wall >= first:
                    yield wall

    def nth(self, number: int) -> dt.datetime | None:
        """Occurrence number so many, counted from 0; None where the calendar is not known any more."""
        for wall in self._from(self.start):
            if not number:
                return wall
            number -= 1
        return None

    def following(self, wall: dt.datetime) -> dt.datetime | None:
        """The first occurrence at or after the wall; None where the calendar is not known any more."""
        return next(self._from(wall), None)

    def amount(self, first: dt.datetime, end: dt.datetime) -> int:
        """How many occurrences there are from `first` up to `end`."""
        return len(self.walls(first, end, 1_000_000))

    def walls(self, first: dt.datetime, end: dt.datetime, most: int) -> list[dt.datetime]:
        """The occurrences from `first` up to `end`; one more than `most` only to tell that there are more."""
        found: list[dt.datetime] = []
        for wall in self._from(first):
            if wall >= end or len(found) > most:
                break
            found.append(wall)
        return found


def _check(parts: Parts) -> None:
    """Refuse what no rule of this kind is known to mean."""
    if parts.frequency not in ("YEARLY", "MONTHLY"):
        refuse_never(parts, "FREQ", f"{parts.frequency} does not go with RSCALE here")
    chinese = parts.scale == "CHINESE"
    for field, values in (
        ("BYDAY", parts.by_day),
        ("BYSETPOS", parts.by_set_pos),
        ("BYHOUR", parts.by_hour),
        ("BYMINUTE", parts.by_minute),
        ("BYSECOND", parts.by_second),
        ("BYYEARDAY", parts.by_year_day if chinese or parts.frequency != "YEARLY" else ()),
        ("BYWEEKNO", parts.by_week_no if chinese or parts.frequency != "YEARLY" else ()),
        ("BYMONTHDAY", parts.by_month_day if parts.by_year_day or parts.by_week_no else ()),
        ("BYMONTH", parts.by_month if parts.by_year_day or parts.by_week_no else ()),
    ):
        if values:
            refuse_never(parts, field, "does not go with RSCALE and SKIP here")


@lru_cache(maxsize=1024)
def _chinese_days(parts: Parts, begun: object, year: int) -> tuple[int, ...]:
    month, leap, day = begun.month, begun.leap, begun.day  # type: ignore[attr-defined]
    first_year: int = begun.year  # type: ignore[attr-defined]
    months = lunar_months(year)
    after = months[-1].first.toordinal() + months[-1].days
    firsts = [(entry.month, entry.leap, entry.first.toordinal(), entry.days) for entry in months]
    wanted = [(number, False) for number in parts.by_month] + [(number, True) for number in parts.leap_months]
    if parts.frequency == "MONTHLY":
        base = _months_before(first_year, (month, leap))
        count = _months_before(year, (firsts[0][0], firsts[0][1]))
        stepped = [entry for place, entry in enumerate(firsts) if not (count + place - base) % parts.interval]
        chosen = [entry for entry in stepped if not wanted or (entry[0], entry[1]) in wanted]
    elif (year - first_year) % parts.interval:
        return ()
    else:
        chosen = _chosen_months(parts, firsts, wanted or [(month, leap)])
    days: set[int] = set()
    for _month, _leap, first, length in chosen:
        days |= {moved for number in parts.by_month_day or (day,) if (moved := _moved(parts, first, length, number))}
    return tuple(sorted(found for found in days if found <= after))


def _chosen_months(
    parts: Parts, firsts: list[tuple[int, bool, int, int]], wanted: list[tuple[int, bool]]
) -> list[tuple[int, bool, int, int]]:
    """The months that are asked for; for a leap month that the year lacks, the one that SKIP puts in its place."""
    places = {(month, leap): place for place, (month, leap, _first, _days) in enumerate(firsts)}
    chosen = set()
    for month, leap in wanted:
        if (month, leap) in places:
            chosen.add(places[month, leap])
        elif leap and parts.skip == "BACKWARD":
            chosen.add(places[month, False])
        elif leap and parts.skip == "FORWARD" and places[month, False] + 1 < len(firsts):
            chosen.add(places[month, False] + 1)
    return [firsts[place] for place in sorted(chosen)]


@lru_cache(maxsize=1024)
def _months_before(year: int, month: tuple[int, bool]) -> int:
    """How many months there are from the first known one up to this one."""
    count = sum(len(lunar_months(earlier)) for earlier in range(LUNAR_YEARS[0], year))
    return count + [(entry.month, entry.leap) for entry in lunar_months(year)].index(month)


@lru_cache(maxsize=1024)
def _gregorian_days(parts: Parts, start: dt.date, year: int) -> tuple[int, ...]:
    shape = shape_of(year)
    begin = dt.date(year, 1, 1).toordinal()
    starts = month_starts(shape.leap)
    days: set[int] = set()
    if parts.frequency == "YEARLY" and (year - start.year) % parts.interval:
        return ()
    if parts.by_year_day or parts.by_week_no:
        days = {moved for number in parts.by_year_day if (moved := _moved(parts, begin, shape.days, number))}
        days |= _weeks_moved(parts, start, year)
        return tuple(sorted(days))
    months = parts.by_month or (range(1, 13) if parts.frequency == "MONTHLY" or parts.by_month_day else (start.month,))
    for month in months:
        stepped = (year * 12 + month - start.year * 12 - start.month) % parts.interval
        if parts.frequency == "MONTHLY" and stepped:
            continue
        first, length = begin + starts[month - 1], starts[month] - starts[month - 1]
        days |= {m for number in parts.by_month_day or (start.day,) if (m := _moved(parts, first, length, number))}
    return tuple(sorted(days))


def _moved(parts: Parts, first: int, length: int, number: int) -> int:
    """Day `number` of the days from `first` on, or the one that SKIP puts in its place; 0 where there is none."""
    if abs(number) <= length:
        return first + (number - 1 if number > 0 else length + number)
    if parts.skip == "OMIT":
        return 0
    after = first + length if number > 0 else first
    return after if parts.skip == "FORWARD" else after - 1


def _weeks_moved(parts: Parts, start: dt.date, year: int) -> set[int]:
    """The start's weekday in the weeks that are asked for; a week that the year lacks moves as a day does."""
    shape, begin = shape_of(year), dt.date(year, 1, 1).toordinal()
    first, weeks = masks.week_year(shape, parts.week_start)
    into = (start.weekday() - parts.week_start) % 7
    days = set()
    for number in parts.by_week_no:
        if abs(number) <= weeks:
            days.add(begin + first + 7 * (number - 1 if number > 0 else weeks + number) + into)
        elif moved := _moved(parts, begin, shape.days, 999 if number > 0 else -999):
            days.add(moved)
    return days
