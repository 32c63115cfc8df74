"""Many communities come out the same on any executor and any number of workers."""

import importlib.util
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from volsched.rostering import Budget, check, solve_many, unfilled

SCRIPT = Path(__file__).parents[2] / "examples" / "many-communities" / "plan.py"
BUDGET = Budget(500)


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("many_communities", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def problems(example):
    return [example.community(number, nights=28) for number in range(4)]


@pytest.fixture(scope="module")
def alone(problems):
    return solve_many(problems, budget=BUDGET)


def test_they_are_filled_and_nobody_is_in_two_places(problems, alone):
    assert sum(len(unfilled(problem, roster)) for problem, roster in zip(problems, alone, strict=True)) == 0
    assert all(check(problem, roster) == () for problem, roster in zip(problems, alone, strict=True))
    nights = Counter((item.person, item.seat.shift[-8:]) for roster in alone for item in roster.assignments)
    assert max(nights.values()) == 1
    served = {item.person for roster in alone for item in roster.assignments}
    assert {"both-0", "both-1"} <= served


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers_makes_the_same_rosters(problems, alone, workers):
    with ThreadPoolExecutor(workers) as pool:
        assert solve_many(problems, pool, budget=BUDGET) == alone


def test_processes_make_the_same_rosters(problems, alone):
    with ProcessPoolExecutor(2) as pool:
        assert solve_many(problems, pool, budget=BUDGET) == alone


def test_a_cluster_of_dask_makes_the_same_rosters(example, problems, alone):
    pytest.importorskip("distributed", reason="Dask is not installed; .ci/stages/solvers.sh installs it")
    for workers in (1, 2, 4):
        with example.dask_cluster(workers) as cluster:
            assert solve_many(problems, cluster, budget=BUDGET) == alone
