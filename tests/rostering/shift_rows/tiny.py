"""Tiny invented shift problems, and every legal row by enumeration."""

from itertools import product
from random import Random

from volsched.rostering.shift_rows import (
    Cover,
    Duty,
    Request,
    RowPerson,
    ShiftProblem,
    ShiftRoster,
    ShiftType,
    check_rows,
)

EARLY = ShiftType(id="early", minutes=480)
LATE = ShiftType(id="late", minutes=480, not_before=("early",))
NIGHT = ShiftType(id="night", minutes=600, not_before=("early", "late"))


def two_weeks(**more):
    """Six people, two weeks, early and late shifts; one person may not serve late."""
    people = tuple(
        RowPerson(
            id=f"p{number}",
            days_off=(number,),
            most_of=(("late", 0 if number == 0 else 6),),
            most_minutes=10 * 480,
            least_minutes=7 * 480,
            most_consecutive=5,
            least_consecutive=2,
            least_days_off=2,
            most_weekends=1,
        )
        for number in range(6)
    )
    cover = tuple(
        Cover(day=day, shift=shift, people=1 + (day % 7 < 5)) for day in range(14) for shift in ("early", "late")
    )
    requests = (
        Request(person="p1", day=3, shift="early", weight=2),
        Request(person="p2", day=5, shift="late", weight=3, wanted=False),
        Request(person="p0", day=8, shift="early", weight=1),
    )
    return ShiftProblem(
        id="two_weeks",
        days=14,
        shifts=(EARLY, LATE),
        **({"people": people, "cover": cover, "requests": requests} | more),
    )


def any_person(random, shifts, days, name="p"):
    """A person with random limits; sometimes no row suits them."""

    def maybe(number):
        return None if random.random() < 0.3 else number

    one = 480
    return RowPerson(
        id=name,
        days_off=tuple(day for day in range(days) if random.random() < 0.1),
        most_of=tuple((shift.id, int(random.random() * 4)) for shift in shifts if random.random() < 0.4),
        most_minutes=maybe(one * int(2 + random.random() * 5)),
        least_minutes=one * int(random.random() * 4),
        most_consecutive=maybe(int(1 + random.random() * 4)),
        least_consecutive=int(1 + random.random() * 3),
        least_days_off=int(1 + random.random() * 3),
        most_weekends=maybe(int(random.random() * 2)),
    )


def alone(person, shifts, days, **more):
    """A problem of one person, without cover."""
    return ShiftProblem(id="alone", days=days, shifts=shifts, people=(person,), **more)


def legal_rows(problem):
    """Every legal row of the only person, as tuples of shift numbers (-1 off), by the checker."""
    person = problem.people[0].id
    for row in product(range(-1, len(problem.shifts)), repeat=problem.days):
        roster = roster_of(problem, {person: row})
        if not check_rows(problem, roster):
            yield row


def roster_of(problem, rows):
    """A roster from tuples of shift numbers by person."""
    return ShiftRoster(
        tuple(
            Duty(person, day, problem.shifts[shift].id)
            for person, row in rows.items()
            for day, shift in enumerate(row)
            if shift >= 0
        )
    )


def as_int(row, days):
    """A row of shift numbers as the engine's int."""
    return sum(1 << shift * days + day for day, shift in enumerate(row) if shift >= 0)


def any_alone(seed):
    """A random problem of one person on five to seven days, and the random stream."""
    random = Random(seed)
    shifts = (EARLY, LATE, NIGHT)[: int(1 + random.random() * 3)]
    days = int(5 + random.random() * (3 if len(shifts) < 3 else 2))
    return alone(any_person(random, shifts, days), shifts, days, first_weekday=int(random.random() * 7)), random
