"""Against CP-SAT itself: never worse than the roster it starts from, valid, and the same again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ortools", reason="ortools is not installed; .ci/stages/solvers.sh installs it")

from volsched.errors import InvalidValue
from volsched.model import Assignment, DaysOffBetween, Seat
from volsched.rostering import Budget, Problem, Proof, check, solve, unfilled
from volsched.testing import factories, plugin_contract
from volsched_cpsat import CpSat

ROOT = Path(__file__).parents[3]


def small() -> Problem:
    """A month in which the greedy start is not the best: few people, and rest between their nights."""
    return factories.problem(rules=(DaysOffBetween(2),))


def test_it_keeps_the_contract_of_plugins():
    plugin_contract(CpSat)


@pytest.mark.parametrize("work", [0, -1, 1e9])
def test_work_that_is_none_are_refused(work):
    with pytest.raises(InvalidValue, match="plugin cpsat: work"):
        CpSat(work=work)


def test_no_roster_is_fuller_and_the_proof_says_so():
    problem = small()
    bare = solve(problem, budget=Budget(0))
    best = CpSat().solve(problem, 0, Budget(0), None)
    assert all(item.is_shortage for item in check(problem, best))
    assert len(unfilled(problem, best)) <= len(unfilled(problem, bare))
    proof = CpSat().prove(problem, best)
    assert proof.is_best
    assert proof.filled == proof.most_filled == len(best.assignments)


def test_a_roster_that_could_be_better_is_told_by_how_much():
    problem = small()
    best = CpSat().solve(problem, 0, Budget(), None)
    worse = best.with_assignments(best.assignments[:-3])
    proof = CpSat().prove(problem, worse)
    assert proof.most_filled - proof.filled == 3
    assert not proof.is_best
    assert isinstance(proof, Proof)


def test_the_same_twice_whatever_the_seed_of_hashing():
    problem = small()
    assert CpSat().solve(problem, 3, Budget(), None) == CpSat().solve(problem, 3, Budget(), None)


def test_what_is_pinned_stays():
    problem = small()
    seat = Seat(problem.shifts[0].id, problem.shifts[0].requirements[0].role, 0)
    pin = Assignment(seat, problem.people[-1].id, pinned=True)
    pinned = factories.problem(rules=(DaysOffBetween(2),), pinned=(pin,))
    assert pin in CpSat().solve(pinned, 0, Budget(), None).assignments


def test_the_command_prints_json_and_nothing_beside_it():
    watch = str(ROOT / "examples" / "night-watch")
    command = [sys.executable, "-m", "volsched", "roster", "prove", watch, "--solver", "cpsat", "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    (found,) = json.loads(done.stdout)
    assert found["best"] is (found["filled"] >= found["most_filled"] and found["heaviest"] <= found["least_heaviest"])
    assert found["filled"] == found["most_filled"] == 93
