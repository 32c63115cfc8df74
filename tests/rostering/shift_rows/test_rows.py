"""The dynamic programme and the judge beside plain enumeration."""

from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rostering.shift_rows.tiny import alone, any_alone, any_person, as_int, legal_rows

from volsched.rostering.shift_rows import RowPerson, ShiftType
from volsched.rostering.shift_rows.compiling import Compiled, bits
from volsched.rostering.shift_rows.judge import ILLEGAL, judge_of
from volsched.rostering.shift_rows.rowdp import RowSolver

NOISY = [0.0, 1.0, -1.0, -100.0, 7.5]


def prices_of(work, random):
    return [NOISY[int(random.random() * len(NOISY))] + random.random() for _ in range(work.cells)]


def priced(row, prices):
    return sum(prices[cell] for cell in bits(row))


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_a_solved_row_is_as_cheap_as_the_cheapest_of_all_legal_rows(seed):
    problem, random = any_alone(seed)
    work = Compiled(problem)
    legal = [as_int(row, problem.days) for row in legal_rows(problem)]
    solver = RowSolver(work, work.people[0])
    for _ in range(3):
        prices = prices_of(work, random)
        found = solver.solve(prices)
        if not legal:
            assert found is None
            continue
        assert found in legal
        least = min(priced(row, prices) for row in legal)
        assert priced(found, prices) == pytest.approx(least)
        known = legal[int(random.random() * len(legal))]
        assert priced(solver.solve(prices, known), prices) == pytest.approx(least)


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_a_beam_finds_legal_rows_where_there_are_any(seed):
    problem, random = any_alone(seed)
    work = Compiled(problem)
    legal = {as_int(row, problem.days) for row in legal_rows(problem)}
    solver = RowSolver(work, work.people[0])
    solver.exact = False
    for quick in (False, True):
        found = solver.solve(prices_of(work, random), quick=quick)
        assert found in legal if legal else found is None


@given(st.integers(0, 10**9))
@settings(max_examples=25, deadline=None)
def test_the_judge_calls_legal_what_the_checker_does(seed):
    problem, random = any_alone(seed)
    work = Compiled(problem)
    judge = judge_of(work, work.people[0])
    legal = {as_int(row, problem.days) for row in legal_rows(problem)}
    shifts = range(-1, len(problem.shifts))
    for _ in range(400):
        row = as_int([shifts[int(random.random() * len(shifts))] for _ in range(problem.days)], problem.days)
        assert (judge(row) < ILLEGAL) == (row in legal)
    assert all(judge(row) == 0 for row in legal)


def test_limits_may_be_absent():
    shifts = (ShiftType(id="day", minutes=60),)
    work = Compiled(alone(RowPerson(id="p"), shifts, 9))
    assert RowSolver(work, work.people[0]).solve([-1.0] * 9) == 0b111111111
    assert RowSolver(work, work.people[0]).solve([1.0] * 9) == 0


def test_two_limited_shifts_are_counted_together():
    shifts = tuple(ShiftType(id=name, minutes=60) for name in "abc")
    person = RowPerson(id="p", most_of=(("a", 1), ("b", 2), ("c", 1)))
    work = Compiled(alone(person, shifts, 6))
    row = RowSolver(work, work.people[0]).solve([-3.0] * 6 + [-2.0] * 6 + [-1.0] * 6)
    assert [(row >> shift * 6 & 63).bit_count() for shift in range(3)] == [1, 2, 1]


def test_runs_at_the_edges_may_be_short():
    shifts = (ShiftType(id="day", minutes=60),)
    person = RowPerson(id="p", least_consecutive=3, least_days_off=2, most_consecutive=4)
    work = Compiled(alone(person, shifts, 8))
    judge = judge_of(work, work.people[0])
    assert judge(0b10011101) == ILLEGAL  # one day off inside
    assert judge(0b10011001) == ILLEGAL  # a run of two inside
    assert judge(0b10000001) == 0
    assert judge(0b01111110) == ILLEGAL  # a run of six


def test_a_long_row_is_legal_and_near_the_cheapest():
    random = Random(3)
    shifts = (ShiftType(id="early", minutes=480), ShiftType(id="night", minutes=600, not_before=("early",)))
    person = attrs.evolve(
        any_person(random, shifts, 80),
        days_off=(3, 40),
        most_of=(("night", 12),),
        most_minutes=480 * 52,
        least_minutes=480 * 48,
        most_consecutive=5,
        least_consecutive=2,
        least_days_off=2,
        most_weekends=8,
    )
    work = Compiled(alone(person, shifts, 80))
    judge = judge_of(work, work.people[0])
    prices = prices_of(work, random)
    beamed, exact = RowSolver(work, work.people[0]), RowSolver(work, work.people[0])
    beamed.exact = False
    row, best = beamed.solve(prices), exact.solve(prices)
    assert exact.exact
    assert judge(row) < ILLEGAL
    assert judge(best) < ILLEGAL
    assert priced(best, prices) <= priced(row, prices) + 1e-6
    assert priced(row, prices) <= 0.9 * priced(best, prices)
