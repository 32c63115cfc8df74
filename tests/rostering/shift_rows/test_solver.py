"""Whole rosters: legal, the same for a seed, as good as enumeration where that is possible, and faults in words."""

import hashlib
from itertools import product
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rostering.shift_rows.tiny import EARLY, LATE, alone, any_person, as_int, legal_rows, roster_of, two_weeks

from volsched.errors import InvalidValue, UnknownName
from volsched.rostering import Budget, solve
from volsched.rostering.shift_rows import (
    Cover,
    Request,
    RowBudget,
    RowPerson,
    ShiftProblem,
    ShiftType,
    check_rows,
    score_rows,
    solve_rows,
)
from volsched.rostering.shift_rows.compiling import Compiled
from volsched.rostering.shift_rows.seams import Seams
from volsched.rostering.shift_rows.state import State


def small(seed):
    """Two or three people on five days, or None where somebody has no row."""
    random = Random(seed)
    shifts = (EARLY, LATE)
    people = tuple(any_person(random, shifts, 5, f"p{number}") for number in range(int(2 + random.random() * 2)))
    choices = [[*legal_rows(alone(person, shifts, 5, first_weekday=3))] for person in people]
    if not all(choices) or len(choices[0]) * len(choices[-1]) > 40_000:
        return None
    people, choices = people[:2], choices[:2]
    cells = [(day, shift.id) for day in range(5) for shift in shifts]
    return ShiftProblem(
        id="small",
        days=5,
        shifts=shifts,
        people=people,
        cover=tuple(Cover(day=day, shift=shift, people=int(random.random() * 3), under=10) for day, shift in cells),
        requests=tuple(
            Request(
                person=person.id,
                day=day,
                shift=shift,
                weight=int(1 + random.random() * 3),
                wanted=random.random() < 0.5,
            )
            for person in people
            for day, shift in cells
            if random.random() < 0.2
        ),
        first_weekday=3,
    ), choices


@given(st.integers(0, 10**9))
@settings(max_examples=15, deadline=None)
def test_small_rosters_are_as_good_as_the_best_of_all(seed):
    made = small(seed)
    if made is None:
        return
    problem, choices = made
    names = [person.id for person in problem.people]
    roster = solve_rows(problem, seed=seed % 7, budget=RowBudget(6_000))
    assert check_rows(problem, roster) == ()
    found = score_rows(problem, roster).objective
    sample = (
        product(*choices) if len(choices[0]) * len(choices[1]) <= 1_500 else product(choices[0][:40], choices[1][:40])
    )
    best = min(
        score_rows(problem, roster_of(problem, dict(zip(names, rows, strict=True)))).objective for rows in sample
    )
    assert found <= best


def test_a_roster_is_the_same_for_a_seed_and_on_every_python():
    problem = two_weeks()
    roster = solve_rows(problem, seed=5, budget=RowBudget(20_000))
    assert roster == solve_rows(problem, seed=5, budget=RowBudget(20_000))
    assert check_rows(problem, roster) == ()
    text = ";".join(f"{duty.person},{duty.day},{duty.shift}" for duty in roster.duties)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "e472df6ac202ed34"


def test_seconds_end_a_run_and_the_roster_is_legal():
    problem = two_weeks()
    assert check_rows(problem, solve_rows(problem, budget=RowBudget(cpu_seconds=0.2))) == ()


def test_the_engine_is_chosen_by_the_shape_of_the_problem():
    problem = two_weeks()
    roster = solve(problem, seed=5, budget=Budget(3_000))
    assert roster == solve_rows(problem, seed=5, budget=RowBudget(3_000))
    assert not roster.stopped
    with pytest.raises(InvalidValue, match="no row of duties keeps all of them"):
        solve(attrs.evolve(problem, people=(attrs.evolve(problem.people[0], least_minutes=9_999),), requests=()))


def test_more_moves_serve_no_worse():
    problem = two_weeks()
    few, many = (score_rows(problem, solve_rows(problem, seed=2, budget=RowBudget(moves))) for moves in (1, 20_000))
    assert many.objective <= few.objective


