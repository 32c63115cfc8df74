"""Replanning, swaps, differences, and many problems at once."""

import datetime as dt
import hashlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import attrs
import pytest

from volsched.errors import Conflict, InvalidValue, UnknownName
from volsched.model import Assignment, Availability, DaysOffBetween, Seat
from volsched.rostering import (
    Budget,
    Problem,
    SeatChange,
    check,
    diff,
    exchange,
    fairness,
    give,
    replan,
    seed_of,
    solve,
    solve_many,
    undo,
    unfilled,
    until_stopped,
)


def absent(make, person, *numbers):
    return make.away(person, *numbers)


def test_a_drop_out_is_replaced_by_one_who_is_free(make):
    problem = make.problem([make.night(n, 1) for n in range(2)], make.people("ann bob cem"))
    roster = make.roster(problem, "night/0 ann", "night/1 bob")
    result = replan(problem, roster, absences=absent(make, "ann", 0))
    assert result.changes == (SeatChange(Seat("night/0", "watch", 0), "ann", "cem"),)
    assert result.empty == ()
    assert check(result.problem, result.roster) == ()


def test_where_nobody_is_free_a_chain_is_moved(make):
    problem = make.problem(
        [make.night(0, 1), make.night(1, 1)],
        make.people("ann bob cem"),
        availability=make.away("cem", 0),
        rules=(DaysOffBetween(1),),
    )
    roster = make.roster(problem, "night/0 ann", "night/1 bob")
    result = replan(problem, roster, absences=absent(make, "ann", 0, 1))
    assert result.changes == (
        SeatChange(Seat("night/0", "watch", 0), "ann", "bob"),
        SeatChange(Seat("night/1", "watch", 0), "bob", "cem"),
    )
    short = replan(problem, roster, absences=absent(make, "ann", 0, 1), most_changes=1)
    assert short.empty == short.lost == (Seat("night/0", "watch", 0),)


def test_shifts_that_are_over_stay_as_they_are(make):
    problem = make.problem([make.night(n, 1) for n in (0, 5)], make.people("ann bob"))
    roster = make.roster(problem, "night/0 ann", "night/5 ann")
    whole = (Availability(person="ann", kind="unavailable"),)
    result = replan(problem, roster, absences=whole, since=make.day(3))
    assert result.changes == (SeatChange(Seat("night/5", "watch", 0), "ann", "bob"),)
    assert replan(problem, roster, absences=whole, since=make.day(9)).changes == ()


def test_a_pin_settles_somebody_and_moves_what_stands_in_the_way(make):
    problem = make.problem([make.night(n, 1) for n in range(2)], make.people("ann bob"), rules=(DaysOffBetween(1),))
    roster = make.roster(problem, "night/0 ann", "night/1 bob")
    pin = Assignment(Seat("night/0", "watch", 0), "bob")
    result = replan(problem, roster, pins=(pin,))
    assert result.problem.pinned == (attrs.evolve(pin, pinned=True),)
    assert result.changes == (
        SeatChange(Seat("night/0", "watch", 0), "ann", "bob"),
        SeatChange(Seat("night/1", "watch", 0), "bob", "ann"),
    )
    assert check(result.problem, result.roster) == ()


def test_an_absence_stands_above_a_pin(make):
    pin = Assignment(Seat("night/0", "watch", 0), "ann", pinned=True)
    problem = make.problem([make.night(0, 1)], make.people("ann bob"), pinned=(pin,))
    result = replan(problem, solve(problem), absences=absent(make, "ann", 0))
    assert result.problem.pinned == ()
    assert [item.person for item in result.roster.assignments] == ["bob"]


def test_drop_outs_one_after_another(make):
    problem = make.patrol()
    roster = solve(problem)
    lost = changed = 0
    for number in range(20):
        result = replan(problem, roster, absences=absent(make, f"p{number:02}", *range(number, number + 3)))
        problem, roster = result.problem, result.roster
        lost, changed = lost + len(result.lost), changed + len(result.changes)
        assert check(problem, roster) == ()
        assert result.empty == ()
    assert lost <= changed <= lost * 1.2
    assert unfilled(problem, roster) == ()


def test_the_same_question_has_the_same_answer(make):
    problem = make.patrol()
    roster = solve(problem)
    absences = absent(make, "p03", *range(14))
    assert replan(problem, roster, absences=absences) == replan(problem, roster, absences=absences)


def test_only_absences_are_absences(make):
    problem = make.problem([make.night(0, 1)], make.people("ann"))
    with pytest.raises(InvalidValue, match="'preferred' is no absence"):
        replan(problem, solve(problem), absences=[Availability(person="ann", kind="preferred")])


def test_swaps_are_checked_and_undone(make):
    problem = make.problem(
        [make.night(n, 1) for n in (0, 3)], make.people("ann bob cem"), availability=make.away("cem", 3)
    )
    roster = make.roster(problem, "night/0 ann", "night/3 bob")
    first, second = Seat("night/0", "watch", 0), Seat("night/3", "watch", 0)
    swap = exchange(problem, roster, first, second)
    assert swap.violations == ()
    assert (
        diff(roster, swap.roster)
        == swap.changes
        == (
            SeatChange(first, "ann", "bob"),
            SeatChange(second, "bob", "ann"),
        )
    )
    assert undo(problem, swap.roster, swap).roster == roster
    bad = give(problem, roster, second, "cem")
    assert [item.rule for item in bad.violations] == ["availability"]
    with pytest.raises(Conflict, match="held by ann, not by bob"):
        undo(problem, roster, swap)
    with pytest.raises(UnknownName, match="no person 'eve'"):
        give(problem, roster, first, "eve")


