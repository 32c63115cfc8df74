"""Asking CP-SAT, with every value of the roster at hand as a hint."""

from __future__ import annotations

import math

from attrs import frozen
from ortools.sat.python import cp_model

from volsched.model import Roster
from volsched.rostering import LinearModel


@frozen
class Answer:
    """What CP-SAT found, and the price that no roster goes below."""

    model: LinearModel
    values: tuple[int, ...] | None
    bound: float

    def roster(self, seed: int) -> Roster | None:
        """The roster that was found, if any was."""
        return None if self.values is None else self.model.roster_of(self.values, seed)

    def bounds(self) -> tuple[int, int]:
        """The fewest empty seats and the least heaviest load that any roster has.

        The price of an empty seat is above that of all skills and loads together, so that the whole seats in the bound
        are seats that stay empty; what is left says something of the load only where no skill is lacking.
        """
        prices = self.model.prices
        lowest = max(0, math.ceil(self.bound - 1e-6))
        if not self.model.empty:
            return 0, lowest
        seat = prices[self.model.first_empty]
        rest = lowest % seat
        return lowest // seat, rest if rest <= self.model.upper[self.model.heaviest] else 0


def improved(
    model: LinearModel, roster: Roster | None, *, work: float, workers: int = 1, seconds: float | None = None
) -> Answer:
    """The best values found in so much work. More than one worker finds other rosters at other times."""
    program = cp_model.CpModel()
    columns = [program.new_int_var(0, upper, "") for upper in model.upper[:-1]]
    columns.append(program.new_int_var(model.lowest, model.upper[-1], ""))
    for column in model.fixed:
        program.add(columns[column] == 1)
    for row in model.rows:
        total = cp_model.LinearExpr.weighted_sum([columns[column] for column in row.columns], list(row.factors))
        if row.low is not None:
            program.add(total >= row.low)
        if row.high is not None:
            program.add(total <= row.high)
    priced = [(column, price) for column, price in zip(columns, model.prices, strict=True) if price]
    program.minimize(cp_model.LinearExpr.weighted_sum([c for c, _ in priced], [price for _, price in priced]))
    if roster is not None:
        # Every column, not the assignments alone: with only those CP-SAT loses the hint on its way to the loads.
        for column, value in zip(columns, model.values_of(roster), strict=True):
            program.add_hint(column, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = work
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(program)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = tuple(solver.value(column) for column in columns) if found else None
    return Answer(model, values, solver.best_objective_bound if found else 0.0)
