"""Courses of sessions for one person at a time: so many, at least and at most so many days apart.

For each person in turn the best course there is: with as few sessions as possible that were not theirs before, ending
as soon as possible, at as constant an hour as possible, and beginning as soon as possible.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from volsched.model import Span


@frozen
class Slot:
    """A time at which somebody can have a session: in which occurrence, and on which civil day."""

    occurrence: str
    span: Span
    day: dt.date


@frozen(kw_only=True)
class Spacing:
    """How many sessions a course has, and how many days lie between one and the next."""

    sessions: int
    least: int = 1
    most: int | None = None


def course_of(
    slots: Sequence[Slot], spacing: Spacing, *, after: dt.date | None = None, before: Iterable[Slot] = ()
) -> tuple[Slot, ...] | None:
    """The best sessions among these slots; None if no course fits.

    `after` is the day of the last session that is done: the next comes `least` days later or more, and within `most`
    if that is possible at all. `before` are the sessions that the person had, which are kept where they can be.
    """
    ordered = sorted(set(slots), key=lambda slot: (slot.span, slot.occurrence))
    days = [slot.day.toordinal() for slot in ordered]
    first = _first_allowed(days, spacing, after)
    if spacing.sessions == 0:
        return ()
    if first is None:
        return None
    kept = set(before)
    costs = [(slot not in kept, 0, 0) for slot in ordered]
    begin, end = bisect_left(days, first[0]), bisect_right(days, first[1])
    reached: dict[int, tuple[Cost, int]] = {j: (costs[j], -1) for j in range(begin, end)}
    layers = [reached]
    for _ in range(spacing.sessions - 1):
        reached = _next_layer(ordered, days, spacing, reached, costs)
        layers.append(reached)
    if not reached:
        return None
    last = min(reached, key=lambda j: (reached[j][0][0], ordered[j].span.start, reached[j][0], j))
    chosen = [last]
    for layer in reversed(layers):
        chosen.append(layer[chosen[-1]][1])
    return tuple(ordered[j] for j in reversed(chosen[:-1]))


Cost = tuple[int, int, int]
"""How many sessions are new, how often the hour changes, and the days from the first to the last, taken off."""


def _first_allowed(days: Sequence[int], spacing: Spacing, after: dt.date | None) -> tuple[int, int] | None:
    """The first and the last day on which the first session may be."""
    if not days:
        return None
    if after is None:
        return days[0], days[-1]
    soonest = after.toordinal() + spacing.least
    index = bisect_left(days, soonest)
    if index == len(days):
        return None
    latest = days[-1] if spacing.most is None else after.toordinal() + spacing.most
    # Who missed too much to keep within the most comes as soon as there is a session.
    return soonest, max(latest, days[index])


def _next_layer(
    slots: Sequence[Slot],
    days: Sequence[int],
    spacing: Spacing,
    reached: Mapping[int, tuple[Cost, int]],
    costs: Sequence[Cost],
) -> dict[int, tuple[Cost, int]]:
    found: dict[int, tuple[Cost, int]] = {}
    for i, (cost, _) in reached.items():
        begin = bisect_left(days, days[i] + max(spacing.least, 0), lo=i + 1)
        end = len(days) if spacing.most is None else bisect_right(days, days[i] + spacing.most)
        for j in range(begin, end):
            changes = slots[i].span.start.time() != slots[j].span.start.time()
            total = (cost[0] + costs[j][0], cost[1] + changes, cost[2] + days[i] - days[j])
            if slots[j].span.start >= slots[i].span.end and (j not in found or (total, i) < found[j]):
                found[j] = (total, i)
    return found


def courses(
    slots: Mapping[Slot, int],
    spacing: Spacing,
    people: Sequence[str],
    busy: Mapping[str, Sequence[Span]],
    *,
    tries: int = 24,
) -> dict[str, tuple[Slot, ...]]:
    """A course for each of the people, in their order; who gets none is left out.

    `slots` says how many can have a session at each time. Where somebody finds no course behind the others, they are
    tried before them, so many times; the first try in which most people have a course holds.
    """
    order = list(people)
    best: dict[str, tuple[Slot, ...]] = {}
    seen: set[tuple[str, ...]] = set()
    for _ in range(tries):
        seen.add(tuple(order))
        found = _in_turn(slots, spacing, order, busy)
        if len(found) > len(best) or not best:
            best = found
        left = [person for person in order if person not in found]
        order = [*left, *(person for person in order if person in found)]
        if not left or tuple(order) in seen:
            break
    return {person: best[person] for person in people if person in best}


def _in_turn(
    slots: Mapping[Slot, int], spacing: Spacing, order: Sequence[str], busy: Mapping[str, Sequence[Span]]
) -> dict[str, tuple[Slot, ...]]:
    left = dict(slots)
    found: dict[str, tuple[Slot, ...]] = {}
    for person in order:
        course = course_of(_open_to(left, busy.get(person, ())), spacing)
        if course is None:
            continue
        found[person] = course
        for slot in course:
            left[slot] -= 1
    return found


def _open_to(left: Mapping[Slot, int], busy: Sequence[Span]) -> list[Slot]:
    return [slot for slot, room in left.items() if room > 0 and not any(slot.span.overlaps(span) for span in busy)]


def made_up(
    slots: Mapping[Slot, int],
    spacing: Spacing,
    planned: Mapping[str, tuple[Slot, ...]],
    *,
    done: Mapping[str, Sequence[dt.date]],
    missed: Mapping[str, Sequence[dt.date]],
    busy: Mapping[str, Sequence[Span]],
) -> dict[str, tuple[Slot, ...]]:
    """The courses after some sessions were missed: the missing ones are added, and the rest stay where they can.

    `done` and `missed` are the days of sessions that were, by person. Whoever missed none keeps their course. Where
    nothing fits, the person keeps the sessions that were planned and goes without the missed ones.
    """
    left = dict(slots)
    for course in planned.values():
        for slot in course:
            left[slot] -= 1
    found = dict(planned)
    for person, days in missed.items():
        if not days or person not in planned:
            continue
        attended = sorted(done.get(person, ()))
        until = max(*days, *attended, dt.date.min)
        past = _past(slots, planned[person], attended, until)
        ahead = tuple(slot for slot in planned[person] if slot.day > until)
        for slot in ahead:
            left[slot] += 1
        rest = Spacing(sessions=spacing.sessions - len(attended), least=spacing.least, most=spacing.most)
        open_slots = [slot for slot in _open_to(left, busy.get(person, ())) if slot.day > until]
        again = course_of(open_slots, rest, after=attended[-1] if attended else None, before=ahead)
        coming = ahead if again is None else again
        found[person] = (*past, *coming)
        for slot in coming:
            left[slot] -= 1
    return found


def _past(
    slots: Mapping[Slot, int], planned: Sequence[Slot], attended: Iterable[dt.date], until: dt.date
) -> tuple[Slot, ...]:
    """The sessions that were: those planned, and those in which others were made up before."""
    found = [slot for slot in planned if slot.day <= until]
    known = {slot.day for slot in found}
    for day in attended:
        if day not in known:
            found += [slot for slot in slots if slot.day == day][:1]
    return tuple(sorted(found, key=lambda slot: slot.span))
