"""A free time for these people, this room and this equipment; and what comes nearest where there is none."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

import attrs
from attrs import field, frozen

from volsched.errors import InvalidValue
from volsched.model import Span, Window
from volsched.planning.opening import closed, outside_clock, unavailable
from volsched.planning.plan import Plan
from volsched.planning.presence import moment, seconds
from volsched.planning.sweeping import lacking
from volsched.planning.ways import NOWHERE, place_of
from volsched.planning.whereabouts import Whereabouts

CLOSED = "closed"
UNAVAILABLE = "unavailable"
OUT_OF_HOURS = "out-of-hours"

QUARTER = dt.timedelta(minutes=15)


@frozen(kw_only=True)
class Wish:
    """What is to be found: a time of this length, for whom, where, and with what.

    Set-up and clear-up take the room and the equipment and not the people. `since` and `until` are times of day
    between which it must lie.
    """

    length: dt.timedelta
    people: tuple[str, ...] = ()
    room: str | None = None
    equipment: Mapping[str, int] = field(factory=dict)
    set_up: dt.timedelta = dt.timedelta()
    clear_up: dt.timedelta = dt.timedelta()
    since: dt.time | None = None
    until: dt.time | None = None
    step: dt.timedelta = QUARTER
    besides: str = ""
    """The occurrence that is to be moved, by its key; what it takes now counts as free."""

    def __attrs_post_init__(self) -> None:
        for name, least in (("length", 60), ("set_up", 0), ("clear_up", 0), ("step", 60)):
            value = getattr(self, name)
            if not dt.timedelta(seconds=least) <= value <= dt.timedelta(days=366):
                raise InvalidValue("wish", "", name, f"{value} is not possible", "write a length such as '2h'")
        if (self.since is None) != (self.until is None):
            raise InvalidValue("wish", "", "until", "one of the two times is missing", "give both times or none")


@frozen(kw_only=True)
class InTheWay:
    """What is not free: a person, the room or a kind of equipment, and why: an occurrence, or that it is closed."""

    what: str
    name: str
    why: str = ""


@frozen(kw_only=True)
class Alternative:
    """The nearest to what was asked for, and what it gives up: another room, people, or the window."""

    kind: str
    span: Span
    room: str | None = None
    without: tuple[InTheWay, ...] = ()


@frozen(kw_only=True)
class FreeTime:
    """The first free time, or None with what is in the way and what comes nearest, each kind once."""

    span: Span | None
    in_the_way: tuple[InTheWay, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


_Blocked = list[tuple[int, int]]
"""Starts that are not possible, strictly between the two: at either of them it is free."""


class Diary:
    """What is free when in a plan; asked again and again, it looks the plan over once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._where = Whereabouts(plan)
        self._holdings = self._where.holdings()

    def free_time(self, wish: Wish, window: Window | None = None) -> FreeTime:
        """The first time in the window (that of the plan if left out) at which all of it is free.

        Raises:
            UnknownName: no such person, room or equipment.
            InvalidValue: more pieces of equipment are wished for than there are.
        """
        self._check(wish)
        span = (window or self._plan.window).span
        first = self._first(wish, span)
        if first is not None:
            return FreeTime(span=first)
        return FreeTime(span=None, in_the_way=self._in_the_way(wish, span), alternatives=self._nearest(wish, span))

    def is_free(self, wish: Wish, start: dt.datetime) -> bool:
        """Whether all of it is free at this start."""
        self._check(wish)
        at = seconds(start.astimezone(dt.UTC))
        around = Span(start, start + wish.length)
        return _is_free(_merged(one for _, blocked in self._each(wish, around) for one in blocked), at)

    def first_at(self, wish: Wish, span: Span, starts: Iterable[dt.datetime]) -> Span | None:
        """The first of these starts at which all of it is free; they lie in the span."""
        blocked = self._all_blocked(wish, span)
        for start in starts:
            if _is_free(blocked, seconds(start)):
                return Span(start, start + wish.length)
        return None

    def _check(self, wish: Wish) -> None:
        programme = self._plan.programme
        for person in wish.people:
            programme.person(person)
        if wish.room is not None:
            programme.venue(wish.room)
        for name, pieces in wish.equipment.items():
            there = programme.kind_of_equipment(name).count
            if not 1 <= pieces <= there:
                problem = f"{pieces} are wished for and there are {there}"
                raise InvalidValue("equipment", name, "count", problem, f"ask for 1 to {there}")

    def _first(self, wish: Wish, span: Span) -> Span | None:
        for start in _free_starts(self._all_blocked(wish, span), wish, span):
            return Span(moment(start), moment(start) + wish.length)
        return None

    def _all_blocked(self, wish: Wish, span: Span) -> _Blocked:
        return _merged(one for _, blocked in self._each(wish, span) for one in blocked)

    def _each(self, wish: Wish, span: Span) -> Iterator[tuple[tuple[str, str], _Blocked]]:
        """What each person, room and kind of equipment forbids by itself."""
        length = int(wish.length.total_seconds())
        before, after = int(wish.set_up.total_seconds()), int(wish.clear_up.total_seconds())
        around = span.widened(wish.set_up + wish.length, wish.clear_up + wish.length)
        for person in dict.fromkeys(wish.people):
            busy = [
                (one[0], one[1])
                for one in self._busy_person(wish, person, around)
                if not wish.besides or one[2] != wish.besides
            ]
            yield ("person", person), _starts(busy, length, 0, 0)
        if wish.room is not None:
            busy = [
                (one[0], one[1])
                for one in self._busy_room(wish.room, around)
                if not wish.besides or one[2] != wish.besides
            ]
            yield ("venue", wish.room), _starts(busy, length, before, after)
        for name, pieces in sorted(wish.equipment.items()):
            there = self._plan.programme.kind_of_equipment(name).count
            held = (one for one in self._holdings.get(name, ()) if self._where.key(one[2]) != wish.besides)
            short = lacking(held, there - pieces)
            yield ("equipment", name), _starts(short, length, before, after)
        if wish.since is not None and wish.until is not None:
            out = outside_clock(wish.since, wish.until, around, self._plan.programme.zone)
            yield ("hours", OUT_OF_HOURS), _starts(out, length, 0, 0)

    def _busy_person(self, wish: Wish, person: str, around: Span) -> Iterator[tuple[int, int, str]]:
        place = NOWHERE if wish.room is None else place_of(self._plan.programme, wish.room, None)
        yield from self._where.of_person(person, place)
        for start, end in unavailable(self._plan.programme, person, around):
            yield start, end, UNAVAILABLE

    def _busy_room(self, room: str, around: Span) -> Iterator[tuple[int, int, str]]:
        yield from self._where.of_venue(room)
        for start, end in closed(self._plan.programme, room, around):
            yield start, end, CLOSED

    def _in_the_way(self, wish: Wish, span: Span) -> tuple[InTheWay, ...]:
        """Those that leave no time even alone; where each of them leaves some, all of them together do not."""
        alone = []
        for (what, name), blocked in self._each(wish, span):
            if next(_free_starts(_merged(blocked), wish, span), None) is None:
                alone.append(InTheWay(what=what, name=name))
        return tuple(alone) or tuple(InTheWay(what=what, name=name) for (what, name), _ in self._each(wish, span))

    def _nearest(self, wish: Wish, span: Span) -> tuple[Alternative, ...]:
        found = (self._other_room(wish, span), self._with_fewer(wish, span), self._other_day(wish, span))
        return tuple(item for item in found if item is not None)

    def _other_room(self, wish: Wish, span: Span) -> Alternative | None:
        """The earliest time in another room of the same area that holds as many; of two, the smaller room."""
        if wish.room is None:
            return None
        programme = self._plan.programme
        asked = programme.venue(wish.room)
        area = place_of(programme, wish.room, None)[1]
        best: tuple[dt.datetime, int, str] | None = None
        for venue in programme.venues:
            large = venue.capacity or 0
            if venue.id == wish.room or place_of(programme, venue.id, None)[1] != area:
                continue
            if large < (asked.capacity or 0) or (asked.accessible and not venue.accessible):
                continue
            found = self._first(attrs.evolve(wish, room=venue.id), span)
            if found is not None and (best is None or (found.start, large, venue.id) < best):
                best = (found.start, large, venue.id)
        if best is None:
            return None
        return Alternative(kind="other-room", span=Span(best[0], best[0] + wish.length), room=best[2])

    def _with_fewer(self, wish: Wish, span: Span) -> Alternative | None:
        """The time at which the fewest people are missing; room and equipment stay."""
        if len(wish.people) < 2:
            return None
        needed = self._all_blocked(attrs.evolve(wish, people=()), span)
        of_people = {name: _merged(blocked) for (what, name), blocked in self._each(wish, span) if what == "person"}
        best: tuple[int, int] | None = None
        for start in _free_starts(needed, wish, span):
            missing = sum(not _is_free(blocked, start) for blocked in of_people.values())
            if best is None or missing < best[0]:
                best = (missing, start)
        if best is None or best[0] >= len(of_people):
            return None
        start = best[1]
        away = [name for name, blocked in of_people.items() if not _is_free(blocked, start)]
        span = Span(moment(start), moment(start) + wish.length)
        without = tuple(InTheWay(what="person", name=name, why=self._why(wish, name, span)) for name in away)
        return Alternative(kind="without", span=span, room=wish.room, without=without)

    def _why(self, wish: Wish, person: str, span: Span) -> str:
        start, end = seconds(span.start), seconds(span.end)
        busy = self._busy_person(wish, person, span)
        return next((why for since, until, why in busy if since < end and start < until), "")

    def _other_day(self, wish: Wish, span: Span) -> Alternative | None:
        """The nearest time before or after the window, as far as the plan reaches."""
        whole = self._plan.window.span
        later = self._first(wish, Span(span.end, whole.end)) if span.end < whole.end else None
        earlier = None
        if whole.start < span.start:
            before = Span(whole.start, span.start)
            starts = list(_free_starts(self._all_blocked(wish, before), wish, before))
            earlier = Span(moment(starts[-1]), moment(starts[-1]) + wish.length) if starts else None
        if earlier is None or (later is not None and later.start - span.end <= span.start - earlier.end):
            return None if later is None else Alternative(kind="other-day", span=later, room=wish.room)
        return Alternative(kind="other-day", span=earlier, room=wish.room)


