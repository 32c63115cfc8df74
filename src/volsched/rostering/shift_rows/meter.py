"""How much of the budget is gone, in moves and, where asked for, by the clock of the processor."""

from __future__ import annotations

import time
from collections.abc import Callable

from attrs import frozen

Progress = Callable[[int, int], None]
"""Told how many moves are done, of how many."""


@frozen
class RowBudget:
    """How long the engine may try: so many moves, or so many seconds of processor time instead.

    Moves make the same roster every time. Seconds are a convenience: the roster then depends on the machine too.
    """

    moves: int = 400_000
    cpu_seconds: float | None = None


class Meter:
    """The share of the run that is gone, and the speed of it."""

    def __init__(self, budget: RowBudget, progress: Progress | None = None) -> None:
        self._budget = budget
        self._progress = progress
        self._began = time.process_time()
        self.moves = 0

    def add(self, moves: int) -> None:
        """Count moves that were made."""
        self.moves += moves
        if self._progress is not None and self._budget.cpu_seconds is None:
            self._progress(min(self.moves, self._budget.moves), self._budget.moves)

    def gone(self) -> float:
        """0 at the beginning, 1 at the end."""
        if self._budget.cpu_seconds is None:
            return self.moves / max(1, self._budget.moves)
        spent = time.process_time() - self._began
        if self._progress is not None:
            self._progress(self.moves, int(self.moves / max(spent / max(self._budget.cpu_seconds, 1e-9), 1e-9)))
        return spent / max(self._budget.cpu_seconds, 1e-9)
