"""Rows found at soft prices that grow hard: the people and the cover come to terms before anything is decided.

At the true prices one person too few costs so much, and one more than enough so little, that whoever is asked first
decides where people will be short. Here the price of a cell rises and falls gently with the count of people around
the need, so that rows give way to each other; pass by pass it grows stiffer, until it is the true one. What a cell is
held to be worth is learnt on the way: it rises while people are missing and falls while there are too many (the
method of multipliers).
"""

from __future__ import annotations

from volsched.rostering.shift_rows.compiling import Compiled
from volsched.rostering.shift_rows.meter import Meter
from volsched.rostering.shift_rows.recreating import moves_of_a_row
from volsched.rostering.shift_rows.state import SMALL, State

SOFT, AGAIN, HARD = 0.02, 0.03, 0.6
"""How much of its range a price moves for each person: at first, in later rounds, and at the end of each."""

LEARNING = 0.15
"""By how much of that the worth of a cell moves, for each person missing, after each pass."""

BLUR = 0.05
FIRST_PASSES, LATER_PASSES = 60, 40
RESPONSES = 6
BACK = 0.3
"""How often a later round begins at the best rows."""


class Tightener:
    """Rounds of tightening on one state; what cells are held to be worth is carried from one round to the next."""

    def __init__(self, state: State, meter: Meter) -> None:
        self._state, self._meter = state, meter
        work = state.work
        self._cost = moves_of_a_row(state)
        self._low, self._high = _ranges(work)
        self._span = [high - low for low, high in zip(self._low, self._high, strict=True)]
        self._worth = [(low + high) / 2 for low, high in zip(self._low, self._high, strict=True)]
        self._asked = [list(who.asked.items()) for who in work.people]
        self._rounds = 0

    def run(self, until: float) -> None:
        """Go on in rounds until that share of the budget is gone; the best rows are in the state."""
        state, meter = self._state, self._meter
        while (began := meter.gone()) < until:
            first = not self._rounds
            if not first and state.random() < BACK:
                state.restore(state.best_rows)
            passes = FIRST_PASSES if first else LATER_PASSES
            soft = SOFT if first else AGAIN
            self._rounds += 1
            done, share, passed = 0, 0.0, began
            while share <= 1 and passed < until:
                changed = self._pass(soft * (HARD / soft) ** share, until)
                done += 1
                passed = meter.gone()
                share = max(done / passes, (passed - began) / (until - began))
                if not changed and done > passes / 2:
                    break
            answer(state, meter, until)

    def _pass(self, stiffness: float, until: float) -> int:
        """Find every row anew at prices of this stiffness, learn from what is short, and say how many changed."""
        state, need = self._state, self._state.work.need
        rise = [stiffness * span for span in self._span]
        at_none = [worth + step * (count - 0.5) for worth, step, count in zip(self._worth, rise, need, strict=True)]
        blur = SMALL + BLUR * stiffness * max(self._span, default=0)
        changed = 0
        for person in state.shuffled():
            if self._meter.gone() > until:
                return changed
            known = state.take(person)
            row = state.solvers[person].solve(self._prices(person, at_none, rise, blur), known)
            state.put(person, known if row is None else row)
            changed += row != known
            self._meter.add(self._cost)
        self._worth = [
            min(max(worth + LEARNING * step * (wanted - count), low), high)
            for worth, step, wanted, count, low, high in zip(
                self._worth, rise, need, state.counts, self._low, self._high, strict=True
            )
        ]
        state.keep()
        return changed

    def _prices(self, person: int, at_none: list[float], rise: list[float], blur: float) -> list[float]:
        random = self._state.random
        prices = [
            blur * random() - (low if worth < low else min(worth, high))
            for worth, low, high in zip(
                [top - step * count for top, step, count in zip(at_none, rise, self._state.counts, strict=True)],
                self._low,
                self._high,
                strict=True,
            )
        ]
        for cell, price in self._asked[person]:
            prices[cell] += price
        return prices


def answer(state: State, meter: Meter, until: float) -> None:
    """Let every person in turn take the best row at the true prices, until that gains nothing."""
    cost = moves_of_a_row(state)
    for _ in range(RESPONSES):
        before = state.total
        for person in state.shuffled():
            if meter.gone() > until:
                break
            known = state.take(person)
            row = state.best_row(person, known=known)
            state.put(person, known if row is None else row)
            meter.add(cost)
        state.keep()
        if state.total >= before:
            break


def _ranges(work: Compiled) -> tuple[list[float], list[float]]:
    """What one person more in each cell may be worth: least and most."""
    most = [-float(min(steps)) for steps in work.step]
    return [-float(max(steps)) for steps in work.step], most
