"""The first roster: post after post in the order of time, the people with the least load first."""

from __future__ import annotations

from collections.abc import Callable

from volsched.rostering.compiling import Compiled
from volsched.rostering.days import bits_of
from volsched.rostering.state import State

PER_WEEKEND = 2
PER_HOLIDAY = 4
PER_NIGHT_LEFT = 0.02
NOISE = 0.1


def greedy(state: State) -> None:
    """Fill what can be filled without moving anybody."""
    work = state.work
    left = _nights_left(work)
    order = sorted(range(len(work.need)), key=lambda post: (work.shift_of[post], work.eligible[post].bit_count(), post))
    for post in order:
        for person in bits_of(work.eligible[post]):
            left[person] -= 1
        free = state.free(post)
        score = _scoring(state, post, left)
        for holders, minimum in sorted(work.mixes[post], key=lambda mix: mix[0].bit_count()):
            short = minimum - (state.on[post] & holders).bit_count()
            free = _seat(
                state, post, min(short, _vacant(state, post)), sorted(bits_of(free & holders), key=score), free
            )
        vacant = _vacant(state, post)
        if vacant > 0:
            _seat(state, post, vacant, sorted(bits_of(free), key=score), free)


def _vacant(state: State, post: int) -> int:
    return state.work.need[post] - state.on[post].bit_count()


def _seat(state: State, post: int, seats: int, ranked: list[int], free: int) -> int:
    """Seat the first of the ranked who are free, and say who is free then."""
    apart = state.work.apart
    for person in ranked:
        if seats <= 0:
            break
        if free >> person & 1:
            state.add(post, person)
            free &= ~(apart[person] | 1 << person)
            seats -= 1
    return free


def _nights_left(work: Compiled) -> list[int]:
    left = [0] * len(work.load)
    for mask in work.eligible:
        for person in bits_of(mask):
            left[person] += 1
    return left


def _scoring(state: State, post: int, left: list[int]) -> Callable[[int], float]:
    work = state.work
    load, weekends, holidays, random = state.load, state.weekends, state.holidays, state.random
    liking = work.liking[post]
    per_weekend = PER_WEEKEND * work.weekend[post]
    per_holiday = PER_HOLIDAY * work.holiday[post]

    def score(person: int) -> float:
        spread = per_weekend * weekends[person] + per_holiday * holidays[person]
        return load[person] + spread - liking[person] + PER_NIGHT_LEFT * left[person] + NOISE * random()

    return score
