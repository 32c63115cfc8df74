"""The rows being worked on: what each costs, how many people stand in each cell, and the best rows so far."""

from __future__ import annotations

from random import Random

from volsched.rostering.shift_rows.compiling import Compiled, bits
from volsched.rostering.shift_rows.judge import judge_of
from volsched.rostering.shift_rows.rowdp import RowSolver

MEMORY = 60_000_000
"""About how many bytes the remembered judgements of all people together may take."""

SMALL = 0.01


class State:
    """Rows by person, kept current together with their costs. Every row in it is legal or empty (taken out).

    The lists stay the same objects, so that functions may hold on to them.
    """

    def __init__(self, work: Compiled, random: Random) -> None:
        self.work = work
        self.random = random.random
        self.solvers = [RowSolver(work, who) for who in work.people]
        self.judges = [judge_of(work, who) for who in work.people]
        self.remembered: list[dict[int, int]] = [{} for _ in work.people]
        self.most_remembered = MEMORY // (200 + work.cells // 8)
        self.count_remembered = 0
        self.able = [person for person, who in enumerate(work.people) if who.allowed]
        self.rows = [0] * len(work.people)
        self.costs = [0] * len(work.people)
        self.counts = [0] * work.cells
        self.total = 0
        self.clear()
        self.best = float("inf")
        self.best_rows: list[int] = []

    def clear(self) -> None:
        """Take every row out."""
        self.rows[:] = self.costs[:] = [0] * len(self.rows)
        self.counts[:] = [0] * self.work.cells
        self.total = sum(costs[0] for costs in self.work.cost)

    def restore(self, rows: list[int]) -> None:
        """Stand at these rows."""
        self.clear()
        for person, row in enumerate(rows):
            self.put(person, row)

    def keep(self) -> None:
        """Remember these rows if none were better."""
        if self.total < self.best:
            self.best = self.total
            self.best_rows = self.rows[:]

    def take(self, person: int) -> int:
        """Take a row out, and say which it was."""
        counts, cost, row = self.counts, self.work.cost, self.rows[person]
        change = self.costs[person]
        for cell in bits(row):
            count = counts[cell]
            change += cost[cell][count] - cost[cell][count - 1]
            counts[cell] = count - 1
        self.total -= change
        self.rows[person] = self.costs[person] = 0
        return row

    def put(self, person: int, row: int) -> None:
        """Put a legal row in the place of one that was taken out."""
        counts, cost = self.counts, self.work.cost
        change = self.costs[person] = self.judges[person](row)
        for cell in bits(row):
            count = counts[cell]
            change += cost[cell][count + 1] - cost[cell][count]
            counts[cell] = count + 1
        self.total += change
        self.rows[person] = row

    def best_row(
        self, person: int, noise: float = SMALL, *, known: int = 0, pull: int = -1, quick: bool = False
    ) -> int | None:
        """The cheapest row beside the other people's; `noise` blurs the prices, `pull` is a cell to be drawn to."""
        random = self.random
        prices = [step[count] + noise * random() for step, count in zip(self.work.step, self.counts, strict=True)]
        for cell, price in self.work.people[person].asked.items():
            prices[cell] += price
        if pull >= 0:
            prices[pull] -= max(self.work.cost[pull][0] / max(1, self.work.need[pull]) * 3 / 2, 1)
        return self.solvers[person].solve(prices, known, quick=quick)

    def forget(self) -> None:
        """Drop remembered judgements when they are too many."""
        if self.count_remembered > self.most_remembered:
            for known in self.remembered:
                known.clear()
            self.count_remembered = 0

    def short_cells(self) -> list[int]:
        """The cells with fewer people than they need."""
        return [
            cell for cell, (count, need) in enumerate(zip(self.counts, self.work.need, strict=True)) if count < need
        ]

    def pick(self, number: int) -> int:
        """A random number below this one."""
        return int(self.random() * number)

    def shuffled(self) -> list[int]:
        """The people in random order."""
        order = list(range(len(self.rows)))
        for place in range(len(order) - 1, 0, -1):
            other = self.pick(place + 1)
            order[place], order[other] = order[other], order[place]
        return order
