"""Many rosters at once, on whatever can run work: a pool of processes, a cluster, or nothing at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from operator import itemgetter

import attrs

from volsched.errors import InvalidValue
from volsched.model import Roster, Span
from volsched.rostering.problem import Problem
from volsched.rostering.solver import Budget, solve


def seed_of(seed: int, problem: str) -> int:
    """The seed of one problem among many, the same wherever and in whatever order they are solved."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{problem}".encode()).digest()[:8])


def solve_many(
    problems: Iterable[Problem], executor: Executor | None = None, *, seed: int = 0, budget: Budget | None = None
) -> tuple[Roster, ...]:
    """A roster for each problem, in their order; the same on any executor and any number of workers.

    `executor` is anything with the interface of `concurrent.futures.Executor`. Nobody is asked to be in two places:
    problems that share people are solved one after another, each with the time taken that the earlier ones gave out.

    Raises:
        InvalidValue: two problems share an id.
    """
    problems = tuple(problems)
    ids = [problem.id for problem in problems]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise InvalidValue("problem", twice, "id", "stands twice", "give each problem its own id")
    run = map if executor is None else executor.map
    found: dict[int, Roster] = {}
    for numbers in _waves(problems):
        ready = [_after(problems[number], problems[:number], found) for number in numbers]
        rosters = run(partial(_solved, seed, budget or Budget()), ready)
        found.update(zip(numbers, rosters, strict=True))
    return tuple(map(itemgetter(1), sorted(found.items())))


def until_stopped(solve: Callable[[Budget, Problem], Roster], budget: Budget) -> Callable[[Problem], Roster]:
    """Solve problem after problem; once one was stopped, the rest are filled at once, and say that they were stopped.

    So one interrupt ends the making of many rosters, and leaves the best there is of each.
    """
    stopped = False

    def one(problem: Problem) -> Roster:
        nonlocal stopped
        roster = solve(attrs.evolve(budget, moves=0) if stopped else budget, problem)
        stopped = stopped or roster.stopped
        return attrs.evolve(roster, stopped=True) if stopped else roster

    return one


def _solved(seed: int, budget: Budget, problem: Problem) -> Roster:
    return solve(problem, seed=seed_of(seed, problem.id), budget=budget)


def _waves(problems: Sequence[Problem]) -> Iterator[list[int]]:
    """The problems in waves of which none shares a person with another of its wave."""
    wave_of: dict[str, int] = {}
    waves: list[list[int]] = []
    for number, problem in enumerate(problems):
        wave = 1 + max((wave_of.get(person.id, -1) for person in problem.people), default=-1)
        for person in problem.people:
            wave_of[person.id] = wave
        if wave == len(waves):
            waves.append([])
        waves[wave].append(number)
    yield from waves


def _after(problem: Problem, earlier: Sequence[Problem], found: dict[int, Roster]) -> Problem:
    """The problem with the time taken that its people give in the rosters made so far."""
    people = {person.id for person in problem.people}
    taken: list[tuple[str, Span]] = []
    for number, other in enumerate(earlier):
        if number in found and not people.isdisjoint(person.id for person in other.people):
            taken += [
                (item.person, other.shift_by_id[item.seat.shift].span)
                for item in found[number].assignments
                if item.person in people
            ]
    return attrs.evolve(problem, taken=(*problem.taken, *taken)) if taken else problem
