"""Annealing over legal rows: most moves leave the cover as it is, the others mend it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from math import log

from volsched.rostering.shift_rows.judge import ILLEGAL
from volsched.rostering.shift_rows.meter import Meter
from volsched.rostering.shift_rows.moves import clearings, exchanges, fillings, rewritings
from volsched.rostering.shift_rows.state import State

EXCHANGE, CELL = 0.4, 0.7
"""Moves are exchanges below the first mark, changes of one short or crowded cell below the second, then rewritings."""

CROWDED = 0.3
STRIDE = 128
"""After so many moves the clock is looked at, and the short cells are listed anew."""

LEAST_CHANCE = 1e-300

Anneal = Callable[[float, Callable[[float], float]], None]


class Annealer:
    """Runs chunks of annealing on one state."""

    def __init__(self, state: State, meter: Meter) -> None:
        self._state = state
        self._meter = meter
        self._exchange = exchanges(state)
        self._fill, self._clear = fillings(state), clearings(state)
        self._rewrite = rewritings(state)

    def run(self, until: float, heat: Callable[[float], float]) -> None:
        """Go on until that share of the budget is gone; `heat` says how warm it is at each share."""
        state, meter = self._state, self._meter
        while (gone := meter.gone()) < until:
            state.forget()
            short = state.short_cells()
            crowded = [x for x, (n, need) in enumerate(zip(state.counts, state.work.need, strict=True)) if n > need]
            self._stride(heat(gone), short, crowded)
            meter.add(STRIDE)

    # long: each turn of this loop is a move of some microseconds, and calls within it cost as much as the work
    def _stride(self, heat: float, short: list[int], crowded: list[int]) -> None:  # noqa: C901, PLR0912 - as said
        state = self._state
        random, rows, costs, judges, remembered = state.random, state.rows, state.costs, state.judges, state.remembered
        able = state.able
        count = len(able)
        for _ in range(STRIDE if able else 0):
            limit = -heat * log(random() + LEAST_CHANCE)
            one = able[int(random() * count)]
            kind = random()
            if kind < EXCHANGE and count > 1:
                two = able[int(random() * count)]
                change = self._exchange(one, two) if two != one else 0
                if not change:
                    continue
                delta = 0
                changed = []
                for person in (one, two):
                    row = rows[person] ^ change
                    known = remembered[person]
                    cost = known.get(row)
                    if cost is None:
                        cost = known[row] = judges[person](row)
                        state.count_remembered += 1
                    delta += cost - costs[person]
                    if delta > limit + 400:
                        break
                    changed.append((person, row, cost))
                else:
                    if delta <= limit:
                        for person, row, cost in changed:
                            rows[person], costs[person] = row, cost
                        state.total += delta
                        if state.total < state.best:
                            state.keep()
                continue
            if kind < CELL and (short or crowded):
                if crowded and (not short or random() < CROWDED):
                    cell = crowded[int(random() * len(crowded))]
                    one = self._holder(cell, one)
                    row = self._clear(one, cell) if one >= 0 else 0
                else:
                    row = self._fill(one, short[int(random() * len(short))])
            else:
                row = self._rewrite(one, short)
            if one >= 0 and row != rows[one]:
                known = remembered[one]
                cost = known.get(row)
                if cost is None:
                    cost = known[row] = judges[one](row)
                    state.count_remembered += 1
                if cost < ILLEGAL:
                    self._change(one, row, cost, limit)

    def _holder(self, cell: int, start: int) -> int:
        """The next person, counted from one, who has this cell; -1 if nobody has."""
        rows = self._state.rows
        for person in chain(range(start, len(rows)), range(start)):
            if rows[person] >> cell & 1:
                return person
        return -1

    def _change(self, person: int, row: int, cost: int, limit: float) -> None:
        """Set a legal row if what it does to requests and cover is within the limit."""
        state = self._state
        counts, charge, old = state.counts, state.work.cost, state.rows[person]
        delta = cost - state.costs[person]
        gone, come = [], []
        rest = old & ~row
        while rest:
            low = rest & -rest
            rest ^= low
            cell = low.bit_length() - 1
            count = counts[cell]
            delta += charge[cell][count - 1] - charge[cell][count]
            gone.append(cell)
        rest = row & ~old
        while rest:
            low = rest & -rest
            rest ^= low
            cell = low.bit_length() - 1
            count = counts[cell]
            delta += charge[cell][count + 1] - charge[cell][count]
            come.append(cell)
        if delta > limit:
            return
        for cell in gone:
            counts[cell] -= 1
        for cell in come:
            counts[cell] += 1
        state.rows[person], state.costs[person] = row, cost
        state.total += delta
        if state.total < state.best:
            state.keep()
