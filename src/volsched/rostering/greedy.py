"""The first roster: post after post in the order of time, the people with the least load first."""

from __future__ import annotations

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
        free, vacant = state.free(post), work.need[post] - state.on[post].bit_count()
        mixes = work.mixes[post]
        for holders, minimum in sorted(mixes, key=lambda mix: mix[0].bit_count()) if len(mixes) > 1 else mixes:
            short = min(minimum - (state.on[post] & holders).bit_count(), vacant)
            ranked = _ranked(state, post, free & holders, left)
            free, seated = _seat(state, post, short, ranked, free)
            vacant -= seated
        if vacant > 0:
            _seat(state, post, vacant, _ranked(state, post, free, left), free)


def _seat(state: State, post: int, seats: int, ranked: list[tuple[float, int]], free: int) -> tuple[int, int]:
    """Seat the first of the ranked who are free, and say who is free then and how many were seated."""
    apart, seated = state.work.apart, 0
    for _, person in ranked:
        if seated >= seats:
            break
        if free >> person & 1:
            state.add(post, person)
            free &= ~(apart[person] | 1 << person)
            seated += 1
    return free, seated


def _nights_left(work: Compiled) -> list[int]:
    left = [0] * len(work.load)
    for mask in work.eligible:
        for person in bits_of(mask):
            left[person] += 1
    return left


def _ranked(state: State, post: int, free: int, left: list[int]) -> list[tuple[float, int]]:
    """Who may come, the one who is due most first: the light, the scarce, and by a little chance."""
    work = state.work
    load, weekends, holidays, random = state.load, state.weekends, state.holidays, state.random
    liking = work.liking[post]
    weekend, holiday = PER_WEEKEND * work.weekend[post], PER_HOLIDAY * work.holiday[post]
    found = [
        (
            load[person]
            + (weekend * weekends[person] + holiday * holidays[person])
            - liking[person]
            + PER_NIGHT_LEFT * left[person]
            + NOISE * random(),
            person,
        )
        for person in bits_of(free)
    ]
    found.sort()
    return found
