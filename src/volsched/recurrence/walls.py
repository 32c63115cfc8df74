"""Wall times that carry their zone: in order, without doubles, and what UNTIL is among them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from volsched.errors import RecurrenceError
from volsched.model.schedule import Wall
from volsched.recurrence.clock import ClockChange, changes

DAY = dt.timedelta(days=1)
TICK = dt.timedelta(microseconds=1)
_MIDNIGHT = dt.time()
_combine = dt.datetime.combine
LAST = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)  # noqa: DTZ001 - wall time is meant
_LAST_TIME = LAST.time()


FIRST_YEAR = 1583
"""The first year in which a series may start: the Gregorian calendar begins in the one before."""


def plain_begin(start: object, zone: ZoneInfo) -> dt.datetime | None:
    """A start with the zone put to it where one glance tells that nothing is wrong with it."""
    if type(start) is dt.datetime and start.tzinfo is None and start.year >= FIRST_YEAR:
        if start.microsecond or start.fold:
            return None
        # Takes a fourth of the time of replace().
        return _combine(start, start.time(), zone)
    return None


def wrong_wall(wall: object, start: object) -> tuple[str, str] | None:
    """What is wrong with a wall time beside such a start, and what to do; None where nothing is."""
    timed = isinstance(start, dt.datetime)
    if not isinstance(wall, dt.date):
        return f"{wall!r:.60} is neither a datetime nor a date", "pass one, in wall time"
    if not isinstance(wall, dt.datetime):
        problem = f"{wall!r} is not of the form of a start with a time"
        return (problem, "pass a datetime") if timed else _too_early(wall, start)
    if wall.tzinfo is not None:
        return f"{wall} says a zone", "pass wall time, a datetime without a zone"
    if wall.microsecond:
        return f"{wall} has parts of a second", "write whole seconds"
    if not timed:
        return f"{wall} is not of the form of the start {start}", "pass a date"
    return _too_early(wall, start)


def _too_early(wall: dt.date, start: object) -> tuple[str, str] | None:
    if wall is start and wall.year < FIRST_YEAR:
        return f"the year {wall.year} is not kept", f"write a year of {FIRST_YEAR} to 9999"
    return None


def aware_walls(walls: tuple[Wall, ...], zone: ZoneInfo) -> tuple[dt.datetime, ...]:
    """Wall times with the zone put to each."""
    plain = [_combine(wall, wall.time(), zone) for wall in walls if type(wall) is dt.datetime and not wall.fold]
    return tuple(plain if len(plain) == len(walls) else [aware_wall(wall, zone) for wall in walls])


def excluded(walls: Iterable[Wall]) -> tuple[Wall, ...]:
    """What is left out, each once and in order."""
    return _in_order("exclude", walls)


def included(walls: Iterable[Wall]) -> tuple[Wall, ...]:
    """What is added, each once and in order."""
    return _in_order("include", walls)


def _in_order(field: str, walls: Iterable[Wall] | str) -> tuple[Wall, ...]:
    """Each wall once, in order.

    Raises:
        RecurrenceError: not several walls, but one, or text.
    """
    if not walls:
        return ()
    try:
        distinct = None if isinstance(walls, str) else set(walls)
    except TypeError:
        distinct = None
    if distinct is None:
        problem = f"{walls!r:.60} is not a list of datetimes or dates"
        raise RecurrenceError("rule", "", field, problem, "pass a list of them, also of a single one")
    try:
        return tuple(sorted(distinct))
    except TypeError:
        # Dates among datetimes: refused by name later on.
        return tuple(sorted(distinct, key=str))


def last_wall(zone: dt.tzinfo | None) -> dt.datetime:
    """The last wall time there is."""
    return _combine(LAST, _LAST_TIME, zone)


def aware_wall(wall: Wall, zone: ZoneInfo) -> dt.datetime:
    """Wall time with the zone put to it; of a date its midnight."""
    if isinstance(wall, dt.datetime):
        # Of a time that comes twice it is the first.
        return _combine(wall, wall.time() if not wall.fold else wall.time().replace(fold=0), zone)
    return _combine(wall, _MIDNIGHT, zone)


def as_datetime(wall: Any) -> dt.datetime:
    """Wall time as a datetime without a zone; of a date its midnight."""
    if isinstance(wall, dt.datetime):
        return wall
    return dt.datetime(wall.year, wall.month, wall.day)  # noqa: DTZ001 - wall time is meant


def wall_after(until: dt.datetime | dt.date, zone: ZoneInfo) -> dt.datetime:
    """The first wall that UNTIL leaves out: a date is the whole of its day, an instant is read on the clock."""
    if not isinstance(until, dt.datetime):
        end = _combine(until, _LAST_TIME, zone)
    elif until.tzinfo is None:
        end = until.replace(tzinfo=zone)
    else:
        end = local_or_last(until, zone)
        if end.fold:
            # The hour comes twice and this is the second time, so every wall that comes twice lies before it.
            move = next(move for move in changes(zone, end.year, end.year) if move.first <= end < move.end)
            end = move.end - TICK
    if end.fold:
        end = end.replace(fold=0)
    return end + TICK if end.year < LAST.year or end.replace(tzinfo=None) < LAST else end


def local_or_last(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The instant on the clock of the zone; the first or last there is where that lies beyond the years 1 to 9999."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return last_wall(zone) if moment.year > FIRST_YEAR else dt.datetime(1, 1, 1, tzinfo=zone)


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


def mind_gaps(found: list[dt.datetime], gaps: list[ClockChange], *, shift: bool) -> None:
    """Take the walls that these gaps leave out from the list, or move them on."""
    moved = False
    for gap in gaps:
        first = bisect_left(found, gap.first)
        if first < len(found) and found[first] < gap.end:
            last = bisect_left(found, gap.end, first)
            moved = True
            found[first:last] = [wall + gap.shift for wall in found[first:last]] if shift else []
    if moved and shift:
        found[:] = merged([], found)


def within(found: list[dt.datetime], start: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    """Those from one instant up to another; only a few at either end lie outside."""
    begin, stop = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    first, last = 0, len(found)
    while first < last and found[first].astimezone(dt.UTC) < begin:
        first += 1
    while last > first and found[last - 1].astimezone(dt.UTC) >= stop:
        last -= 1
    return found[first:last]
