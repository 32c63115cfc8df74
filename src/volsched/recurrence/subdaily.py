"""Rules that repeat within a day, given to dateutil: the second and the third tier, and dateutil's only door.

Which days and hours are meant is worked out here, so dateutil is only ever asked about a stretch of one day, with the
rule moved forward to it (second tier). A rule with COUNT that names neither is counted by dateutil itself, as far as
COUNT may go (third tier). Days without a time are searched under a budget.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from math import gcd

from volsched.recurrence.parts import Parts
from volsched.recurrence.reading import MOST_COUNT
from volsched.recurrence.series import refuse_never
from volsched.recurrence.year_days import YearDays
from volsched.recurrence.years import Years

_UNITS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
_DAY = dt.timedelta(days=1)
_EMPTY_DAYS = 1_500
# From so long a step on, steps are fewer than the hours or minutes that might be looked at.
_LONG_STEP = dt.timedelta(minutes=15)
_LAST = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)  # noqa: DTZ001 - wall time is meant


class WithinDays:
    """The series of an HOURLY, MINUTELY or SECONDLY rule from a start on."""

    def __init__(self, parts: Parts, start: dt.datetime) -> None:
        self.is_sure = False
        self.parts = parts
        self.start = start
        self.step = dt.timedelta(seconds=_UNITS[parts.frequency] * parts.interval)
        self.days = _day_series(parts, start)
        self.positions = _possible(parts)
        naive = start.replace(tzinfo=None)
        self.naive = naive
        # Steps are counted from the beginning of the hour or minute of the start.
        if parts.frequency == "HOURLY":
            self.base = naive.replace(minute=0, second=0)
        else:
            self.base = naive.replace(second=0) if parts.frequency == "MINUTELY" else naive
        if not _arrives(parts, self.base):
            refuse_never(parts, "INTERVAL", "never arrives at one of these times")

    def nth(self, number: int) -> dt.datetime | None:
        """Occurrence number so many, counted from 0; None when there is none before the year 10000."""
        parts = self.parts
        if parts.names_days or parts.by_month or parts.by_hour or parts.by_minute:
            return next(islice(self._from(self.start), number, None), None)
        walls = (wall for wall in self._asked(self.base, None) if wall >= self.naive)
        found = next(islice(walls, number, None), None)
        return found and found.replace(tzinfo=self.start.tzinfo)

    def following(self, wall: dt.datetime) -> dt.datetime | None:
        """The first occurrence at or after the wall; None when there is none before the year 10000."""
        return next(self._from(wall), None)

    def amount(self, first: dt.datetime, end: dt.datetime) -> int:
        """How many occurrences there are from `first` up to `end`, as far as COUNT may go."""
        return len(self.walls(first, end, MOST_COUNT))

    def walls(self, first: dt.datetime, end: dt.datetime, most: int) -> list[dt.datetime]:
        """The occurrences from `first` up to `end`; one more than `most` only to tell that there are more."""
        found: list[dt.datetime] = []
        for wall in self._from(first, end):
            if wall >= end or len(found) > most:
                break
            found.append(wall)
        return found

    def _from(self, first: dt.datetime, end: dt.datetime | None = None) -> Iterator[dt.datetime]:
        """Every time from the wall on, day by day, up to the day of `end`."""
        first = max(first, self.start)
        midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
        empty = 0
        while empty < _EMPTY_DAYS:
            day = self.days.following(midnight)
            if day is None or (end is not None and day >= end):
                return
            empty += 1
            for wall in self._of_day(day.replace(tzinfo=None)):
                empty = 0
                aware = wall.replace(tzinfo=day.tzinfo)
                if aware >= first:
                    yield aware
            if day.date() == dt.date.max:
                return
            midnight = self._next_day(day + _DAY)
        refuse_never(self.parts, "INTERVAL", f"passes over more than {_EMPTY_DAYS} days in a row")

    def _next_day(self, midnight: dt.datetime) -> dt.datetime:
        """Midnight of the first day at or after this one on which a step falls."""
        if self.step <= _DAY:
            return midnight
        step = self._step_after(midnight.replace(tzinfo=None))
        return midnight if step is None else step.replace(hour=0, minute=0, second=0, tzinfo=midnight.tzinfo)

    def _step_after(self, wall: dt.datetime) -> dt.datetime | None:
        """The first step at or after the wall, whatever hour it is; None beyond the year 9999."""
        if wall <= self.base:
            return self.base
        try:
            return self.base + -((self.base - wall) // self.step) * self.step
        except OverflowError:
            return None

    def _of_day(self, midnight: dt.datetime) -> Iterator[dt.datetime]:
        for first, end in self._stretches(midnight):
            step = self._step_after(first)
            if step is not None and step < end:
                yield from (wall for wall in self._asked(step, end) if wall >= self.naive)

    def _stretches(self, midnight: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """The parts of a day that may hold a time, so that dateutil never searches through the others."""
        parts = self.parts
        if self.step >= _LONG_STEP:
            yield from self._steps_of_day(midnight)
            return
        if parts.frequency == "HOURLY" or not (parts.by_hour or (parts.by_minute and parts.frequency == "SECONDLY")):
            yield midnight, midnight + _DAY if midnight.date() < dt.date.max else _LAST
            return
        minutes = parts.by_minute if parts.frequency == "SECONDLY" else ()
        for hour in parts.by_hour or range(24):
            for minute in minutes or (0,):
                first = midnight.replace(hour=hour, minute=minute)
                yield first, first + dt.timedelta(minutes=1 if minutes else 60)

    def _steps_of_day(self, midnight: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """The hour, minute or second of each step of the day; there are few of them."""
        parts, unit = self.parts, dt.timedelta(seconds=_UNITS[self.parts.frequency])
        minutes = parts.by_minute if parts.frequency != "HOURLY" else ()
        step = self._step_after(midnight)
        while step is not None and step.date() == midnight.date():
            fits = not parts.by_hour or step.hour in parts.by_hour
            if fits and (not minutes or step.minute in minutes):
                yield step, step + unit if step < _LAST - unit else _LAST
            step = step + self.step if step < _LAST - self.step else None

    def _asked(self, start: dt.datetime, end: dt.datetime | None) -> Iterator[dt.datetime]:
        # Few programmes repeat within a day, and dateutil takes 14 ms to import.
        from dateutil import rrule

        parts, frequency = self.parts, self.parts.frequency
        # What the rule leaves open is told, for the start has been moved to the beginning of its step.
        minutes = parts.by_minute or ((self.start.minute,) if frequency == "HOURLY" else ())
        seconds = parts.by_second or ((self.start.second,) if frequency != "SECONDLY" else ())
        try:
            yield from rrule.rrule(
                rrule.HOURLY
                if frequency == "HOURLY"
                else rrule.MINUTELY
                if frequency == "MINUTELY"
                else rrule.SECONDLY,
                dtstart=start,
                interval=parts.interval,
                until=end and end - dt.timedelta(microseconds=1),
                byhour=(frequency == "HOURLY" and parts.by_hour) or None,
                byminute=(frequency != "SECONDLY" and minutes) or None,
                bysecond=seconds or None,
                bysetpos=self.positions or None,
            )
        except ValueError:
            refuse_never(self.parts, "INTERVAL", "never arrives at one of these times")


def _arrives(parts: Parts, base: dt.datetime) -> bool:
    """Whether steps from `base` on ever come to one of the times of day, whatever the days are.

    Over all days they come to every time that differs from that of `base` by a multiple of what the step and a day
    have in common.
    """
    units = 86_400 // _UNITS[parts.frequency]
    common = gcd(parts.interval, units)
    hours = parts.by_hour or range(24)
    if parts.frequency == "HOURLY":
        return any((hour - base.hour) % common == 0 for hour in hours)
    minutes = parts.by_minute or range(60)
    begun = base.hour * 60 + base.minute
    if parts.frequency == "MINUTELY":
        return any((hour * 60 + minute - begun) % common == 0 for hour in hours for minute in minutes)
    begun = begun * 60 + base.second
    reached = {(second - begun) % common for second in parts.by_second or range(60)}
    return any(-(hour * 3600 + minute * 60) % common in reached for hour in hours for minute in minutes)


def _possible(parts: Parts) -> tuple[int, ...]:
    """The positions that there are in an hour, a minute or a second; dateutil would search for others without end."""
    minutes = len(parts.by_minute) or 1 if parts.frequency == "HOURLY" else 1
    most = minutes * (len(parts.by_second) or 1) if parts.frequency != "SECONDLY" else 1
    possible = tuple(place for place in parts.by_set_pos if abs(place) <= most)
    if parts.by_set_pos and not possible:
        refuse_never(parts, "BYSETPOS", f"there are never more than {most} to choose from")
    return possible


def _day_series(parts: Parts, start: dt.datetime) -> Years:
    """The days on which the rule may happen."""
    days = YearDays(
        frequency="DAILY",
        months=parts.by_month,
        week_numbers=parts.by_week_no,
        year_days=parts.by_year_day,
        month_days=parts.by_month_day,
        days=tuple((0, weekday) for _number, weekday in parts.by_day),
    )
    return Years(days, start.replace(hour=0, minute=0, second=0, microsecond=0))
