"""The solver that comes with volsched."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from volsched.hooks import Progress, Solver, hookimpl
from volsched.model import Roster
from volsched.rostering import Budget, Problem, solve

NAME = "fair"


@frozen(eq=False)
class StandardSolver:
    """Fills rosters with the search of volsched's own rostering."""

    @hookimpl
    def volsched_solvers(self) -> Iterable[Solver]:
        """The one solver."""
        return (Solver(name=NAME, solve=_solve),)


def _solve(problem: Problem, seed: int, budget: Budget, progress: Progress | None) -> Roster:
    return solve(problem, seed=seed, budget=budget, progress=progress)
