import itertools
import random

import pytest

from volsched.app import Scheduler
from volsched.errors import InvalidValue, UnknownName
from volsched.hooks import Host, Solver, hookimpl
from volsched.model import (
    Assignment,
    DaysOffBetween,
    HouseholdsApart,
    MostInDays,
    MostPerMonth,
    MostPerWeek,
    NeverTogether,
    Programme,
    Requirement,
    RestBetween,
    Roster,
    Seat,
    SkillMinimum,
    Text,
    Window,
)
from volsched.rostering import Proof, better_of, check, linear_model, proof_of, solve, unfilled
from volsched.testing import factories


def broken_rows(model, values):
    return [
        row
        for row in model.rows
        if not (row.low is None or sum(f * values[c] for c, f in zip(row.columns, row.factors, strict=True)) >= row.low)
        or not (
            row.high is None or sum(f * values[c] for c, f in zip(row.columns, row.factors, strict=True)) <= row.high
        )
    ]


def test_a_solved_roster_keeps_every_row_and_comes_back_from_its_values(make):
    problem = make.patrol()
    roster, model = solve(problem), linear_model(problem)
    values = model.values_of(roster)
    assert broken_rows(model, values) == []
    assert model.roster_of(values) == roster
    assert len(values) == len(model.upper) == len(model.prices)
    assert all(0 <= value <= most for value, most in zip(values, model.upper, strict=True))


def test_an_empty_roster_is_all_shortage(make):
    problem = make.problem([make.night(0, 2, mix={"leader": 1})], [make.person("ann", "leader"), make.person("bob")])
    model = linear_model(problem)
    values = model.values_of(Roster(id="watch"))
    assert values == (0, 0, 2, 1, 0)
    assert broken_rows(model, values) == []
    assert broken_rows(model, (0, 0, 1, 1, 0)) != []
    assert broken_rows(model, (1, 0, 1, 0, 0)) != []  # ann's load of 2 is above the heaviest
    assert broken_rows(model, (1, 0, 1, 0, 2)) == []


def tiny(make, seed):
    chance = random.Random(seed)
    names = "ann bob cem"
    rules = []
    for rule in (
        DaysOffBetween(1 + seed % 2),
        MostPerMonth(1 + seed % 3),
        MostPerWeek(2),
        MostInDays(duties=1, days=3),
        NeverTogether((("ann", "bob"),)),
        RestBetween(make.night(0).span.length * (1 + seed % 7)),
        HouseholdsApart(),
    ):
        if chance.random() < 0.4:
            rules.append(rule)
    people = tuple(
        make.person(
            name, *(["leader"] if chance.random() < 0.5 else []), household="h" if chance.random() < 0.5 else None
        )
        for name in names.split()
    )
    kinds = (
        (Requirement(role="watch", minimum=1, maximum=2),),
        (Requirement(role="lead", skills=("leader",)), Requirement(role="watch", minimum=0, maximum=1)),
        (Requirement(role="watch", minimum=2, mix=(SkillMinimum("leader", 1),)),),
    )
    shifts, days = [], sorted({int(chance.random() * 6) for _ in range(3)})
    for day in days:
        shifts.append(
            make.night(day, requirements=kinds[int(chance.random() * 3)], hour=(8, 22)[int(chance.random() * 2)])
        )
    said = tuple(
        item for name in names.split() for item in make.away(name, *(d for d in days if chance.random() < 0.3))
    )
    return make.problem(shifts, people, rules=tuple(rules), availability=said)


def completed(model, chosen):
    """The values of all columns when these places are taken and the others follow at their least."""
    roster = model.roster_of((*chosen, *(0 for _ in model.upper)))
    return (*chosen, *model.values_of(roster)[len(chosen) :])


@pytest.mark.parametrize("seed", range(60))
def test_the_rows_allow_exactly_what_the_checker_allows(make, seed):
    problem = tiny(make, seed)
    model = linear_model(problem)
    allowed = 0
    for chosen in itertools.product((0, 1), repeat=len(model.places)):
        per_post = [sum(v for (post, _), v in zip(model.places, chosen, strict=True) if post == p) for p in range(9)]
        seats = [
            item.maximum for shift in sorted(problem.shifts, key=lambda s: s.span.start) for item in shift.requirements
        ]
        fits = all(count <= most for count, most in zip(per_post, seats, strict=False))
        roster = model.roster_of((*chosen, *(0 for _ in model.upper)))
        valid = fits and all(item.is_shortage for item in check(problem, roster))
        assert (not broken_rows(model, completed(model, chosen))) == valid, (chosen, check(problem, roster))
        allowed += valid
    assert allowed >= 1


