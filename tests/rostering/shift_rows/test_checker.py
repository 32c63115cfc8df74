"""The checker: what it must find, planted one by one in rosters that are right."""

from collections import Counter
from random import Random

import pytest
from tests.rostering.shift_rows.tiny import EARLY, LATE, alone, roster_of, two_weeks

from volsched.rostering.shift_rows import (
    Cover,
    Duty,
    Request,
    RowBudget,
    RowPerson,
    RowViolation,
    ShiftProblem,
    ShiftRoster,
    check_rows,
    score_rows,
    solve_rows,
)

PROBLEM = two_weeks()
RIGHT = solve_rows(PROBLEM, seed=1, budget=RowBudget(4_000))


def row_of(roster, person):
    return {duty.day: duty.shift for duty in roster.duties if duty.person == person}


def without(roster, person, days):
    return [duty for duty in roster.duties if duty.person != person or duty.day not in days]


def rules_of(duties):
    return {(item.person, item.rule) for item in check_rows(PROBLEM, ShiftRoster(tuple(duties)))}


def some(random, items):
    items = sorted(items)
    return items[int(random.random() * len(items))]


def plant_double(random):
    duty = some(random, RIGHT.duties)
    other = "late" if duty.shift == "early" else "early"
    return [*RIGHT.duties, Duty(duty.person, duty.day, other)], duty.person, "one_shift_a_day"


def plant_day_off(random):
    person = PROBLEM.people[int(random.random() * 6)]
    return [*RIGHT.duties, Duty(person.id, person.days_off[0], "early")], person.id, "days_off"


def plant_succession(random):
    pairs = [
        (duty.person, duty.day)
        for duty in RIGHT.duties
        if row_of(RIGHT, duty.person).get(duty.day + 1) is not None and duty.person != "p0"
    ]
    person, day = some(random, pairs)
    return (
        [*without(RIGHT, person, (day, day + 1)), Duty(person, day, "late"), Duty(person, day + 1, "early")],
        person,
        "not_before",
    )


def plant_type(random):
    duty = some(random, [item for item in RIGHT.duties if item.person == "p0"])
    return [*without(RIGHT, "p0", (duty.day,)), Duty("p0", duty.day, "late")], "p0", "most_of"


def plant_long_run(random):
    person = some(random, [item.id for item in PROBLEM.people])
    first = int(random.random() * 9)
    days = range(first, first + 6)
    return [*without(RIGHT, person, days), *(Duty(person, day, "early") for day in days)], person, "most_consecutive"


def plant_short_run(random):
    person = some(random, [item.id for item in PROBLEM.people])
    day = 1 + int(random.random() * 12)
    return [*without(RIGHT, person, (day - 1, day, day + 1)), Duty(person, day, "early")], person, "least_consecutive"


def plant_short_rest(random):
    person = some(random, [item.id for item in PROBLEM.people])
    day = 1 + int(random.random() * 12)
    around = [Duty(person, other, "early") for other in (day - 1, day + 1)]
    return [*without(RIGHT, person, (day - 1, day, day + 1)), *around], person, "least_days_off"


def plant_idle(random):
    person = some(random, [item.id for item in PROBLEM.people])
    worked = sorted(row_of(RIGHT, person))
    return without(RIGHT, person, worked[int(random.random() * 3) + 1 :]), person, "least_minutes"


def plant_busy(random):
    person = some(random, [item.id for item in PROBLEM.people])
    free = some(random, [0, 13])
    days = [day for day in range(14) if day not in (free, 6, 7)]
    return [*without(RIGHT, person, range(14)), *(Duty(person, day, "early") for day in days)], person, "most_minutes"


def plant_weekends(random):
    person = some(random, [item.id for item in PROBLEM.people])
    days = (some(random, [5, 6]), some(random, [12, 13]))
    return [*without(RIGHT, person, days), *(Duty(person, day, "early") for day in days)], person, "most_weekends"


def plant_stranger(random):
    wrong = some(
        random, [Duty("nobody", 1, "early"), Duty("p1", 14, "early"), Duty("p1", -1, "late"), Duty("p2", 4, "tea")]
    )
    return [*RIGHT.duties, wrong], wrong.person, "unknown"


PLANTS = [
    plant_double,
    plant_day_off,
    plant_succession,
    plant_type,
    plant_long_run,
    plant_short_run,
    plant_short_rest,
    plant_idle,
    plant_busy,
    plant_weekends,
    plant_stranger,
]


def test_a_right_roster_has_no_violation():
    assert check_rows(PROBLEM, RIGHT) == ()


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_every_planted_violation_is_found_and_nobody_else_is_blamed(plant):
    random = Random(plant.__name__)
    for _ in range(60):
        duties, person, rule = plant(random)
        found = rules_of(duties)
        assert (person, rule) in found
        assert {name for name, _ in found} == {person}


def test_violations_name_the_days():
    person = RowPerson(id="p", most_consecutive=2, least_days_off=2)
    problem = alone(person, (EARLY, LATE), 7)
    roster = roster_of(problem, {"p": (0, 0, 0, -1, 1, 0, -1)})
    assert check_rows(problem, roster) == (
        RowViolation("p", "least_days_off", (3,)),
        RowViolation("p", "most_consecutive", (0, 1, 2)),
        RowViolation("p", "not_before", (4, 5)),
    )


def test_a_weekend_of_other_days():
    person = RowPerson(id="p", most_weekends=1)
    problem = ShiftProblem(id="x", days=14, shifts=(EARLY,), people=(person,), weekend=(6, 0), first_weekday=6)
    assert problem.weekends() == ((0, 1), (7, 8))
    both = roster_of(problem, {"p": (0, -1, -1, -1, -1, -1, -1, -1, 0, -1, -1, -1, -1, -1)})
    assert check_rows(problem, both) == (RowViolation("p", "most_weekends", (0, 7)),)
    one = roster_of(problem, {"p": (0, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1, -1, -1, -1)})
    assert check_rows(problem, one) == ()


def test_a_score_adds_up_shortage_excess_and_requests():
    people = (RowPerson(id="p"), RowPerson(id="q"))
    problem = ShiftProblem(
        id="x",
        days=2,
        shifts=(EARLY, LATE),
        people=people,
        cover=(Cover(day=0, shift="early", people=3), Cover(day=1, shift="late", people=0, over=5)),
        requests=(
            Request(person="p", day=0, shift="late", weight=7),
            Request(person="q", day=0, shift="early", weight=2, wanted=False),
            Request(person="q", day=1, shift="late", weight=1),
        ),
    )
    score = score_rows(problem, roster_of(problem, {"p": (0, 1), "q": (0, -1)}))
    assert (score.shortage, score.excess, score.requests, score.objective) == (100, 5, 10, 115)


def test_plants_reach_every_rule():
    rules = Counter(rule for plant in PLANTS for _, rule in rules_of(plant(Random(1))[0]))
    assert set(rules) == {
        "one_shift_a_day",
        "days_off",
        "not_before",
        "most_of",
        "most_consecutive",
        "least_consecutive",
        "least_days_off",
        "least_minutes",
        "most_minutes",
        "most_weekends",
        "unknown",
    }
