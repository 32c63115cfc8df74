"""Rules that repeat within a day: which days is known from masks of years, and the hours of each are counted.

Steps are numbered from the midnight on which the start's day begins, so which hours, minutes or seconds of a day they
fall on is a remainder, whatever lies between. Days without a time are searched under a budget.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import gcd

from volsched.recurrence.parts import Parts
from volsched.recurrence.series import refuse_never
from volsched.recurrence.walls import last_wall
from volsched.recurrence.year_days import YearDays
from volsched.recurrence.years import Years

_A_DAY = {"HOURLY": 24, "MINUTELY": 1440, "SECONDLY": 86_400}
_DAY = dt.timedelta(days=1)
# So many days in a row that are meant and on which no step falls, or no time that is meant, are given up on.
_EMPTY_DAYS = 50_000
_MOST_TRIES = 5_000
_LAST_DAY = dt.date.max.toordinal()
_MOST_KEPT = 16
_delta = dt.timedelta


class WithinDays:
    """The series of an HOURLY, MINUTELY or SECONDLY rule from a start on."""

    is_sure = False

    def __init__(self, parts: Parts, start: dt.datetime) -> None:
        self.parts = parts
        self.start = start
        self.midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
        self.days = _day_series(parts, self.midnight)
        self.units = _A_DAY[parts.frequency]
        self.seconds = 86_400 // self.units
        # The hour, minute or second of the start, and those that are meant.
        self.base = (start - self.midnight).seconds // self.seconds
        self.meant = _meant(parts)
        self.inside = _inside(parts, start)
        self._kept: dict[int, Sequence[int]] = {}
        # Over all days steps come to whatever differs from the base by a multiple of what a step and a day share.
        shared = gcd(parts.interval, self.units)
        if not any((unit - self.base) % shared == 0 for unit in self.meant):
            refuse_never(parts, "INTERVAL", "never arrives at one of these times")

    def nth(self, number: int) -> dt.datetime | None:
        """Occurrence number so many, counted from 0; None when there is none before the year 10000."""
        for midnight, units in self._days_from(self.start, None):
            if midnight == self.midnight:
                # What comes before the start on its day is not counted.
                early = units[: bisect_left(units, self.base) + 1]
                number += sum(midnight + time < self.start for time in self._times(early))
            unit, place = divmod(number, len(self.inside))
            if unit < len(units):
                return midnight + self._times(units[unit : unit + 1])[place]
            number -= len(units) * len(self.inside)
        return None

    def following(self, wall: dt.datetime) -> dt.datetime | None:
        """The first occurrence at or after the wall; None when there is none before the year 10000."""
        wall = max(wall, self.start)
        for midnight, units in self._days_from(wall, None):
            left = self._from_unit(units, wall - midnight)
            # The unit of the wall may lie behind it, the one after that does not.
            for time in self._times(left[:2]):
                if midnight + time >= wall:
                    return midnight + time
        return None

    def amount(self, first: dt.datetime, end: dt.datetime) -> int:
        """How many occurrences there are from `first` up to `end`."""
        return len(self.walls(first, end, 1_000_000))

    def walls(self, first: dt.datetime, end: dt.datetime, most: int) -> list[dt.datetime]:
        """The occurrences from `first` up to `end`; a day more than `most` at the most, to tell that there are more."""
        first = max(first, self.start)
        found: list[dt.datetime] = []
        for midnight, units in self._days_from(first, end):
            some = self._from_unit(units, first - midnight)
            if end - midnight < _DAY:
                some = some[: len(some) - len(self._from_unit(some, end - midnight)) + 1]
            walls = [midnight + time for time in self._times(some)]
            if walls and (walls[0] < first or walls[-1] >= end):
                walls = [wall for wall in walls if first <= wall < end]
            found += walls
            if len(found) > most:
                break
        return found

    def _from_unit(self, units: Sequence[int], time: dt.timedelta) -> Sequence[int]:
        """Those of the hours, minutes or seconds that end after this time of the day."""
        return units[bisect_left(units, time.seconds // self.seconds) :] if time > _delta() else units

    def _times(self, units: Sequence[int]) -> list[dt.timedelta]:
        size = self.seconds
        return [_delta(seconds=unit * size + second) for unit in units for second in self.inside]

    def _days_from(self, first: dt.datetime, end: dt.datetime | None) -> Iterator[tuple[dt.datetime, Sequence[int]]]:
        """Midnight of each day that has times, and their hours, minutes or seconds; from the day of `first` on."""
        empty = 0
        begin = self.midnight.toordinal()
        for midnight in self._candidates(first.replace(hour=0, minute=0, second=0, microsecond=0), end):
            units = self._of_day(midnight.toordinal() - begin)
            if units:
                empty = 0
                yield midnight, units
            else:
                empty += 1
                if empty > _EMPTY_DAYS:
                    refuse_never(self.parts, "INTERVAL", f"passes over more than {_EMPTY_DAYS} days in a row")

    def _candidates(self, midnight: dt.datetime, end: dt.datetime | None) -> Iterator[dt.datetime]:
        """Midnights of the days that are meant, a year of them at a time, up to that of `end`."""
        if self.parts.interval >= self.units:
            yield from self._days_with_steps(midnight, end)
            return
        while True:
            day = self.days.following(midnight)
            if day is None or (end is not None and day >= end):
                return
            midnight = day + 366 * _DAY if day.year < dt.MAXYEAR else last_wall(day.tzinfo)
            yield from self.days.walls(day, midnight if end is None or end > midnight else end, 400)
            if day.year == dt.MAXYEAR:
                return

    def _days_with_steps(self, midnight: dt.datetime, end: dt.datetime | None) -> Iterator[dt.datetime]:
        """Midnights of the days that are meant and on which a step of a day or more comes to a time that is meant."""
        begin, tries = self.midnight.toordinal(), 0
        number = midnight.toordinal() - begin
        while tries <= _MOST_TRIES:
            number = self._day_of_step(number)
            if number < 0:
                return
            day = self.days.following(self.midnight + _delta(number))
            if day is None or (end is not None and day >= end):
                return
            tries += 1
            if day.toordinal() - begin == number:
                tries = 0
                yield day
                number += 1
            else:
                number = day.toordinal() - begin
        refuse_never(self.parts, "INTERVAL", f"passes over more than {_MOST_TRIES} days in a row")

    def _day_of_step(self, number: int) -> int:  # noqa: RET503 - a refusal never returns
        """The first day from this one on, counted from the start's, on which a step comes to a time; -1 beyond 9999."""
        last = _LAST_DAY - self.midnight.toordinal()
        interval, units, empty = self.parts.interval, self.units, 0
        while empty <= _EMPTY_DAYS:
            passed = number * units - self.base
            number += (-passed % interval) // units if passed > 0 else 0
            if number > last:
                return -1
            if self._of_day(number):
                return number
            number += 1
            empty += 1
        refuse_never(self.parts, "INTERVAL", f"passes over more than {_EMPTY_DAYS} days in a row")

    def _of_day(self, number: int) -> Sequence[int]:
        """The hours, minutes or seconds of a day on which a step falls; the day is counted from that of the start."""
        interval, units, meant = self.parts.interval, self.units, self.meant
        first = (self.base - number * units) % interval
        found = self._kept.get(first)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            if isinstance(meant, range):
                found = range(first, units, interval)
            elif len(meant) * interval <= units:
                found = [unit for unit in meant if (unit - first) % interval == 0]
            else:
                known = frozenset(meant)
                found = [unit for unit in range(first, units, interval) if unit in known]
            self._kept[first] = found
        return found


