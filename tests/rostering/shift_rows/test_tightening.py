"""Prices that grow hard: soft around the need, the true ones at the end, and never beyond what a person can change."""

from random import Random

import attrs
import pytest
from tests.rostering.shift_rows.tiny import two_weeks

from volsched.rostering.shift_rows import Cover, RowBudget, check_rows, solve_rows
from volsched.rostering.shift_rows.compiling import Compiled
from volsched.rostering.shift_rows.judge import ILLEGAL
from volsched.rostering.shift_rows.meter import Meter
from volsched.rostering.shift_rows.state import State
from volsched.rostering.shift_rows.tightening import Tightener


def tightener(problem, moves=4_000, seed=1):
    state = State(Compiled(problem), Random(seed))
    for person in state.shuffled():
        state.put(person, state.best_row(person))
    state.keep()
    return Tightener(state, Meter(RowBudget(moves))), state


def prices(made, state, stiffness):
    """What each cell adds to the price of a row, at every count of the others, for a person who asked for nothing."""
    found = []
    for count in range(4):
        state.counts[:] = [count] * state.work.cells
        rise = [stiffness * span for span in made._span]
        need = state.work.need
        none = [worth + step * (n - 0.5) for worth, step, n in zip(made._worth, rise, need, strict=True)]
        found.append(made._prices(5, none, rise, 0.0))
    return found


def test_prices_rise_with_the_count_and_stay_in_their_range():
    made, state = tightener(two_weeks())
    for stiffness in (0.02, 0.2, 1.0):
        by_count = prices(made, state, stiffness)
        for cell in range(state.work.cells):
            column = [row[cell] for row in by_count]
            assert column == sorted(column)
            assert -100 <= column[0] <= column[-1] <= 1


def test_hard_prices_are_the_true_ones():
    made, state = tightener(two_weeks())
    for count, row in enumerate(prices(made, state, 50.0)):
        assert row == [step[count] for step in state.work.step]


def test_worth_follows_who_is_missing():
    problem = two_weeks()
    cover = tuple(Cover(day=day, shift="early", people=6 if day < 7 else 0) for day in range(14))
    made, _ = tightener(attrs.evolve(problem, cover=cover))
    made._pass(0.1, 1.0)
    early = made._worth[:14]
    assert min(early[:7]) > max(early[7:])
    assert made._worth[14:] == [0.0] * 14  # where no cover is asked nothing is worth anything


def test_rounds_leave_only_legal_rows_and_the_best_of_them():
    made, state = tightener(two_weeks())
    before = state.best
    made.run(1.0)
    assert state.best <= before
    assert all(judge(row) < ILLEGAL for judge, row in zip(state.judges, state.best_rows, strict=True))
    state.restore(state.best_rows)
    assert state.total == state.best


@pytest.mark.parametrize("under", [0, 1, 7])
@pytest.mark.parametrize("over", [0, 100])
def test_any_charges_for_cover_will_do(under, over):
    problem = two_weeks()
    cover = tuple(attrs.evolve(item, under=under, over=over) for item in problem.cover)
    roster = solve_rows(attrs.evolve(problem, cover=cover), budget=RowBudget(2_000))
    assert check_rows(problem, roster) == ()
