"""What serving costs beside load, weekends and holidays: further kinds of burden, wishes, company, and credit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from attrs import define

from volsched.model import (
    AbsenceCredit,
    AreaFirst,
    CarriedLoad,
    FairNights,
    FairStandby,
    Preferences,
    Rule,
    Shift,
    Stability,
    Together,
)
from volsched.rostering.days import absent
from volsched.rostering.problem import Problem


@define
class Kind:
    """A kind of burden that is spread alike: for each post whether it counts, for each person what was carried."""

    weight: float
    counts: list[int]
    carried: list[int]


@define
class Bonds:
    """For each person the mask of those with whom they like to serve, and how much that counts."""

    friends: list[int]
    weight: float


@define
class Credit:
    """For each person what they count as having served while they were away."""

    load: list[int]
    weekends: list[int]
    holidays: list[int]
    nights: list[int]
    standby: list[int]


def kinds_of(
    problem: Problem, own: Sequence[Shift], history: Sequence[CarriedLoad | None], credit: Credit
) -> list[Kind]:
    """The further kinds that the problem asks to be spread."""
    found = []
    for rule in problem.rules:
        if isinstance(rule, FairNights) and rule.weight:
            carried = [more + (item.nights if item else 0) for item, more in zip(history, credit.nights, strict=True)]
            found.append(Kind(rule.weight, [int(shift.night) for shift in own], carried))
        if isinstance(rule, FairStandby) and rule.weight:
            carried = [more + (item.standby if item else 0) for item, more in zip(history, credit.standby, strict=True)]
            found.append(Kind(rule.weight, [int(shift.standby) for shift in own], carried))
    # What everybody does all the time is spread by its load already.
    return [kind for kind in found if 0 < sum(kind.counts) < len(own)]


def wishes_of(problem: Problem, own: Sequence[Shift], liking: Sequence[list[float]]) -> list[list[float]]:
    """For each post and person what the roster gains when they serve there: wishes, areas, and the roster before."""
    likes = _weight(problem.rules, Preferences, 1.0)
    area, stable = _weight(problem.rules, AreaFirst, 0.0), _weight(problem.rules, Stability, 0.0)
    wish = list(liking) if likes == 1.0 else [[likes * value for value in row] for row in liking]
    if area:
        homes = [person.area for person in problem.people]
        for post, shift in enumerate(own):
            if shift.areas:
                near = [area * (home in shift.areas) for home in homes]
                wish[post] = [value + more for value, more in zip(wish[post], near, strict=True)]
    if stable and problem.before:
        numbers = {person.id: number for number, person in enumerate(problem.people)}
        served: dict[str, set[int]] = {}
        for item in problem.before:
            if item.person in numbers:
                served.setdefault(item.seat.shift, set()).add(numbers[item.person])
        for post, shift in enumerate(own):
            if shift.id in served:
                wish[post] = [value + stable * (v in served[shift.id]) for v, value in enumerate(wish[post])]
    return wish


def bonds_of(problem: Problem) -> Bonds | None:
    """Who likes to serve with whom, if anybody does."""
    rule = next((rule for rule in problem.rules if isinstance(rule, Together)), None)
    if rule is None or not rule.weight:
        return None
    numbers = {person.id: number for number, person in enumerate(problem.people)}
    friends = [0] * len(numbers)
    for one, other in rule.pairs:
        if one in numbers and other in numbers:
            friends[numbers[one]] |= 1 << numbers[other]
            friends[numbers[other]] |= 1 << numbers[one]
    return Bonds(friends, rule.weight) if any(friends) else None


def _weight(rules: Iterable[Rule], kind: type[Preferences | AreaFirst | Stability], otherwise: float) -> float:
    return next((rule.weight for rule in rules if isinstance(rule, kind)), otherwise)


def credit_of(problem: Problem, shifts: Sequence[Shift], history: Sequence[CarriedLoad | None]) -> Credit:
    """What those who are away, or came later, count as having served; nothing where no rule says so."""
    people = len(problem.people)
    rule = next((rule for rule in problem.rules if isinstance(rule, AbsenceCredit)), None)
    if rule is None:
        return Credit(*([0] * people for _ in range(5)))
    away = long_absences(problem, shifts, rule.days)
    measures: tuple[tuple[Callable[[Shift], int], Callable[[CarriedLoad], int]], ...] = (
        (lambda shift: shift.burden, lambda item: item.load),
        (lambda shift: int(shift.weekend), lambda item: item.weekends),
        (lambda shift: int(shift.holiday), lambda item: item.holidays),
        (lambda shift: int(shift.night), lambda item: item.nights),
        (lambda shift: int(shift.standby), lambda item: item.standby),
    )
    found = []
    for of_shift, of_history in measures:
        missed = [0.0] * people
        for shift, mask in zip(shifts, away, strict=True):
            if mask and (worth := of_shift(shift) * shift.minimum):
                share = worth / max(1, people - mask.bit_count())
                for person in range(people):
                    missed[person] += share * (mask >> person & 1)
        before = _missed_before(history, of_history)
        found.append([round(one + other) for one, other in zip(missed, before, strict=True)])
    return Credit(*found)


def _missed_before(history: Sequence[CarriedLoad | None], of: Callable[[CarriedLoad], int]) -> list[float]:
    """What each would have served before, had they been there as long as those who were there longest."""
    known = [item for item in history if item is not None and item.days is not None]
    days = sum(item.days or 0 for item in known)
    if not days:
        return [0.0] * len(history)
    longest, rate = max(item.days or 0 for item in known), sum(of(item) for item in known) / days
    found = []
    for item in history:
        there = 0 if item is None else longest if item.days is None else item.days
        found.append(rate * (longest - there))
    return found


def long_absences(problem: Problem, shifts: Sequence[Shift], days: int) -> list[int]:
    """For each shift a mask of those who are away then, for so many days on end or more."""
    whole = [item for item in problem.availability if item.kind == "unavailable" and item.since is None]
    gone = absent(problem, whole, shifts)
    by_day: dict[dt.date, list[int]] = {}
    for index, shift in enumerate(shifts):
        by_day.setdefault(shift.day, []).append(index)
    away = [0] * len(shifts)
    order = sorted(by_day)
    for person in range(len(problem.people)):
        stretch: list[dt.date] = []
        for day in [*order, dt.date.max]:
            if day != dt.date.max and all(gone[index] >> person & 1 for index in by_day[day]):
                stretch.append(day)
                continue
            if stretch and (stretch[-1] - stretch[0]).days + 1 >= days:
                for index in (index for one in stretch for index in by_day[one]):
                    away[index] |= 1 << person
            stretch = []
    return away
