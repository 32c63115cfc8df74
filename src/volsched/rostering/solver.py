"""Making a roster: greedy, repaired, with the skills it needs, and balanced. The same seed makes the same roster.

A problem of shift types whose rules bind whole rows of days has an engine of its own, see `shift_rows`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random
from typing import overload

from attrs import frozen

from volsched.model import Assignment, Roster, Seat
from volsched.rostering.balance import balance
from volsched.rostering.compiling import Compiled, compiled
from volsched.rostering.days import bits_of
from volsched.rostering.greedy import greedy
from volsched.rostering.levelling import even_out
from volsched.rostering.optional import fill_optional
from volsched.rostering.problem import Problem
from volsched.rostering.repair import repair
from volsched.rostering.shift_rows import RowBudget, ShiftProblem, ShiftRoster, solve_rows
from volsched.rostering.skills import mend_skills
from volsched.rostering.state import State
from volsched.rostering.trading import share_weekends, trade
from volsched.rostering.walk import Walk

Progress = Callable[[int, int], None]
"""Told how many moves are done, of how many."""

ROUNDS = 5
FEWEST_STEPS = 20_000
STEPS_PER_SEAT = 400


@frozen
class Budget:
    """How long the solver may try: so many moves, and by the clock no longer than so many seconds.

    The moves that it has without a word balance 5,000 seats well; a roster of more seats needs more in proportion.
    Moves alone make the same roster every time. Seconds are a safety stop: where it comes first, the roster depends
    on how fast the machine is.
    """

    moves: int = 80_000
    seconds: float | None = None


@overload
def solve(
    problem: Problem, *, seed: int = 0, budget: Budget = Budget(), progress: Progress | None = None
) -> Roster: ...


@overload
def solve(
    problem: ShiftProblem, *, seed: int = 0, budget: Budget = Budget(), progress: Progress | None = None
) -> ShiftRoster: ...


def solve(
    problem: Problem | ShiftProblem, *, seed: int = 0, budget: Budget = Budget(), progress: Progress | None = None
) -> Roster | ShiftRoster:
    """A roster for the problem; seats that nobody can fill stay empty.

    The engine fits the shape of the problem: duties are seated one by one, rows of shift types whole. For rows a
    budget in seconds means seconds of the processor, and all of them are used.

    An interrupt (Ctrl-C) ends it early with the best roster so far, which says that it was stopped.

    Raises:
        InvalidValue: in a problem of shift types a person's limits leave no row.
    """
    if isinstance(problem, ShiftProblem):
        return solve_rows(problem, seed=seed, budget=RowBudget(budget.moves, budget.seconds), progress=progress)
    return _seated(problem, seed, budget, progress)


def _seated(problem: Problem, seed: int, budget: Budget, progress: Progress | None) -> Roster:
    work = compiled(problem)
    state = State(work, Random(seed))
    meter, stopped = _Meter(budget, progress), False
    try:
        greedy(state)
        state.keep()
        _fill(state, meter, budget)
        state.keep()
        balance(state, budget.moves, meter.go_on)
        if budget.moves and work.weights.load:
            even_out(state)
            trade(state)
            share_weekends(state)
        repair(state)
        fill_optional(state)
        state.keep()
    except KeyboardInterrupt:
        stopped = True
    meter.finish()
    return Roster(id=problem.id, assignments=assignments_of(work, state.kept), seed=seed, stopped=stopped)


class _Meter:
    """Watches the budget and tells the progress."""

    def __init__(self, budget: Budget, progress: Progress | None) -> None:
        self.budget = budget
        self._progress = progress
        self._end = None if budget.seconds is None else time.monotonic() + budget.seconds

    def go_on(self, moves: int = 0) -> bool:
        if self._progress is not None and moves:
            self._progress(moves, self.budget.moves)
        return self._end is None or time.monotonic() < self._end

    def finish(self) -> None:
        if self._progress is not None:
            self._progress(self.budget.moves, self.budget.moves)


def _fill(state: State, meter: _Meter, budget: Budget) -> None:
    """Fill the seats and bring the skills; keep the state in which the fewest of both are missing."""
    repair(state)
    steps = min(max(FEWEST_STEPS, 2 * budget.moves), STEPS_PER_SEAT * (5 + sum(state.work.need)))
    walk = Walk(state, steps, meter.go_on)
    walk.run()
    best = _missing(state)
    state.keep()
    for _ in range(ROUNDS):
        if not state.skill_shortage():
            break
        mend_skills(state)
        walk.run()
        if (missing := _missing(state)) < best:
            best = missing
            state.keep()
    if _missing(state) != best:
        state.restore(state.kept)


def _missing(state: State) -> tuple[int, int]:
    skills = state.skill_shortage()
    return len(state.vacancies()) + skills, skills


def assignments_of(work: Compiled, on: list[int]) -> tuple[Assignment, ...]:
    """The masks as assignments: pinned people in their own seats, the others in the lowest free ones."""
    people = work.problem.people
    pins = {pin.seat: pin.person for pin in work.problem.pinned}
    found: list[Assignment] = []
    for post, mask in enumerate(on):
        shift, role = work.shifts[work.shift_of[post]].id, work.wanted[post].role
        if not work.pinned[post]:
            found += [
                Assignment(Seat(shift, role, index), people[person].id) for index, person in enumerate(bits_of(mask))
            ]
            continue
        seats = [Seat(shift, role, index) for index in range(work.most[post])]
        found.extend(Assignment(seat, pins[seat], pinned=True) for seat in seats if seat in pins)
        open_seats = (seat for seat in seats if seat not in pins)
        others = bits_of(mask & ~work.pinned[post])
        found.extend(Assignment(seat, people[person].id) for person, seat in zip(others, open_seats, strict=False))
    return tuple(found)
