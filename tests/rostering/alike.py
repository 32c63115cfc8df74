"""Prints the digest of some rosters, made alone and by 1, 2 and 4 workers; run by test_alike on several Pythons."""

import datetime as dt
import hashlib
import json
from concurrent.futures import ProcessPoolExecutor

import attrs

from volsched.model import (
    AbsenceCredit,
    AreaFirst,
    Availability,
    DaysOffAfterRun,
    DaysOffBetween,
    FairNights,
    ForbiddenSequences,
    MostDaysInARow,
    MostWeekendsPerMonth,
    NewcomerWithExperienced,
    Person,
    Requirement,
    Shift,
    Skill,
    Span,
    Stability,
    Text,
    Together,
)
from volsched.rostering import Budget, Problem, replan, solve_many

FIRST = dt.datetime(2027, 1, 4, 14, 0, tzinfo=dt.UTC)
RULES = (
    MostDaysInARow(2),
    DaysOffAfterRun(2, 2),
    MostWeekendsPerMonth(2),
    ForbiddenSequences((("night", "gate"),)),
    Together((("p04", "p05"),)),
    NewcomerWithExperienced("new", "old"),
    FairNights(),
    AreaFirst(),
    Stability(),
    AbsenceCredit(7),
)


def problem(number: int) -> Problem:
    """A small roster; every second has all the rules that look at more than two duties."""
    shifts = []
    for day in range(28):
        for activity, hour in (("night", 0), ("gate", 11)):
            start = FIRST + dt.timedelta(days=day, hours=hour)
            shifts.append(
                Shift(
                    id=f"{activity}/{day}",
                    activity=activity,
                    day=start.date(),
                    span=Span(start, start + dt.timedelta(hours=4)),
                    requirements=(Requirement(role="watch", minimum=2),),
                    weekend=day % 7 in (4, 5),
                    night=activity == "night",
                    areas=("east",),
                )
            )
    skills = {0: (Skill("new"),), 1: (Skill("old"),)}
    people = tuple(
        Person(
            id=f"p{n:02}" if number == 0 else f"q{number}-{n:02}",
            name=Text(en=f"P{n}"),
            skills=skills.get(n % 8, ()),
            area="east" if n % 3 else None,
        )
        for n in range(20)
    )
    said = [
        Availability(
            person=person.id,
            kind="unavailable",
            first=FIRST.date() + dt.timedelta(days=n),
            last=FIRST.date() + dt.timedelta(days=n + 7),
        )
        for n, person in enumerate(people)
    ]
    said.append(Availability(person=people[3].id, kind="preferred", since=dt.time(1), until=dt.time(5)))
    rules = (DaysOffBetween(1),) if number % 2 else RULES
    return Problem(id=f"r{number}", shifts=tuple(shifts), people=people, availability=tuple(said), rules=rules)


def main() -> None:
    problems = [problem(number) for number in range(4)]
    budget = Budget(5_000)
    alone = solve_many(problems, seed=7, budget=budget)
    digests = [digest(alone)]
    for workers in (1, 2, 4):
        with ProcessPoolExecutor(workers) as pool:
            digests.append(digest(solve_many(problems, pool, seed=7, budget=budget)))
    again = attrs.evolve(problems[0], before=alone[0].assignments)
    absence = Availability(person="p01", kind="unavailable")
    changed = [replan(again, alone[0], absences=(absence,), change_cost=price).roster for price in (None, 5.0)]
    print(json.dumps({"digests": digests, "changed": digest(changed)}))


def digest(values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


if __name__ == "__main__":
    main()
