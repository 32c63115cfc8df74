"""Judging a shift roster by plain counting, from the problem and the roster alone; no code of the engine is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from attrs import frozen

from volsched.rostering.shift_rows.problem import RowPerson, ShiftProblem, ShiftRoster


@frozen(order=True)
class RowViolation:
    """One hard rule broken once: by whom, which rule, and on which days."""

    person: str
    rule: str
    days: tuple[int, ...]


@frozen(kw_only=True)
class RowScore:
    """What a roster is charged: for people too few and too many, and for requests denied."""

    shortage: int
    excess: int
    requests: int

    @property
    def objective(self) -> int:
        """The sum, which is to be as small as possible."""
        return self.shortage + self.excess + self.requests


Day = tuple[int, str]
Broken = Iterator[tuple[str, tuple[int, ...]]]


def check_rows(problem: ShiftProblem, roster: ShiftRoster) -> tuple[RowViolation, ...]:
    """Every hard rule that the roster breaks, sorted by person, rule and days.

    The rules are named unknown (a person, shift or day that is not there), one_shift_a_day, days_off, not_before,
    most_of, most_minutes, least_minutes, most_consecutive, least_consecutive, least_days_off and most_weekends.
    """
    found = []
    shifts = {shift.id for shift in problem.shifts}
    people = {person.id: person for person in problem.people}
    rows: dict[str, list[Day]] = {name: [] for name in people}
    for duty in roster.duties:
        if duty.person in people and duty.shift in shifts and 0 <= duty.day < problem.days:
            rows[duty.person].append((duty.day, duty.shift))
        else:
            found.append(RowViolation(duty.person, "unknown", (duty.day,)))
    for name, row in rows.items():
        found.extend(RowViolation(name, rule, days) for rule, days in _broken(problem, people[name], sorted(row)))
    return tuple(sorted(found))


def _broken(problem: ShiftProblem, person: RowPerson, row: list[Day]) -> Broken:
    times = Counter(day for day, _ in row)
    yield from (("one_shift_a_day", (day,)) for day, count in sorted(times.items()) if count > 1)
    yield from (("days_off", (day,)) for day in sorted(times) if day in person.days_off)
    yield from _of_shifts(problem, person, row)
    yield from _of_runs(problem, person, set(times))
    yield from _of_weekends(problem, person, set(times))


def _of_shifts(problem: ShiftProblem, person: RowPerson, row: list[Day]) -> Broken:
    not_before: Mapping[str, tuple[str, ...]] = {shift.id: shift.not_before for shift in problem.shifts}
    for day, shift in row:
        for following, after in row:
            if following == day + 1 and after in not_before[shift]:
                yield "not_before", (day, following)
    for name, most in person.most_of:
        days = tuple(day for day, shift in row if shift == name)
        if len(days) > most:
            yield "most_of", days
    length = {shift.id: shift.minutes for shift in problem.shifts}
    minutes = sum(length[shift] for _, shift in row)
    if person.most_minutes is not None and minutes > person.most_minutes:
        yield "most_minutes", ()
    if minutes < person.least_minutes:
        yield "least_minutes", ()


def _of_runs(problem: ShiftProblem, person: RowPerson, worked: set[int]) -> Broken:
    for working, group in groupby(range(problem.days), key=lambda day: day in worked):
        days = tuple(group)
        whole = days[0] > 0 and days[-1] < problem.days - 1
        if working and person.most_consecutive is not None and len(days) > person.most_consecutive:
            yield "most_consecutive", days
        if working and whole and len(days) < person.least_consecutive:
            yield "least_consecutive", days
        if not working and whole and len(days) < person.least_days_off:
            yield "least_days_off", days


def _of_weekends(problem: ShiftProblem, person: RowPerson, worked: set[int]) -> Broken:
    if person.most_weekends is None:
        return
    first = problem.weekend[0]
    weekends = set()
    for day in worked:
        weekday = (problem.first_weekday + day) % 7
        if weekday in problem.weekend:
            weekends.add(day - (weekday - first) % 7)
    if len(weekends) > person.most_weekends:
        yield "most_weekends", tuple(sorted(weekends))


def score_rows(problem: ShiftProblem, roster: ShiftRoster) -> RowScore:
    """What the roster is charged; hard rules are no part of it."""
    given = {(duty.person, duty.day, duty.shift) for duty in roster.duties}
    there = Counter((duty.day, duty.shift) for duty in roster.duties)
    shortage = excess = denied = 0
    for need in problem.cover:
        missing = need.people - there[need.day, need.shift]
        shortage += need.under * max(missing, 0)
        excess += need.over * max(-missing, 0)
    for request in problem.requests:
        if ((request.person, request.day, request.shift) in given) is not request.wanted:
            denied += request.weight
    return RowScore(shortage=shortage, excess=excess, requests=denied)
