"""Making a roster of rows: built person by person, then annealed and in parts recreated.

The run begins several times from nothing, because where people will be short is decided early and hard to undo; the
best beginning is then cooled slowly.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import attrs

from volsched.errors import InvalidValue
from volsched.rostering.shift_rows.annealing import Annealer
from volsched.rostering.shift_rows.compiling import Compiled
from volsched.rostering.shift_rows.meter import Meter, Progress, RowBudget
from volsched.rostering.shift_rows.problem import RowPerson, ShiftProblem, ShiftRoster
from volsched.rostering.shift_rows.recreating import eject, moves_of_a_row, recreate
from volsched.rostering.shift_rows.rowdp import RowSolver
from volsched.rostering.shift_rows.state import State
from volsched.rostering.shift_rows.tightening import Tightener, answer

DEFAULT = RowBudget()
TIGHTENED = 0.6
"""The share of the run in which rows are found at prices that grow hard; then they are annealed."""

FEWEST_PASSES = 10
"""Where there is no time to find every row anew so often, annealing begins at once."""

HOT, MILD, COLD = 10.0, 3.0, 0.5
CHUNKS = 40
COOLED = 0.6
"""Within a chunk it cools to this part of what it began with."""

RECREATING = 0.4
"""The part of every chunk that goes into recreating rows."""

EJECTING = 0.6
"""How much of that are chains of answers to one drawn row."""

BACK = 0.15
"""How often a chunk begins at the best rows again."""

RUSH = 0.6
"""When so much of the run is gone while the rows are first built, the rest of them is built in haste."""


def solve_rows(
    problem: ShiftProblem, *, seed: int = 0, budget: RowBudget = DEFAULT, progress: Progress | None = None
) -> ShiftRoster:
    """A roster in which every row keeps every hard rule, and requests and cover are served as well as was found.

    An interrupt (Ctrl-C) ends it early with the best roster so far, once there is one, which says that it was stopped.

    Raises:
        InvalidValue: a person's limits leave no row; the error says which of them stand against each other.
    """
    work = Compiled(problem)
    meter = Meter(budget, progress)
    state = State(work, Random(seed))
    try:
        _Run(state, meter).whole()
    except KeyboardInterrupt:
        if not state.best_rows:
            raise
        return attrs.evolve(work.roster(state.best_rows), stopped=True)
    return work.roster(state.best_rows)


class _Run:
    """One run over a state: beginnings, and a slow end."""

    def __init__(self, state: State, meter: Meter) -> None:
        self._state, self._meter = state, meter
        self._annealer: Annealer | None = None

    def whole(self) -> None:
        """Spend the budget; the best rows are in the state."""
        state, meter = self._state, self._meter
        self._begin()
        if FEWEST_PASSES * meter.gone() < TIGHTENED:
            Tightener(state, meter).run(TIGHTENED)
            state.restore(state.best_rows)
            self._cool(meter.gone(), 1.0, MILD, COLD)
        else:
            answer(state, meter, 0.9)
            self._cool(meter.gone(), 1.0, HOT, COLD)

    def _begin(self) -> None:
        """Build every row beside those before it."""
        state, meter = self._state, self._meter
        cost = moves_of_a_row(state)
        for person in state.shuffled():
            row = state.best_row(person, quick=meter.gone() > RUSH)
            if row is None:
                who = state.work.people[person]
                raise no_row(state.work.problem, who.id)
            state.put(person, row)
            meter.add(cost)
        state.keep()

    def _cool(self, first: float, until: float, hot: float, cold: float) -> None:
        """Anneal in chunks from one share of the budget to another."""
        state, meter = self._state, self._meter
        if self._annealer is None:
            self._annealer = Annealer(state, meter)
        span = max(until - first, 1e-9)
        while (gone := meter.gone()) < until:
            heat = hot * (cold / hot) ** ((gone - first) / span)
            if state.random() < BACK:
                state.restore(state.best_rows)
            end = min(until, gone + 1 / CHUNKS)
            while meter.gone() < min(gone + RECREATING / CHUNKS, until):
                change = eject if state.solvers[0].exact and state.random() < EJECTING else recreate
                change(state, meter, 0.3 * heat)
            self._annealer.run(end, _cooling(heat, meter.gone(), end))


def _cooling(heat: float, first: float, end: float) -> Callable[[float], float]:
    span = max(end - first, 1e-9)
    return lambda gone: heat * COOLED ** ((gone - first) / span)


LIMITS: tuple[tuple[str, Any], ...] = (
    ("least_minutes", 0),
    ("most_minutes", None),
    ("most_weekends", None),
    ("days_off", ()),
    ("least_consecutive", 1),
    ("least_days_off", 1),
    ("most_consecutive", None),
    ("most_of", ()),
)


def no_row(problem: ShiftProblem, name: str) -> InvalidValue:
    """The error for a person whom no row suits: which limits, loosened alone, would leave one."""
    person = problem.people[problem.person_numbers[name]]
    helping = []
    days, shifts, weekend, first = problem.days, problem.shifts, problem.weekend, problem.first_weekday
    for field, loose in LIMITS:
        looser: RowPerson = attrs.evolve(person, **{field: loose})
        alone = ShiftProblem(id=name, days=days, shifts=shifts, people=(looser,), weekend=weekend, first_weekday=first)
        work = Compiled(alone)
        if getattr(person, field) != loose and RowSolver(work, work.people[0]).solve([0.0] * work.cells) is not None:
            helping.append(field)
    cure = f"loosen {' or '.join(helping)}" if helping else "loosen several of them"
    return InvalidValue("person", name, "limits", "no row of duties keeps all of them", cure)
