"""Making a roster anew after somebody drops out or is settled somewhere, with as few changes as there can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import AbsenceCredit, Assignment, Availability, Roster, Seat
from volsched.rostering import compiling, standing
from volsched.rostering.chains import cheapest_chain, shortest_chain
from volsched.rostering.changes import SeatChange
from volsched.rostering.compiling import Compiled, pinned_masks, rule_of
from volsched.rostering.conditions import Condition, Following
from volsched.rostering.days import absent, bits_of
from volsched.rostering.problem import Problem
from volsched.rostering.skills import mend_skills
from volsched.rostering.standing import Standing
from volsched.rostering.state import State

Duty = tuple[int, int]
"""A post, and the person who served there."""


@frozen
class _Terms:
    """How far a seat may be sought to be filled."""

    most_changes: int
    change_cost: float | None
    first_post: int


@frozen(kw_only=True)
class Replanned:
    """A roster after a change: the problem as it is now, the roster for it, what changed, and what stays empty.

    `lost` are the seats that the change emptied; each is filled again, or stands in `empty`.
    """

    problem: Problem
    roster: Roster
    changes: tuple[SeatChange, ...]
    lost: tuple[Seat, ...]
    empty: tuple[Seat, ...]


def replan(
    problem: Problem,
    roster: Roster,
    *,
    absences: Iterable[Availability] = (),
    pins: Iterable[Assignment] = (),
    since: dt.date | None = None,
    most_changes: int = 4,
    change_cost: float | None = None,
) -> Replanned:
    """The roster with these absences and pins, and otherwise as few changes as possible.

    Each seat that is lost is filled by whoever is free, or by a chain of at most `most_changes` moves. Shifts before
    `since` stay as they are. An absence stands above a pin.

    With `change_cost`, the price of each seat that changes hands in units of what the roster costs, a change beyond
    the fewest is made where the roster becomes fairer by more than that; without, no such change is made at all.

    Raises:
        InvalidValue: an absence that is not of the kind "unavailable", or a price below nothing.
        UnknownName: a pin names a seat or person that the problem does not have.
    """
    if change_cost is not None and not change_cost >= 0:
        raise InvalidValue("replan", problem.id, "change_cost", f"{change_cost} is not possible", "write 0 or more")
    found = standing.standing(problem, roster)
    absences = tuple(absences)
    struck = _struck(found.work, absences)
    changed = _changed_problem(found, absences, tuple(pins), struck)
    work = _changed_work(found.work, changed, struck)
    state = found.state.copy(work)
    first_post = next((p for p, s in enumerate(work.shift_of) if since and work.shifts[s].day >= since), 0)
    if since and work.shifts and work.shifts[-1].day < since:
        first_post = len(work.need)
    vacated = _vacate(found, state, struck, first_post)
    vacated += _seat_pinned(found, state)
    vacated += _release(state, first_post, [item for item in work.conditions if isinstance(item, Following)])
    terms = _Terms(most_changes, change_cost, first_post)
    _fill_all(state, vacated, terms)
    while released := _release(state, first_post, work.conditions):
        vacated += released
        _fill_all(state, released, terms)
    if change_cost is not None:
        _improve(state, change_cost, first_post)
    return _result(found, changed, state, vacated)


def refill(problem: Problem, roster: Roster, *, now: dt.datetime | None = None, most_changes: int = 4) -> Roster:
    """The roster with its empty seats filled, each by whoever is free or by a short chain of moves, and nothing else.

    Shifts that began until `now` stay as they are. A group that lacks a skill gets it where that costs no seat.
    """
    found = standing.standing(problem, roster)
    work, state = found.work, found.state.copy()
    first_post = next(
        (post for post, shift in enumerate(work.shift_of) if now is None or work.shifts[shift].span.start > now),
        len(work.need),
    )
    terms = _Terms(most_changes, None, first_post)
    lacking = [(post, need - state.on[post].bit_count()) for post, need in enumerate(work.need) if post >= first_post]
    empty = [(post, -1) for post, missing in lacking for _ in range(missing)]
    skills = state.skill_shortage()
    if not empty and not skills:
        return roster
    _fill_all(state, empty, terms)
    while released := _release(state, first_post, work.conditions):
        _fill_all(state, released, terms)
    if skills:
        _bring_skills(state, terms)
    return _result(found, problem, state, []).roster


def _bring_skills(state: State, terms: _Terms) -> None:
    """Seat those who hold what a group lacks, unless more would be missing afterwards."""

    def missing() -> tuple[int, int]:
        skills = state.skill_shortage()
        return len(state.vacancies()) + skills, skills

    before, on = missing(), list(state.on)
    past = state.on[: terms.first_post]
    mend_skills(state)
    _fill_all(state, [(post, -1) for post in state.vacancies() if post >= terms.first_post], terms)
    broken = any(condition.broken(state.on, post) for condition in state.work.conditions for post in range(len(on)))
    if missing() >= before or broken or state.on[: terms.first_post] != past:
        state.restore(on)


def _struck(work: Compiled, absences: tuple[Availability, ...]) -> list[int]:
    """For each post the people who said yes before and are absent now."""
    for entry in absences:
        if entry.kind != "unavailable":
            problem = f"'{entry.kind}' is no absence"
            raise InvalidValue("absence", entry.person, "kind", problem, "write unavailable")
    if not absences:
        return [0] * len(work.need)
    away = absent(work.problem, absences, work.shifts)
    return [work.willing[post] & away[shift] for post, shift in enumerate(work.shift_of)]


def _changed_problem(
    found: Standing, absences: tuple[Availability, ...], pins: tuple[Assignment, ...], struck: list[int]
) -> Problem:
    problem = found.problem
    settled = {pin.seat: attrs.evolve(pin, pinned=True) for pin in (*problem.pinned, *pins)}
    kept = tuple(pin for pin in settled.values() if not _is_struck(found, pin, struck))
    return attrs.evolve(problem, availability=(*problem.availability, *absences), pinned=kept)


def _is_struck(found: Standing, pin: Assignment, struck: list[int]) -> bool:
    return bool(struck[found.post(pin.seat)] >> found.person(pin.person) & 1)


def _changed_work(work: Compiled, problem: Problem, struck: list[int]) -> Compiled:
    if rule_of(problem.rules, AbsenceCredit) is not None and any(struck):
        # Whoever is away is credited with what the others serve meanwhile.
        return compiling.compiled(problem)
    changed = attrs.evolve(
        work,
        problem=problem,
        eligible=[mask & ~gone for mask, gone in zip(work.eligible, struck, strict=True)],
        willing=[mask & ~gone for mask, gone in zip(work.willing, struck, strict=True)],
        pinned=_pinned(work, problem),
    )
    return compiling.MEMORY.keep(changed, problem)


def _pinned(work: Compiled, problem: Problem) -> list[int]:
    if problem.pinned == work.problem.pinned:
        return work.pinned
    return pinned_masks(problem, [work.shifts[shift] for shift in work.shift_of], work.wanted)


def _vacate(found: Standing, state: State, struck: list[int], first_post: int) -> list[Duty]:
    vacated: list[Duty] = []
    for post, mask in enumerate(struck):
        for person in bits_of(mask & found.state.on[post] if post >= first_post else 0):
            state.remove(post, person)
            vacated.append((post, person))
    return vacated


def _seat_pinned(found: Standing, state: State) -> list[Duty]:
    """Seat the newly pinned, in place of whoever has the seat, and free them from what stands too near."""
    vacated: list[Duty] = []
    for pin in state.work.problem.pinned:
        post, person = found.post(pin.seat), found.person(pin.person)
        if state.on[post] >> person & 1:
            continue
        sitting = found.in_seat(pin.seat)
        if sitting is not None and state.on[post] >> found.person(sitting) & 1:
            state.remove(post, found.person(sitting))
        for given in state.blocking(post, person):
            if not state.work.pinned[given] >> person & 1:
                state.remove(given, person)
                vacated.append((given, person))
        state.add(post, person)
    return vacated


def _release(state: State, first_post: int, conditions: Iterable[Condition]) -> list[Duty]:
    """Take off those who may not stay now that others are gone, one by one."""
    vacated: list[Duty] = []
    for condition in conditions:
        for post in range(first_post, len(state.on)):
            while mask := condition.broken(state.on, post) & ~state.work.pinned[post]:
                person = max(bits_of(mask), key=lambda v: (state.load[v], -v))
                state.remove(post, person)
                vacated.append((post, person))
    return vacated


def _fill_all(state: State, vacated: list[Duty], terms: _Terms) -> None:
    for post, _ in sorted(vacated):
        if state.on[post].bit_count() < state.work.need[post]:
            _fill(state, post, terms)


def _improve(state: State, price: float, first_post: int) -> None:
    """Exchange people where the roster becomes fairer by more than the price, the greatest gain of each post first."""
    work = state.work
    for post in range(first_post, len(state.on)):
        found: list[tuple[float, int, int]] = []
        free = state.free(post)
        for leaver in bits_of(state.on[post] & ~work.pinned[post] if free else 0):
            if work.conditions and not state.releases(post, leaver, -1):
                continue
            state.remove(post, leaver)
            gain = state.cost(post, leaver) - price
            costs = ((state.cost(post, comer), comer) for comer in bits_of(free & state.wanted_skills(post)))
            found += [(round(cost - gain, 6), leaver, comer) for cost, comer in costs if cost < gain]
            state.add(post, leaver)
        if found:
            _, leaver, comer = min(found)
            if state.keeps_skills(post, leaver, comer):
                state.remove(post, leaver)
                state.add(post, comer)


def _fill(state: State, post: int, terms: _Terms) -> None:
    if terms.change_cost is None:
        moves = shortest_chain(state, post, longest=terms.most_changes, rank=state.cost, first_post=terms.first_post)
    else:
        moves = cheapest_chain(
            state, post, longest=terms.most_changes, price=terms.change_cost, first_post=terms.first_post
        )
    for move in moves:
        if move.come_from >= 0:
            state.remove(move.come_from, move.person)
    for move in moves:
        state.add(move.to, move.person)
    touched = {move.to for move in moves} | {move.come_from for move in moves if move.come_from >= 0}
    if any(condition.broken(state.on, at) for condition in state.work.conditions for at in touched):
        # What held step by step may not hold for all of them at once.
        for move in moves:
            state.remove(move.to, move.person)
        for move in moves:
            if move.come_from >= 0:
                state.add(move.come_from, move.person)


def _result(found: Standing, problem: Problem, state: State, vacated: list[Duty]) -> Replanned:
    """Those who stay keep their seats; those who come take the seats that were left."""
    work = state.work
    changed = {p for p, (mask, before) in enumerate(zip(state.on, found.state.on, strict=True)) if mask != before}
    changed |= {found.post(pin.seat) for pin in problem.pinned}
    groups: dict[str, list[Assignment]] = {}
    changes: list[SeatChange] = []
    for post in sorted(changed):
        shift, role = work.shifts[work.shift_of[post]].id, work.wanted[post].role
        if shift not in groups:
            others = {item.role for item in work.shifts[work.shift_of[post]].requirements}
            others -= {work.wanted[other].role for other in work.company[post] if other in changed}
            groups[shift] = [item for item in found.roster.in_shift(shift) if item.seat.role in others]
        group = _seated(found, problem, state, post)
        groups[shift] += group
        changes += _differences(found.roster, (shift, role), group)
    roster = found.roster.with_shifts(groups)
    after = attrs.evolve(found, problem=problem, roster=roster, work=work, state=state)
    standing.MEMORY.keep(after, problem, roster)
    lost = _seats_of(found, vacated)
    return Replanned(
        problem=problem,
        roster=roster,
        changes=tuple(sorted(changes, key=lambda item: item.seat)),
        lost=lost,
        empty=tuple(seat for seat in lost if after.in_seat(seat) is None),
    )


def _seated(found: Standing, problem: Problem, state: State, post: int) -> list[Assignment]:
    """The people of a post in its seats: the pinned in theirs, the others where they were, newcomers in the rest."""
    work = state.work
    shift, role = work.shifts[work.shift_of[post]].id, work.wanted[post].role
    there = {problem.people[person].id for person in bits_of(state.on[post])}
    held: dict[Seat, Assignment] = {}
    for pin in problem.pinned:
        if (pin.seat.shift, pin.seat.role) == (shift, role) and pin.person in there:
            held[pin.seat] = pin
            there.discard(pin.person)
    for item in found.roster.in_shift(shift):
        if item.seat.role == role and item.person in there and item.seat not in held:
            held[item.seat] = item
            there.discard(item.person)
    seats = (Seat(shift, role, index) for index in range(work.most[post]))
    for person, seat in zip(sorted(there), (seat for seat in seats if seat not in held), strict=False):
        held[seat] = Assignment(seat, person)
    return list(held.values())


def _differences(roster: Roster, name: tuple[str, str], group: list[Assignment]) -> list[SeatChange]:
    before = {item.seat: item.person for item in roster.in_shift(name[0]) if item.seat.role == name[1]}
    after = {item.seat: item.person for item in group}
    seats = sorted(before.keys() | after.keys())
    return [
        SeatChange(seat, before.get(seat), after.get(seat)) for seat in seats if before.get(seat) != after.get(seat)
    ]


def _seats_of(found: Standing, duties: list[Duty]) -> tuple[Seat, ...]:
    """The seats that these people held on these posts."""
    work, people = found.work, found.problem.people
    held = {(work.shifts[work.shift_of[post]].id, work.wanted[post].role, people[person].id) for post, person in duties}
    shifts = sorted({shift for shift, _, _ in held})
    items = (item for shift in shifts for item in found.roster.in_shift(shift))
    return tuple(item.seat for item in items if (item.seat.shift, item.seat.role, item.person) in held)
