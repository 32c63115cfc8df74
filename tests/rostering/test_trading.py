"""The last units of the heaviest load: trades find what single exchanges cannot, and break nothing."""

from random import Random

import pytest

from volsched.model import Availability, DaysOffBetween, Preferences
from volsched.rostering import Budget, Problem, check, solve
from volsched.rostering.balance import balance
from volsched.rostering.compiling import compiled
from volsched.rostering.greedy import greedy
from volsched.rostering.levelling import level
from volsched.rostering.repair import repair
from volsched.rostering.solver import assignments_of
from volsched.rostering.state import State
from volsched.rostering.trading import share_weekends, trade

ANN, BOB, CEM, DAN = 1, 2, 4, 8


def state_of(problem: Problem, *on: int) -> State:
    state = State(compiled(problem))
    state.restore(list(on))
    return state


def nights(make, *burdens: int):
    return [make.night(3 * number, 1, burden=burden) for number, burden in enumerate(burdens)]


def test_two_trade_a_heavy_night_for_a_light_one_where_no_night_can_pass(make):
    state = state_of(make.problem(nights(make, 3, 3, 2, 2), make.people("ann bob")), ANN, ANN, BOB, BOB)
    level(state)
    assert state.load == [6, 4]
    trade(state)
    assert state.load == [5, 5]


def test_who_serves_too_near_to_come_gives_that_very_night_back(make):
    pair = [make.night(number, 1, burden=burden) for number, burden in ((0, 3), (1, 2), (10, 3), (20, 2))]
    away = (*make.away("bob", 10), *make.away("ann", 20))
    problem = make.problem(pair, make.people("ann bob"), availability=away, rules=(DaysOffBetween(2),))
    state = state_of(problem, ANN, BOB, ANN, BOB)
    trade(state)
    assert (state.load, state.on) == ([5, 5], [BOB, ANN, ANN, BOB])


def test_somebody_in_the_middle_passes_the_burden_on(make):
    away = (*make.away("ann", 12, 15), *make.away("cem", 0, 3, 6))
    problem = make.problem(nights(make, 3, 3, 2, 3, 2, 2), make.people("ann bob cem"), availability=away)
    state = state_of(problem, ANN, ANN, BOB, BOB, CEM, CEM)
    assert state.load == [6, 5, 4]
    trade(state)
    assert state.load == [5, 5, 5]


def test_nothing_changes_where_somebody_cannot_be_relieved(make):
    away = (*make.away("bob", 0, 3), *make.away("ann", 6, 9))
    problem = make.problem(nights(make, 3, 3, 2, 2), make.people("ann bob"), availability=away)
    state = state_of(problem, ANN, ANN, BOB, BOB)
    trade(state)
    assert state.on == [ANN, ANN, BOB, BOB]


def test_pinned_duties_stay(make):
    shifts = nights(make, 3, 3, 2, 2)
    people = make.people("ann bob")
    plain = make.problem(shifts, people)
    roster = make.roster(plain, "night/0 ann", "night/3 ann", "night/6 bob", "night/9 bob", pinned=True)
    state = State(compiled(make.problem(shifts, people, pinned=roster.assignments)))
    trade(state)
    assert state.on == [ANN, ANN, BOB, BOB]


def test_a_trade_takes_nobodys_strong_wish(make):
    wishes = tuple(
        item
        for person, days in (("ann", (0, 3)), ("bob", (6, 9)))
        for day in days
        for item in make.wanting(person, day)
    )
    problem = make.problem(
        nights(make, 3, 3, 2, 2), make.people("ann bob"), availability=wishes, rules=(Preferences(weight=50),)
    )
    state = state_of(problem, ANN, ANN, BOB, BOB)
    trade(state)
    assert state.load == [6, 4]


def weekends(make, count: int):
    """Fridays with a duty for one, and Mondays in between."""
    days = [(7 * week + 4, True) for week in range(count)] + [(7 * week, False) for week in range(count)]
    return [make.night(day, 1, burden=3 if weekend else 2, weekend=weekend) for day, weekend in sorted(days)]


def test_who_only_serves_at_weekends_does_not_serve_them_all(make):
    people = make.people("ann bob cem dan")
    shifts = weekends(make, 12)
    fridays = Availability(person="ann", kind="available", weekdays=(4,))
    problem = make.problem(shifts, people, availability=(fridays,))
    others = iter([BOB, CEM, DAN] * 4)
    state = state_of(problem, *(ANN if shift.weekend else next(others) for shift in compiled(problem).shifts))
    assert (state.weekends, state.load) == ([12, 0, 0, 0], [36, 8, 8, 8])
    share_weekends(state)
    assert max(state.weekends) <= 6
    assert max(state.load) <= 36


def test_who_has_too_few_weekends_takes_one_for_a_weekday_though_they_carry_the_most(make):
    people = make.people("ann bob cem")
    shifts = weekends(make, 12)
    problem = make.problem(shifts, people)
    whose = {True: iter([BOB] * 6 + [CEM] * 6), False: iter([ANN] * 12)}
    state = state_of(problem, *(next(whose[shift.weekend]) for shift in compiled(problem).shifts))
    state.load[0] += 6
    assert (state.weekends, state.load) == ([0, 6, 6], [30, 18, 18])
    share_weekends(state)
    assert min(state.weekends) >= 1
    assert max(state.load) <= 30


@pytest.mark.parametrize("seed", range(12))
def test_trading_breaks_nothing_and_raises_no_heaviest_load(make, seed):
    problem = make.patrol(people=40, nights=84, seed=seed)
    state = State(compiled(problem), Random(seed))
    greedy(state)
    repair(state)
    balance(state, 20_000, lambda _: True)
    level(state)
    filled, heaviest, loads = [mask.bit_count() for mask in state.on], max(state.load), sum(state.load)
    shortage = state.skill_shortage()
    before_it = list(state.weekends)
    trade(state)
    share_weekends(state)
    mean = sum(before_it) / len(before_it)
    assert [mask.bit_count() for mask in state.on] == filled
    assert max(state.load) <= heaviest
    assert sum(state.load) == loads
    assert state.skill_shortage() <= shortage
    for before, after in zip(before_it, state.weekends, strict=True):
        assert abs(after - mean) <= max(3, abs(before - mean)) + 1e-9
    roster = solve(problem, budget=Budget(0)).with_assignments(assignments_of(state.work, state.on))
    assert {item.rule for item in check(problem, roster)} <= {"skill_mix"}
    again = state.copy()
    again.restore(state.on)
    assert (again.load, again.below, again.count) == (state.load, state.below, state.count)
