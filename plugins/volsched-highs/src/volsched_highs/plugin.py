"""The plugin: one solver that starts from volsched's own roster and keeps what is proved to be better."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Progress, Solver, hookimpl
from volsched.model import Roster
from volsched.rostering import Budget, Problem, Proof, better_of, linear_model, proof_of, solve

NAME = "highs"


@frozen(kw_only=True, eq=False)
class Highs:
    """Fills rosters exactly.

    `seconds` is how long each of the two questions may take (how many seats can be filled, how light the heaviest load
    can be). What is not proved by then is left aside and volsched's own roster stands, so that no clock makes one.
    """

    seconds: float = 60.0

    def __attrs_post_init__(self) -> None:
        if not 0 < self.seconds <= 86_400:
            raise InvalidValue("plugin", NAME, "seconds", f"{self.seconds} is not possible", "write 1 to 86400")

    @hookimpl
    def volsched_solvers(self) -> Iterable[Solver]:
        """One solver, which can also prove."""
        return (Solver(name=NAME, solve=self.solve, prove=self.prove),)

    def solve(self, problem: Problem, seed: int, budget: Budget, progress: Progress | None) -> Roster:
        """The roster that fills the most seats, made by volsched and completed by HiGHS where something was missing."""
        own = solve(problem, seed=seed, budget=budget, progress=progress)
        if proof_of(problem, own, least_empty=0).is_best:
            return own
        question = _solving().Question(linear_model(problem), own, budget.seconds or self.seconds)
        for found in question.rosters(seed):
            own = better_of(problem, own, found)
        return own

    def prove(self, problem: Problem, roster: Roster) -> Proof:
        """How far this roster is from the best."""
        return _solving().Question(linear_model(problem), roster, self.seconds).proof()


def _solving() -> Any:
    # highspy brings numpy: who only lists plugins should not wait for it, and what its import does to the
    # warnings of the process is taken back.
    with warnings.catch_warnings():
        from volsched_highs import solving
    return solving
