"""Keeping a roster that people were told of: whoever may stay stays, and only what fell free is filled."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import attrs

from volsched.model import Assignment, Roster, Seat, Span
from volsched.rostering.checker import check, unfilled
from volsched.rostering.problem import Problem
from volsched.rostering.replanning import refill
from volsched.rostering.violation import Violation

Make = Callable[[Problem], Roster]
FEW = 50
"""So many empty seats are filled one by one; more, where they are a good part of all, are made together."""
PART = 10

_Duty = tuple[str, str]
"""A person and a shift."""


def keep(
    problem: Problem,
    former: Roster,
    *,
    make: Make,
    now: dt.datetime | None = None,
    elsewhere: Iterable[tuple[str, Span]] = (),
    anew: bool = False,
) -> Roster:
    """The roster that people were told of, with as little changed as the problem of today asks for.

    Shifts that have begun stay as they were. Whoever may stay by every hard rule keeps their seat; seats that fell
    free and new ones are filled by whoever is free, or by a short chain of moves; duties that were settled by hand
    (pinned) move only where a rule forbids them. With `anew` only what is past and what was settled by hand is kept,
    and `make` makes the rest.

    Args:
        problem: what is to be staffed now.
        former: the roster as it was; what it says of shifts that are no more is left aside.
        make: makes a roster around what is pinned.
        now: shifts that began until then are past; None for none.
        elsewhere: time that people have in rosters that are decided later, so that nobody is taken from there.
        anew: make everything ahead anew.
    """
    past = frozenset() if now is None else frozenset(item.id for item in problem.shifts if item.span.start <= now)
    problem = attrs.evolve(problem, before=former.assignments)
    kept = permitted(problem, attrs.evolve(former, assignments=_in_place(problem, former.assignments)), past)
    fixed = tuple(item for item in kept.assignments if item.pinned or item.seat.shift in past)
    own = {pin.seat for pin in problem.pinned}
    seating = attrs.evolve(
        problem,
        pinned=(*problem.pinned, *(item for item in fixed if item.seat not in own)),
        taken=(*problem.taken, *elsewhere),
    )
    if anew:
        return _flagged(make(_pinned(seating, seating.pinned)), fixed, former)
    ahead = [seat for seat in unfilled(seating, kept) if seat.shift not in past]
    if len(ahead) > FEW and len(ahead) * PART > len(kept.assignments):
        settled = _pinned(seating, (*kept.assignments, *seating.pinned))
        kept = _flagged(make(settled), kept.assignments, former)
    return refill(seating, kept, now=now)


def carried_to(shift_ids: Iterable[str], former: Mapping[str, tuple[Assignment, ...]]) -> tuple[Assignment, ...]:
    """What these shifts were said to be staffed with, also where a shift goes by another hour of the same day now.

    A shift is known by its activity and the time it was first meant for. Where the hour of a whole activity is
    written anew, each day's shift takes the place of the one that it had.
    """
    ids = sorted(shift_ids)
    known = set(ids)
    found = [item for name in ids for item in former.get(name, ())]
    renamed: dict[str, list[str]] = {}
    for name in ids:
        if name not in former:
            renamed.setdefault(_day(name), []).append(name)
    if renamed:
        gone: dict[str, list[str]] = {}
        for name in sorted(former):
            if name not in known:
                gone.setdefault(_day(name), []).append(name)
        for day, names in renamed.items():
            for name, old in zip(names, gone.get(day, ()), strict=False):
                found += [attrs.evolve(i, seat=attrs.evolve(i.seat, shift=name)) for i in former[old]]
    return tuple(found)


def permitted(problem: Problem, roster: Roster, past: frozenset[str] = frozenset()) -> Roster:
    """The roster without those who may not stay where they are; what is past stays whatever the rules say now.

    Of several duties that cannot go together the one goes that breaks the most, and of these the latest.
    """
    while True:
        broken = [item for item in check(problem, roster) if breaks(item, past)]
        released: set[_Duty] = set()
        counted = Counter((item.person, shift) for item in broken if item.person for shift in item.shifts)
        for item in broken:
            duties = _duties(problem, roster, item, past)
            if duties and not released.intersection(duties):
                released.add(max(duties, key=lambda one: _rank(problem, roster, one, counted)))
        if not released:
            return roster
        roster = roster.with_assignments(
            item for item in roster.assignments if (item.person, item.seat.shift) not in released
        )


def breaks(item: Violation, past: Iterable[str]) -> bool:
    """Whether a violation is one that somebody must heed: what lies wholly in the past cannot be mended any more."""
    return not item.is_shortage and not set(item.shifts).issubset(past)


def _day(shift: str) -> str:
    """The activity and the day of a shift's id, without the hour."""
    return shift.rpartition("T")[0] or shift


def _in_place(problem: Problem, assignments: Iterable[Assignment]) -> Iterable[Assignment]:
    """Those whose person and seat there still are, one to a seat."""
    seats = {seat for shift in problem.shifts for seat in shift.seats()}
    held: dict[Seat, Assignment] = {}
    for item in assignments:
        if item.seat in seats and item.person in problem.person_by_id:
            held.setdefault(item.seat, item)
    return held.values()


def _duties(problem: Problem, roster: Roster, item: Violation, past: frozenset[str]) -> list[_Duty]:
    """The duties of which one has to go, so that this is no longer broken."""
    ahead = [shift for shift in item.shifts if shift not in past]
    if item.person is not None:
        there = {(one.person, one.seat.shift) for shift in ahead for one in roster.in_shift(shift)}
        return [(item.person, shift) for shift in ahead if (item.person, shift) in there]
    found = []
    for shift in ahead:
        alone = attrs.evolve(problem, shifts=(problem.shift(shift),), pinned=(), before=())
        group = roster.in_shift(shift)
        for one in group:
            others = attrs.evolve(roster, assignments=tuple(other for other in group if other is not one))
            if not any((other.rule, other.person) == (item.rule, None) for other in check(alone, others)):
                found.append((one.person, shift))
        # Where no single one mends it, any of them goes, and what is left is looked at again.
        found = found or [(one.person, shift) for one in group]
    return found


def _rank(
    problem: Problem, roster: Roster, duty: _Duty, counted: Mapping[_Duty, int]
) -> tuple[bool, int, dt.datetime, _Duty]:
    person, shift = duty
    by_hand = any(item.pinned for item in roster.in_shift(shift) if item.person == person)
    return not by_hand, counted.get(duty, 0), problem.shift(shift).span.start, duty


def _pinned(problem: Problem, duties: Iterable[Assignment]) -> Problem:
    """The problem with these duties settled; of two for one seat the later one holds."""
    pins = {item.seat: attrs.evolve(item, pinned=True) for item in duties}
    return attrs.evolve(problem, pinned=tuple(pins.values()))


def _flagged(made: Roster, fixed: Iterable[Assignment], former: Roster) -> Roster:
    """The roster that was made, in which those that were kept are pinned only if they were before."""
    held = {item.seat: item for item in fixed}
    items = []
    for item in made.assignments:
        kept = held.get(item.seat)
        items.append(kept if kept is not None and kept.person == item.person else attrs.evolve(item, pinned=False))
    return attrs.evolve(made, assignments=tuple(items), stage=former.stage)