def patrols(make) -> tuple[Problem, ...]:
    return tuple(attrs.evolve(make.patrol(seed=number), id=f"patrol-{number}") for number in range(4))


def test_many_problems_come_out_alike_on_any_executor(make):
    problems = tuple(
        attrs.evolve(
            problem,
            people=tuple(attrs.evolve(person, id=f"{problem.id}.{person.id}") for person in problem.people),
            availability=(),
            history=(),
        )
        for problem in patrols(make)
    )
    alone = solve_many(problems, seed=3, budget=Budget(2_000))
    assert [roster.id for roster in alone] == [problem.id for problem in problems]
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        assert solve_many(problems, threads, seed=3, budget=Budget(2_000)) == alone
        assert solve_many(problems, processes, seed=3, budget=Budget(2_000)) == alone
    assert solve_many(problems[::-1], seed=3, budget=Budget(2_000)) == alone[::-1]


def test_people_shared_between_problems_are_in_one_place_at_a_time(make):
    problems = patrols(make)
    rosters = solve_many(problems, budget=Budget(2_000))
    spans: dict[str, list[tuple[dt.datetime, dt.datetime]]] = {}
    for problem, roster in zip(problems, rosters, strict=True):
        for item in roster.assignments:
            span = problem.shift(item.seat.shift).span
            spans.setdefault(item.person, []).append((span.start, span.end))
    for times in spans.values():
        assert len(set(times)) == len(times)


def test_problems_have_ids_of_their_own_and_seeds_from_them(make):
    problem = make.patrol()
    with pytest.raises(InvalidValue, match="stands twice"):
        solve_many((problem, problem))
    assert seed_of(0, "suifeng") == 16790102395452520869
    assert seed_of(0, "suifeng") != seed_of(1, "suifeng")


def test_a_known_roster_on_every_python(make):
    roster = solve(make.patrol(), seed=7, budget=Budget(5_000))
    lines = "\n".join(f"{item.seat.shift} {item.seat.index} {item.person}" for item in roster.assignments)
    assert hashlib.sha256(lines.encode()).hexdigest()[:16] == "07a50953147d11be"


def cost_of(problem, roster):
    """What the roster costs: the squares of loads, as the solver counts them."""
    return sum(item.load**2 for item in fairness(problem, roster).people)


def test_a_change_is_made_where_it_is_worth_its_price(make):
    people = make.people("ann bob cem dil")
    nights = [make.night(n, 1) for n in range(0, 24, 3)]
    problem = make.problem(nights, people)
    # ann serves four times, bob thrice, cem once, dil never; and bob drops out once.
    who = ("ann", "ann", "ann", "ann", "bob", "bob", "bob", "cem")
    roster = make.roster(problem, *(f"night/{3 * n} {name}" for n, name in enumerate(who)))
    gone = make.away("bob", 12)
    fewest = replan(problem, roster, absences=gone)
    assert len(fewest.changes) == 1
    found = {price: replan(problem, roster, absences=gone, change_cost=price) for price in (0, 6, 1000)}
    assert found[1000].changes == fewest.changes
    assert len(found[0].changes) >= len(found[6].changes) >= 1
    costs = [cost_of(item.problem, item.roster) for item in (found[0], found[6], fewest)]
    assert costs == sorted(costs)
    assert costs[0] < costs[2]
    for item in found.values():
        assert check(item.problem, item.roster) == ()
        assert len(item.roster.assignments) == len(nights)
    for price in (0, 6):
        more = len(found[price].changes) - len(fewest.changes)
        saved = cost_of(fewest.problem, fewest.roster) - cost_of(found[price].problem, found[price].roster)
        assert saved >= more * price
    with pytest.raises(InvalidValue, match="-1 is not possible; write 0 or more"):
        replan(problem, roster, change_cost=-1)


@pytest.mark.parametrize("seed", range(4))
def test_every_further_change_saves_more_than_its_price(make, seed):
    problem = make.patrol(seed=seed)
    roster = solve(problem, seed=seed, budget=Budget(0))
    gone = [entry for n in (1, 2, 3) for entry in make.away(f"p{n:02}", *range(5, 15))]
    fewest = replan(problem, roster, absences=gone)
    for price in (2.0, 20.0):
        priced = replan(problem, roster, absences=gone, change_cost=price)
        assert {item.rule for item in check(priced.problem, priced.roster)} <= {"skill_mix"}
        assert len(priced.empty) == len(fewest.empty)
        pinned = replan(problem, roster, absences=gone, pins=roster.assignments[:20], change_cost=price)
        kept = {(item.seat, item.person) for item in pinned.roster.assignments if item.pinned}
        assert len(kept) >= 19 - 3


def test_one_interrupt_ends_the_making_of_many_rosters_with_the_best_of_each(make):
    problems = [attrs.evolve(make.patrol(seed=number), id=f"p{number}") for number in range(4)]
    budgets = []

    def stop(done, whole):
        if len(budgets) == 2 and done < whole:
            raise KeyboardInterrupt

    def one(budget, problem):
        budgets.append(budget.moves)
        return solve(problem, budget=budget, progress=stop)

    each = until_stopped(one, Budget(2_000))
    rosters = [each(problem) for problem in problems]
    assert budgets == [2_000, 2_000, 0, 0]
    assert [roster.stopped for roster in rosters] == [False, True, True, True]
    assert all(check(problem, roster) == () for problem, roster in zip(problems, rosters, strict=True))
