"""When the clocks of a zone change: the walls that never come and those that come twice."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import attrs
from attrs import frozen

_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)
_NONE = dt.timedelta()


@frozen
class ClockChange:
    """One change: at `before` the old clock would show, the new one shows `before + shift`.

    A forward shift leaves the walls from `before` up to `before + shift` out; a backward one repeats those from
    `before + shift` up to `before`. Both are wall times that carry the zone.
    """

    before: dt.datetime
    shift: dt.timedelta

    # Asked of often, so worked out once: whether it leaves wall times out; the first wall that is left out or comes
    # twice, and the wall after the last one; and what lies within a day of it.
    is_gap: bool = attrs.field(init=False, eq=False)
    first: dt.datetime = attrs.field(init=False, eq=False)
    end: dt.datetime = attrs.field(init=False, eq=False)
    around_first: dt.datetime = attrs.field(init=False, eq=False)
    around_end: dt.datetime = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        put, is_gap, after = object.__setattr__, self.shift > _NONE, self.before + self.shift
        put(self, "is_gap", is_gap)
        put(self, "first", self.before if is_gap else after)
        put(self, "end", after if is_gap else self.before)
        put(self, "around_first", self.first - _DAY)
        put(self, "around_end", self.end + _DAY)


@lru_cache(maxsize=1024)
def changes(zone: ZoneInfo, first: int, last: int) -> tuple[ClockChange, ...]:
    """The changes of the years `first` to `last`, in order, with those within a day of their turn."""
    # Before standard time and beyond what anyone has decided there is nothing to be exact about.
    years = range(max(first, 1900), min(last, 2200) + 1)
    return tuple(dict.fromkeys(change for year in years for change in _changes_of(zone, year)))


def gap_at(zone: ZoneInfo, wall: dt.datetime) -> ClockChange | None:
    """The change that leaves this wall time out, if there is one."""
    for change in changes(zone, wall.year, wall.year):
        if change.is_gap and change.first <= wall < change.end:
            return change
    return None


def is_steady(zone: ZoneInfo, wall: dt.datetime) -> bool:
    """Whether no clock changes within a day of this wall time."""
    return not any(change.around_first <= wall < change.around_end for change in changes(zone, wall.year, wall.year))


@cache
def _changes_of(zone: ZoneInfo, year: int) -> tuple[ClockChange, ...]:
    """The changes of one year: days whose offset differs from the day before, each searched to the second."""
    found = []
    instant = dt.datetime(year, 1, 1, tzinfo=dt.UTC) - 2 * _DAY
    offset = _offset(zone, instant)
    for _ in range(370):
        later = instant + _DAY
        new = _offset(zone, later)
        if new != offset:
            change = _searched(zone, instant, later, offset, new)
            if year in (change.around_first.year, change.around_end.year):
                found.append(change)
        instant, offset = later, new
    return tuple(found)


def _searched(
    zone: ZoneInfo, early: dt.datetime, late: dt.datetime, old: dt.timedelta, new: dt.timedelta
) -> ClockChange:
    while late - early > _SECOND:
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == old:
            early = middle
        else:
            late = middle
    wall = (late + old).replace(tzinfo=zone)
    return ClockChange(wall, new - old)


def _offset(zone: ZoneInfo, instant: dt.datetime) -> dt.timedelta:
    return instant.astimezone(zone).utcoffset() or _NONE
