"""Wall times that carry their zone: in order, without doubles, and what UNTIL is among them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from volsched.model.schedule import Wall
from volsched.recurrence.clock import changes

DAY = dt.timedelta(days=1)
TICK = dt.timedelta(microseconds=1)
LAST = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)  # noqa: DTZ001 - wall time is meant


@lru_cache(maxsize=256)
def last_wall(zone: ZoneInfo) -> dt.datetime:
    """The last wall time there is."""
    return LAST.replace(tzinfo=zone)


def aware_wall(wall: Wall, zone: ZoneInfo) -> dt.datetime:
    """Wall time with the zone put to it; of a date its midnight."""
    if isinstance(wall, dt.datetime):
        # Takes a third of the time of replace().
        return dt.datetime(wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second, 0, zone)
    return dt.datetime(wall.year, wall.month, wall.day, 0, 0, 0, 0, zone)


def as_datetime(wall: Any) -> dt.datetime:
    """Wall time as a datetime without a zone; of a date its midnight."""
    if isinstance(wall, dt.datetime):
        return wall
    return dt.datetime(wall.year, wall.month, wall.day)  # noqa: DTZ001 - wall time is meant


def wall_after(until: dt.datetime | dt.date, zone: ZoneInfo) -> dt.datetime:
    """The first wall that UNTIL leaves out: a date is the whole of its day, an instant is read on the clock."""
    if not isinstance(until, dt.datetime):
        end = dt.datetime.combine(until, dt.time.max, zone)
    elif until.tzinfo is None:
        end = until.replace(tzinfo=zone)
    else:
        end = local_or_last(until, zone)
        if end.fold:
            # The hour comes twice and this is the second time, so every wall that comes twice lies before it.
            move = next(move for move in changes(zone, end.year, end.year) if move.first <= end < move.end)
            end = move.end - TICK
    return end.replace(fold=0) + TICK if end.replace(tzinfo=None) < LAST else end.replace(fold=0)


def local_or_last(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The instant on the clock of the zone; the last there is where that lies beyond the year 9999."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return LAST.replace(tzinfo=zone)


def written_until(until: dt.datetime | dt.date, zone: ZoneInfo, *, all_day: bool) -> dt.datetime | dt.date:
    """UNTIL as RFC 5545 wants it beside such a start: in UTC, or a date."""
    if all_day:
        if not isinstance(until, dt.datetime):
            return until
        return until.date() if until.tzinfo is None else local_or_last(until, zone).date()
    if not isinstance(until, dt.datetime):
        until = dt.datetime.combine(until, dt.time(23, 59, 59))
    if until.tzinfo is None:
        try:
            return until.replace(tzinfo=zone).astimezone(dt.UTC)
        except OverflowError:
            return LAST.replace(microsecond=0, tzinfo=dt.UTC)
    return until


def holds(walls: tuple[dt.datetime, ...], wall: dt.datetime) -> bool:
    """Whether the wall is among these, which are in order."""
    place = bisect_left(walls, wall)
    return place < len(walls) and walls[place] == wall


def take_out(found: list[dt.datetime], out: tuple[dt.datetime, ...]) -> None:
    """Take the walls `out` from the list, both in order."""
    if not found:
        return
    place = 0
    for index in range(bisect_left(out, found[0]), len(out)):
        wall = out[index]
        place = bisect_left(found, wall, place)
        if place == len(found):
            return
        if found[place] == wall:
            del found[place]


def merged(found: list[dt.datetime], others: list[dt.datetime]) -> list[dt.datetime]:
    """Both in order, each wall once."""
    both: list[dt.datetime] = []
    for wall in sorted(found + others):
        if not both or both[-1] != wall:
            both.append(wall)
    return both


def day_earlier(wall: dt.datetime) -> dt.datetime:
    """A day before, unless there is none."""
    return wall - DAY if wall.toordinal() > 1 else wall


def day_later(wall: dt.datetime) -> dt.datetime:
    """A day after, unless there is none."""
    return wall + DAY if wall.date() < dt.date.max else wall