def test_pinned_people_are_fixed(make):
    shifts, people = [make.night(0, 1)], make.people("ann bob")
    pin = Assignment(Seat("night/0", "watch", 0), "bob", pinned=True)
    model = linear_model(make.problem(shifts, people, pinned=(pin,)))
    assert [model.places[column] for column in model.fixed] == [(0, 1)]
    assert model.roster_of((0, 1, 0, 0)).assignments == (pin,)


def test_the_better_roster_is_the_fuller_then_the_more_even_and_never_an_invalid_one(make):
    problem = make.problem([make.night(n, 1) for n in (0, 2)], make.people("ann bob"), rules=(DaysOffBetween(1),))
    fuller, fair = (
        make.roster(problem, "night/0 ann", "night/2 ann"),
        make.roster(problem, "night/0 ann", "night/2 bob"),
    )
    half = make.roster(problem, "night/0 ann")
    assert better_of(problem, half, fuller) is fuller
    assert better_of(problem, fuller, fair) is fair
    assert better_of(problem, fair, fuller) is fair
    assert better_of(problem, half, None) is half
    strict = make.problem(problem.shifts, problem.people, rules=(DaysOffBetween(5),))
    assert better_of(strict, half, fuller) is half


def test_a_proof_says_what_is_had_beside_what_can_be(make):
    problem = make.problem([make.night(0, 2), make.night(1, 2)], make.people("ann bob"), rules=(DaysOffBetween(1),))
    roster = make.roster(problem, "night/0 ann bob")
    assert proof_of(problem, roster, least_empty=0) == Proof(filled=2, most_filled=4, heaviest=2, least_heaviest=0)
    proof = proof_of(problem, roster, least_empty=2)
    assert proof == Proof(filled=2, most_filled=2, heaviest=2, least_heaviest=2)
    assert proof.is_best
    assert len(unfilled(problem, roster)) == 2


def test_a_scheduler_asks_the_solver_that_can_prove():
    class Prover:
        @hookimpl
        def volsched_solvers(self):
            return [Solver(name="prover", solve=lambda p, s, b, t: solve(p, seed=s, budget=b), prove=self.prove)]

        def prove(self, problem, roster):
            return proof_of(problem, roster, least_empty=len(unfilled(problem, roster)))

    programme = factories.programme()
    scheduler = Scheduler(programme, host=Host.open(builtins={"prover": Prover(), **_standard()}))
    plan = scheduler.plan("2027-05")
    found = scheduler.prove(plan, "prover")
    assert [name for name, _ in found] == [roster.id for roster in plan.rosters]
    assert all(proof.filled == proof.most_filled for _, proof in found)
    with pytest.raises(InvalidValue, match=r"solver fair: prove: it cannot prove how good a roster is; ask prover"):
        scheduler.prove(plan)
    with pytest.raises(UnknownName, match="nobody"):
        scheduler.prove(plan, "nobody")


def _standard():
    from volsched.builtin.solver import StandardSolver

    return {"fair": StandardSolver()}


def test_the_solver_of_the_programme_is_the_one_that_is_used():
    used = []

    class Other:
        @hookimpl
        def volsched_solvers(self):
            return [Solver(name="other", solve=self.solve)]

        def solve(self, problem, seed, budget, progress):
            used.append(problem.id)
            return solve(problem, seed=seed, budget=budget)

    programme = Programme(id="place", name=Text(en="Place"), solver="other", window=Window.month(2027, 5))
    assert Scheduler(programme, host=Host.open(builtins={"other": Other()})).plan().rosters == ()
    watched = factories.programme(solver="other")
    Scheduler(watched, host=Host.open(builtins={"other": Other(), **_standard()})).plan("2027-05")
    assert used
    with pytest.raises(UnknownName, match="no solver 'other'"):
        Scheduler(watched, host=Host.open(builtins=_standard())).plan("2027-05")