def free_time(plan: Plan, wish: Wish, window: Window | None = None) -> FreeTime:
    """The first time in the window at which people, room and equipment are free; `Diary` asks more than once."""
    return Diary(plan).free_time(wish, window)


def _starts(busy: Iterable[tuple[int, int]], length: int, before: int, after: int) -> _Blocked:
    """The starts at which something of this length would meet what is busy, with its own time around it."""
    return [(start - length - after, end + before) for start, end in busy]


def _merged(blocked: Iterable[tuple[int, int]]) -> _Blocked:
    """The same starts as few stretches; two that only touch leave the start between them free."""
    found: _Blocked = []
    for start, end in sorted(blocked):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _is_free(blocked: _Blocked, at: int) -> bool:
    """Whether a start lies in none of the merged stretches."""
    index = bisect_right(blocked, (at, -1)) - 1
    return index < 0 or blocked[index][1] <= at


def _free_starts(blocked: _Blocked, wish: Wish, span: Span) -> Iterator[int]:
    """The possible starts in a span, step by step from its beginning; what is blocked is leapt over."""
    step, began = int(wish.step.total_seconds()), seconds(span.start)
    last = seconds(span.end) - int((wish.length + wish.clear_up).total_seconds())
    at = began + -(-int(wish.set_up.total_seconds()) // step) * step
    index = 0
    while at <= last:
        while index < len(blocked) and blocked[index][1] <= at:
            index += 1
        if index < len(blocked) and blocked[index][0] < at:
            at += -(-(blocked[index][1] - at) // step) * step
        else:
            yield at
            at += step
