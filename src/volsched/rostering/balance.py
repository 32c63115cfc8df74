"""Spreading loads, weekends and holidays alike by annealing: one seat at a time passes to somebody who is free."""

from __future__ import annotations

import math
from collections.abc import Callable

from volsched.rostering.days import bits_of
from volsched.rostering.state import State

HOT = 1.0
COLD = 0.1
BLOCK = 256
MOST_PER_SEAT = 100
"""More tries than this for each seat gain nothing; so small rosters are ready at once."""

# What chance gives for the question how much worse a move may be, in units of the temperature. A table, rounded,
# because the last digit of a logarithm may differ from machine to machine.
PATIENCE = tuple(round(-math.log((step + 0.5) / 1024), 6) for step in range(1024))


def balance(state: State, moves: int, keep_going: Callable[[int], bool]) -> None:
    """Exchange people seat by seat for so many tries, and leave the best roster met.

    `keep_going` is told the tries so far, now and then, and may end it.
    """
    if moves < BLOCK:
        return
    seats = [(post, v) for post, mask in enumerate(state.on) for v in bits_of(mask & ~state.work.pinned[post])]
    blocks = min(moves, MOST_PER_SEAT * len(seats)) // BLOCK
    if blocks < 1:
        return
    annealing = _Annealing(state, seats)
    unit = annealing.unit()
    best = 0.0
    state.keep()
    cooling = round((COLD / HOT) ** (1 / blocks), 12)
    heat = HOT * unit
    for block in range(blocks):
        if not keep_going(block * BLOCK):
            break
        annealing.run(heat, BLOCK)
        heat *= cooling
        # A hot roster is not worth keeping; a cold one that is better than all before is.
        if annealing.cost < best - 1e-9:
            best = annealing.cost
            state.keep()
    state.restore(state.kept)


class _Annealing:
    """The seats that may change hands, and how much better or worse the roster has become."""

    def __init__(self, state: State, seats: list[tuple[int, int]]) -> None:
        self.state = state
        self.posts = [post for post, _ in seats]
        self.people = [person for _, person in seats]
        self.cost = 0.0

    def unit(self) -> float:
        """The scale of the cost: what a burden of two in each seat would make 1."""
        work = self.state.work
        mean = sum(work.burden[post] ** 2 for post in self.posts) / len(self.posts)
        return round(max(work.weights.load * mean / 5, work.weights.wishes / 5, 1e-6), 9)

    def run(self, heat: float, tries: int) -> None:
        """Try so many exchanges at one temperature."""
        state, work = self.state, self.state.work
        random, on, below = state.random, state.on, state.below
        posts, people = self.posts, self.people
        near, eligible, buckets_of, burden = work.near, work.eligible, work.buckets_of, work.burden
        load, weekends, holidays = state.load, state.weekends, state.holidays
        weekend, holiday, mixes = work.weekend, work.holiday, work.mixes
        per_load, wish = 2 * work.weights.load, work.wish
        per_weekend, per_holiday = 2 * work.weights.weekends, 2 * work.weights.holidays
        seats, everybody, shy = len(posts), len(load), work.shy
        conditions, further = work.conditions, bool(work.kinds or work.bonds)
        for _ in range(tries):
            seat = int(random() * seats)
            post = posts[seat]
            busy = 0
            for other in near[post]:
                busy |= on[other]
            free = eligible[post] & ~busy
            for bucket in buckets_of[post]:
                free &= below[bucket]
            if shy:
                free &= ~state.barred(post)
            if conditions:
                free = state.permitted(post, free)
            if not free:
                continue
            start = int(random() * everybody)
            high = free >> start
            comer = (high & -high).bit_length() - 1 + start if high else (free & -free).bit_length() - 1
            leaver = people[seat]
            weight = burden[post]
            worse = per_load * weight * (load[comer] - load[leaver] + weight)
            if weekend[post]:
                worse += per_weekend * (weekends[comer] - weekends[leaver] + 1)
            if holiday[post]:
                worse += per_holiday * (holidays[comer] - holidays[leaver] + 1)
            wishes = wish[post]
            worse += wishes[leaver] - wishes[comer]
            if further:
                worse += _further_change(state, post, leaver, comer)
            if worse > heat * PATIENCE[int(random() * 1024)]:
                continue
            if (mixes[post] or conditions) and not state.keeps_skills(post, leaver, comer):
                continue
            state.remove(post, leaver)
            state.add(post, comer)
            people[seat] = comer
            self.cost += worse


def _further_change(state: State, post: int, leaver: int, comer: int) -> float:
    state.remove(post, leaver)
    change = state.further_cost(post, comer) - state.further_cost(post, leaver)
    state.add(post, leaver)
    return change