def _meant(parts: Parts) -> Sequence[int]:
    """The hours, minutes or seconds of a day that the rule does not leave out."""
    if parts.frequency == "HOURLY":
        return parts.by_hour or range(24)
    if parts.frequency == "MINUTELY":
        if not (parts.by_hour or parts.by_minute):
            return range(1440)
        return [hour * 60 + minute for hour in parts.by_hour or range(24) for minute in parts.by_minute or range(60)]
    if not parts.names_times:
        return range(86_400)
    minutes = [hour * 60 + minute for hour in parts.by_hour or range(24) for minute in parts.by_minute or range(60)]
    return [minute * 60 + second for minute in minutes for second in parts.by_second or range(60)]


def _inside(parts: Parts, start: dt.datetime) -> list[int]:
    """The seconds of its hour or minute at which it happens, as positions leave them; what is open is the start's."""
    seconds = parts.by_second or (start.second,)
    if parts.frequency == "SECONDLY":
        found = [0]
    elif parts.frequency == "MINUTELY":
        found = list(seconds)
    else:
        found = [minute * 60 + second for minute in parts.by_minute or (start.minute,) for second in seconds]
    if not parts.by_set_pos:
        return found
    places = sorted({place - 1 if place > 0 else len(found) + place for place in parts.by_set_pos})
    chosen = [found[place] for place in places if 0 <= place < len(found)]
    if not chosen:
        refuse_never(parts, "BYSETPOS", f"there are never more than {len(found)} to choose from")
    return chosen


def _day_series(parts: Parts, midnight: dt.datetime) -> Years:
    """The days on which the rule may happen."""
    days = YearDays(
        frequency="DAILY",
        months=parts.by_month,
        week_numbers=parts.by_week_no,
        year_days=parts.by_year_day,
        month_days=parts.by_month_day,
        days=tuple((0, weekday) for _number, weekday in parts.by_day),
    )
    return Years(days, midnight)