def test_progress_is_told_up_to_the_end():
    told = []
    solve_rows(two_weeks(), budget=RowBudget(3_000), progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (3_000, 3_000)
    assert told == sorted(told)


def test_an_interrupt_gives_the_best_so_far():
    def stop(done, of):
        if done > 2_000:
            raise KeyboardInterrupt

    problem = two_weeks()
    roster = solve(problem, budget=Budget(50_000), progress=stop)
    assert roster.stopped
    assert check_rows(problem, roster) == ()


def test_people_without_any_shift_stay_free():
    problem = two_weeks()
    guest = RowPerson(id="guest", most_of=(("early", 0), ("late", 0)))
    roster = solve_rows(attrs.evolve(problem, people=(*problem.people, guest)), budget=RowBudget(3_000))
    assert all(duty.person != "guest" for duty in roster.duties)
    nobody = solve_rows(attrs.evolve(problem, people=(guest,), requests=()), budget=RowBudget(500))
    assert nobody.duties == ()


def test_one_person_alone():
    person = RowPerson(id="p", most_consecutive=3)
    problem = alone(person, (EARLY,), 8, cover=tuple(Cover(day=day, shift="early", people=1) for day in range(8)))
    assert score_rows(problem, solve_rows(problem, budget=RowBudget(2_000))).objective == 200


def test_limits_that_leave_no_row_are_named():
    problem = two_weeks()
    busy = attrs.evolve(problem.people[3], id="p3", least_minutes=12 * 480, most_minutes=None)
    people = (*problem.people[:3], busy, *problem.people[4:])
    with pytest.raises(
        InvalidValue, match="person p3: limits: no row of duties keeps all of them; loosen least_minutes"
    ):
        solve_rows(attrs.evolve(problem, people=people), budget=RowBudget(100))


@pytest.mark.parametrize(
    ("more", "error", "said"),
    [
        ({"days": 0}, InvalidValue, "there is no day"),
        ({"weekend": (5, 0)}, InvalidValue, "is no weekend"),
        ({"weekend": ()}, InvalidValue, "is no weekend"),
        ({"first_weekday": 7}, InvalidValue, "is no weekend"),
        ({"people": (RowPerson(id="p"), RowPerson(id="p"))}, InvalidValue, "'p' stands twice"),
        ({"people": (RowPerson(id="p", days_off=(5,)),)}, InvalidValue, "5 is outside the 5 days"),
        ({"people": (RowPerson(id="p", most_of=(("eraly", 1),)),)}, UnknownName, "did you mean 'early'"),
        ({"people": (RowPerson(id="p", least_days_off=0),)}, InvalidValue, "least_days_off"),
        ({"people": (RowPerson(id="p", most_minutes=-1),)}, InvalidValue, "most_minutes"),
        ({"requests": (Request(person="nobody", day=0, shift="early"),)}, UnknownName, "nobody"),
        ({"requests": (Request(person="p", day=-1, shift="early"),)}, InvalidValue, "outside"),
        ({"requests": (Request(person="p", day=1, shift="early", weight=-1),)}, InvalidValue, "weight"),
        ({"cover": (Cover(day=1, shift="tea", people=1),)}, UnknownName, "tea"),
        ({"cover": (Cover(day=1, shift="early", people=1),) * 2}, InvalidValue, "day 1 stands twice"),
        ({"shifts": (ShiftType(id="early", minutes=0),)}, InvalidValue, "minutes"),
        ({"shifts": (ShiftType(id="early", minutes=5, not_before=("dawn",)),)}, UnknownName, "dawn"),
    ],
)
def test_problems_that_cannot_stand_say_why(more, error, said):
    fields = {"id": "x", "days": 5, "shifts": (EARLY,), "people": (RowPerson(id="p"),)}
    with pytest.raises(error, match=said):
        ShiftProblem(**(fields | more))


def test_the_memory_of_judgements_is_bounded(monkeypatch):
    monkeypatch.setattr("volsched.rostering.shift_rows.state.MEMORY", 20_000)
    problem = two_weeks()
    state = State(Compiled(problem), Random(1))
    assert state.most_remembered < 100
    state.remembered[0].update(dict.fromkeys(range(200), 0))
    state.count_remembered = 200
    state.forget()
    assert not any(state.remembered)


def test_seams_let_pass_every_exchange_that_leaves_both_rows_legal():
    random = Random(11)
    shifts = (EARLY, LATE)
    people = tuple(
        attrs.evolve(any_person(random, shifts, 6, f"p{n}"), most_minutes=None, least_minutes=0) for n in range(2)
    )
    problem = ShiftProblem(id="x", days=6, shifts=shifts, people=people)
    work = Compiled(problem)
    state, seams = State(work, random), Seams(work)
    legal = [[*legal_rows(alone(person, shifts, 6))] for person in people]
    table = seams.tables[seams.kind[0]][seams.kind[1]]
    tried = 0
    for _ in range(3_000):
        one, two = (as_int(rows[int(random.random() * len(rows))], 6) for rows in legal)
        first, end = sorted((int(random.random() * 7), int(random.random() * 7)))
        change = (one ^ two) & ((1 << end) - (1 << first)) * work.each_segment
        if change and max(state.judges[0](one ^ change), state.judges[1](two ^ change)) == 0:
            left, right, _ = seams.sides(one)
            left2, right2, _ = seams.sides(two)
            tried += 1
            assert table[left[first] + right2[first]] or table[left2[first] + right[first]]
            assert table[left[end] + right2[end]] or table[left2[end] + right[end]]
    assert tried > 50
