"""What is done after balancing: far weekends are brought nearer, and nothing is broken or made heavier by it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.model import Availability, DaysOffBetween
from volsched.rostering import Budget, check, solve
from volsched.rostering.compiling import compiled
from volsched.rostering.days import bits_of
from volsched.rostering.greedy import greedy
from volsched.rostering.levelling import even_out
from volsched.rostering.repair import repair
from volsched.rostering.solver import assignments_of
from volsched.rostering.state import State


@given(st.integers(min_value=0, max_value=1 << 200))
def test_bits_are_read_alike_whether_few_or_many(mask):
    assert list(bits_of(mask)) == [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def far(state):
    mean = sum(state.weekends) / len(state.weekends)
    return sum(max(0.0, abs(served - mean) - 2) for served in state.weekends)


@pytest.mark.parametrize("seed", range(6))
def test_evening_out_breaks_nothing_and_raises_no_heaviest_load(make, seed):
    problem = make.patrol(people=40, nights=84, seed=seed)
    state = State(compiled(problem), Random(seed))
    greedy(state)
    repair(state)
    filled, heaviest, distance = sum(mask.bit_count() for mask in state.on), max(state.load), far(state)
    shortage = state.skill_shortage()
    even_out(state)
    assert sum(mask.bit_count() for mask in state.on) == filled
    assert max(state.load) <= heaviest
    assert far(state) <= distance
    assert state.skill_shortage() <= shortage
    roster = solve(problem, budget=Budget(0)).with_assignments(assignments_of(state.work, state.on))
    assert {item.rule for item in check(problem, roster)} <= {"skill_mix"}


def test_who_serves_every_thursday_is_given_fridays(make):
    nights = [make.night(n, 1, weekend=n % 7 == 4) for n in range(42) if n % 7 in (3, 4)]
    people = make.people("ann bob")
    only = Availability(person="ann", kind="available", weekdays=(3, 4))
    problem = make.problem(nights, people, availability=(only,), rules=(DaysOffBetween(1),))
    state = State(compiled(problem))
    ann, bob = 1, 2
    state.restore([ann if shift.day.weekday() == 3 else bob for shift in state.work.shifts])
    assert state.weekends == [0, 6]
    even_out(state)
    assert state.weekends in ([3, 3], [2, 4], [4, 2])
