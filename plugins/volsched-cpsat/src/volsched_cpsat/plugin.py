"""The plugin: one solver that starts from volsched's own roster and keeps what the checker finds better."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Progress, Solver, hookimpl
from volsched.model import Roster
from volsched.rostering import Budget, Problem, Proof, better_of, linear_model, proof_of, solve

NAME = "cpsat"


@frozen(kw_only=True, eq=False)
class CpSat:
    """Improves rosters. `work` is how much CP-SAT may do, in its own units of deterministic time."""

    work: float = 20.0

    def __attrs_post_init__(self) -> None:
        if not 0 < self.work <= 86_400:
            raise InvalidValue("plugin", NAME, "work", f"{self.work} is not possible", "write 1 to 86400")

    @hookimpl
    def volsched_solvers(self) -> Iterable[Solver]:
        """One solver, which can also prove."""
        return (Solver(name=NAME, solve=self.solve, prove=self.prove),)

    def solve(self, problem: Problem, seed: int, budget: Budget, progress: Progress | None) -> Roster:
        """The better of volsched's own roster and what CP-SAT makes of it."""
        own = solve(problem, seed=seed, budget=budget, progress=progress)
        if proof_of(problem, own, least_empty=0).is_best:
            return own
        answer = _solving().improved(linear_model(problem), own, work=self.work, seconds=budget.seconds)
        return better_of(problem, own, answer.roster(seed))

    def prove(self, problem: Problem, roster: Roster) -> Proof:
        """How far this roster is from the best."""
        first = proof_of(problem, roster, least_empty=0)
        if first.is_best:
            return first
        answer = _solving().improved(linear_model(problem), roster, work=self.work)
        least_empty, least_heaviest = answer.bounds()
        return proof_of(problem, roster, least_empty=least_empty, least_heaviest=least_heaviest)


def _solving() -> Any:
    # OR-Tools brings numpy and pandas: who only lists plugins should not wait for it, and what its import does to the
    # warnings of the process is taken back.
    with warnings.catch_warnings():
        from volsched_cpsat import solving
    return solving
