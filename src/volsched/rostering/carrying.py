"""From a roster that is over to the history of the next: what each has served, and over how many days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from volsched.model import AbsenceCredit, CarriedLoad, Roster, Shift
from volsched.rostering.burdens import credit_of, long_absences
from volsched.rostering.problem import Problem

LONG = 14
"""Absences of so many days are left out of the days that somebody was there."""


def carried_over(problem: Problem, roster: Roster) -> tuple[CarriedLoad, ...]:
    """What everybody carries into the next roster, people without a duty included, in the order of the problem.

    Where `absence_credit` holds, what was credited is carried as if it had been served. Otherwise the days are those on
    which somebody was there, without long absences, so that the rule can credit them later.
    """
    shifts = sorted(problem.shifts, key=lambda shift: (shift.day, shift.id))
    before = {item.person: item for item in problem.history}
    credited = any(isinstance(rule, AbsenceCredit) for rule in problem.rules)
    credit = credit_of(problem, shifts, [before.get(person.id) for person in problem.people])
    away = [0] * len(problem.people) if credited else _days_away(problem, shifts)
    whole = (shifts[-1].day - shifts[0].day).days + 1 if shifts else 0
    longest = max((item.days or 0 for item in problem.history), default=0)
    found = []
    for number, person in enumerate(problem.people):
        duties = [problem.shift(item.seat.shift) for item in roster.by_person.get(person.id, ())]
        carried = before.get(person.id, CarriedLoad(person=person.id, days=0))
        days = longest if credited and carried.days is not None else carried.days
        found.append(
            CarriedLoad(
                person=person.id,
                load=carried.load + credit.load[number] + sum(shift.burden for shift in duties),
                weekends=carried.weekends + credit.weekends[number] + sum(shift.weekend for shift in duties),
                holidays=carried.holidays + credit.holidays[number] + sum(shift.holiday for shift in duties),
                nights=carried.nights + credit.nights[number] + sum(shift.night for shift in duties),
                standby=carried.standby + credit.standby[number] + sum(shift.standby for shift in duties),
                last_duty=max((shift.day for shift in duties), default=carried.last_duty),
                days=None if days is None else days + whole - away[number],
            )
        )
    return tuple(found)


def joined(histories: Iterable[CarriedLoad]) -> tuple[CarriedLoad, ...]:
    """One entry for each person, of several rosters in which they serve; of days the most, and the last duty of all."""
    found: dict[str, CarriedLoad] = {}
    for item in histories:
        first = found.get(item.person)
        if first is None:
            found[item.person] = item
            continue
        days = [one.days for one in (first, item) if one.days is not None]
        last = [one.last_duty for one in (first, item) if one.last_duty is not None]
        found[item.person] = CarriedLoad(
            person=item.person,
            load=first.load + item.load,
            weekends=first.weekends + item.weekends,
            holidays=first.holidays + item.holidays,
            nights=first.nights + item.nights,
            standby=first.standby + item.standby,
            last_duty=max(last, default=None),
            days=max(days, default=None),
        )
    return tuple(found[person] for person in sorted(found))


def _days_away(problem: Problem, shifts: Sequence[Shift]) -> list[int]:
    days: dict[dt.date, int] = {}
    for shift, mask in zip(shifts, long_absences(problem, shifts, LONG), strict=True):
        days[shift.day] = days.get(shift.day, -1) & mask
    return [sum(mask >> number & 1 for mask in days.values()) for number in range(len(problem.people))]
